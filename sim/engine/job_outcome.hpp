#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sim/engine/simulate.hpp"
#include "sim/systemc/outcome_words.hpp"

namespace metronome::sim {

/// How a job went, and how it was mapped.
struct JobOutcome {
  OperationOutcome outcome;
  std::optional<mapping::Mapping> mapping;  ///< of matrix jobs
  bool extrapolated = false;
  bool operator==(const JobOutcome&) const = default;
};

/// As a row of numbers: the outcome's, the mapping's (the walk by its place among the job's), and
/// whether it is extrapolated.
inline constexpr std::size_t kMappingWords = 8;
using JobWords = std::array<std::uint64_t, std::tuple_size_v<OutcomeWords> + kMappingWords>;

[[nodiscard]] JobWords words_of(const mapping::Job& job, const JobOutcome& outcome,
                                const arch::AcceleratorSpec& machine);
/// Nothing where the numbers are no mapping that the job can have.
[[nodiscard]] std::optional<JobOutcome> job_outcome_of(const mapping::Job& job,
                                                       const JobWords& words,
                                                       const arch::AcceleratorSpec& machine);

[[nodiscard]] JobResult job_result(const JobOutcome& outcome);

}  // namespace metronome::sim
