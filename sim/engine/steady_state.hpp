#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arch/mapping/program.hpp"
#include "sim/systemc/session.hpp"

/// Long operations repeat the loops of their tile nest thousands of times. Once buffers and queues
/// have filled, each repetition takes what the one before took, so that cycles and counts grow
/// linearly with their number. One run of the operation, with iterations of one to three loops left
/// out, measures by how much: in its parts. A part are the steps of the tile nest that lie in the
/// measured strides of the same loops, and
///
///   outcome(all) = sum over parts of outcome(part) * product over its loops of
///                  (measured + left out) / measured
///
/// Which loops, and how many strides of each, decides what is simulated (run_plan.hpp).
///
/// What is not linear:
///
/// - Where streams begin in a burst, and to each other in the banks. A period are the strides
///   after which every stream begins at the same byte of a burst again. Whole periods are measured,
///   and as many as bring the streams back to where they stood to each other, as far as such a
///   number is near.
/// - How many refreshes happen to fall in a part. When they fall due is known; what one more or
///   less than the average costs is taken off: tRFC and the way back to open rows, but not more
///   than the operation waits for memory in a refresh interval.
/// - How the streams settle. Runs last 32 refresh intervals and three steps of every loop before
///   anything is measured, and measure 64 intervals at least, with 32 channels of memory 32.
/// - What is under way where measured strides begin and end: loads of steps to come, stores of
///   steps before. Each count is booked to the steps that it belongs to (extrapolation.hpp).
namespace metronome::sim {

/// Along one loop.
struct Slope {
  std::uint64_t measured = 0;  ///< strides
  std::uint64_t left_out = 0;  ///< strides
  bool operator==(const Slope&) const = default;
};

struct SteadyState {
  mapping::Gaps gaps;  ///< of the run
  std::vector<Slope> slopes;
  /// By step of the run: a bit for each slope, the first the lowest: it is one of the measured
  /// strides.
  std::vector<std::uint8_t> parts;
  std::uint64_t compute_cycles = 0;  ///< of the whole operation, with ideal memory
  bool operator==(const SteadyState&) const = default;
};

/// What an operation is known to take before it runs, by its closed form.
struct ExpectedCycles {
  std::uint64_t real_memory = 0;  ///< about
  std::uint64_t ideal_memory = 0;
};

/// Nothing where an operation is too short for a run to be less work than the whole.
[[nodiscard]] std::optional<SteadyState> steady_state(const mapping::MatrixJob& job,
                                                      const mapping::Mapping& mapping,
                                                      const arch::AcceleratorSpec& machine,
                                                      const ExpectedCycles& cycles);
[[nodiscard]] std::optional<SteadyState> steady_state(const mapping::VectorJob& job,
                                                      const arch::AcceleratorSpec& machine,
                                                      const ExpectedCycles& cycles);

}  // namespace metronome::sim
