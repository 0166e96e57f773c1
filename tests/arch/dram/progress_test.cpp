// Nothing hangs, nothing lingers: every request of every pattern is served under every policy, in
// bounded time. The controller's watchdog throws when it makes no progress.
#include <gtest/gtest.h>

#include <algorithm>

#include "arch/dram/address_map.hpp"
#include "arch/dram/memory.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/arch/dram/timing_checker.hpp"

namespace metronome::dram {
namespace progress_test {

using namespace testing;

/// A device with a policy, a mapping, queues and watermarks drawn at random.
DeviceSpec any_device(Xorshift& g) {
  const auto pick = [&](unsigned low, unsigned high) {
    return low + static_cast<unsigned>(g.below(high - low + 1));
  };
  auto files = all_devices();
  DeviceSpec d = files[g.below(files.size())];
  d.ranks = pick(1, d.banks_per_rank() > 16 ? 2 : 3);
  d.rows = pick(0, 1) == 0 ? d.rows : pick(3, d.rows);
  d.scheduler = static_cast<Scheduler>(pick(0, 2));
  d.page_policy = static_cast<PagePolicy>(pick(0, 2));
  d.page_timeout = pick(1, 400);
  d.bank_hash = pick(0, 1) == 1;
  d.refresh_mode =
      d.trfc_bank != 0 && pick(0, 1) == 1 ? RefreshMode::per_bank : RefreshMode::all_bank;
  d.refresh_postpone = pick(0, 8);
  d.read_queue = pick(1, pick(1, 64));
  d.write_queue = pick(1, pick(1, 64));
  d.write_high_watermark = 0.1 * pick(0, 10);
  d.write_low_watermark = d.write_high_watermark * 0.1 * pick(0, 10);
  d.patience = pick(0, 1) == 0 ? pick(1, 100) : pick(100, 20'000);
  d.activate_bus_clocks = pick(1, 4);
  d.column_bus_clocks = pick(1, 4);
  d.precharge_bus_clocks = pick(1, 2);
  std::vector<std::string> fields{"Ro", "Ra", "Ba", "Bg", "Co"};
  d.mapping.clear();
  while (!fields.empty()) {
    const auto at = fields.begin() + static_cast<std::ptrdiff_t>(g.below(fields.size()));
    d.mapping += *at;
    fields.erase(at);
  }
  return d;
}

/// Requests over few addresses or many, in order or not, in bursts of one direction or not, with
/// and without pauses.
std::vector<Request> any_traffic(const DeviceSpec& d, Xorshift& g, std::size_t n) {
  const std::uint64_t bursts = d.capacity_bytes().count() / d.bytes_per_burst().count();
  const std::uint64_t space = std::min<std::uint64_t>(bursts, 1ULL << (1 + g.below(26)));
  const std::uint64_t stride = 1ULL << g.below(20);
  const std::uint64_t jump = 1 + g.below(20);
  const std::uint64_t turn = 1 + g.below(40);
  const std::uint64_t pause = g.below(3) == 0 ? 1 + g.below(200) : 0;
  std::vector<Request> out;
  std::uint64_t at = 0;
  std::uint64_t clock = 0;
  Direction direction = Direction::read;
  while (out.size() < n) {
    at = g.below(jump) == 0 ? g.below(space) : at + stride;
    if (g.below(turn) == 0) {
      direction = g.below(2) == 0 ? Direction::read : Direction::write;
    }
    clock += pause == 0 ? 0 : g.below(pause);
    out.push_back({at % bursts * d.bytes_per_burst().count(), direction, clock});
  }
  return out;
}

TEST(progress, every_request_is_served_under_any_policy_and_mapping) {
  Xorshift g(2026);
  for (int round = 0; round < 250; ++round) {
    const DeviceSpec d = any_device(g);
    const auto requests = any_traffic(d, g, 1'000);
    std::vector<CommandRecord> commands;
    const Counts c = replay(d, requests, {.commands = &commands}).counts;
    const auto writes = static_cast<std::uint64_t>(
        std::count_if(requests.begin(), requests.end(),
                      [](const Request& r) { return r.direction == Direction::write; }));
    ASSERT_EQ(c.writes + c.coalesced_writes, writes) << d.name << ' ' << d.mapping << round;
    ASSERT_EQ(c.reads + c.forwarded_reads, requests.size() - writes) << d.name << round;
    ASSERT_EQ(TimingChecker(d).violations(commands), std::vector<std::string>{}) << d.name << round;
  }
}

TEST(progress, few_writes_are_written_at_once_when_nothing_else_is_to_do) {
  for (const DeviceSpec& d : all_devices()) {
    std::vector<Request> requests;
    for (std::uint64_t i = 0; i < 5; ++i) {
      requests.push_back({i * d.bytes_per_burst().count(), Direction::write});
    }
    const ReplayResult r = replay(d, requests);
    EXPECT_EQ(r.counts.writes, 5u) << d.name;
    const unsigned data = d.cwl + d.burst_clocks();
    EXPECT_LT(r.cycles.count(), 5u + d.trcd + 5 * d.trrd_l + 5 * d.tccd_l + data) << d.name;
  }
}

/// Clocks until a transfer of one burst is complete while a long one of the other direction, which
/// came first, fills its queue all the time.
Clock wait_beside(const DeviceSpec& d, Direction direction) {
  MemorySpec spec;
  spec.device = d;
  Memory memory(spec);
  const bool read = direction == Direction::read;
  memory.submit({0, 1, 4u << 20, 4u << 20, read ? Direction::write : Direction::read},
                Picoseconds(0));
  const std::uint64_t period = d.clock_period.count();
  (void)memory.advance(Picoseconds(2'000 * period));
  const TransferId id =
      memory.submit({128u << 20, 1, 64, 64, direction}, Picoseconds(2'000 * period));
  while (const auto done = memory.advance(Picoseconds(~std::uint64_t{0}))) {
    if (done->id == id) {
      return static_cast<Clock>(done->time.count() / period) - 2'000;
    }
  }
  return -1;
}

TEST(progress, a_request_waits_for_patience_beside_a_stream_of_the_other_direction) {
  for (DeviceSpec d : all_devices()) {
    for (const Scheduler scheduler :
         {Scheduler::fr_fcfs, Scheduler::row_hit_first, Scheduler::fcfs}) {
      for (const Direction direction : {Direction::read, Direction::write}) {
        d.scheduler = scheduler;
        d.patience = 1'000;
        const Clock waited = wait_beside(d, direction);
        // A refresh, and what is under way, may come in between.
        EXPECT_LE(waited, Clock{d.patience} + d.trfc + 3 * d.trc) << d.name;
        EXPECT_GT(waited, 0);
      }
    }
  }
}

}  // namespace progress_test
}  // namespace metronome::dram
