// Closed forms of transfers beside the command-level memory: never above it, and of contiguous
// reads next to it.
#include "arch/dram/least_time.hpp"

#include <gtest/gtest.h>

#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace least_time_test {

using namespace testing;

struct Spread {
  unsigned channels;
  bool hash;
};
constexpr Spread kSpreads[] = {{1, false}, {3, false}, {8, false}, {8, true}};

MemorySpec memory_of(const DeviceSpec& device, const Spread& spread) {
  MemorySpec memory;
  memory.device = device;
  memory.channels = spread.channels;
  memory.channel_hash = spread.hash;
  return memory;
}

Transfer block(std::uint64_t base, std::uint64_t bytes, Direction direction = Direction::read) {
  return {base, 1, bytes, bytes, direction};
}

/// Until the last of transfers that are submitted at once.
Picoseconds simulated(const MemorySpec& memory, const std::vector<Transfer>& transfers) {
  Memory model(memory);
  for (const Transfer& transfer : transfers) {
    model.submit(transfer, Picoseconds(0));
  }
  Picoseconds end(0);
  while (const auto done = model.advance(Picoseconds(std::uint64_t{1} << 60))) {
    end = std::max(end, done->time);
  }
  return end;
}

template <class Visit>
void each_memory(const Visit& visit) {
  for (const DeviceSpec& device : all_devices()) {
    for (const Spread& spread : kSpreads) {
      SCOPED_TRACE(device.name + ", " + std::to_string(spread.channels) + " channels" +
                   (spread.hash ? ", hashed" : ""));
      visit(memory_of(device, spread));
    }
  }
}

double clocks(const MemorySpec& memory, Picoseconds time) {
  return static_cast<double>(time.count()) /
         static_cast<double>(memory.device.clock_period.count());
}

TEST(least_time, of_one_burst_is_what_the_memory_takes) {
  each_memory([](const MemorySpec& memory) {
    for (const Direction direction : {Direction::read, Direction::write}) {
      const std::vector<Transfer> one{block(0, 8, direction)};
      EXPECT_EQ(least_time(memory, one, Rows::reset), simulated(memory, one));
      const Picoseconds beats = memory.device.clock_period * memory.device.burst_clocks();
      EXPECT_EQ(least_time(memory, one, Rows::reset),
                first_access(memory.device, direction, Rows::closed) + beats);
    }
  });
}

// The error: what refreshes cost beyond tRFC + tRCD, and rows that are not opened ahead.
TEST(least_time, of_contiguous_reads_is_within_four_percent_below) {
  std::uint64_t with_refreshes = 0;
  each_memory([&](const MemorySpec& memory) {
    for (const std::uint64_t bytes : {100u, 1500u, 5000u, 20'000u, 57'540u, 300'000u, 1'000'000u}) {
      for (const std::uint64_t base : {0u, 1u << 20}) {
        const std::vector<Transfer> one{block(base, bytes)};
        const double real = clocks(memory, simulated(memory, one));
        const double least = clocks(memory, least_time(memory, one, Rows::reset));
        ASSERT_LE(least, real) << bytes;
        ASSERT_GT(least, 0.96 * real - 8) << bytes;
        MemorySpec calm = memory;
        calm.refresh = false;
        with_refreshes += clocks(memory, least_time(calm, one, Rows::reset)) < least ? 1 : 0;
      }
    }
  });
  EXPECT_GT(with_refreshes, 40u);
}

TEST(least_time, of_any_transfers_is_a_lower_bound) {
  Xorshift random(5);
  each_memory([&](const MemorySpec& memory) {
    const std::uint64_t row = memory.capacity_bytes().count() / memory.device.rows;
    for (int i = 0; i < 60; ++i) {
      const Direction direction = random.below(3) == 0 ? Direction::write : Direction::read;
      std::vector<Transfer> all;
      std::uint64_t base = 0;
      for (std::uint64_t piece = random.below(12) + 1; piece > 0; --piece) {
        Transfer one = block(base + random.below(2) * random.below(500), 1 + random.below(3000));
        one.direction = direction;
        if (random.below(3) == 0) {
          one.rows = 1 + random.below(100);
          one.row_bytes = 1 + random.below(200);
          one.pitch = one.row_bytes + random.below(300);
        }
        all.push_back(one);
        base = random.below(2) == 0 ? ceil_div(one.end(), row) * row : one.end() + 64;
      }
      for (const Rows rows : {Rows::reset, Rows::closed, Rows::open}) {
        ASSERT_LE(least_time(memory, all, rows), simulated(memory, all)) << i;
      }
      ASSERT_LE(least_time(memory, all, Rows::open), least_time(memory, all, Rows::closed));
    }
  });
}

TEST(least_time, pieces_in_rows_of_one_bank_wait_for_each_other) {
  const MemorySpec memory = memory_of(lpddr4(), {1, false});
  const std::uint64_t row = memory.capacity_bytes().count() / memory.device.rows;
  std::vector<Transfer> pieces;
  for (std::uint64_t i = 0; i < 9; ++i) {
    pieces.push_back(block(i * row, 32));
  }
  const std::uint64_t waited = 8 * memory.device.trc + memory.device.burst_clocks();
  EXPECT_EQ(clocks(memory, least_time(memory, pieces, Rows::reset)),
            clocks(memory, first_access(memory.device, Direction::read, Rows::reset)) +
                static_cast<double>(waited));
  EXPECT_LE(least_time(memory, pieces, Rows::reset), simulated(memory, pieces));
}

TEST(least_time, nothing_takes_no_time) {
  EXPECT_EQ(least_time(memory_of(ddr4(), {2, false}), {}, Rows::reset), Picoseconds(0));
}

TEST(refresh_time, is_none_where_another_bank_goes_on_or_refreshes_are_put_off) {
  MemorySpec memory = memory_of(lpddr4(), {1, false});
  const Picoseconds long_time = memory.device.clock_period * 100'000;
  const double each = memory.device.trfc + memory.device.trcd;
  const double some = clocks(memory, refresh_time(memory, long_time, 1000));
  // From the first, half a tREFI after the beginning, one in each tREFI of the whole time.
  EXPECT_NEAR(some, (100'000 + some) / memory.device.trefi * each, each);
  EXPECT_EQ(refresh_time(memory, memory.device.clock_period * (memory.device.trefi / 2), 1000),
            Picoseconds(0));
  MemorySpec other = memory;
  other.refresh = false;
  EXPECT_EQ(refresh_time(other, long_time, 1000), Picoseconds(0));
  other = memory;
  other.device.refresh_mode = RefreshMode::per_bank;
  EXPECT_EQ(refresh_time(other, long_time, 1000), Picoseconds(0));
  other = memory;
  other.device.refresh_postpone = 1;
  EXPECT_EQ(refresh_time(other, long_time, 1000), Picoseconds(0));
  other = memory;
  other.device.ranks = 2;
  other.device.mapping = "RoRaCoBa";
  EXPECT_EQ(refresh_time(other, long_time, 1000), Picoseconds(0)) << "the other rank goes on";
  other.device.mapping = "RaRoCoBa";
  EXPECT_EQ(refresh_time(other, long_time, 1000), refresh_time(memory, long_time, 1000));
  EXPECT_EQ(refresh_time(other, long_time, other.capacity_bytes().count()), Picoseconds(0));
}

}  // namespace least_time_test
}  // namespace metronome::dram
