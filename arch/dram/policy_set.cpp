#include "arch/dram/policy_set.hpp"

#include "sim/base/error.hpp"

namespace metronome::dram {
namespace {

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
