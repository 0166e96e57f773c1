#pragma once

#include <vector>

#include "sim/engine/job_runner.hpp"
#include "sim/engine/planned_trace.hpp"

namespace metronome::sim {

/// Runs an iteration of every level on one memory, whose state goes over from one operation to the
/// next, tensors where the allocation puts them: PlannedLevel::continuous_cycles. A process for
/// each level.
void measure_continuous(std::vector<PlannedTrace>& traces, const std::vector<PlannedJob>& planned,
                        const arch::AcceleratorSpec& machine, const SimulateOptions& options);

}  // namespace metronome::sim
