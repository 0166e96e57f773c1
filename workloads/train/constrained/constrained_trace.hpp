#pragma once

#include <optional>

#include "workloads/trace/trace.hpp"
#include "workloads/train/constrained/constrained_training.hpp"

namespace metronome::reach {

/// The name of the step that changes the network for the constraint.
inline constexpr const char* kConstrainStep = "constrain";

/// The part on the objective, as a program: gradient descent over all samples at once, at the bits
/// of the schedule (the training itself is in FP64: the program says what it would cost on an
/// accelerator), or of `changes` where the loss has driven it. UserError where the schedule needs a
/// longer training. Precondition: spec.objective_iterations() > 0.
[[nodiscard]] trace::Trace objective_trace(
    const ConstrainedTrainingSpec& spec,
    const std::vector<std::pair<std::uint64_t, trace::Assignment>>& changes);

/// Of a schedule that the loss will drive: each level that it may have, once; else nothing.
[[nodiscard]] std::vector<std::pair<std::uint64_t, trace::Assignment>> expected_changes(
    const ConstrainedTrainingSpec& spec);

/// UserError where the training would be refused (check_task), or its program could not be made.
void check_training(const ConstrainedTrainingSpec& spec);

/// The whole training: step `train` as above, and step `constrain`, the host's, which reads the
/// weights, solves the linear programs and writes the weights. Its work is the mean over all such
/// steps of the training, rounded up. A training with steps of one kind has that step alone, and
/// one that kept the constraint without a step has no program.
[[nodiscard]] std::optional<trace::Trace> trace_of(const ConstrainedTrainingSpec& spec,
                                                   const ConstrainedResult& result);

}  // namespace metronome::reach
