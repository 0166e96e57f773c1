#include "sim/engine/analytic_memory.hpp"

#include <algorithm>
#include <cmath>

#include "arch/dram/row_openings.hpp"

namespace metronome::sim {
namespace {

using dram::Counts;
using dram::DeviceSpec;
using dram::PowerDown;

/// Memory clocks in so many cycles of the array, rounded down. (Of a slow array's long operation
/// the picoseconds are beyond 64 bits.)
std::uint64_t memory_clocks(const arch::AcceleratorSpec& machine, std::uint64_t cycles) {
  __extension__ using Wide = unsigned __int128;
  const Wide time = static_cast<Wide>(cycles) * clock_period(machine.clock_hz).count();
  return static_cast<std::uint64_t>(time / machine.memory.device.clock_period.count());
}

/// Ranks that rest alike: how many, of all channels, for how long in all, in how many stretches.
struct Rest {
  std::uint64_t ranks = 0;
  std::uint64_t clocks = 0;
  std::uint64_t stretches = 1;
  bool rows_open = false;  ///< when a stretch begins
  [[nodiscard]] std::uint64_t stretch() const { return clocks / stretches; }
};

/// Of a stretch that begins with open rows, the clocks until a refresh closes them, which may fall
/// due in any; all of it where nothing is refreshed.
std::uint64_t clocks_open(const dram::MemorySpec& memory, std::uint64_t stretch) {
  const DeviceSpec& device = memory.device;
  if (!memory.refresh || device.trefi == 0) {
    return stretch;
  }
  const std::uint64_t until = std::min<std::uint64_t>(stretch, device.trefi);
  return until - until * until / (2 * std::uint64_t{device.trefi});
}

/// Clocks of ranks with closed rows, asleep or not: refreshes fall due among them, each of which
/// wakes a rank that sleeps.
void count_closed(Counts& counts, const dram::MemorySpec& memory, std::uint64_t clocks,
                  bool asleep) {
  const DeviceSpec& device = memory.device;
  const bool by_bank = device.refresh_mode == dram::RefreshMode::per_bank;
  const std::uint64_t interval = by_bank ? device.trefi / device.refresh_sets() : device.trefi;
  const std::uint64_t refreshes = memory.refresh && interval > 0 ? clocks / interval : 0;
  const std::uint64_t refreshing =
      std::min(clocks, refreshes * (by_bank ? device.trfc_bank : device.trfc));
  const std::uint64_t woken =
      asleep ? std::min(clocks - refreshing,
                        refreshes * (std::uint64_t{device.txp} + device.power_down_idle))
             : 0;
  counts.refresh_cycles += refreshing;
  counts.precharged_cycles += woken;
  (asleep ? counts.precharged_power_down_cycles : counts.precharged_cycles) +=
      clocks - refreshing - woken;
}

/// Ranks of a channel whose rows are open while the pins are busy: a rank that is left for longer
/// than the power policy waits sleeps meanwhile.
std::uint64_t ranks_at_a_time(const DeviceSpec& device, std::uint64_t used) {
  const std::uint64_t run =
      dram::AddressMap(device).bursts_below_rank() * std::uint64_t{device.burst_clocks()};
  return device.power_down != PowerDown::never && run > device.power_down_idle ? 1 : used;
}

/// Each stretch goes down the states as the power policy does: awake, powered down,
/// self-refreshing.
void count_rest(Counts& counts, const dram::MemorySpec& memory, const Rest& rest) {
  const DeviceSpec& device = memory.device;
  const bool sleeps = device.power_down != PowerDown::never;
  const bool refreshes_itself =
      sleeps && device.self_refresh_idle > 0 && rest.stretch() > device.self_refresh_idle;
  const std::uint64_t open = rest.rows_open ? clocks_open(memory, rest.stretch()) : 0;
  // Of one stretch: until the rank is powered down, and until it refreshes itself.
  const std::uint64_t awake =
      sleeps ? std::min<std::uint64_t>(rest.stretch(), device.power_down_idle) : rest.stretch();
  const std::uint64_t down =
      refreshes_itself ? std::max<std::uint64_t>(device.self_refresh_idle, awake) : rest.stretch();
  const bool keeps = device.power_down_rows == dram::PowerDownRows::keep;
  const std::uint64_t active = std::min(open, awake);
  const std::uint64_t active_down = keeps && open > awake ? std::min(open, down) - awake : 0;
  const std::uint64_t stretches = rest.stretches * rest.ranks;
  counts.active_cycles += active * stretches;
  counts.precharged_cycles += (awake - active) * stretches;
  counts.active_power_down_cycles += active_down * stretches;
  counts.power_downs += sleeps && rest.stretch() > awake ? stretches : 0;
  if (refreshes_itself) {
    counts.self_refresh_cycles += (rest.stretch() - down) * stretches;
    counts.self_refreshes += stretches;
  }
  // What is left of the division by the stretches is of the state that most are in.
  const std::uint64_t left = rest.clocks * rest.ranks - rest.stretch() * stretches;
  count_closed(counts, memory, (down - awake - active_down) * stretches + left, sleeps);
}

/// In which the pins move the operation's bursts.
std::uint64_t busy_cycles(const arch::AcceleratorSpec& machine, const mapping::AnalyticCost& cost,
                          std::uint64_t cycles) {
  return std::min(cycles, cost.memory_cycles(machine));
}

/// Clocks of the data bus from the last beat of reads to the first of writes and from there back,
/// at least.
std::uint64_t turn_clocks(const DeviceSpec& device) {
  return device.read_to_write_gap + device.twtr_s + device.cl;
}

}  // namespace

bool rows_close_between(const arch::AcceleratorSpec& machine, const mapping::AnalyticCost& cost,
                        std::uint64_t steps, std::uint64_t cycles) {
  const DeviceSpec& device = machine.memory.device;
  const std::uint64_t clocks =
      memory_clocks(machine, cycles) - memory_clocks(machine, busy_cycles(machine, cost, cycles));
  return device.power_down != PowerDown::never &&
         device.power_down_rows == dram::PowerDownRows::close &&
         clocks / steps > device.power_down_idle;
}

mapping::RowUse whole_rows(const arch::AcceleratorSpec& machine,
                           const mapping::AnalyticCost& cost) {
  const DeviceSpec& device = machine.memory.device;
  const std::uint64_t bursts = cost.read_bursts + cost.write_bursts;
  mapping::RowUse use;
  use.openings = static_cast<double>(ceil_div<std::uint64_t>(bursts, device.bursts_per_row()));
  use.footprint = cost.read_bytes + cost.write_bytes;
  return use;
}

Counts analytic_memory(const arch::AcceleratorSpec& machine, const mapping::AnalyticCost& cost,
                       const mapping::RowUse& rows, std::uint64_t cycles) {
  const DeviceSpec& device = machine.memory.device;
  const std::uint64_t burst = device.bytes_per_burst().count();
  Counts counts;
  counts.reads = cost.read_bursts;
  counts.writes = cost.write_bursts;
  counts.activates = static_cast<std::uint64_t>(std::ceil(rows.openings));
  counts.banks_precharged = counts.activates;
  counts.read_bytes = counts.reads * burst;
  counts.write_bytes = counts.writes * burst;
  const std::uint64_t channels = machine.memory.channels;
  const std::uint64_t used = dram::ranks_below(machine.memory, rows.footprint);
  const std::uint64_t clocks = memory_clocks(machine, cycles);
  const std::uint64_t turning =
      static_cast<std::uint64_t>(rows.turns / static_cast<double>(channels)) * turn_clocks(device);
  const std::uint64_t busy =
      std::min(clocks, memory_clocks(machine, busy_cycles(machine, cost, cycles)) + turning);
  // Ranks that take turns are each wanted by a part of the steps.
  const std::uint64_t together = ranks_at_a_time(device, used);
  const std::uint64_t open = busy * together / used;  // of each rank
  const std::uint64_t stretches = std::max<std::uint64_t>(1, rows.steps * together / used);
  counts.active_cycles = open * channels * used;
  count_rest(counts, machine.memory, {channels * used, clocks - open, stretches, true});
  count_rest(counts, machine.memory, {channels * (device.ranks - used), clocks, 1, false});
  return counts;
}

Counts idle_memory(const arch::AcceleratorSpec& machine, std::uint64_t cycles) {
  const DeviceSpec& device = machine.memory.device;
  const std::uint64_t ranks = std::uint64_t{machine.memory.channels} * device.ranks;
  const std::uint64_t clocks = memory_clocks(machine, cycles);
  Counts counts;
  if (device.power_down == PowerDown::never) {
    counts.precharged_cycles = clocks * ranks;
  } else if (device.self_refresh_idle > 0 && clocks > device.self_refresh_idle) {
    counts.self_refresh_cycles = clocks * ranks;
    counts.self_refreshes = ranks;
  } else {
    counts.precharged_power_down_cycles = clocks * ranks;
  }
  return counts;
}

}  // namespace metronome::sim
