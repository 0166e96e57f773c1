// Schedulers, page policies, bank hashing, command-bus occupancy and the device files beyond the
// harmonised three; expected values follow from the constraints.
#include <gtest/gtest.h>

#include "arch/dram/address_map.hpp"
#include "arch/dram/policy_set.hpp"
#include "sim/base/error.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace policy_test {

using namespace testing;

std::vector<CommandRecord> commands_of(const DeviceSpec& d, const std::vector<Request>& requests) {
  std::vector<CommandRecord> commands;
  (void)replay(d, requests, {.refresh = false, .commands = &commands});
  return commands;
}

std::uint64_t address(const DeviceSpec& d, std::uint32_t row, std::uint8_t bank,
                      std::uint32_t column) {
  return AddressMap(d).burst({row, bank, column}) * d.bytes_per_burst().count();
}

// Ro 0, Ro 1, Ro 0 of one bank: first-ready serves the second hit before the conflict.
TEST(scheduler, fcfs_keeps_the_order_of_arrival_where_fr_fcfs_prefers_hits) {
  DeviceSpec d = ddr4();
  const std::vector<Request> requests{{address(d, 0, 0, 0), Direction::read},
                                      {address(d, 1, 0, 0), Direction::read},
                                      {address(d, 0, 0, 1), Direction::read}};
  EXPECT_EQ(replay(d, requests).counts.activates, 2u);
  d.scheduler = Scheduler::fcfs;
  EXPECT_EQ(replay(d, requests).counts.activates, 3u);
}

// Independent banks: one at a time takes a whole tRCD + CL apart only from ACT to RD.
TEST(scheduler, fcfs_prepares_no_bank_while_a_request_is_active) {
  DeviceSpec d = ddr4();
  d.scheduler = Scheduler::fcfs;
  const auto commands = commands_of(
      d, {{address(d, 0, 0, 0), Direction::read}, {address(d, 0, 4, 0), Direction::read}});
  ASSERT_EQ(commands.size(), 4u);
  EXPECT_EQ(commands[1].clock, 1 + 17);
  EXPECT_EQ(commands[2].command, Command::activate);
  EXPECT_EQ(commands[2].clock, 1 + 17 + 1);
}

TEST(page_policy, closed_precharges_as_soon_as_legal_and_adaptive_after_its_timeout) {
  DeviceSpec d = ddr4();
  d.page_timeout = 300;
  // The second request comes to another bank much later: a stream of 200 reads in between.
  std::vector<Request> requests{{address(d, 0, 0, 0), Direction::read}};
  for (std::uint32_t i = 0; i < 128; ++i) {
    requests.push_back(
        {address(d, 0, static_cast<std::uint8_t>(1 + i % 2 * 4), i), Direction::read});
  }
  const auto first_precharge = [&](PagePolicy policy) {
    d.page_policy = policy;
    for (const CommandRecord& c : commands_of(d, requests)) {
      if (c.command == Command::precharge && c.bank == 0) {
        return c.clock;
      }
    }
    return Clock{0};
  };
  EXPECT_EQ(first_precharge(PagePolicy::open), 0);
  // ACT at 1, RD at 18: tRAS allows 40, tRTP 27; the bus may be taken for a clock or two.
  EXPECT_GE(first_precharge(PagePolicy::closed), 40);
  EXPECT_LE(first_precharge(PagePolicy::closed), 43);
  EXPECT_GE(first_precharge(PagePolicy::adaptive), 18 + 300);
  EXPECT_LE(first_precharge(PagePolicy::adaptive), 18 + 300 + 3);
}

TEST(bank_hash, is_a_bijection_and_spreads_a_row_stride_over_the_banks) {
  DeviceSpec d = ddr4();
  const Cycles plain = replay(d, row_stride(d, 2'000)).cycles;
  d.bank_hash = true;
  const AddressMap map(d);
  Xorshift g(3);
  for (int i = 0; i < 1'000; ++i) {
    const std::uint64_t burst = g.below(d.capacity_bytes().count() / 64);
    EXPECT_EQ(map.burst(map.place(burst)), burst);
  }
  EXPECT_LT(replay(d, row_stride(d, 2'000)).cycles * 4, plain);
}

// DRAMSys has four-clock ACT, RD and WR and two-clock PRE and REF on LPDDR4: 18.66 clocks for a
// random read, where Ramulator's one-clock commands give 17.52 (results/reference/dram/peers.csv).
TEST(command_bus, long_commands_move_random_reads_of_lpddr4_towards_those_of_dramsys) {
  DeviceSpec d = lpddr4();
  const auto requests = random(d, 100'000, false);
  const auto clocks = [&] {
    return static_cast<double>(replay(d, requests).cycles.count()) / 100'000;
  };
  EXPECT_NEAR(clocks(), 17.52, 0.01 * 17.52);
  d.activate_bus_clocks = d.column_bus_clocks = 4;
  d.precharge_bus_clocks = 2;
  EXPECT_GT(clocks(), 17.52 + 0.4);
  EXPECT_LT(clocks(), 18.66);
}

// One burst every tCCD_S and the refreshes' share: streams come near to the peak on every device.
TEST(device_files, stream_near_their_peak) {
  const double peaks[] = {19.2, 25.6, 6.4, 12.8, 17.066, 19.2, 16.0, 25.6, 28.0};
  std::size_t i = 0;
  for (const DeviceSpec& d : all_devices()) {
    EXPECT_NEAR(d.peak_bytes_per_second() * 1e-9, peaks[i], 0.003 * peaks[i]) << d.name;
    ++i;
    const ReplayResult r = replay(d, sequential(d, 100'000, Direction::read));
    EXPECT_GT(r.peak_fraction, 0.85) << d.name;
    EXPECT_LT(r.peak_fraction, 1 - static_cast<double>(d.trfc) / d.trefi) << d.name;
    EXPECT_GT(r.energy.total().count(), 0) << d.name;
  }
}

// ACT to RD is tRCD, ACT to WR the shorter tRCDWR.
TEST(device_files, have_their_own_delay_from_activate_to_write) {
  for (const char* file : {"hbm3_6400.yaml", "gddr6_14000.yaml"}) {
    const DeviceSpec d = load_device(file);
    for (const Direction direction : {Direction::read, Direction::write}) {
      const auto commands = commands_of(d, {{0, direction}});
      EXPECT_EQ(commands[1].clock - commands[0].clock,
                direction == Direction::read ? d.trcd : d.trcd_write)
          << file;
    }
  }
}

TEST(energy_per_bit, stands_in_where_no_currents_are_public) {
  const DeviceSpec d = load_device("lpddr5_6400.yaml");
  const ReplayResult r = replay(d, sequential(d, 10'000, Direction::read));
  EXPECT_NEAR(r.energy.read.count(), 10'000 * 256 * 4.0, 1e-3);
  EXPECT_GT(r.energy.background_active.count(), 0);
  EXPECT_GT(r.energy.refresh.count(), 0);
  EXPECT_EQ(enum_name(EnergyEvent::bit_read), "bit_read");
}

struct DrainRule {
  const char* name;
  DrainInputs inputs;
  bool serves_writes;
};

TEST(drain_policy, watermarks_and_overdue_requests_choose_the_direction) {
  WatermarkDrain drain;
  drain.high = 6;
  drain.low = 2;
  const std::vector<DrainRule> rules{
      {"begins above the high watermark", {false, 1, 7, false, false}, true},
      {"not at it", {false, 1, 6, false, false}, false},
      {"without reads at once", {false, 0, 1, false, false}, true},
      {"goes on down to the low watermark", {true, 1, 2, false, false}, true},
      {"ends below it", {true, 1, 1, false, false}, false},
      {"goes on without reads", {true, 0, 1, false, false}, true},
      {"an overdue read ends it", {true, 1, 7, true, false}, false},
      {"an overdue read keeps it from beginning", {false, 1, 7, true, false}, false},
      {"an overdue write begins it", {false, 9, 1, false, true}, true},
      {"an overdue write keeps it going", {true, 9, 1, false, true}, true}};
  for (const DrainRule& rule : rules) {
    EXPECT_EQ(drain.serve_writes(rule.inputs), rule.serves_writes) << rule.name;
  }
  drain.low = 0;
  EXPECT_FALSE(drain.serve_writes({true, 1, 0, false, false})) << "ends when the buffer is empty";
}

TEST(drain_policy, turns_are_neither_cut_short_nor_outlasted) {
  BoundedDrain drain;
  drain.watermarks.high = 6;
  drain.watermarks.low = 2;
  drain.read_batch = 4;
  drain.write_batch = 5;
  const std::vector<DrainRule> rules{
      {"writes begin above the high watermark", {false, 1, 7, false, false, 4}, true},
      {"but not within a turn of reads", {false, 1, 7, false, true, 3}, false},
      {"nor at the watermark", {false, 1, 6, false, false, 4}, false},
      {"an overdue write begins a turn", {false, 1, 1, false, true, 4}, true},
      {"without reads at once", {false, 0, 1, false, false, 0}, true},
      {"a turn of writes goes on", {true, 9, 7, true, false, 4}, true},
      {"to its end", {true, 1, 7, false, true, 5}, false},
      {"or down to the low watermark", {true, 1, 1, false, false, 1}, false},
      {"further where a write is overdue", {true, 1, 1, false, true, 1}, true},
      {"without reads for ever", {true, 0, 9, false, false, 5}, true},
      {"it ends when the buffer is empty", {true, 1, 0, false, false, 1}, false}};
  for (const DrainRule& rule : rules) {
    EXPECT_EQ(drain.serve_writes(rule.inputs), rule.serves_writes) << rule.name;
  }
  EXPECT_EQ(drain.turn_limit(), 5u);
}

TEST(page_policy, says_from_when_an_unwanted_row_is_closed) {
  EXPECT_FALSE(OpenPage::kClosesIdleRows);
  EXPECT_EQ(ClosedPage{}.idle_close(40), 40);
  EXPECT_EQ(TimeoutPage{128}.idle_close(40), 168);
}

TEST(profile, standard_is_what_the_keys_of_the_device_name) {
  DeviceSpec d = lpddr4();
  d.scheduler = Scheduler::row_hit_first;
  d.page_policy = PagePolicy::adaptive;
  d.page_timeout = 77;
  d.refresh_mode = RefreshMode::per_bank;
  const PolicySet set = policies_of(d, Profile::standard, true);
  EXPECT_TRUE(std::holds_alternative<RowHitFirst>(set.scheduler));
  EXPECT_EQ(std::get<TimeoutPage>(set.page).timeout, 77);
  EXPECT_EQ(std::get<PerBankRefresh>(set.refresh).duration, Clock{d.trfc_bank});
  EXPECT_EQ(set.patience, Clock{d.patience});
  EXPECT_TRUE(set.search_active_writes);
  EXPECT_EQ(set.timing.activate_bus(), Clock{d.activate_bus_clocks});
}

TEST(profile, ramulator_is_a_set_of_policies_whatever_the_keys_say) {
  DeviceSpec d = lpddr4();
  d.scheduler = Scheduler::fcfs;
  d.page_policy = PagePolicy::closed;
  d.refresh_mode = RefreshMode::per_bank;
  d.refresh_postpone = 8;
  const PolicySet set = policies_of(d, Profile::ramulator, true);
  EXPECT_FALSE(std::get<FrFcfs>(set.scheduler).hits_keep_row);
  EXPECT_TRUE(std::holds_alternative<OpenPage>(set.page));
  EXPECT_EQ(std::get<AllBankRefresh>(set.refresh).duration, Clock{d.trfc});
  EXPECT_EQ(std::get<WatermarkDrain>(set.drain).high, 25u);
  EXPECT_FALSE(set.keeps_order);
  EXPECT_EQ(set.patience, kNever);
  EXPECT_FALSE(set.search_active_writes);
  EXPECT_EQ(set.timing.activate_bus(), 1);
  // tRP, not the longer tRP of LPDDR4's PREA.
  TimingState state;
  set.timing.precharge_all(state, 0, 100);
  EXPECT_EQ(set.timing.refresh_ready(state, 0), 100 + Clock{d.trp});
}

}  // namespace policy_test
}  // namespace metronome::dram
