#include "sim/base/quantity.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <type_traits>

namespace metronome {
namespace quantity_test {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

TEST(quantity, ceil_div_rounds_up_without_overflow) {
  EXPECT_EQ(ceil_div(0u, 4u), 0u);
  EXPECT_EQ(ceil_div(1u, 4u), 1u);
  EXPECT_EQ(ceil_div(4u, 4u), 1u);
  EXPECT_EQ(ceil_div(5u, 4u), 2u);
  EXPECT_EQ(ceil_div(kMost, std::uint64_t{1}), kMost);
  EXPECT_EQ(ceil_div(kMost, kMost), 1u);
  EXPECT_EQ(ceil_div(kMost, std::uint64_t{2}), std::uint64_t{1} << 63);
}

TEST(quantity, ceil_div_is_the_least_sufficient_quotient) {
  for (unsigned a = 0; a < 50; ++a) {
    for (unsigned b = 1; b < 12; ++b) {
      const unsigned q = ceil_div(a, b);
      EXPECT_GE(q * b, a);
      EXPECT_TRUE(q == 0 || (q - 1) * b < a);
    }
  }
}

TEST(quantity, exact_div_refuses_a_remainder) {
  EXPECT_EQ(exact_div(12u, 4u), 3u);
  EXPECT_EQ(exact_div(0u, 4u), 0u);
  EXPECT_THROW((void)exact_div(13u, 4u), InternalError);
}

TEST(quantity, round_up_goes_to_the_next_multiple) {
  EXPECT_EQ(round_up(0u, 8u), 0u);
  EXPECT_EQ(round_up(1u, 8u), 8u);
  EXPECT_EQ(round_up(8u, 8u), 8u);
  EXPECT_EQ(round_up(9u, 8u), 16u);
}

TEST(quantity, bits_are_held_by_whole_bytes) {
  EXPECT_EQ(bytes_for(Bits(0)), Bytes(0));
  EXPECT_EQ(bytes_for(Bits(1)), Bytes(1));
  EXPECT_EQ(bytes_for(Bits(8)), Bytes(1));
  EXPECT_EQ(bytes_for(Bits(9)), Bytes(2));
  EXPECT_EQ(bytes_for(Bits(3 * 1000)), Bytes(375));
}

TEST(quantity, sums_products_and_ratios_keep_units) {
  EXPECT_EQ(Cycles(2) + Cycles(3), Cycles(5));
  EXPECT_EQ(Cycles(5) - Cycles(3), Cycles(2));
  EXPECT_EQ(Cycles(5) * 3, Cycles(15));
  EXPECT_EQ(3 * Cycles(5), Cycles(15));
  EXPECT_LT(Cycles(2), Cycles(3));
  EXPECT_DOUBLE_EQ(ratio(Bytes(1), Bytes(4)), 0.25);
}

TEST(quantity, units_do_not_mix_nor_convert_by_themselves) {
  static_assert(!std::is_convertible_v<std::uint64_t, Cycles>);
  static_assert(!std::is_convertible_v<Cycles, std::uint64_t>);
  static_assert(!std::is_constructible_v<Cycles, Bytes>);
  static_assert(!std::is_invocable_v<std::plus<>, Cycles, Bytes>);
  SUCCEED();
}

TEST(quantity, picojoules_and_clock_periods_convert_exactly) {
  EXPECT_DOUBLE_EQ(to_joules(Picojoules(2.5)).count(), 2.5e-12);
  EXPECT_EQ(clock_period(Hertz(1e9)), Picoseconds(1000));
  EXPECT_EQ(clock_period(Hertz(1.2e9)), Picoseconds(833));
  EXPECT_EQ(clock_period(Hertz(500e6)), Picoseconds(2000));
}

}  // namespace quantity_test
}  // namespace metronome
