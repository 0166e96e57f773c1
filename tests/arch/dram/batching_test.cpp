// Run-length batching gives the results of the burst-by-burst engine: the same completions at the
// same picosecond, and the same counts at every moment that is looked at.
#include <gtest/gtest.h>

#include <tuple>

#include "arch/dram/memory.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace batching_test {

using namespace testing;

/// Two memories, with and without batching, driven alike and compared at every step.
class Twins {
 public:
  explicit Twins(MemorySpec spec) : batched_(with(spec, true)), plain_(with(spec, false)) {}

  void submit(const Transfer& transfer, Picoseconds now) {
    ASSERT_EQ(batched_.submit(transfer, now), plain_.submit(transfer, now));
  }
  /// Both up to `limit`, or to the next completion; its time, if any.
  std::optional<Completion> advance(Picoseconds limit) {
    const auto a = batched_.advance(limit);
    const auto b = plain_.advance(limit);
    EXPECT_EQ(a.has_value(), b.has_value());
    if (a && b) {
      EXPECT_EQ(a->id, b->id);
      EXPECT_EQ(a->time.count(), b->time.count());
    }
    EXPECT_TRUE(batched_.counts() == plain_.counts());
    return b;
  }
  [[nodiscard]] bool idle() const { return plain_.idle(); }
  [[nodiscard]] Counts counts() const { return plain_.counts(); }
  void idle_until(Picoseconds now) {
    batched_.idle_until(now);
    plain_.idle_until(now);
  }
  void expect_equal_channels(unsigned channels) const {
    for (unsigned c = 0; c < channels; ++c) {
      EXPECT_TRUE(batched_.counts(c) == plain_.counts(c)) << c;
    }
  }

 private:
  static MemorySpec with(MemorySpec spec, bool batching) {
    spec.batching = batching;
    return spec;
  }
  Memory batched_;
  Memory plain_;
};

/// Tiles as an accelerator moves them, mostly long, in any state of alignment and overlap.
Transfer tile(Xorshift& g, std::uint64_t space) {
  Transfer t;
  const std::uint64_t kind = g.below(4);
  t.rows = kind == 0 ? 1 + g.below(40) : 1;
  t.row_bytes = kind == 1 ? 1 + g.below(2000) : 1 + g.below(100'000) / t.rows;
  t.pitch = t.row_bytes + (g.below(3) == 0 ? 0 : g.below(10'000));
  const std::uint64_t unit = g.below(2) == 0 ? 65536 : 1;
  t.base = g.below(space) / unit * unit;
  t.direction = g.below(3) == 0 ? Direction::write : Direction::read;
  return t;
}

MemorySpec random_memory(Xorshift& g) {
  const std::vector<DeviceSpec> devices{ddr4("RoBaCoBg"), ddr4("RoBaBgCo"), ddr4("RoCoBaBg"),
                                        ddr4("CoRoBaBg"), lpddr4("RoCoBa"), lpddr4("RoBaCo"),
                                        hbm2("RoBaCoBg"), hbm2("RoBaBgCo")};
  MemorySpec spec;
  spec.device = devices[g.below(devices.size())];
  if (g.below(3) == 0) {
    spec.device.read_queue = 1 + static_cast<unsigned>(g.below(64));
    spec.device.write_queue = 1 + static_cast<unsigned>(g.below(64));
    spec.device.patience = 1 + static_cast<unsigned>(g.below(9000));
  }
  spec.channel_hash = g.below(2) == 0;
  if (g.below(3) == 0) {
    const auto all = all_devices();
    spec.device = all[g.below(all.size())];
    spec.device.scheduler = static_cast<Scheduler>(g.below(3));
    spec.device.page_policy = static_cast<PagePolicy>(g.below(3));
    spec.device.page_timeout = 1 + static_cast<unsigned>(g.below(300));
    spec.device.bank_hash = g.below(2) == 0;
    spec.device.column_bus_clocks = 1 + static_cast<unsigned>(g.below(4));
    if (g.below(2) == 0) {
      spec.device.ranks =
          spec.device.banks_per_rank() > 16 ? 2 : 2 + static_cast<unsigned>(g.below(2));
      const char* const mappings[] = {"RoRaBaCoBg", "RoBaBgCoRa", "RoBaCoRaBg", "RaRoBaCoBg"};
      spec.device.mapping = mappings[g.below(4)];
    }
    if (g.below(2) == 0) {
      spec.device.rows = spec.device.rows / 4 * 3;
    }
    spec.device.controller_phy_clocks = static_cast<unsigned>(g.below(2) * g.below(60));
    if (spec.device.trfc_bank != 0 && g.below(2) == 0) {
      spec.device.refresh_mode = RefreshMode::per_bank;
    }
    spec.device.refresh_postpone = static_cast<unsigned>(g.below(3));
  }
  spec.channels = 1 + static_cast<unsigned>(g.below(6));
  spec.channel_interleave = Bytes(256u << g.below(5));
  spec.refresh = g.below(5) != 0;
  return spec;
}

TEST(batching, equals_the_burst_by_burst_engine_on_random_traffic) {
  Xorshift g(20'26);
  for (int round = 0; round < 300 && !::testing::Test::HasFailure(); ++round) {
    const MemorySpec spec = random_memory(g);
    Twins twins(spec);
    Picoseconds now{0};
    const std::uint64_t step = g.below(2) == 0 ? 100'000'000 : 1 + g.below(3'000'000);
    for (int i = 0; i < 12; ++i) {
      for (std::uint64_t n = 1 + g.below(3); n > 0; --n) {
        twins.submit(tile(g, 1u << 20), now);
      }
      // Sometimes on with the next while others are in flight.
      const bool drain = g.below(3) != 0;
      for (int steps = 0; !twins.idle() && (drain || steps < 20); ++steps) {
        const Picoseconds limit = now + Picoseconds(step);
        const auto done = twins.advance(limit);
        now = done ? std::max(now, done->time) : limit;
      }
    }
    while (!twins.idle()) {
      now += Picoseconds(step);
      twins.advance(now);
    }
    ASSERT_FALSE(::testing::Test::HasFailure())
        << "round " << round << ' ' << spec.device.name << ' ' << spec.device.mapping;
  }
}

// One stream, two streams in the rows of the same banks, and the double-buffer pattern.
TEST(batching, equals_the_burst_by_burst_engine_on_long_streams) {
  for (const DeviceSpec& device : {ddr4(), lpddr4(), hbm2(), ddr4("RoBaBgCo"), hbm2("RoBaBgCo")}) {
    for (const unsigned channels : {1u, 4u}) {
      MemorySpec spec;
      spec.device = device;
      spec.channels = channels;
      Twins twins(spec);
      Picoseconds now{0};
      for (std::uint64_t i = 0; i < 8; ++i) {
        twins.submit({i << 18, 1, 1 << 18, 1 << 18, Direction::read}, now);
        if (i > 1) {
          twins.submit({(1 << 27) + (i << 16), 1, 65536, 65536, Direction::read}, now);
        }
        if (i > 4) {
          twins.submit({(1 << 28) + (i << 14), 1, 16384, 16384, Direction::write}, now);
        }
        while (!twins.idle()) {
          if (const auto done = twins.advance(now + Picoseconds(77'777'777))) {
            now = std::max(now, done->time);
          } else {
            now += Picoseconds(77'777'777);
          }
        }
      }
    }
  }
}

// A few writes stay in their buffer, below the watermark, while a long read goes on: until the read
// comes to their addresses (answered from the buffer) or until they are overdue.
TEST(batching, equals_the_burst_by_burst_engine_while_reads_go_on_over_writes_that_wait) {
  std::uint64_t forwarded = 0;
  for (const unsigned patience : {700u, 5000u, 9360u}) {
    for (const std::uint64_t ahead : {0u, 3u, 40u, 200u, 900u, 5000u}) {
      for (const bool second : {false, true}) {
        MemorySpec spec;
        spec.device = ddr4("BaRoCoBg");
        spec.device.patience = patience;
        Twins twins(spec);
        // In the banks of the stream, `ahead` bursts before it.
        twins.submit({0, 1, 1 << 20, 1 << 20, Direction::read}, Picoseconds(0));
        twins.submit({ahead * 64, 1, 5 * 64, 5 * 64, Direction::write}, Picoseconds(50'000));
        if (second) {
          twins.submit({std::uint64_t{1} << 32, 1, 1 << 19, 1 << 19, Direction::read},
                       Picoseconds(60'000));
        }
        Picoseconds now{60'000};
        while (!twins.idle()) {
          const auto done = twins.advance(now + Picoseconds(40'000'000));
          now = done ? std::max(now, done->time) : now + Picoseconds(40'000'000);
        }
        forwarded += twins.counts().forwarded_reads;
        ASSERT_FALSE(::testing::Test::HasFailure()) << patience << ' ' << ahead << ' ' << second;
      }
    }
  }
  EXPECT_GT(forwarded, 0u);
}

// Channels part where a transfer differs between them, and go on as one when they are idle and
// alike again; each has its own counts all the same.
TEST(batching, equals_the_burst_by_burst_engine_as_channels_part_and_come_together) {
  Xorshift g(815);
  for (int round = 0; round < 120 && !::testing::Test::HasFailure(); ++round) {
    MemorySpec spec = random_memory(g);
    spec.channels = 2 + static_cast<unsigned>(g.below(11));
    spec.device.power_down = static_cast<PowerDown>(g.below(3));
    spec.device.power_down_idle = 1 + static_cast<unsigned>(g.below(300));
    Twins twins(spec);
    const std::uint64_t span = spec.channels * spec.channel_interleave.count();
    Picoseconds now{0};
    for (int i = 0; i < 24; ++i) {
      Transfer whole{g.below(64) * span, 1, (1 + g.below(12)) * span, 0, Direction::read};
      whole.pitch = whole.row_bytes;
      twins.submit(whole, now);
      if (g.below(3) == 0) {
        twins.submit(tile(g, 1u << 20), now);
      }
      while (!twins.idle()) {
        const auto done = twins.advance(now + Picoseconds(20'000'000));
        now = done ? std::max(now, done->time) : now + Picoseconds(20'000'000);
      }
      if (g.below(2) == 0) {
        now += Picoseconds(1 + g.below(20'000'000));
        twins.idle_until(now);
      }
      twins.expect_equal_channels(spec.channels);
    }
  }
}

// Channels that see the same are simulated once, until a transfer comes that they do not share
// alike, at any moment.
TEST(batching, equals_the_burst_by_burst_engine_while_channels_see_the_same_and_after) {
  Xorshift g(4'711);
  for (int round = 0; round < 200 && !::testing::Test::HasFailure(); ++round) {
    MemorySpec spec = random_memory(g);
    spec.channels = 2 + static_cast<unsigned>(g.below(11));
    Twins twins(spec);
    const std::uint64_t span = spec.channels * spec.channel_interleave.count();
    const std::uint64_t odd_one = g.below(20);
    Picoseconds now{0};
    for (std::uint64_t i = 0; i < 16; ++i) {
      Transfer t;
      t.rows = g.below(3) == 0 ? 1 + g.below(6) : 1;
      t.row_bytes = (1 + g.below(12)) * span - (g.below(2) == 0 ? g.below(8) : 0);
      t.pitch =
          t.rows > 1 ? (t.row_bytes + span - 1) / span * span + g.below(5) * span : t.row_bytes;
      t.base = g.below(1u << 20) / span * span;
      t.direction = g.below(3) == 0 ? Direction::write : Direction::read;
      if (i == odd_one) {
        t.base += g.below(span);
        t.row_bytes = 1 + g.below(3 * span);
        t.pitch = t.rows > 1 ? t.row_bytes + g.below(span) : t.row_bytes;
      }
      twins.submit(t, now);
      for (std::uint64_t steps = g.below(5); steps > 0 && !twins.idle(); --steps) {
        const Picoseconds limit = now + Picoseconds(1 + g.below(2'000'000));
        const auto done = twins.advance(limit);
        now = done ? std::max(now, done->time) : limit;
      }
    }
    while (!twins.idle()) {
      now += Picoseconds(5'000'000);
      twins.advance(now);
    }
    ASSERT_FALSE(::testing::Test::HasFailure())
        << "round " << round << ' ' << spec.device.name << ' ' << spec.device.mapping;
  }
}

}  // namespace batching_test
}  // namespace metronome::dram
