// Refresh of ranks and banks: how often, how far apart, put off and pulled in.
#include <gtest/gtest.h>

#include <map>

#include "arch/dram/address_map.hpp"
#include "arch/dram/controller.hpp"
#include "arch/dram/refresh_policy.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace refresh_test {

using namespace testing;

/// Offers random reads at a mean distance until a last clock, then nothing.
struct Load {
  const AddressMap map;
  Xorshift random{7};
  std::uint64_t bursts;
  Clock distance;
  Clock last;
  Clock first = 1;
  BurstRequest head{};
  std::vector<CommandRecord> commands{};

  Load(const DeviceSpec& d, Clock mean_distance, Clock last_clock)
      : map(d),
        bursts(d.capacity_bytes().count() / d.bytes_per_burst().count()),
        distance(mean_distance),
        last(last_clock) {
    draw();
  }
  void draw() {
    head.burst = random.below(bursts);
    head.row = map.row(head.burst);
    head.bank = map.bank(head.burst);
  }
  const BurstRequest* poll(Clock t, const Controller& c) {
    return t >= first && t <= last && c.acceptable(head) ? &head : nullptr;
  }
  void accepted() {
    first += 1 + static_cast<Clock>(random.below(2 * static_cast<std::uint64_t>(distance)));
    draw();
  }
  Clock next_offer(Clock t, const Controller& c) {
    const Clock next = std::max(t + 1, first);
    return next <= last && c.acceptable(head) ? next : kNever;
  }
  [[nodiscard]] bool waiting(Clock t) const { return first <= t && t <= last; }
  void done(const Outcome&) {}
  void command(const CommandRecord& c) { commands.push_back(c); }
};

/// The clocks of the refreshes by the rank, or by the bank, that they cover.
std::map<unsigned, std::vector<Clock>> refreshes(const DeviceSpec& d, Clock mean_distance,
                                                 Clock last, Clock end) {
  Controller controller(d, policies_of(d, Profile::standard, true));
  Load load(d, mean_distance, last);
  controller.wake(1);
  while (controller.next() <= end) {
    controller.visit(load);
  }
  std::map<unsigned, std::vector<Clock>> out;
  for (const CommandRecord& c : load.commands) {
    if (c.command == Command::refresh || c.command == Command::refresh_bank) {
      out[c.bank].push_back(c.clock);
    }
  }
  return out;
}

DeviceSpec two_ranks() {
  DeviceSpec d = ddr4();
  d.ranks = 2;
  d.mapping = "RoRaBaCoBg";
  return d;
}

TEST(refresh, of_idle_ranks_is_staggered_over_the_interval) {
  const auto of_rank = refreshes(two_ranks(), 1, 0, 10 * 9360);
  ASSERT_EQ(of_rank.size(), 2u);
  for (Clock k = 1; k <= 9; ++k) {
    EXPECT_EQ(of_rank.at(0).at(static_cast<std::size_t>(k - 1)), k * 9360);
    EXPECT_EQ(of_rank.at(16).at(static_cast<std::size_t>(k - 1)), k * 9360 + 4680);
  }
}

TEST(refresh, of_one_rank_lets_the_other_go_on) {
  const DeviceSpec d = two_ranks();
  std::vector<CommandRecord> commands;
  (void)replay(d, random(d, 20'000, false), {.commands = &commands});
  Clock refreshed = -1;
  int refreshes = 0;
  int served = 0;
  for (const CommandRecord& c : commands) {
    if (c.command == Command::refresh) {
      refreshed = c.bank == 0 ? c.clock : -1;
      refreshes += c.bank == 0 ? 1 : 0;
    }
    const bool within = refreshed >= 0 && c.clock < refreshed + d.trfc;
    if (within && c.command == Command::read) {
      EXPECT_GE(c.bank, 16) << "a bank of the rank that is being refreshed";
      ++served;
    }
  }
  // About half of the 32 buffered requests are the other rank's.
  EXPECT_GE(refreshes, 9);
  EXPECT_GT(served, 12 * refreshes);
}

// LPDDR4: 8 banks; one REFpb every 6246 / 8 clocks, each bank every 6246.
TEST(refresh, of_idle_banks_goes_round_in_the_interval) {
  DeviceSpec d = lpddr4();
  d.refresh_mode = RefreshMode::per_bank;
  const auto of_bank = refreshes(d, 1, 0, 4 * 6246 + 100);
  ASSERT_EQ(of_bank.size(), 8u);
  for (unsigned bank = 0; bank < 8; ++bank) {
    for (Clock k = 0; k < 3; ++k) {
      EXPECT_EQ(of_bank.at(bank).at(static_cast<std::size_t>(k)), (6246 * (1 + bank + 8 * k)) / 8);
    }
  }
}

// LPDDR5: a REFpb covers banks b and b + 8.
TEST(refresh, of_pairs_of_banks_takes_half_as_many_commands) {
  DeviceSpec d = load_device("lpddr5_6400.yaml");
  d.refresh_mode = RefreshMode::per_bank;
  const auto of_bank = refreshes(d, 1, 0, 10 * 3125 + 200);
  EXPECT_EQ(of_bank.size(), 8u);
  for (const auto& [bank, clocks] : of_bank) {
    EXPECT_LT(bank, 8u);
    EXPECT_EQ(clocks.size(), 10u) << "bank " << bank;
  }
}

TEST(refresh, of_single_banks_costs_random_reads_less_than_of_all) {
  // Not GDDR6: its random reads are bound by tFAW, in which each REFpb counts as an ACT.
  for (const char* file :
       {"lpddr4_3200.yaml", "lpddr5_6400.yaml", "hbm2_2000.yaml", "hbm3_6400.yaml"}) {
    DeviceSpec d = load_device(file);
    const auto requests = random(d, 50'000, false);
    const ReplayResult all = replay(d, requests);
    d.refresh_mode = RefreshMode::per_bank;
    const ReplayResult single = replay(d, requests);
    EXPECT_LT(single.cycles, all.cycles) << file;
    EXPECT_EQ(single.counts.refreshes, 0u);
    const double needed = static_cast<double>(single.cycles.count()) * d.refresh_sets() / d.trefi;
    EXPECT_NEAR(static_cast<double>(single.counts.bank_refreshes), needed, 1 + 0.01 * needed);
  }
}

/// k-th refresh not before (k - P) and not after (k + P) intervals, and what it takes to close.
void expect_in_bounds(const std::vector<Clock>& clocks, const DeviceSpec& d, const char* what) {
  const Clock postpone = d.refresh_postpone;
  for (std::size_t i = 0; i < clocks.size(); ++i) {
    const Clock due = (static_cast<Clock>(i) + 1) * d.trefi;
    EXPECT_GE(clocks[i], due - postpone * d.trefi) << what << ' ' << i;
    EXPECT_LE(clocks[i], due + postpone * d.trefi + 2 * d.trc + 100) << what << ' ' << i;
  }
}

TEST(refresh, under_load_is_put_off_to_the_limit_and_made_up_when_idle) {
  DeviceSpec d = ddr4();
  d.refresh_postpone = 8;
  const Clock busy = 20 * 9360;
  const auto clocks = refreshes(d, 1, busy, 40 * 9360).at(0);
  expect_in_bounds(clocks, d, "refresh");
  EXPECT_GT(clocks.at(0), 9 * 9360 - 1) << "eight intervals after the first";
  // While busy one an interval, always eight late: those due at 1 to 11, and the next as the load
  // ends. Once the buffers are empty, the eight that are owed and eight in advance.
  std::size_t after = 0;
  while (clocks[after] <= busy) {
    ++after;
  }
  EXPECT_EQ(after, 11u);
  for (std::size_t i = after + 2; i <= after + 16; ++i) {
    EXPECT_LE(clocks[i] - clocks[i - 1], d.trfc) << i;
  }
  EXPECT_NEAR(static_cast<double>(clocks.size()), 40 + 8, 1);
}

TEST(refresh, between_requests_is_pulled_in_so_that_none_waits) {
  DeviceSpec d = ddr4();
  d.refresh_postpone = 8;
  const auto clocks = refreshes(d, 2000, 100 * 9360, 100 * 9360).at(0);
  expect_in_bounds(clocks, d, "refresh");
  EXPECT_GE(clocks.size(), 99u);
}

TEST(refresh, of_banks_is_put_off_within_the_same_bounds) {
  DeviceSpec d = lpddr4();
  d.refresh_mode = RefreshMode::per_bank;
  for (const unsigned postpone : {0u, 1u, 8u}) {
    d.refresh_postpone = postpone;
    for (const auto& [bank, clocks] : refreshes(d, 3, 60 * 6246, 60 * 6246)) {
      for (std::size_t i = 0; i < clocks.size(); ++i) {
        const Clock due = 6246 * (1 + bank + 8 * static_cast<Clock>(i)) / 8;
        EXPECT_GE(clocks[i], due - static_cast<Clock>(postpone) * 6246);
        EXPECT_LE(clocks[i], due + static_cast<Clock>(postpone) * 6246 + 3 * d.trfc_bank);
      }
    }
  }
}

// [jedec2012sdram]: at most nine tREFI between two REF commands.
TEST(refresh, is_never_further_apart_than_nine_intervals) {
  DeviceSpec d = ddr4();
  d.refresh_postpone = 8;
  for (const Clock distance : {1, 5, 40, 300}) {
    const auto clocks = refreshes(d, distance, 200 * 9360, 200 * 9360).at(0);
    for (std::size_t i = 1; i < clocks.size(); ++i) {
      EXPECT_LE(clocks[i] - clocks[i - 1], 9 * 9360 + 500);
    }
  }
}

TEST(refresh, postponed_makes_bursts_of_traffic_faster_and_costs_no_refresh) {
  DeviceSpec d = ddr4();
  const auto requests = sequential(d, 15'000, Direction::read);
  const ReplayResult due = replay(d, requests);
  d.refresh_postpone = 8;
  const ReplayResult postponed = replay(d, requests);
  EXPECT_LT(postponed.cycles.count() + 5 * d.trfc, due.cycles.count());
  EXPECT_EQ(due.counts.refreshes, 6u);
  EXPECT_EQ(postponed.counts.refreshes, 0u);
}

}  // namespace refresh_test
}  // namespace metronome::dram
