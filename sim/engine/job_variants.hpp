#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/engine/job_score.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/steady_state.hpp"

namespace metronome::sim {

/// One way to execute a job.
struct Variant {
  std::optional<mapping::Mapping> mapping;  ///< of matrix jobs
  /// The closed form; of matrix jobs without the memory's counts, where mapping.objective does not
  /// weigh them.
  OperationOutcome analytic;
};

/// The ways in which a job is tried, the best by the search first; one where nothing is left open.
/// A function of the job alone, on one machine with one set of options. `weights`: of the machine.
[[nodiscard]] std::vector<Variant> variants_of(const mapping::Job& job,
                                               const arch::AcceleratorSpec& machine,
                                               const SimulateOptions& options,
                                               const mapping::MappingWeights& weights);

/// Their closed forms, of those that could be chosen at any prices.
[[nodiscard]] std::vector<JobOutcome> closed_forms_of(const mapping::Job& job,
                                                      const arch::AcceleratorSpec& machine,
                                                      const SimulateOptions& options,
                                                      const mapping::MappingWeights& weights,
                                                      const JobScore& score);

/// The runs in the whole operation's stead, where it is extrapolated.
[[nodiscard]] std::optional<SteadyState> steady_state_of(const mapping::Job& job,
                                                         const Variant& variant,
                                                         const arch::AcceleratorSpec& machine,
                                                         const SimulateOptions& options);

/// What a session executes: the whole operation, or all but the gaps.
[[nodiscard]] OperationInput input_of(const mapping::Job& job,
                                      const std::optional<mapping::Mapping>& mapping,
                                      const arch::AcceleratorSpec& machine,
                                      std::vector<std::uint64_t> addresses = {},
                                      const mapping::Gaps& gaps = {});

/// Bytes that an outcome moves.
[[nodiscard]] std::uint64_t bytes_of(const OperationOutcome& outcome);

}  // namespace metronome::sim
