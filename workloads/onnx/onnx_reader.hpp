#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// An extent that a file declares: a number, a name, or neither.
struct Dimension {
  std::optional<std::int64_t> extent;
  std::string symbol;
};

/// An ONNX file as it is written.
struct OnnxFile {
  /// Shapes of initializers only; `order` is filled, `inputs` are all graph inputs that no
  /// initializer stands for.
  ImportedGraph graph;
  /// Shapes that the file declares: of its inputs, outputs and others. Absent: it declares none.
  std::map<TensorIndex, std::vector<Dimension>> declared;
};

/// Operator sets that are read.
inline constexpr int kOldestOpset = 9;
inline constexpr int kNewestOpset = 17;

/// Reads the bytes of an ONNX file. UserError, with the node's or tensor's name, where they are not
/// one, where it is of another operator set, where names are given twice or are not there, and
/// where nodes form a circle.
[[nodiscard]] OnnxFile read_onnx(std::string_view bytes, const std::string& file);

}  // namespace metronome::importers
