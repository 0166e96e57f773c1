#pragma once

#include <concepts>
#include <variant>

#include "arch/dram/clock.hpp"
#include "arch/dram/device.hpp"

namespace metronome::dram {

/// When a row is closed that no request, buffered or active, wants. (Closing it for another row is
/// the scheduler's affair.) `kClosesIdleRows` false: never; else from idle_close(t) on, where t is
/// the clock of the row's last RD or WR.
template <class P>
concept IsPagePolicy = std::copyable<P> && requires(const P& policy, Clock last_column) {
  { P::kClosesIdleRows } -> std::convertible_to<bool>;
  { policy.idle_close(last_column) } -> std::same_as<Clock>;
};

/// Open page: a row stays open until another one is wanted.
struct OpenPage {
  static constexpr bool kClosesIdleRows = false;
  [[nodiscard]] Clock idle_close(Clock /*last_column*/) const { return kNever; }
};

/// Closed page: an unwanted row is closed as soon as it is legal.
struct ClosedPage {
  static constexpr bool kClosesIdleRows = true;
  [[nodiscard]] Clock idle_close(Clock last_column) const { return last_column; }
};

/// Adaptive page: an unwanted row is closed after a timeout.
struct TimeoutPage {
  static constexpr bool kClosesIdleRows = true;
  Clock timeout = 0;
  [[nodiscard]] Clock idle_close(Clock last_column) const { return last_column + timeout; }
};

/// The list of page policies: a controller holds one of them.
using AnyPagePolicy = std::variant<OpenPage, ClosedPage, TimeoutPage>;
static_assert(IsPagePolicy<OpenPage> && IsPagePolicy<ClosedPage> && IsPagePolicy<TimeoutPage>);

/// As the device's keys name it.
[[nodiscard]] inline AnyPagePolicy page_policy_of(const DeviceSpec& device) {
  switch (device.page_policy) {
    case PagePolicy::open:
      return OpenPage{};
    case PagePolicy::closed:
      return ClosedPage{};
    case PagePolicy::adaptive:
      return TimeoutPage{device.page_timeout};
  }
  fail_no_enumerator(device.page_policy);
}

}  // namespace metronome::dram
