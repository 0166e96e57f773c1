#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/model/graph.hpp"

namespace metronome::trace {

/// What the matrices of direct feedback are to a machine: FP32 numbers in memory; signs in memory;
/// signs that a register generates where they are used.
enum class FeedbackOperand { real, signs, generated };
constexpr auto enum_rows(FeedbackOperand) {
  using enum FeedbackOperand;
  return enum_list<FeedbackOperand>({{real, "real"}, {signs, "signs"}, {generated, "generated"}});
}

/// By which way errors reach nodes of a graph straight from the loss (docs/feedback.md): layers
/// that read those nodes have no input gradient. Empty: backpropagation everywhere.
struct FeedbackRoute {
  std::vector<model::NodeIndex> nodes{};  ///< whose output's error comes so, in their order
  std::uint64_t classes = 0;              ///< columns of each matrix
  FeedbackOperand operand = FeedbackOperand::real;
  std::uint64_t delay = 0;  ///< Step::delay

  [[nodiscard]] bool feeds(model::NodeIndex node) const;
};

}  // namespace metronome::trace
