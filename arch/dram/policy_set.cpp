#include "arch/dram/policy_set.hpp"

#include "sim/base/error.hpp"

namespace metronome::dram {
namespace {

AnyScheduler scheduler_of(const DeviceSpec& device) {
  switch (device.scheduler) {
    case Scheduler::fr_fcfs:
      return FrFcfs{};
    case Scheduler::row_hit_first:
      return RowHitFirst{};
    case Scheduler::fcfs:
      return Fcfs{};
  }
  throw InternalError("no such scheduler");
}

AnyPagePolicy page_policy_of(const DeviceSpec& device) {
  switch (device.page_policy) {
    case PagePolicy::open:
      return OpenPage{};
    case PagePolicy::closed:
      return ClosedPage{};
    case PagePolicy::adaptive:
      return TimeoutPage{device.page_timeout};
  }
  throw InternalError("no such page policy");
}

AnyRefreshPolicy refresh_policy_of(const DeviceSpec& device, bool enabled) {
  switch (device.refresh_mode) {
    case RefreshMode::all_bank:
      return AllBankRefresh(device, enabled);
    case RefreshMode::per_bank:
      return PerBankRefresh(device, enabled);
  }
  throw InternalError("no such refresh mode");
}

PolicySet standard_policies(const DeviceSpec& device, bool refresh) {
  return {.timing = Timing(device),
          .scheduler = scheduler_of(device),
          .page = page_policy_of(device),
          .refresh = refresh_policy_of(device, refresh),
          .drain = WatermarkDrain(device),
          .patience = device.patience,
          .search_active_writes = true};
}

PolicySet ramulator_policies(DeviceSpec device, bool refresh) {
  device.trp_all = device.trp;
  device.tppd = 0;
  device.activate_bus_clocks = device.column_bus_clocks = device.precharge_bus_clocks = 1;
  device.refresh_postpone = 0;
  return {.timing = Timing(device),
          .scheduler = FrFcfs{.hits_keep_row = false},
          .page = OpenPage{},
          .refresh = AllBankRefresh(device, refresh),
          .drain = WatermarkDrain(device),
          .patience = kNever,
          .search_active_writes = false};
}

}  // namespace

PolicySet policies_of(const DeviceSpec& device, Profile profile, bool refresh) {
  switch (profile) {
    case Profile::standard:
      return standard_policies(device, refresh);
    case Profile::ramulator:
      return ramulator_policies(device, refresh);
  }
  throw InternalError("no such profile");
}

}  // namespace metronome::dram
