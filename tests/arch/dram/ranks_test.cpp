// Several ranks on one channel: addresses, the hand-over of the data bus, activates of their own.
#include <gtest/gtest.h>

#include "arch/dram/address_map.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/arch/dram/timing_checker.hpp"

namespace metronome::dram {
namespace ranks_test {

using namespace testing;

DeviceSpec two_ranks(const std::string& mapping = "RoRaBaCoBg") {
  DeviceSpec d = ddr4(mapping);
  d.ranks = 2;
  return d;
}

std::vector<CommandRecord> commands_of(const DeviceSpec& d,
                                       const std::vector<std::pair<unsigned, Direction>>& targets) {
  const AddressMap map(d);
  std::vector<Request> requests;
  for (const auto& [bank, direction] : targets) {
    requests.push_back({map.burst({0, static_cast<std::uint8_t>(bank), 0}) * 64, direction});
  }
  std::vector<CommandRecord> commands;
  (void)replay(d, requests, {.refresh = false, .commands = &commands});
  return commands;
}

Clock nth(const std::vector<CommandRecord>& commands, Command kind, int n) {
  for (const CommandRecord& c : commands) {
    if (c.command == kind && n-- == 0) {
      return c.clock;
    }
  }
  return -1;
}

TEST(ranks, are_a_field_of_the_address_and_double_the_capacity) {
  const DeviceSpec d = two_ranks("RaRoBaBgCo");
  EXPECT_EQ(d.capacity_bytes(), Bytes(16ULL << 30));
  const AddressMap map(d);
  EXPECT_EQ(map.place((8ULL << 30) / 64), (AddressMap::Place{0, 16, 0}));
  EXPECT_EQ(map.place((8ULL << 30) / 64 + 128), (AddressMap::Place{0, 20, 0}));
  EXPECT_EQ(AddressMap(two_ranks("RoBaBgCoRa")).place(1), (AddressMap::Place{0, 16, 0}));
}

TEST(ranks, mappings_with_hashing_are_bijections) {
  for (const char* mapping : {"RoRaBaCoBg", "RaRoBaBgCo", "RoBaRaBgCo", "RoBaBgCoRa"}) {
    DeviceSpec d = two_ranks(mapping);
    d.bank_hash = true;
    const AddressMap map(d);
    Xorshift g(5);
    for (int i = 0; i < 2'000; ++i) {
      const std::uint64_t burst = g.below(d.capacity_bytes().count() / 64);
      ASSERT_LT(map.bank(burst), d.banks());
      ASSERT_EQ(map.burst(map.place(burst)), burst) << mapping;
    }
  }
}

TEST(ranks, of_any_number_and_rows_of_any_number_are_bijections_as_well) {
  Xorshift g(6);
  for (const char* mapping : {"RoRaBaCoBg", "RaRoBaBgCo", "RoBaRaBgCo", "RoBaBgCoRa", "CoBgRoBaRa",
                              "BaBgCoRaRo", "RoCoRaBgBa"}) {
    for (const unsigned ranks : {1u, 2u, 3u}) {
      for (const unsigned rows : {98'304u, 65'536u, 1u, 77u, 16'777'215u}) {
        DeviceSpec d = ddr4(mapping);
        d.ranks = ranks;
        d.rows = rows;
        d.bank_hash = g.below(2) == 0;
        const AddressMap map(d);
        const std::uint64_t bursts = d.capacity_bytes().count() / 64;
        EXPECT_EQ(bursts, std::uint64_t{ranks} * 16 * rows * 128);
        for (int i = 0; i < 500; ++i) {
          const std::uint64_t burst = i == 0 ? bursts - 1 : g.below(bursts);
          const AddressMap::Place place = map.place(burst);
          ASSERT_LT(place.bank, d.banks());
          ASSERT_LT(place.row, rows);
          ASSERT_LT(place.column, 128u);
          ASSERT_EQ(map.burst(place), burst) << mapping << ' ' << ranks << ' ' << rows;
          // What lies in one span, whole steps apart, lies in one row.
          const auto [step, span] = map.columns();
          ASSERT_EQ(span / step, 128u);
          const std::uint64_t other = burst / span * span + burst % step + g.below(128) * step;
          ASSERT_EQ(map.row(other), place.row);
          ASSERT_EQ(map.bank(other), place.bank);
        }
      }
    }
  }
}

// Three ranks one after the other behind a mapping that changes rank with every burst.
TEST(ranks, three_of_them_take_turns_and_keep_every_constraint) {
  DeviceSpec d = ddr4("RoBaBgCoRa");
  d.ranks = 3;
  d.rows = 98'304;
  EXPECT_EQ(d.capacity_bytes(), Bytes(36ULL << 30));
  const AddressMap map(d);
  for (std::uint64_t burst = 0; burst < 9; ++burst) {
    EXPECT_EQ(map.place(burst), (AddressMap::Place{0, static_cast<std::uint8_t>(burst % 3 * 16),
                                                   static_cast<std::uint32_t>(burst / 3)}));
  }
  std::vector<CommandRecord> commands;
  const ReplayResult r = replay(d, random(d, 20'000, true), {.commands = &commands});
  EXPECT_EQ(r.counts.refreshed_cycles(), 3 * r.cycles.count());
  EXPECT_EQ(TimingChecker(d).violations(commands), std::vector<std::string>{});
  // The checker sees each of these where the model was held to less.
  for (unsigned DeviceSpec::*parameter :
       {&DeviceSpec::trtrs, &DeviceSpec::tfaw, &DeviceSpec::trrd_s, &DeviceSpec::trfc,
        &DeviceSpec::trcd, &DeviceSpec::twtr_l}) {
    DeviceSpec stricter = d;
    ++(stricter.*parameter);
    EXPECT_FALSE(TimingChecker(stricter).violations(commands).empty());
  }
}

TEST(ranks, a_missing_field_is_complained_about) {
  EXPECT_EQ(AddressMap::complaint(two_ranks("RoBaCoBg")), "field Ra is missing");
  EXPECT_EQ(AddressMap::complaint(two_ranks()), "");
  EXPECT_EQ(AddressMap::complaint(ddr4("RoRaBaCoBg")), "") << "width zero";
}

// BL/2 = 4 and tRTRS = 1; CL 17, CWL 12.
TEST(ranks, hand_over_the_data_bus_with_one_idle_clock) {
  const DeviceSpec d = two_ranks();
  constexpr Direction kRead = Direction::read;
  constexpr Direction kWrite = Direction::write;
  const auto reads = commands_of(d, {{0, kRead}, {16, kRead}});
  EXPECT_EQ(nth(reads, Command::read, 1) - nth(reads, Command::read, 0), 4 + 1);
  const auto writes = commands_of(d, {{0, kWrite}, {16, kWrite}});
  EXPECT_EQ(nth(writes, Command::write, 1) - nth(writes, Command::write, 0), 4 + 1);
  const auto turnaround = commands_of(d, {{0, kRead}, {16, kWrite}});
  EXPECT_EQ(nth(turnaround, Command::write, 0) - nth(turnaround, Command::read, 0),
            17 + 4 + 1 - 12);
  // 12 + 4 + 1 - 17 = 0: nothing but the command bus (and tRCD) keeps them apart.
  const auto back = commands_of(d, {{0, kWrite}, {16, kRead}});
  EXPECT_LT(nth(back, Command::read, 0) - nth(back, Command::write, 0), 12 + 4 + 3);
}

TEST(ranks, have_activate_windows_of_their_own) {
  const DeviceSpec d = two_ranks();
  std::vector<std::pair<unsigned, Direction>> targets;
  for (unsigned i = 0; i < 8; ++i) {
    targets.push_back({i % 2 * 16 + i / 2 * 4, Direction::read});
  }
  const auto c = commands_of(d, targets);
  // ACT in consecutive clocks to alternating ranks, tRRD_S within a rank.
  EXPECT_EQ(nth(c, Command::activate, 1) - nth(c, Command::activate, 0), 1);
  EXPECT_EQ(nth(c, Command::activate, 7) - nth(c, Command::activate, 0), 3 * 4 + 1);
}

// A stream in order that changes rank with every burst loses tRTRS each time: BL/2 + 1 a burst
// after the first two, whose ACT come one after the other.
TEST(ranks, alternating_every_burst_costs_the_hand_over) {
  DeviceSpec d = two_ranks("RoBaBgCoRa");
  d.scheduler = Scheduler::fcfs;
  const ReplayResult r = replay(d, sequential(d, 256, Direction::read));
  const std::uint64_t second_read = 1 + d.trcd + 1 + d.trcd;
  EXPECT_EQ(r.cycles.count(), second_read + 254 * 5 + d.cl + 4);
}

TEST(ranks, residency_is_counted_for_each_rank) {
  const DeviceSpec d = two_ranks();
  const ReplayResult r = replay(d, random(d, 20'000, true));
  EXPECT_EQ(r.counts.active_cycles + r.counts.precharged_cycles + r.counts.refresh_cycles,
            2 * r.cycles.count());
}

// Rank 1 alone is used: rank 0 stands by precharged, but for its refreshes.
TEST(ranks, an_unused_rank_stands_by_precharged) {
  const DeviceSpec d = two_ranks("RaRoBaCoBg");
  std::vector<Request> requests;
  for (std::uint64_t i = 0; i < 30'000; ++i) {
    requests.push_back({(8ULL << 30) + i * 64, Direction::read});
  }
  const ReplayResult r = replay(d, requests);
  const std::uint64_t refreshing = r.cycles.count() / 9360 * 420;
  EXPECT_NEAR(static_cast<double>(r.counts.precharged_cycles),
              static_cast<double>(r.cycles.count() - refreshing), 1000);
}

}  // namespace ranks_test
}  // namespace metronome::dram
