#pragma once

#include <cstdint>
#include <optional>

#include "arch/mapping/program.hpp"
#include "sim/systemc/session.hpp"

/// Long operations repeat one loop of their tile nest thousands of times. Once buffers and queues
/// have filled, each repetition takes what the one before took, so that cycles and counts grow
/// linearly with their number. Two runs of the operation with iterations of that loop left out
/// measure the slope:
///
///   outcome(all) = outcome(longer) + times * (outcome(longer) - outcome(shorter))
///
/// What is not linear is how many refreshes and changes of rows happen to fall between the two, so
/// the runs differ by kRefreshes refresh intervals at least: one more or less then changes the
/// slope by (tRFC / tREFI) / kRefreshes, below 0.1 % on all devices here, with either sign; changes
/// of rows where several streams share banks by up to 0.6 % of an operation, the most that was
/// seen.
namespace metronome::sim {

struct SteadyState {
  mapping::Gaps shorter, longer;
  std::uint64_t times = 0;
  bool operator==(const SteadyState&) const = default;
};

/// Nothing where an operation is too short for two runs of it to be less work than the whole.
/// `cycles`: what it takes, about.
[[nodiscard]] std::optional<SteadyState> steady_state(const mapping::MatrixJob& job,
                                                      const mapping::Mapping& mapping,
                                                      const arch::AcceleratorSpec& machine,
                                                      std::uint64_t cycles);
[[nodiscard]] std::optional<SteadyState> steady_state(const mapping::VectorJob& job,
                                                      const arch::AcceleratorSpec& machine,
                                                      std::uint64_t cycles);

/// The whole operation from its two runs. A count that would fall below zero (a few stalls at the
/// beginning, say, that the longer run happens to have fewer of) stops there.
[[nodiscard]] OperationOutcome extrapolated(const OperationOutcome& shorter,
                                            const OperationOutcome& longer, std::uint64_t times);

}  // namespace metronome::sim
