#pragma once

#include <systemc>

#include "sim/base/quantity.hpp"

namespace metronome::sim {

/// The one place where kernel time and integers meet. The kernel's resolution is 1 ps.
[[nodiscard]] inline sc_core::sc_time to_sc_time(Picoseconds time) {
  return sc_core::sc_time::from_value(time.count());
}
[[nodiscard]] inline Picoseconds to_picoseconds(const sc_core::sc_time& time) {
  return Picoseconds(time.value());
}
[[nodiscard]] inline Picoseconds kernel_now() { return to_picoseconds(sc_core::sc_time_stamp()); }

/// The accelerator's clock: cycle numbers are the truth, times follow from them.
class ClockDomain {
 public:
  explicit ClockDomain(Hertz frequency) : period_(clock_period(frequency)) {}

  /// The first clock edge at or after now, as a cycle number.
  [[nodiscard]] std::uint64_t now_cycle() const { return cycle_at(kernel_now()); }
  /// The first clock edge at or after a time.
  [[nodiscard]] std::uint64_t cycle_at(Picoseconds time) const {
    return ceil_div(time.count(), period_.count());
  }
  /// Waits for `cycles` edges from the next edge on; from an SC_THREAD.
  void wait_cycles(std::uint64_t cycles) const {
    const Picoseconds target((now_cycle() + cycles) * period_.count());
    if (target > kernel_now()) {
      sc_core::wait(to_sc_time(target - kernel_now()));
    }
  }

 private:
  Picoseconds period_;
};

}  // namespace metronome::sim
