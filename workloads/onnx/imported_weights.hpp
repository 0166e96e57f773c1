#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// Where a parameter of a layer stands in a file, and how its numbers are brought into our order.
struct WeightSource {
  std::string parameter;  ///< "<layer>.weight", "<norm>.running_mean"
  TensorIndex tensor;
  std::function<std::vector<float>(std::vector<float>)> arrange;
};

/// Numbers as they are.
[[nodiscard]] std::vector<float> as_they_are(std::vector<float> values);
/// {rows, columns} to {columns, rows}.
[[nodiscard]] std::function<std::vector<float>(std::vector<float>)> transposed(std::size_t rows);
/// A transposed convolution's {in, out / groups, taps} to {out, in / groups, taps in the opposite
/// order}.
[[nodiscard]] std::function<std::vector<float>(std::vector<float>)> turned_kernels(
    std::size_t groups, std::size_t inputs, std::size_t outputs_of_group);
/// Gates i, o, f, c, each of so many equal parts, to i, f, c, o.
[[nodiscard]] std::vector<float> gates_in_order(std::vector<float> values);
/// Both biases of an LSTM, {8 hidden}, to their sum in the order of gates.
[[nodiscard]] std::vector<float> sum_of_gate_biases(std::vector<float> values);
/// Axes of these extents, outermost first, to the order of `axes`; others have one element.
[[nodiscard]] std::function<std::vector<float>(std::vector<float>)> permuted(
    std::vector<std::size_t> extents, std::vector<std::size_t> axes);

/// A parameter with its numbers in the order of the trainer's.
struct ImportedWeight {
  std::string name;
  std::vector<float> values;
};

/// Parameters, and running statistics of batch norms, of the layers that a file becomes. UserError
/// as read_onnx_network, and where the file does not hold the numbers of a parameter itself.
[[nodiscard]] std::vector<ImportedWeight> read_onnx_weights(const std::filesystem::path& path);

}  // namespace metronome::importers
