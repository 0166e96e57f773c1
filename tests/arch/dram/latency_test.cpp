// Each constraint binds: the command that it delays comes exactly then, not a clock earlier.
#include <gtest/gtest.h>

#include "arch/dram/address_map.hpp"
#include "arch/dram/memory.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace latency_test {

using namespace testing;

struct Target {
  unsigned group, bank;
  std::uint32_t row, column;
  Direction direction;
};
constexpr Direction kRead = Direction::read;
constexpr Direction kWrite = Direction::write;

std::vector<CommandRecord> commands_of(const DeviceSpec& d, const std::vector<Target>& targets) {
  const AddressMap map(d);
  std::vector<Request> requests;
  for (const Target& t : targets) {
    const auto bank = static_cast<std::uint8_t>(t.group * d.banks_per_group + t.bank);
    requests.push_back(
        {map.burst({t.row, bank, t.column}) * d.bytes_per_burst().count(), t.direction});
  }
  std::vector<CommandRecord> commands;
  (void)replay(d, requests, {.commands = &commands});
  return commands;
}

/// The clock of the n-th (from 0) command of a kind.
Clock clock_of(const std::vector<CommandRecord>& commands, Command kind, int n = 0) {
  for (const CommandRecord& c : commands) {
    if (c.command == kind && n-- == 0) {
      return c.clock;
    }
  }
  return -1;
}

Clock between(const std::vector<CommandRecord>& c, Command a, int m, Command b, int n) {
  return clock_of(c, b, n) - clock_of(c, a, m);
}

TEST(latency, of_an_unloaded_read_is_rcd_cl_and_the_burst) {
  const DeviceSpec d = ddr4();
  const ReplayResult r = replay(d, std::vector<Request>{{0, kRead}});
  // Arrives at clock 0, ACT at clock 1.
  EXPECT_EQ(r.mean_read_latency_cycles, 1 + d.trcd + d.cl + d.burst_clocks());
  EXPECT_EQ(r.cycles.count(), 1 + d.trcd + d.cl + d.burst_clocks());
}

TEST(latency, rcd_from_activate_to_read_and_write) {
  for (const Direction direction : {kRead, kWrite}) {
    const auto c = commands_of(ddr4(), {{0, 0, 5, 0, direction}});
    ASSERT_EQ(c.size(), 2u);
    EXPECT_EQ(c[1].clock - c[0].clock, 17);
  }
}

TEST(latency, column_delays_depend_on_the_bank_group) {
  const auto same = commands_of(ddr4(), {{0, 0, 0, 0, kRead}, {0, 0, 0, 1, kRead}});
  EXPECT_EQ(between(same, Command::read, 0, Command::read, 1), 6);
  DeviceSpec d = ddr4();
  d.trrd_s = 1;
  const auto other = commands_of(d, {{0, 0, 0, 0, kRead}, {1, 0, 0, 0, kRead}});
  EXPECT_EQ(between(other, Command::read, 0, Command::read, 1), 4);
  const auto writes = commands_of(ddr4(), {{0, 0, 0, 0, kWrite}, {0, 0, 0, 1, kWrite}});
  EXPECT_EQ(between(writes, Command::write, 0, Command::write, 1), 6);
}

TEST(latency, activates_of_banks_keep_rrd_and_the_window) {
  const auto c = commands_of(ddr4(), {{0, 0, 0, 0, kRead}, {0, 1, 0, 0, kRead}});
  EXPECT_EQ(between(c, Command::activate, 0, Command::activate, 1), 6);
  const auto s = commands_of(ddr4(), {{0, 0, 0, 0, kRead}, {1, 0, 0, 0, kRead}});
  EXPECT_EQ(between(s, Command::activate, 0, Command::activate, 1), 4);
  const auto w = commands_of(ddr4(), {{0, 0, 0, 0, kRead},
                                      {1, 0, 0, 0, kRead},
                                      {2, 0, 0, 0, kRead},
                                      {3, 0, 0, 0, kRead},
                                      {0, 1, 0, 0, kRead}});
  EXPECT_EQ(between(w, Command::activate, 0, Command::activate, 4), 26);
}

TEST(latency, a_row_conflict_waits_for_ras_rtp_rp_and_rc) {
  DeviceSpec d = ddr4();
  const std::vector<Target> conflict{{0, 0, 0, 0, kRead}, {0, 0, 1, 0, kRead}};
  auto c = commands_of(d, conflict);
  EXPECT_EQ(between(c, Command::activate, 0, Command::precharge, 0), 39) << "tRAS binds";
  EXPECT_EQ(between(c, Command::precharge, 0, Command::activate, 1), 17) << "tRP binds";
  d.trc = 70;
  c = commands_of(d, conflict);
  EXPECT_EQ(between(c, Command::activate, 0, Command::activate, 1), 70) << "tRC binds";
  d.trtp = 30;
  c = commands_of(d, conflict);
  EXPECT_EQ(between(c, Command::read, 0, Command::precharge, 0), 30) << "tRTP binds";
}

TEST(latency, write_recovery_is_cwl_burst_and_wr) {
  const auto c = commands_of(ddr4(), {{0, 0, 0, 0, kWrite}, {0, 0, 1, 0, kWrite}});
  EXPECT_EQ(between(c, Command::write, 0, Command::precharge, 0), 12 + 4 + 18);
}

TEST(latency, bus_turnarounds_depend_on_direction_and_bank_group) {
  // The write is served first when it is alone; the read follows in its open row.
  const auto same = commands_of(ddr4(), {{0, 0, 0, 0, kWrite}, {0, 0, 0, 1, kRead}});
  EXPECT_EQ(between(same, Command::write, 0, Command::read, 0), 12 + 4 + 9);
  const auto other = commands_of(ddr4(), {{0, 0, 0, 0, kWrite}, {1, 0, 0, 0, kRead}});
  EXPECT_EQ(between(other, Command::write, 0, Command::read, 0), 12 + 4 + 3);
  const auto turnaround = commands_of(ddr4(), {{0, 0, 0, 0, kRead}, {0, 0, 0, 1, kWrite}});
  EXPECT_EQ(between(turnaround, Command::read, 0, Command::write, 0), 17 + 4 + 2 - 12);
}

TEST(latency, refresh_waits_for_precharge_and_blocks_activates) {
  const DeviceSpec d = ddr4();
  std::vector<CommandRecord> c;
  (void)replay(d, sequential(d, 3000, kRead), {.commands = &c});
  EXPECT_EQ(between(c, Command::precharge_all, 0, Command::refresh, 0), d.trp_all);
  const Clock refresh = clock_of(c, Command::refresh);
  for (const CommandRecord& record : c) {
    if (record.command == Command::activate && record.clock > refresh) {
      EXPECT_EQ(record.clock - refresh, d.trfc);
      break;
    }
  }
}

TEST(latency, precharge_all_has_its_own_recovery_and_precharges_their_distance) {
  const DeviceSpec d = lpddr4();
  std::vector<CommandRecord> c;
  (void)replay(d, sequential(d, 3000, kRead), {.commands = &c});
  EXPECT_EQ(between(c, Command::precharge_all, 0, Command::refresh, 0), 34);
  Clock last = -100;
  Clock nearest = 1000;
  for (const CommandRecord& record : c) {
    if (record.command == Command::precharge) {
      nearest = std::min(nearest, record.clock - last);
      last = record.clock;
    }
  }
  EXPECT_GE(nearest, 4);
}

TEST(latency, a_forwarded_read_takes_one_clock_and_no_command) {
  const DeviceSpec d = ddr4();
  const std::vector<Request> requests{{0, kWrite}, {0, kRead}, {0, kWrite}};
  const ReplayResult r = replay(d, requests);
  EXPECT_EQ(r.counts.forwarded_reads, 1u);
  EXPECT_EQ(r.counts.coalesced_writes, 1u);
  EXPECT_EQ(r.counts.reads, 0u);
  EXPECT_EQ(r.counts.writes, 1u);
  EXPECT_EQ(r.mean_read_latency_cycles, 1);
  EXPECT_EQ(r.cycles.count(), 1u + d.trcd + d.cwl + d.burst_clocks())
      << "the data of the WR end the run";
}

TEST(latency, only_the_standard_profile_searches_active_writes) {
  const DeviceSpec d = ddr4();
  // The write's ACT is issued in clock 1, before the read is accepted in clock 2.
  const std::vector<Request> requests{{0, kWrite}, {0, kRead}};
  EXPECT_EQ(replay(d, requests).counts.reads, 0u);
  EXPECT_EQ(replay(d, requests, {.profile = Profile::ramulator}).counts.reads, 1u);
}

TEST(latency, of_controller_and_phy_is_added_to_reads_and_takes_no_bandwidth) {
  for (DeviceSpec d : {ddr4(), lpddr4(), hbm2()}) {
    const auto requests = sequential(d, 20'000, Direction::read);
    const ReplayResult near = replay(d, requests);
    MemorySpec spec;
    spec.device = d;
    const auto last_of = [](const MemorySpec& of, Direction direction) {
      Memory memory(of);
      memory.submit({0, 1, 1 << 20, 1 << 20, direction}, Picoseconds(0));
      return memory.advance(Picoseconds(~std::uint64_t{0}))->time.count();
    };
    const std::uint64_t read = last_of(spec, Direction::read);
    const std::uint64_t written = last_of(spec, Direction::write);
    d.controller_phy_clocks = spec.device.controller_phy_clocks = 37;
    const ReplayResult far = replay(d, requests);
    EXPECT_EQ(far.cycles, near.cycles);
    EXPECT_EQ(far.counts, near.counts);
    EXPECT_DOUBLE_EQ(far.mean_read_latency_cycles, near.mean_read_latency_cycles + 37);
    EXPECT_EQ(last_of(spec, Direction::read), read + 37 * d.clock_period.count());
    EXPECT_EQ(last_of(spec, Direction::write), written);
  }
}

}  // namespace latency_test
}  // namespace metronome::dram
