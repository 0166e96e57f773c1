#pragma once

#include <cstdint>

#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// Numbers that are trained in the network that was exported, as far as its file tells: elements of
/// all weights that are real and read as kernels, biases, scales or tables; running statistics,
/// constants and single numbers of arithmetic are none.
///
/// PyTorch [paszke2019pytorch] writes parameters of equal values once and `Identity` for the
/// others: each of them counts. In evaluation mode it folds batch norms into the convolutions
/// before them, whose weights then have names of their own (`onnx::Conv_193`): the scale and the
/// shift that are folded count in place of the bias that they left. UserError beyond 64 bits.
[[nodiscard]] std::uint64_t parameter_count(const ImportedGraph& graph);

}  // namespace metronome::importers
