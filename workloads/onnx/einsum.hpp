#pragma once

#include "workloads/onnx/node_scope.hpp"

namespace metronome::importers {

/// The letters of an Einsum; axes of `...` are letters of their own, below 0.
struct Einsum {
  std::vector<std::vector<int>> operands;
  std::vector<int> output;
  std::map<int, std::int64_t> extents;  ///< by letter
};

/// "bhid,bhjd->bhij" of operands of these shapes; without `->` the letters that stand once, sorted.
/// UserError with the node's name where letters and shapes do not go together.
[[nodiscard]] Einsum parse_einsum(const NodeScope& node, const std::string& equation,
                                  const std::vector<Extents>& shapes);

}  // namespace metronome::importers
