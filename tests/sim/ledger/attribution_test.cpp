#include "sim/ledger/attribution.hpp"

#include <gtest/gtest.h>

#include <set>

namespace metronome {
namespace attribution_test {

/// A different power of three in every bin, so that no two sums are equal.
Attribution distinct() {
  Attribution cycles;
  std::uint64_t value = 1;
  for (const Bin bin : kEnumValues<Bin>) {
    cycles[bin] = value;
    value *= 3;
  }
  return cycles;
}

TEST(attribution, the_total_is_the_sum_of_all_bins) {
  // 1 + 3 + 9 + ... = (3^bins - 1) / 2
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < kEnumValues<Bin>.size(); ++i) {
    power *= 3;
  }
  EXPECT_EQ(distinct().total(), Cycles((power - 1) / 2));
  EXPECT_EQ(Attribution{}.total(), Cycles(0));
}

TEST(attribution, addition_is_by_bin) {
  Attribution sum = distinct();
  sum += distinct();
  for (const Bin bin : kEnumValues<Bin>) {
    EXPECT_EQ(sum[bin], 2 * distinct()[bin]);
  }
  EXPECT_EQ(sum, distinct().scaled(2));
}

TEST(attribution, scaling_is_repeated_addition) {
  Attribution five;
  for (int i = 0; i < 5; ++i) {
    five += distinct();
  }
  EXPECT_EQ(distinct().scaled(5), five);
  EXPECT_EQ(distinct().scaled(0), Attribution{});
}

TEST(attribution, every_bin_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (const Bin bin : kEnumValues<Bin>) {
    EXPECT_FALSE(bin_name(bin).empty());
    names.insert(bin_name(bin));
  }
  EXPECT_EQ(names.size(), kEnumCount<Bin>);
  EXPECT_EQ(bin_name(Bin::idle_switch), "idle: switch");
}

}  // namespace attribution_test
}  // namespace metronome
