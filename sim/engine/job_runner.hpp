#pragma once

#include <span>
#include <vector>

#include "sim/engine/simulate.hpp"

namespace metronome::sim {

/// Chooses the mapping of each job and executes it: in cycle mode from the canonical state, in
/// options.jobs processes, which choose and simulate one job after the other. Of mappings that are
/// run (mapping.choose) those are left out whose closed form, a lower bound, could not be chosen
/// (JobChoice).
[[nodiscard]] std::vector<JobResult> run_jobs(std::span<const mapping::Job> jobs,
                                              const arch::AcceleratorSpec& machine,
                                              const SimulateOptions& options);

}  // namespace metronome::sim
