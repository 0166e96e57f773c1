#pragma once

#include "sim/engine/steady_state.hpp"

namespace metronome::sim {

/// From two outcomes along the line through them.
class Extrapolation {
 public:
  /// `compute_cycles`: what the whole operation takes with ideal memory.
  Extrapolation(const arch::AcceleratorSpec& machine, std::uint64_t compute_cycles);

  /// later + left_out * (later - earlier) / difference, not below zero.
  [[nodiscard]] OperationOutcome line(const OperationOutcome& shorter,
                                      const OperationOutcome& longer, const Slope& slope) const;
  /// The same of two runs of the machine, whose difference is freed of refreshes above the average
  /// (or given those that it lacks).
  [[nodiscard]] OperationOutcome whole(const OperationOutcome& shorter,
                                       const OperationOutcome& longer, const Slope& slope) const;

 private:
  /// 128 bits: products of cycles, periods and picoseconds.
  __extension__ using Wide = __int128;

  [[nodiscard]] static std::uint64_t along(std::uint64_t earlier, std::uint64_t later, Wide excess,
                                           const Slope& slope);
  [[nodiscard]] Wide refresh_excess(std::uint64_t shorter, std::uint64_t longer,
                                    const Slope& slope) const;

  std::uint64_t compute_cycles_;
  std::uint64_t cycle_;     ///< picoseconds
  std::uint64_t interval_;  ///< picoseconds of tREFI
  std::uint64_t refresh_cost_ =
      0;  ///< picoseconds, where the machine does nothing but wait; 0: none
};

}  // namespace metronome::sim
