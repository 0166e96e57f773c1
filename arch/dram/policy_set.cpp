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

AnyPowerPolicy power_policy_of(const DeviceSpec& device) {
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

/// Down and up costs tCKE and tXP, and a row cycle where rows are closed; four times that is long.
PowerSteps power_steps_of(const DeviceSpec& device) {
  const bool closes = device.power_down_rows == PowerDownRows::close;
  return {.rows = device.power_down_rows,
          .exit = device.power_down_exit,
          .self_refresh_idle = device.self_refresh_idle,
          .pays_after = 4 * (Clock{device.tcke} + device.txp + (closes ? device.trc : 0))};
}

PolicySet standard_policies(const DeviceSpec& device, bool refresh) {
  return {.timing = Timing(device),
          .scheduler = scheduler_of(device),
          .page = page_policy_of(device),
          .refresh = refresh_policy_of(device, refresh),
          .drain = BoundedDrain(device),
          .power = power_policy_of(device),
          .power_steps = power_steps_of(device),
          .patience = device.patience,
          .search_active_writes = true,
          .keeps_order = true};
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
          .power = NoPowerDown{},
          .power_steps = {},
          .patience = kNever,
          .search_active_writes = false,
          .keeps_order = false};
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
