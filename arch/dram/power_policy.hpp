#pragma once

#include <algorithm>
#include <concepts>
#include <variant>

#include "arch/dram/clock.hpp"
#include "arch/dram/device.hpp"

namespace metronome::dram {

/// When a rank that no request wants is powered down: `wait` clocks after its last RD or WR, where
/// first_wait() is the initial one, and a sleep that a request has ended gives the next. A value
/// without state.
template <class P>
concept IsPowerPolicy = std::copyable<P> && requires(const P& policy, Clock wait, bool paid) {
  { P::kPowersDown } -> std::convertible_to<bool>;
  { policy.first_wait() } -> std::same_as<Clock>;
  { policy.next_wait(wait, paid) } -> std::same_as<Clock>;
};

struct NoPowerDown {
  static constexpr bool kPowersDown = false;
  [[nodiscard]] Clock first_wait() const { return kNever; }
  [[nodiscard]] Clock next_wait(Clock wait, bool /*paid*/) const { return wait; }
};

/// After the same wait always.
struct TimeoutPowerDown {
  static constexpr bool kPowersDown = true;
  Clock idle = 0;
  [[nodiscard]] Clock first_wait() const { return idle; }
  [[nodiscard]] Clock next_wait(Clock wait, bool /*paid*/) const { return wait; }
};

/// The wait doubles, up to kLongest times the first, after a sleep that was too short to pay, and
/// halves, down to the first, after another.
struct AdaptivePowerDown {
  static constexpr bool kPowersDown = true;
  static constexpr Clock kLongest = 16;
  Clock idle = 0;
  [[nodiscard]] Clock first_wait() const { return idle; }
  [[nodiscard]] Clock next_wait(Clock wait, bool paid) const {
    return paid ? std::max(wait / 2, idle) : std::min(2 * wait, kLongest * idle);
  }
};

/// The list of power policies: a controller holds one of them.
using AnyPowerPolicy = std::variant<NoPowerDown, TimeoutPowerDown, AdaptivePowerDown>;
static_assert(IsPowerPolicy<NoPowerDown> && IsPowerPolicy<TimeoutPowerDown> &&
              IsPowerPolicy<AdaptivePowerDown>);

/// As the device's keys name it.
[[nodiscard]] inline AnyPowerPolicy power_policy_of(const DeviceSpec& device) {
  switch (device.power_down) {
    case PowerDown::never:
      return NoPowerDown{};
    case PowerDown::timeout:
      return TimeoutPowerDown{device.power_down_idle};
    case PowerDown::adaptive:
      return AdaptivePowerDown{device.power_down_idle};
  }
  fail_no_enumerator(device.power_down);
}

/// What a rank goes through on its way down, whenever that is.
struct PowerSteps {
  PowerDownRows rows = PowerDownRows::close;
  PowerDownExit exit = PowerDownExit::fast;
  Clock self_refresh_idle = 0;  ///< since the last RD or WR; 0: never
  Clock pays_after = 0;         ///< clocks of power-down that are worth the way down and up
};

}  // namespace metronome::dram
