#pragma once

#include <span>

#include "workloads/formats/operand_format.hpp"

/// What the loss has of the formats of a layer's weights, to first order: of the gradient and the
/// weights alone, without a pass of its own. Blocks are of weights one behind the other.
namespace metronome::schedule {

struct WidthSensitivity {
  double change = 0;   ///< sum g (Q_to(w) - Q_from(w)): of the loss, from the one to the other
  double squares = 0;  ///< sum (g (Q_to(w) - Q_from(w)))^2: what does not cancel out
};

/// `gradients` and `weights` are of one layer; both formats have blocks within a row.
[[nodiscard]] WidthSensitivity width_sensitivity(std::span<const float> gradients,
                                                 std::span<const float> weights,
                                                 const formats::OperandFormat& from,
                                                 const formats::OperandFormat& to);

}  // namespace metronome::schedule
