#pragma once

#include <vector>

#include "arch/mapping/machine_step.hpp"

namespace metronome::mapping {

/// The step of `parts` equal parts of the batch, one after the other: what belongs to parameters
/// alone (their quantization, the updates) is done once, gradients are added to what the parts
/// before have left. Operations of later parts, and the tensors that they write, are named "...@2";
/// a tensor of the batch has the size of a part. UserError where parts does not divide the batch.
[[nodiscard]] MachineStep split_batch(const trace::Step& step, std::uint64_t parts);

/// By operation of the step: whether it is done once, behind all parts. These are updates, what is
/// done with a gradient that all parts have added to, and what works on parameters alone that one
/// of these has changed before it (the host, say, that projects new masters).
[[nodiscard]] std::vector<bool> behind_all_parts(const trace::Step& step);

/// The step of one such part alone, as a chip executes it that has the rest of the batch on others;
/// parts divides the batch.
[[nodiscard]] trace::Step part_of_batch(const trace::Step& step, std::uint64_t parts);

}  // namespace metronome::mapping
