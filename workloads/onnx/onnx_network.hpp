#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "workloads/model/graph.hpp"
#include "workloads/onnx/imported_graph.hpp"
#include "workloads/onnx/input_sizes.hpp"

namespace metronome::importers {

/// The most that protobuf reads at once.
inline constexpr std::uint64_t kMostBytes = (1ULL << 31) - 1;

/// An ONNX file with all shapes. UserError as read_onnx, bind_inputs and infer_shapes.
[[nodiscard]] ImportedGraph import_onnx(std::string_view bytes, const std::string& file,
                                        const InputSizes& sizes);

/// The layers of an ONNX file whose sizes it states itself, but for the batch. UserError as
/// import_onnx, LayerConverter and model::graph_of, naming the file.
[[nodiscard]] model::Graph read_onnx_network(const std::filesystem::path& path);

}  // namespace metronome::importers
