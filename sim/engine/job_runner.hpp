#pragma once

#include <span>
#include <vector>

#include "sim/engine/earlier_tries.hpp"
#include "sim/engine/job_score.hpp"
#include "sim/engine/simulate.hpp"

namespace metronome::sim {

/// Executes jobs by their closed form, in this process and thread, what they have in common being
/// computed once: what analytic mode is. With `options.prices`, and without `options.tried`, any
/// number of threads may use one. Refers to both arguments.
class AnalyticRunner {
 public:
  AnalyticRunner(const arch::AcceleratorSpec& machine, const SimulateOptions& options);

  /// UserError where a matrix job has no mapping on the machine.
  [[nodiscard]] JobResult run(const mapping::Job& job) const;

 private:
  const arch::AcceleratorSpec& machine_;
  const SimulateOptions& options_;
  mapping::MappingWeights weights_;
  JobScore score_;
  EarlierTries earlier_;
};

/// Chooses the mapping of each job and executes it: in cycle mode from the canonical state, in
/// options.jobs processes, which choose and simulate one job after the other. Of mappings that are
/// run (mapping.choose) those are left out whose closed form, a lower bound, could not be chosen
/// (JobChoice).
[[nodiscard]] std::vector<JobResult> run_jobs(std::span<const mapping::Job> jobs,
                                              const arch::AcceleratorSpec& machine,
                                              const SimulateOptions& options);

}  // namespace metronome::sim
