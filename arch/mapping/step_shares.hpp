#pragma once

#include "arch/mapping/machine_step.hpp"

namespace metronome::mapping {

/// Finds what of the step's vector passes units beside the lanes can take
/// (MachineOperation::shares): all of a pass that only finds a range; of a quantization all but its
/// sum of zero-point corrections (a multiplication and an addition), for each codes that it writes;
/// and the two comparisons an element of the ranges that come with the pass that writes a tensor
/// (lowering.hpp), where a quantization reads it without a pass for its range.
void find_unit_shares(MachineStep& step);

}  // namespace metronome::mapping
