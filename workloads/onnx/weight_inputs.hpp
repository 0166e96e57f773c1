#pragma once

#include <vector>

#include "workloads/onnx/onnx_reader.hpp"

namespace metronome::importers {

/// Whether an input of an operator takes a weight wherever it is one's own: kernels, biases,
/// scales, tables of an embedding.
[[nodiscard]] bool takes_weight(const std::string& op, std::size_t input);

/// By graph input: whether it stands for a weight, as in files that were exported without values.
/// The first input never does; others do by what reads them: an input that is read where only data
/// can be is none wherever it stands. Exporters list weights last: behind the first weight all
/// other inputs of fixed shape are weights.
[[nodiscard]] std::vector<bool> weights_among_inputs(const OnnxFile& file);

}  // namespace metronome::importers
