#include "arch/dram/memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "arch/dram/burst_ranges.hpp"
#include "arch/dram/transfer.hpp"
#include "tests/arch/dram/burst_cursor.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace memory_test {

using namespace testing;

constexpr Picoseconds kForever{~std::uint64_t{0}};

MemorySpec memory_of(unsigned channels, const DeviceSpec& device = ddr4()) {
  MemorySpec spec;
  spec.device = device;
  spec.channels = channels;
  return spec;
}

Picoseconds clocks(const MemorySpec& spec, std::uint64_t n) { return spec.device.clock_period * n; }

Transfer block(std::uint64_t base, std::uint64_t bytes, Direction direction = Direction::read) {
  return {base, 1, bytes, bytes, direction};
}

std::uint64_t cas(const Counts& c) { return c.reads + c.writes; }

/// Every burst that a transfer overlaps, by going through its bytes' ends.
std::set<std::uint64_t> bursts_of(const Transfer& t, std::uint64_t burst_bytes) {
  std::set<std::uint64_t> out;
  for (std::uint64_t row = 0; row < t.rows && t.row_bytes > 0; ++row) {
    const std::uint64_t begin = t.base + row * t.pitch;
    for (std::uint64_t b = begin / burst_bytes; b <= (begin + t.row_bytes - 1) / burst_bytes; ++b) {
      out.insert(b);
    }
  }
  return out;
}

Transfer random_transfer(Xorshift& g, std::uint64_t space) {
  Transfer t;
  t.base = g.below(space);
  t.rows = 1 + g.below(12);
  t.row_bytes = g.below(3) == 0 ? 1 + g.below(40) : 1 + g.below(4096);
  t.pitch = g.below(4) == 0 ? t.row_bytes : t.row_bytes + g.below(9000);
  t.direction = g.below(3) == 0 ? Direction::write : Direction::read;
  return t;
}

/// The channel of a block by the definition of Interleave.
std::uint64_t channel_of_block(const Interleave& interleave, std::uint64_t block) {
  if (!interleave.hashed) {
    return block % interleave.channels;
  }
  std::uint64_t sum = 0;
  for (; block > 0; block /= interleave.channels) {
    const std::uint64_t digit = block % interleave.channels;
    sum = interleave.odd ? (sum + digit) % interleave.channels : sum ^ digit;
  }
  return sum;
}

/// The inverse of Interleave::local() for a channel.
std::uint64_t global(const Interleave& interleave, std::uint64_t channel, std::uint64_t local) {
  std::uint64_t block = (local >> interleave.block_bits) * interleave.channels;
  while (channel_of_block(interleave, block) != channel) {
    ++block;
  }
  const std::uint64_t within = local & ((1u << interleave.block_bits) - 1);
  return block << interleave.block_bits | within;
}

TEST(transfer, hashed_channels_are_those_of_the_digits_and_each_turn_has_every_channel) {
  for (unsigned channels = 1; channels <= 13; ++channels) {
    const Interleave interleave(6, 2, channels, true);
    for (std::uint64_t turn = 0; turn < 300; ++turn) {
      std::set<std::uint64_t> all;
      for (std::uint64_t block = turn * channels; block < (turn + 1) * channels; ++block) {
        EXPECT_EQ(interleave.channel_of(block << 2), channel_of_block(interleave, block));
        all.insert(interleave.channel_of(block << 2));
      }
      EXPECT_EQ(all.size(), channels);
    }
  }
}

// A column of a matrix whose rows are whole turns: without the hash all of it lies in one channel.
TEST(transfer, rows_of_any_power_of_two_spread_over_hashed_channels) {
  for (unsigned bits = 11; bits <= 20; ++bits) {
    const Transfer column{0, 512, 32, std::uint64_t{1} << bits, Direction::read};
    std::vector<std::uint64_t> plain(8);
    std::vector<std::uint64_t> hashed(8);
    count_bursts(column, Interleave(5, 3, 8), plain);
    count_bursts(column, Interleave(5, 3, 8, true), hashed);
    EXPECT_EQ(*std::max_element(plain.begin(), plain.end()), 512u) << bits;
    EXPECT_EQ(*std::max_element(hashed.begin(), hashed.end()), 64u) << bits;
  }
}

TEST(transfer, touches_every_burst_it_overlaps_once_in_order_of_address_on_one_channel_each) {
  Xorshift g(5);
  for (int round = 0; round < 500; ++round) {
    const Interleave interleave(6, static_cast<unsigned>(g.below(4)),
                                1 + static_cast<unsigned>(g.below(13)), g.below(2) == 0);
    Transfer t = random_transfer(g, 1 << 20);
    t.rows = 1 + g.below(60);
    std::set<std::uint64_t> seen;
    std::vector<std::uint64_t> counts(interleave.channels);
    count_bursts(t, interleave, counts);
    for (std::uint64_t c = 0; c < counts.size(); ++c) {
      std::uint64_t last = 0;
      bool first = true;
      for (BurstCursor cursor(t, interleave, c, counts[c]); !cursor.done(); cursor.next()) {
        const std::uint64_t local = cursor.local();
        EXPECT_TRUE(first || local > last);
        first = false;
        last = local;
        EXPECT_TRUE(seen.insert(global(interleave, c, local)).second);
      }
    }
    EXPECT_EQ(seen, bursts_of(t, 64));
  }
}

TEST(transfer, the_ranges_of_each_channel_are_its_bursts_in_order_and_never_adjoin) {
  Xorshift g(6);
  for (int round = 0; round < 500; ++round) {
    const Interleave interleave(6, static_cast<unsigned>(g.below(4)),
                                1 + static_cast<unsigned>(g.below(13)), g.below(2) == 0);
    Transfer t = random_transfer(g, 1 << 20);
    t.rows = 1 + g.below(60);
    std::vector<BurstRanges> ranges(interleave.channels);
    std::vector<std::uint64_t> counts(interleave.channels);
    list_bursts(t, interleave, ranges);
    count_bursts(t, interleave, counts);
    for (std::uint64_t c = 0; c < ranges.size(); ++c) {
      EXPECT_EQ(size_of(ranges[c]), counts[c]);
      for (std::size_t i = 1; i < ranges[c].size(); ++i) {
        EXPECT_GT(ranges[c][i].first, ranges[c][i - 1].first + ranges[c][i - 1].count);
      }
      if (counts[c] == 0) {
        continue;
      }
      BurstCursor one(t, interleave, c, counts[c]);
      RangeCursor other(std::make_shared<const BurstRanges>(ranges[c]));
      for (; !one.done() && !other.done(); one.next(), other.next()) {
        EXPECT_EQ(one.local(), other.local());
        EXPECT_EQ(one.left(), other.left());
      }
      EXPECT_TRUE(one.done() && other.done());
    }
  }
}

TEST(memory, an_unloaded_read_takes_rcd_cl_and_the_burst_from_the_clock_after_it_is_seen) {
  const MemorySpec spec = memory_of(1);
  Memory memory(spec);
  const TransferId id = memory.submit(block(0, 64), Picoseconds(0));
  const auto done = memory.advance(kForever);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->id, id);
  EXPECT_EQ(done->time, clocks(spec, 1 + 17 + 17 + 4));
  EXPECT_TRUE(memory.idle());
}

TEST(memory, what_comes_between_two_clocks_is_seen_at_the_later_one) {
  const MemorySpec spec = memory_of(1);
  for (const std::uint64_t offset : {1u, 400u, 833u}) {
    Memory memory(spec);
    memory.submit(block(0, 64), clocks(spec, 10) + Picoseconds(offset));
    EXPECT_EQ(memory.advance(kForever)->time, clocks(spec, 11 + 1 + 17 + 17 + 4));
  }
}

TEST(memory, a_completion_is_not_returned_a_picosecond_early) {
  const MemorySpec spec = memory_of(1);
  Memory memory(spec);
  memory.submit(block(0, 64), Picoseconds(0));
  const Picoseconds time = clocks(spec, 39);
  EXPECT_FALSE(memory.advance(time - Picoseconds(1)));
  EXPECT_FALSE(memory.idle());
  EXPECT_EQ(memory.advance(time), (Completion{0, time}));
}

TEST(memory, a_write_is_complete_when_its_data_has_been_written) {
  const MemorySpec spec = memory_of(1);
  Memory memory(spec);
  memory.submit(block(0, 64, Direction::write), Picoseconds(0));
  EXPECT_EQ(memory.advance(kForever)->time, clocks(spec, 1 + 17 + 12 + 4));
}

TEST(memory, an_empty_transfer_completes_when_it_is_seen) {
  const MemorySpec spec = memory_of(2);
  Memory memory(spec);
  memory.submit({0, 0, 64, 64, Direction::read}, Picoseconds(1));
  memory.submit({0, 4, 0, 64, Direction::write}, Picoseconds(1));
  EXPECT_EQ(memory.advance(kForever), (Completion{0, clocks(spec, 1)}));
  EXPECT_EQ(memory.advance(kForever), (Completion{1, clocks(spec, 1)}));
  EXPECT_EQ(memory.counts().bursts, 0u);
}

TEST(memory, a_stream_over_channels_has_the_bandwidth_of_all_of_them) {
  constexpr std::uint64_t kBytes = 4 << 20;
  std::vector<double> times;
  for (const unsigned channels : {1u, 2u, 4u, 8u}) {
    Memory memory(memory_of(channels));
    memory.submit(block(0, kBytes), Picoseconds(0));
    times.push_back(static_cast<double>(memory.advance(kForever)->time.count()));
    EXPECT_EQ(memory.counts().reads, kBytes / 64);
  }
  for (std::size_t i = 1; i < times.size(); ++i) {
    EXPECT_NEAR(times[0] / times[i], static_cast<double>(1u << i), 0.02 * (1u << i));
  }
}

TEST(memory, one_transfer_takes_exactly_as_long_as_the_replay_of_its_bursts) {
  for (const DeviceSpec& d : {ddr4(), ddr4("RoBaBgCo"), lpddr4(), hbm2()}) {
    MemorySpec spec = memory_of(1, d);
    spec.refresh = false;
    Memory memory(spec);
    constexpr std::uint64_t kBursts = 20'000;
    memory.submit(block(0, kBursts * d.bytes_per_burst().count()), Picoseconds(0));
    const ReplayResult r = replay(d, sequential(d, kBursts, Direction::read), {.refresh = false});
    EXPECT_EQ(memory.advance(kForever)->time, clocks(spec, r.cycles.count())) << d.name;
    EXPECT_EQ(memory.counts(), r.counts) << d.name;
  }
}

TEST(memory, equal_transfers_in_flight_share_the_channel) {
  const MemorySpec spec = memory_of(1);
  Memory memory(spec);
  // 64 KiB each, in different banks: bank is above column and bank group in RoBaCoBg.
  memory.submit(block(0, 65536), Picoseconds(0));
  memory.submit(block(32768 * 3, 65536), Picoseconds(0));
  const auto first = memory.advance(kForever);
  const auto second = memory.advance(kForever);
  ASSERT_TRUE(first && second);
  EXPECT_NEAR(ratio(first->time, second->time), 1.0, 0.02);
}

struct Event {
  Picoseconds time;
  Transfer transfer;
};

struct History {
  std::vector<Completion> completions;
  std::vector<Counts> counts;
  bool operator==(const History&) const = default;
};

/// Submits each event at its time and collects what completes; `step` bounds each advance.
History run(const MemorySpec& spec, const std::vector<Event>& events, std::uint64_t step) {
  Memory memory(spec);
  History out;
  Picoseconds now{0};
  const auto advance_to = [&](Picoseconds limit) {
    while (now < limit) {
      now = limit - now > Picoseconds(step) ? now + Picoseconds(step) : limit;
      while (const auto done = memory.advance(now)) {
        out.completions.push_back(*done);
      }
    }
  };
  for (const Event& event : events) {
    advance_to(event.time);
    memory.submit(event.transfer, event.time);
    out.counts.push_back(memory.counts());
  }
  advance_to(now + Picoseconds(200'000'000));
  EXPECT_TRUE(memory.idle());
  memory.idle_until(now);
  for (unsigned c = 0; c < spec.channels; ++c) {
    out.counts.push_back(memory.counts(c));
  }
  return out;
}

std::vector<Event> random_events(Xorshift& g, int n) {
  std::vector<Event> events;
  Picoseconds time{0};
  for (int i = 0; i < n; ++i) {
    time += Picoseconds(g.below(4) == 0 ? g.below(20'000'000) : g.below(100'000));
    events.push_back({time, random_transfer(g, 1 << 18)});
  }
  return events;
}

TEST(memory, advancing_in_small_steps_equals_one_large_step) {
  Xorshift g(17);
  for (int round = 0; round < 12; ++round) {
    const MemorySpec spec = memory_of(1u << g.below(3), g.below(2) == 0 ? ddr4() : hbm2());
    const auto events = random_events(g, 30);
    const History whole = run(spec, events, ~std::uint64_t{0});
    EXPECT_EQ(whole.completions.size(), events.size());
    for (const std::uint64_t step : {1'000'003ULL, 50'021ULL, 2'999ULL}) {
      EXPECT_TRUE(run(spec, events, step) == whole) << "step " << step;
    }
  }
}

TEST(memory, completions_come_in_order_of_time_ties_by_id) {
  Xorshift g(23);
  for (int round = 0; round < 10; ++round) {
    const History r = run(memory_of(4), random_events(g, 60), ~std::uint64_t{0});
    for (std::size_t i = 1; i < r.completions.size(); ++i) {
      const Completion& a = r.completions[i - 1];
      const Completion& b = r.completions[i];
      EXPECT_TRUE(a.time < b.time || (a.time == b.time && a.id < b.id));
    }
  }
}

TEST(memory, bursts_and_bytes_are_conserved_and_residency_fills_the_time) {
  Xorshift g(31);
  for (int round = 0; round < 10; ++round) {
    const MemorySpec spec = memory_of(2);
    Memory memory(spec);
    std::uint64_t bursts = 0;
    for (int i = 0; i < 40; ++i) {
      const Transfer t = random_transfer(g, 1 << 18);
      bursts += bursts_of(t, 64).size();
      memory.submit(t, Picoseconds(0));
    }
    Completion last;
    while (const auto done = memory.advance(kForever)) {
      last = *done;
    }
    const Counts c = memory.counts();
    EXPECT_EQ(c.bursts, bursts);
    EXPECT_EQ(cas(c) + c.forwarded_reads + c.coalesced_writes, bursts);
    EXPECT_EQ(c.read_bytes + c.write_bytes, cas(c) * 64);
    EXPECT_EQ(c.row_hits + c.activates, cas(c));
    EXPECT_EQ(c.row_misses + c.row_conflicts, c.activates);
    const std::uint64_t clocks_reached = last.time.count() / 833;
    EXPECT_EQ(c.active_cycles + c.precharged_cycles + c.refresh_cycles, 2 * clocks_reached);
  }
}

TEST(memory, writes_never_linger_while_reads_go_on) {
  const MemorySpec spec = memory_of(1);
  Memory memory(spec);
  memory.submit(block(1 << 20, 256, Direction::write), Picoseconds(0));
  memory.submit(block(0, 1 << 20), Picoseconds(0));
  const auto first = memory.advance(kForever);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->id, 0u) << "the write ends long before the read stream does";
  EXPECT_LE(first->time, clocks(spec, spec.device.patience + 1000));
}

// One burst of row 1 against a crowd that reads row 0 of the same bank again and again.
TEST(memory, a_row_conflict_waits_for_hits_only_as_long_as_patience_lasts) {
  for (const unsigned patience : {500u, 5'000u}) {
    MemorySpec spec = memory_of(1, ddr4("RoBaBgCo"));
    spec.refresh = false;
    spec.device.patience = patience;
    Memory memory(spec);
    for (int i = 0; i < 100; ++i) {
      memory.submit(block(0, 8192), Picoseconds(0));
    }
    const TransferId lonely = memory.submit(block(131072, 64), Picoseconds(0));
    auto done = memory.advance(kForever);
    while (done && done->id != lonely) {
      done = memory.advance(kForever);
    }
    ASSERT_TRUE(done);
    // It is accepted within the first turn of 101 transfers, 6 clocks each.
    EXPECT_GE(done->time, clocks(spec, patience));
    EXPECT_LE(done->time, clocks(spec, patience + 101 * 6 + 300));
  }
}

TEST(memory, every_write_is_issued_without_any_read_pushing_it) {
  for (const std::uint64_t n : {1u, 5u, 26u, 33u, 1000u}) {
    Memory memory(memory_of(1));
    memory.submit(block(0, 64 * n, Direction::write), Picoseconds(0));
    EXPECT_TRUE(memory.advance(kForever));
    EXPECT_EQ(memory.counts().writes, n);
  }
}

TEST(memory, a_reset_forgets_the_past) {
  const MemorySpec spec = memory_of(2);
  Memory fresh(spec);
  fresh.submit(block(4096, 50'000), Picoseconds(0));
  const auto expected = fresh.advance(kForever);
  Memory used(spec);
  used.submit(block(0, 1 << 20, Direction::write), Picoseconds(0));
  (void)used.advance(Picoseconds(1'000'000));
  const Picoseconds later = clocks(spec, 123'456);
  used.reset(later);
  EXPECT_TRUE(used.idle());
  used.submit(block(4096, 50'000), later);
  const auto found = used.advance(kForever);
  EXPECT_EQ(found->time - later, expected->time);
  EXPECT_EQ(used.counts(), fresh.counts());
}

TEST(memory, the_first_refresh_after_a_reset_comes_half_an_interval_later) {
  const MemorySpec spec = memory_of(1);
  Memory memory(spec);
  memory.idle_until(clocks(spec, 9360 / 2 - 1));
  EXPECT_EQ(memory.counts().refreshes, 0u);
  memory.idle_until(clocks(spec, 9360 / 2));
  EXPECT_EQ(memory.counts().refreshes, 1u);
  memory.idle_until(clocks(spec, 9360 * 100));
  EXPECT_EQ(memory.counts().refreshes, 100u);
  EXPECT_EQ(memory.counts().refresh_cycles, 100u * 420);
  EXPECT_EQ(memory.counts().precharged_cycles, 9360u * 100 - 100 * 420);
}

TEST(memory, without_refresh_there_is_none) {
  MemorySpec spec = memory_of(1);
  spec.refresh = false;
  Memory memory(spec);
  memory.submit(block(0, 4 << 20), Picoseconds(0));
  EXPECT_TRUE(memory.advance(kForever));
  EXPECT_EQ(memory.counts().refreshes, 0u);
  EXPECT_FALSE(memory.advance(kForever));
}

TEST(memory, broken_contracts_are_internal_errors) {
  const MemorySpec spec = memory_of(1);
  Memory memory(spec);
  EXPECT_THROW(memory.submit(block(spec.capacity_bytes().count() - 63, 64), Picoseconds(0)),
               InternalError);
  memory.submit(block(0, 1 << 20), Picoseconds(0));
  EXPECT_FALSE(memory.advance(Picoseconds(1'000'000)));
  EXPECT_THROW(memory.submit(block(0, 64), Picoseconds(999'999)), InternalError);
  EXPECT_THROW(memory.idle_until(Picoseconds(2'000'000)), InternalError);
}

TEST(counts, add_up_member_by_member) {
  Memory a(memory_of(2));
  a.submit(block(0, 100'000), Picoseconds(0));
  (void)a.advance(kForever);
  EXPECT_EQ(a.counts(0) + a.counts(1), a.counts());
  EXPECT_EQ(a.counts() + Counts{}, a.counts());
}

}  // namespace memory_test
}  // namespace metronome::dram
