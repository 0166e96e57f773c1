// Bursts of a transfer by formula, beside those that the memory goes over.
#include "arch/dram/touched_bursts.hpp"

#include <gtest/gtest.h>

#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace touched_bursts_test {

using namespace testing;

std::uint64_t gone_over(const Transfer& transfer, unsigned burst_bits) {
  std::uint64_t bursts = 0;
  for (RowIterator rows(transfer, burst_bits); rows.next();) {
    bursts += rows.last() - rows.first() + 1;
  }
  return bursts;
}

TEST(touched_bursts, are_those_that_the_memory_goes_over) {
  Xorshift random(7);
  for (const unsigned burst_bits : {5u, 6u, 7u}) {
    for (int i = 0; i < 20'000; ++i) {
      Transfer one;
      one.base = random.below(500);
      one.rows = random.below(i % 2 == 0 ? 5 : 400);
      one.row_bytes = random.below(i % 3 == 0 ? 300 : 20);
      one.pitch = one.row_bytes + random.below(i % 5 == 0 ? 20 : 300);
      ASSERT_EQ(touched_units(one, std::uint64_t{1} << burst_bits), gone_over(one, burst_bits))
          << one.base << ' ' << one.rows << ' ' << one.row_bytes << ' ' << one.pitch;
    }
  }
}

// Rows of 4 bytes, 64 apart: a burst each. 68 apart, one in 16 lies in two; from byte 62 on, 128
// apart, each does.
TEST(touched_bursts, of_short_rows_are_more_than_their_bytes_fill) {
  EXPECT_EQ(touched_units({0, 100, 4, 64}, 64), 100u);
  EXPECT_EQ(touched_units({62, 100, 4, 128}, 64), 200u);
  EXPECT_EQ(touched_units({1, 100, 4, 68}, 64), 100u + 6);
  EXPECT_EQ(touched_units({0, 100, 4, 4}, 64), 7u);
  EXPECT_EQ(touched_units({0, 100, 4, 67}, 64), (99 * 67 + 4 + 63) / 64u) << "no burst between";
  EXPECT_EQ(touched_units({0, 100, 0, 64}, 64), 0u);
  EXPECT_EQ(touched_units({5, 3, 10, 50}, 1), 30u) << "bytes";
}

}  // namespace touched_bursts_test
}  // namespace metronome::dram
