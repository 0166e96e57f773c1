// Sets of banks and of slots.
#include "arch/dram/index_set.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace metronome::dram {
namespace index_set_test {

TEST(index_set, is_visited_in_order_and_knows_the_operations_of_sets) {
  BankSet set = BankSet::of(3) | BankSet::of(63);
  set.insert(0);
  std::vector<unsigned> members;
  for (const unsigned bank : set) {
    members.push_back(bank);
  }
  EXPECT_EQ(members, (std::vector<unsigned>{0, 3, 63}));
  EXPECT_EQ(set.size(), 3u);
  EXPECT_EQ(set.front(), 0u);
  EXPECT_EQ(set.front_absent(), 1u);
  set -= BankSet::below(3);
  EXPECT_EQ(set, BankSet::of(3) | BankSet::of(63));
  EXPECT_EQ(set & BankSet::below(4), BankSet::of(3));
  EXPECT_TRUE((set & BankSet::below(4)).has_one());
  set.assign(3, false);
  EXPECT_FALSE(set.contains(3));
  set.erase(63);
  EXPECT_TRUE(set.empty());
  EXPECT_EQ(BankSet::below(64).size(), 64u);
  EXPECT_EQ(BankSet::below(8).shifted(8), BankSet::below(16) - BankSet::below(8));
}

}  // namespace index_set_test
}  // namespace metronome::dram
