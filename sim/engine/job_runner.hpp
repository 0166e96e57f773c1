#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/engine/simulate.hpp"
#include "sim/engine/steady_state.hpp"

namespace metronome::sim {

/// One way to execute a job.
struct Variant {
  std::optional<mapping::Mapping> mapping;  ///< of matrix jobs
  OperationOutcome analytic;
  std::optional<SteadyState> steady;  ///< runs in the whole operation's stead
};

/// A job with its mapping chosen and its work estimated.
struct PlannedJob {
  const mapping::Job* job = nullptr;
  Variant best;
  std::optional<Variant> plain;  ///< to be tried as well (SimulateOptions::plain_too)
  std::uint64_t bytes = 0;       ///< that simulating it moves
};

/// Chooses mappings. The jobs must outlive the result.
[[nodiscard]] std::vector<PlannedJob> plan_jobs(std::span<const mapping::Job> jobs,
                                                const arch::AcceleratorSpec& machine,
                                                const SimulateOptions& options);

/// What a session executes: the whole operation, or all but the gaps.
[[nodiscard]] OperationInput input_of(const mapping::Job& job, const Variant& variant,
                                      const arch::AcceleratorSpec& machine,
                                      std::vector<std::uint64_t> addresses = {},
                                      const mapping::Gaps& gaps = {});

/// Executes each from the canonical state, in options.jobs processes. Where the plain mapping turns
/// out to be better (SimulateOptions::plain_too) it becomes the job's best.
[[nodiscard]] std::vector<JobResult> run_jobs(std::vector<PlannedJob>& planned,
                                              const arch::AcceleratorSpec& machine,
                                              const SimulateOptions& options);

}  // namespace metronome::sim
