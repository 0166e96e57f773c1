#include "workloads/trace/code_counts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome::trace {
namespace code_counts_test {

TEST(code_counts, signed_digits_are_the_fewest_signed_powers_of_two) {
  // An odd n is n - 1 or n + 1 and one digit more; an even one has the digits of its half.
  std::vector<int> fewest(1 << 16, 0);
  for (std::size_t n = 1; n < fewest.size(); ++n) {
    if (n % 2 == 0) {
      fewest[n] = fewest[n / 2];
    } else {
      fewest[n] = n == 1 ? 1 : 1 + std::min(fewest[(n - 1) / 2], fewest[(n + 1) / 2]);
    }
    ASSERT_EQ(signed_digits(static_cast<std::uint32_t>(n)), fewest[n]) << n;
  }
  EXPECT_EQ(signed_digits(0), 0);
  EXPECT_EQ(signed_digits(7), 2);                                 // 8 - 1
  EXPECT_EQ(signed_digits(0xffff), 2);                            // 2^16 - 1
  EXPECT_EQ(*std::max_element(fewest.begin(), fewest.end()), 9);  // 0xaaab: every other one
}

TEST(code_counts, four_codes_counted_by_hand) {
  CodeCounts counts;
  counts.add(0);
  counts.add(1, 2);
  counts.add(7);
  EXPECT_EQ(counts.values(), 4u);
  EXPECT_EQ(counts.zeros(), 1u);
  EXPECT_EQ(counts.zero_share(), 0.25);
  EXPECT_EQ(counts.bit[0], 3u);
  EXPECT_EQ(counts.bit[2], 1u);
  EXPECT_EQ(counts.bit[3], 0u);
  EXPECT_EQ(counts.bit_density(0), 0.75);
  EXPECT_EQ(counts.ones[1], 2u);
  EXPECT_EQ(counts.ones[3], 1u);
  EXPECT_EQ(counts.signed_digits[2], 1u);
  EXPECT_EQ(counts.mean_ones(), 5.0 / 4);           // 0 + 1 + 1 + 3
  EXPECT_EQ(counts.mean_signed_digits(), 4.0 / 4);  // 0 + 1 + 1 + 2
  CodeCounts twice = counts;
  twice.merge(counts);
  EXPECT_EQ(twice.values(), 8u);
  EXPECT_EQ(twice.bit[0], 6u);
  EXPECT_THROW(counts.add(1 << 16), InternalError);
}

}  // namespace code_counts_test
}  // namespace metronome::trace
