#pragma once

#include <span>
#include <vector>

#include "sim/engine/planned_trace.hpp"
#include "sim/engine/simulate.hpp"

namespace metronome::sim {

/// Jobs, and how each went and was mapped.
struct ExecutedJobs {
  std::span<const mapping::Job> jobs;
  std::span<const JobResult> results;
};

/// Runs an iteration of every level on one memory, whose state goes over from one operation to the
/// next, tensors where the allocation puts them: PlannedLevel::continuous_cycles. A process for
/// each level.
void measure_continuous(std::vector<PlannedTrace>& traces, const ExecutedJobs& executed,
                        const arch::AcceleratorSpec& machine, const SimulateOptions& options);

}  // namespace metronome::sim
