#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "arch/mapping/program.hpp"
#include "sim/systemc/session.hpp"

/// Long operations repeat the loops of their tile nest thousands of times. Once buffers and queues
/// have filled, each repetition takes what the one before took, so that cycles and counts grow
/// linearly with their number. Two runs of the operation with iterations of one loop left out
/// measure the slope:
///
///   outcome(all) = outcome(longer) + left_out * (outcome(longer) - outcome(shorter)) / difference
///
/// Where these runs are long, because an iteration of the loop contains the other loops, they are
/// themselves extrapolated along a second loop, from two runs each. The loops are those with which
/// the least is simulated; two runs along the outermost loop are one simulation but for the shorter
/// one's last iteration (ShorterRun).
///
/// What is not linear:
///
/// - Where streams begin in a burst, and to each other in the banks. A period are the iterations
///   after which every stream begins at the same byte of a burst again. The shorter run holds one
///   at least, and the runs differ by as many whole periods as bring the streams back to where they
///   stood to each other, as far as such a number is near.
/// - How many refreshes happen to fall between the two. When they fall due is known; what one more
///   or less than the average costs is taken off the slope: tRFC and the way back to open rows, but
///   not more than the operation waits for memory in a refresh interval.
/// - How the streams settle. Runs last kWarmUpRefreshes refresh intervals before they are compared,
///   and differ by kRefreshes at least. Where a loop begins again in every iteration of another
///   one, buffers and stores settle again, which takes a few strides whatever they last: runs keep
///   four there at least, and differ by two.
namespace metronome::sim {

/// Along one loop.
struct Slope {
  std::uint64_t difference = 0;  ///< iterations (or strides) that the longer run has more
  std::uint64_t left_out = 0;    ///< iterations (or strides) that it leaves out
  bool operator==(const Slope&) const = default;
};

struct SteadyState {
  /// Along one loop: the shorter run and the longer one. Along two: of the shorter along the first
  /// loop the shorter and the longer along the second; then of the longer one.
  std::vector<mapping::Gaps> runs;
  std::vector<Slope> slopes;
  std::uint64_t compute_cycles = 0;  ///< of the whole operation, with ideal memory
  bool operator==(const SteadyState&) const = default;
};

/// What an operation is known to take before it runs, by its closed form.
struct ExpectedCycles {
  std::uint64_t real_memory = 0;  ///< about
  std::uint64_t ideal_memory = 0;
};

/// Nothing where an operation is too short for its runs to be less work than the whole.
[[nodiscard]] std::optional<SteadyState> steady_state(const mapping::MatrixJob& job,
                                                      const mapping::Mapping& mapping,
                                                      const arch::AcceleratorSpec& machine,
                                                      const ExpectedCycles& cycles);
[[nodiscard]] std::optional<SteadyState> steady_state(const mapping::VectorJob& job,
                                                      const arch::AcceleratorSpec& machine,
                                                      const ExpectedCycles& cycles);

/// The whole operation from its runs. A count that would fall below zero (a few stalls at the
/// beginning, say, that the longer run happens to have fewer of) stops there.
[[nodiscard]] OperationOutcome extrapolated(std::span<const OperationOutcome> runs,
                                            const SteadyState& steady,
                                            const arch::AcceleratorSpec& machine);

}  // namespace metronome::sim
