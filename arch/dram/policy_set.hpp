#pragma once

#include <cstdint>

#include "arch/dram/clock.hpp"
#include "arch/dram/device.hpp"
#include "arch/dram/drain_policy.hpp"
#include "arch/dram/page_policy.hpp"
#include "arch/dram/power_policy.hpp"
#include "arch/dram/refresh_policy.hpp"
#include "arch/dram/scheduler_policy.hpp"
#include "arch/dram/timing.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::dram {

/// Everything that a controller decides by, as values. A profile is one such set.
struct PolicySet {
  Timing timing;
  AnyScheduler scheduler;
  AnyPagePolicy page;
  AnyRefreshPolicy refresh;
  AnyDrainPolicy drain;
  AnyPowerPolicy power;
  PowerSteps power_steps;
  /// Clocks after which a request that waits is overdue, which schedulers and drain policies give
  /// priority; kNever: none ever is.
  Clock patience = kNever;
  /// A write whose row has been opened is searched for forwarding and coalescing as well; else only
  /// the write buffer is.
  bool search_active_writes = true;
  /// A write is not accepted while an older read of its address waits.
  bool keeps_order = true;
};

enum class Profile : std::uint8_t {
  /// The policies that the device's keys name.
  standard,
  /// Command for command the FR-FCFS controller of Ramulator 2.1 [luo2023ramulator]: only the write
  /// buffer is searched, an older request closes a row that younger ones hit, writes wait for the
  /// watermark (which reads may have to wait for long), a write does not wait for an older read of
  /// its
  /// address, open page, REF when due, tRP after PREA, no tPPD, one clock of the command bus for
  /// each command, no power-down.
  ramulator,
};
constexpr auto enum_rows(Profile) {
  using enum Profile;
  return enum_list<Profile>({{standard, "standard"}, {ramulator, "ramulator"}});
}

/// The device must be valid. `refresh` false: never refresh.
[[nodiscard]] PolicySet policies_of(const DeviceSpec& device, Profile profile, bool refresh);

}  // namespace metronome::dram
