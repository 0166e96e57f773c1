#pragma once

#include <cstdint>
#include <vector>

#include "arch/dram/controller.hpp"

namespace metronome::dram {

/// Refresh intervals of a gap between requests from which on it is worth looking for the period
/// that an idle memory repeats: refreshes that were put off or pulled in are over by then.
inline constexpr Clock kLongIdle = 64;

/// Passes the idle time of an empty controller before clock `arrival`, or what of it can be passed
/// at once. As soon as all is as it was one tREFI ago, the intervals repeat it that are left until
/// then, or until a rank goes into a deeper state of power. All but the last few are passed by
/// multiplication: those are visited again, so that every bank's last refresh has been seen.
template <class Controller, class Port>
void pass_idle(Controller& controller, Port& port, Clock arrival) {
  const Clock interval = controller.refresh_interval();
  const PeriodScope scope{.refreshes = true, .alarms_stay = true};
  std::vector<std::uint64_t> before;
  std::vector<std::uint64_t> now;
  for (int round = 0; round < kLongIdle / 2; ++round) {
    const PeriodStart start = controller.period_start();
    before.clear();
    controller.append_signature(scope, before);
    const Clock again = start.clock + interval;
    while (controller.next() <= again) {
      controller.visit(port);
    }
    now.clear();
    controller.append_signature(scope, now);
    if (controller.idle_repeatable(start) && now == before) {
      const Clock until = std::min(arrival, controller.next_alarm());
      const Clock left = (until - controller.visited()) / interval - 2;
      if (left > 0) {
        controller.fast_forward(start, static_cast<std::uint64_t>(left), scope);
        return;
      }
    }
    if (controller.visited() == start.clock) {
      return;  // without refresh there is nothing to pass
    }
  }
}

}  // namespace metronome::dram
