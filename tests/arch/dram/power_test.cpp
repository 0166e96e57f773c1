// Power-down and self-refresh: when ranks go down and come back, what it costs and what it saves.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "arch/dram/energy.hpp"
#include "arch/dram/memory.hpp"
#include "arch/dram/replay.hpp"
#include "sim/base/error.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/arch/dram/timing_checker.hpp"

namespace metronome::dram {
namespace power_test {

using namespace testing;
using C = Command;

DeviceSpec sleeping(DeviceSpec device, PowerDown policy = PowerDown::timeout) {
  device.power_down = policy;
  return device;
}

struct Listed {
  std::vector<CommandRecord> commands;
  ReplayResult result;
};
Listed listed(const DeviceSpec& device, const std::vector<Request>& requests) {
  Listed out;
  out.result = replay(device, requests, {.commands = &out.commands});
  return out;
}
std::vector<CommandRecord> of_kind(const Listed& of, Command command) {
  std::vector<CommandRecord> out;
  std::copy_if(of.commands.begin(), of.commands.end(), std::back_inserter(out),
               [&](const CommandRecord& c) { return c.command == command; });
  return out;
}

/// Bursts of a few requests, with pauses of all lengths between them.
std::vector<Request> with_pauses(const DeviceSpec& d, std::size_t n, std::uint64_t seed) {
  Xorshift generator(seed);
  const std::uint64_t burst = d.bytes_per_burst().count();
  const std::uint64_t bursts = d.capacity_bytes().count() / burst;
  std::vector<Request> out;
  std::uint64_t at = 0;
  while (out.size() < n) {
    if (generator.below(4) == 0) {
      at += generator.below(3) == 0 ? generator.below(3 * d.trefi) : generator.below(300);
    }
    const Direction direction = generator.below(3) == 0 ? Direction::write : Direction::read;
    out.push_back({generator.below(bursts) * burst, direction, at});
  }
  return out;
}

/// Of every device: policies, depths, exits, refresh modes and ranks.
std::vector<DeviceSpec> variants() {
  std::vector<DeviceSpec> out;
  unsigned turn = 0;
  for (DeviceSpec d : all_devices()) {
    for (const PowerDown policy : {PowerDown::timeout, PowerDown::adaptive}) {
      for (const PowerDownRows rows : {PowerDownRows::keep, PowerDownRows::close}) {
        for (const unsigned self_refresh : {0u, 500u, 9'000u}) {
          ++turn;
          d.power_down = policy;
          d.power_down_rows = rows;
          d.power_down_idle = turn % 3 == 0 ? 1 : 40;
          d.self_refresh_idle = self_refresh;
          d.power_down_exit =
              d.txp_dll > 0 && turn % 2 == 0 ? PowerDownExit::slow : PowerDownExit::fast;
          d.ranks = turn % 3 == 1 ? 2 : 1;
          d.mapping = d.ranks == 2 ? "RoRaBaCoBg" : "RoBaCoBg";
          d.refresh_postpone = turn % 5;
          d.page_policy = turn % 4 == 0 ? PagePolicy::closed : PagePolicy::open;
          d.refresh_mode =
              d.trfc_bank > 0 && turn % 2 == 0 ? RefreshMode::per_bank : RefreshMode::all_bank;
          out.push_back(d);
        }
      }
    }
  }
  return out;
}

TEST(power, states_break_no_constraint_on_any_device) {
  std::uint64_t seed = 3;
  std::uint64_t downs = 0;
  std::uint64_t deep = 0;
  for (const DeviceSpec& d : variants()) {
    const Listed r = listed(d, with_pauses(d, 1'500, ++seed * 7919));
    EXPECT_EQ(TimingChecker(d).violations(r.commands), std::vector<std::string>{}) << d.name;
    downs += r.result.counts.power_downs;
    deep += r.result.counts.self_refreshes;
  }
  EXPECT_GT(downs, 10'000u);
  EXPECT_GT(deep, 1'000u);
}

TEST(power, every_clock_of_every_rank_is_in_one_state) {
  for (const DeviceSpec& d : variants()) {
    const ReplayResult r = replay(d, with_pauses(d, 300, 91));
    const Counts& c = r.counts;
    EXPECT_EQ(c.refreshed_cycles() + c.self_refresh_cycles, r.cycles.count() * d.ranks) << d.name;
    // HBM3 refreshes some bank at every moment: its REFpb overlap.
    const bool always =
        d.refresh_mode == RefreshMode::per_bank && d.trfc_bank * d.refresh_sets() > d.trefi;
    if (!always) {
      EXPECT_GT(c.active_power_down_cycles + c.precharged_power_down_cycles + c.self_refresh_cycles,
                r.cycles.count() / 4)
          << d.name;
    }
  }
}

// One read, then silence: PREA `power_down_idle` clocks after it, PDE in the clock behind; the
// second read wakes the rank.
TEST(power, entry_and_exit_take_the_clocks_of_the_device) {
  const DeviceSpec d = sleeping(ddr4());
  const Listed r = listed(d, {{0, Direction::read, 0}, {0, Direction::read, 1000}});
  const std::vector<CommandRecord> expected{
      {1, C::activate, 0, 0},    {18, C::read, 0, 0},       {82, C::precharge_all, 0, 0},
      {83, C::power_down, 0, 0}, {1001, C::power_up, 0, 0}, {1009, C::activate, 0, 0},
      {1026, C::read, 0, 0},
  };
  EXPECT_EQ(r.commands, expected) << "idle 64, tXP 8, tRCD 17";
  EXPECT_EQ(r.result.counts.precharged_power_down_cycles, 1001u - 83u);
}

TEST(power, rows_are_kept_where_the_policy_says_so) {
  DeviceSpec d = sleeping(ddr4());
  d.power_down_rows = PowerDownRows::keep;
  const Listed r = listed(d, {{0, Direction::read, 0}, {0, Direction::read, 1000}});
  const std::vector<CommandRecord> expected{{1, C::activate, 0, 0},
                                            {18, C::read, 0, 0},
                                            {82, C::power_down, 0, 0},
                                            {1001, C::power_up, 0, 0},
                                            {1009, C::read, 0, 0}};
  EXPECT_EQ(r.commands, expected);
  EXPECT_EQ(r.result.counts.active_power_down_cycles, 1001u - 82u);
}

TEST(power, a_slow_exit_holds_up_columns_alone) {
  DeviceSpec d = sleeping(ddr4());
  d.power_down_exit = PowerDownExit::slow;
  const Listed r = listed(d, {{0, Direction::read, 0}, {0, Direction::read, 1000}});
  EXPECT_EQ(of_kind(r, C::activate).at(1).clock, 1009);
  EXPECT_EQ(of_kind(r, C::read).at(1).clock, 1001 + 325);
}

TEST(power, a_request_that_comes_at_once_waits_for_the_least_stay) {
  const DeviceSpec d = sleeping(ddr4());
  const Listed r = listed(d, {{0, Direction::read, 0}, {0, Direction::read, 83}});
  EXPECT_EQ(of_kind(r, C::power_down).at(0).clock, 83);
  EXPECT_EQ(of_kind(r, C::power_up).at(0).clock, 83 + 6) << "tCKE";
}

TEST(power, a_rank_wakes_for_its_refreshes_and_goes_down_again) {
  const DeviceSpec d = sleeping(ddr4());
  const Listed r = listed(d, {{0, Direction::read, 0}, {0, Direction::read, 10'000}});
  EXPECT_EQ(of_kind(r, C::power_up).at(0).clock, 9360);
  EXPECT_EQ(of_kind(r, C::refresh).at(0).clock, 9360 + 8);
  EXPECT_EQ(of_kind(r, C::power_down).at(1).clock, 9360 + 8 + 420);
}

TEST(power, self_refresh_needs_no_refreshes_but_one_behind_it) {
  DeviceSpec d = sleeping(ddr4());
  d.self_refresh_idle = 2000;
  const Listed r = listed(d, {{0, Direction::read, 0}, {0, Direction::read, 100'000}});
  const auto entry = of_kind(r, C::self_refresh);
  ASSERT_EQ(entry.size(), 1u);
  EXPECT_EQ(entry[0].clock, 18 + 2000 + 8) << "out of power-down first: tXP";
  EXPECT_EQ(of_kind(r, C::leave_self_refresh).at(0).clock, 100'001);
  const auto refreshes = of_kind(r, C::refresh);
  ASSERT_EQ(refreshes.size(), 1u) << "ten tREFI have passed";
  EXPECT_EQ(refreshes[0].clock, 100'001 + 432) << "tXS";
  EXPECT_EQ(r.result.counts.self_refresh_cycles, 100'001u - 2026u);
}

TEST(power, of_two_ranks_the_unused_one_sleeps) {
  DeviceSpec d = sleeping(ddr4("RaRoBaCoBg"));
  d.ranks = 2;
  const ReplayResult r = replay(d, sequential(d, 20'000, Direction::read));
  EXPECT_GT(r.counts.precharged_power_down_cycles, 9 * r.cycles.count() / 10);
  EXPECT_GT(r.counts.active_cycles, 9 * r.cycles.count() / 10);
}

// Pauses just longer than the wait: a fixed one goes down each time, an adaptive one gives it up.
TEST(power, an_adaptive_wait_learns_from_short_sleeps) {
  std::vector<Request> requests;
  for (std::uint64_t i = 0; i < 400; ++i) {
    requests.push_back({0, Direction::read, i * 150});
  }
  const ReplayResult fixed = replay(sleeping(ddr4()), requests);
  const ReplayResult adaptive = replay(sleeping(ddr4(), PowerDown::adaptive), requests);
  EXPECT_GT(fixed.counts.power_downs, 370u);
  EXPECT_LT(adaptive.counts.power_downs, 20u);
  EXPECT_LT(adaptive.mean_read_latency_cycles, 0.8 * fixed.mean_read_latency_cycles);
  for (Request& r : requests) {
    r.arrival *= 10;
  }
  const ReplayResult rested = replay(sleeping(ddr4(), PowerDown::adaptive), requests);
  EXPECT_GT(rested.counts.power_downs, 370u) << "long sleeps bring the wait back";
}

TEST(power, without_idle_time_no_policy_changes_anything) {
  for (const DeviceSpec& d : all_devices()) {
    const auto requests = random(d, 3'000, true);
    EXPECT_EQ(listed(sleeping(d), requests).commands, listed(d, requests).commands) << d.name;
  }
}

TEST(power, the_ramulator_profile_never_sleeps) {
  const DeviceSpec d = sleeping(ddr4());
  const std::vector<Request> requests{{0, Direction::read, 0}, {0, Direction::read, 5000}};
  EXPECT_EQ(replay(d, requests, {.profile = Profile::ramulator}).counts.power_downs, 0u);
}

// 8 chips, 1.2 V, 0.833 ns; IDD2P 25, IDD3P 37, IDD6 30 mA; a REF at each entry of self-refresh.
TEST(power, prices_of_the_states_are_those_computed_by_hand) {
  DeviceSpec d = ddr4();
  const double unit = 8 * 1.2 * 0.833;
  const EventEnergies fast = event_energies(d);
  EXPECT_NEAR(fast[EnergyEvent::precharged_power_down_cycle].count(), 25 * unit, 1e-9);
  EXPECT_NEAR(fast[EnergyEvent::active_power_down_cycle].count(), 37 * unit, 1e-9);
  EXPECT_NEAR(fast[EnergyEvent::self_refresh_cycle].count(), 30 * unit, 1e-9);
  EXPECT_EQ(fast[EnergyEvent::self_refresh_entry], fast[EnergyEvent::refresh]);
  d.power_down_exit = PowerDownExit::slow;
  d.idd2p_slow_ma = 12;
  EXPECT_NEAR(event_energies(d)[EnergyEvent::precharged_power_down_cycle].count(), 12 * unit, 1e-9);
  const DeviceSpec l = lpddr4();
  EXPECT_NEAR(event_energies(l)[EnergyEvent::self_refresh_cycle].count(),
              (1.1 * 0.5 + 1.8 * 0.3 + 1.1 * 0.1) * 0.625, 1e-9);
}

TEST(power, no_state_of_any_device_is_free_and_deeper_states_cost_less) {
  using enum EnergyEvent;
  for (const DeviceSpec& d : all_devices()) {
    const EventEnergies e = event_energies(d);
    EXPECT_GT(e[active_cycle], e[active_power_down_cycle]) << d.name;
    EXPECT_GT(e[precharged_cycle], e[precharged_power_down_cycle]) << d.name;
    EXPECT_GE(e[active_cycle], e[precharged_cycle]) << d.name;
    EXPECT_GT(e[precharged_power_down_cycle].count(), 0) << d.name;
    EXPECT_GT(e[self_refresh_cycle].count(), 0) << d.name;
    EXPECT_GT(e[refresh].count(), 0) << d.name;
    // Self-refresh saves the refreshes.
    const double awake = e[precharged_cycle].count() + refresh_energy_per_clock(d).count();
    EXPECT_LT(e[self_refresh_cycle].count(), awake) << d.name;
  }
}

TEST(power, states_without_public_currents_are_assumed_within_wide_intervals) {
  for (const char* file :
       {"lpddr5_6400.yaml", "lpddr5x_8533.yaml", "ddr5_4800.yaml", "hbm3_6400.yaml"}) {
    const DeviceSpec d = load_device(file);
    EXPECT_LE(d.state_power.low_factor, 0.5);
    EXPECT_GE(d.state_power.high_factor, 2);
    for (const EnergyRow& row : energy_rows(d)) {
      EXPECT_EQ(row.assumed, row.picojoules_per_event.count() > 0) << enum_name(row.event);
    }
  }
}

/// What is paid for time, whatever is moved in it.
double standby(const EnergyBreakdown& e) {
  return (e.background_active + e.background_precharged + e.background_power_down + e.self_refresh)
      .count();
}

TEST(power, an_idle_memory_stands_by_for_less_than_half_of_what_one_that_never_sleeps_takes) {
  for (const char* file : {"lpddr4_3200.yaml", "lpddr5_6400.yaml"}) {
    DeviceSpec d = load_device(file);
    std::vector<Request> requests = sequential(d, 20'000, Direction::read);
    for (std::size_t i = 0; i < requests.size(); ++i) {
      requests[i].arrival = i / 1000 * 100'000;
    }
    const double awake = standby(replay(d, requests).energy);
    d.power_down = PowerDown::timeout;
    EXPECT_LT(standby(replay(d, requests).energy), 0.5 * awake) << d.name;
  }
}

TEST(power, the_time_to_wake_is_booked_to_power_up) {
  const DeviceSpec d = sleeping(ddr4());
  Statistics statistics(d);
  const std::vector<Request> requests{{0, Direction::read, 0}, {0, Direction::read, 1000}};
  (void)replay(d, requests, {.statistics = &statistics});
  const DataBusUse& bus = statistics.bus();
  EXPECT_EQ(bus.lost[LossReason::power_up], 8u);
  EXPECT_EQ(bus.lost[LossReason::trcd], 17u);
  std::uint64_t lost = 0;
  for (const LossReason reason : kEnumValues<LossReason>) {
    lost += bus.lost[reason];
  }
  EXPECT_EQ(lost, bus.lost_clocks());
}

/// Transfers with pauses; completions and counts.
struct Course {
  std::vector<Completion> completions;
  Counts counts;
};
Course course(const DeviceSpec& d, bool batching, std::uint64_t seed) {
  MemorySpec spec;
  spec.device = d;
  spec.channels = 2;
  spec.batching = batching;
  Memory memory(spec);
  Xorshift generator(seed);
  Course out;
  std::uint64_t now = 0;
  for (int i = 0; i < 30; ++i) {
    const std::uint64_t bytes = 64 + generator.below(20'000);
    const Direction direction = generator.below(2) == 0 ? Direction::read : Direction::write;
    memory.submit({generator.below(1u << 20) * 64, 1, bytes, bytes, direction}, Picoseconds(now));
    const std::uint64_t pause = generator.below(3) == 0 ? 200'000'000 : 300'000;
    now += generator.below(pause);
    while (const auto done = memory.advance(Picoseconds(now))) {
      out.completions.push_back(*done);
    }
  }
  while (const auto done = memory.advance(Picoseconds(now + 1'000'000'000))) {
    out.completions.push_back(*done);
  }
  memory.idle_until(Picoseconds(now + 2'000'000'000));
  out.counts = memory.counts();
  return out;
}

TEST(power, batched_and_skipped_time_counts_as_if_every_event_had_been_visited) {
  std::uint64_t seed = 1;
  for (const DeviceSpec& d : variants()) {
    const Course fast = course(d, true, ++seed);
    const Course slow = course(d, false, seed);
    EXPECT_EQ(fast.completions, slow.completions) << d.name << ' ' << seed;
    EXPECT_EQ(fast.counts, slow.counts) << d.name << ' ' << seed;
  }
}

// The checker itself.
std::vector<std::string> found(std::vector<CommandRecord> commands) {
  return TimingChecker(ddr4()).violations(commands);
}

TEST(power_checker, accepts_the_way_down_and_up) {
  EXPECT_TRUE(found({{1, C::power_down, 0, 0},
                     {100, C::power_up, 0, 0},
                     {200, C::activate, 0, 7},
                     {300, C::power_down, 0, 0},
                     {400, C::power_up, 0, 0},
                     {500, C::read, 0, 7}})
                  .empty());
}

TEST(power_checker, refuses_what_a_rank_cannot_do_in_its_state) {
  EXPECT_FALSE(found({{1, C::power_down, 0, 0}, {100, C::activate, 0, 7}}).empty());
  EXPECT_FALSE(found({{1, C::self_refresh, 0, 0}, {1000, C::refresh, 0, 0}}).empty());
  EXPECT_FALSE(found({{1, C::power_up, 0, 0}}).empty());
  EXPECT_FALSE(found({{1, C::power_down, 0, 0}, {100, C::power_down, 0, 0}}).empty());
  EXPECT_FALSE(found({{1, C::power_down, 0, 0}, {100, C::leave_self_refresh, 0, 0}}).empty());
  EXPECT_FALSE(found({{1, C::self_refresh, 0, 0}, {100, C::power_up, 0, 0}}).empty());
  EXPECT_FALSE(found({{1, C::activate, 0, 7}, {1000, C::self_refresh, 0, 0}}).empty());
}

TEST(power_checker, wants_a_refresh_between_two_self_refreshes) {
  const CommandRecord first{1, C::self_refresh, 0, 0};
  const CommandRecord out{1000, C::leave_self_refresh, 0, 0};
  EXPECT_FALSE(found({first, out, {5000, C::self_refresh, 0, 0}}).empty());
  EXPECT_TRUE(found({first, out, {3000, C::refresh, 0, 0}, {5000, C::self_refresh, 0, 0}}).empty());
}

}  // namespace power_test
}  // namespace metronome::dram
