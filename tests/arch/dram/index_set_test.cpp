// Sets of banks and of slots.
#include "arch/dram/index_set.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/arch/dram/patterns.hpp"

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

std::vector<unsigned> members(const WideBankSet& set) {
  std::vector<unsigned> out;
  for (const unsigned index : set) {
    out.push_back(index);
  }
  return out;
}

// Every operation beside the same one on a std::set, on members in all words.
TEST(index_set, of_several_words_equals_a_set_of_numbers) {
  testing::Xorshift g(7);
  WideBankSet a;
  WideBankSet b;
  std::set<unsigned> plain_a;
  std::set<unsigned> plain_b;
  for (int step = 0; step < 4'000; ++step) {
    const auto index = static_cast<unsigned>(g.below(256));
    const bool member = g.below(3) == 0;
    a.assign(index, member);
    member ? (void)plain_a.insert(index) : (void)plain_a.erase(index);
    if (step % 7 == 0) {
      std::swap(a, b);
      std::swap(plain_a, plain_b);
    }
    ASSERT_EQ(members(a), std::vector<unsigned>(plain_a.begin(), plain_a.end()));
    ASSERT_EQ(a.size(), plain_a.size());
    ASSERT_EQ(a.empty(), plain_a.empty());
    ASSERT_EQ(a.has_one(), plain_a.size() == 1);
    ASSERT_EQ(a.front(), plain_a.empty() ? 256 : *plain_a.begin());
    for (const unsigned i : {0u, 63u, 64u, 127u, 128u, 255u, index}) {
      ASSERT_EQ(a.contains(i), plain_a.contains(i));
      ASSERT_EQ((a | b).contains(i), plain_a.contains(i) || plain_b.contains(i));
      ASSERT_EQ((a & b).contains(i), plain_a.contains(i) && plain_b.contains(i));
      ASSERT_EQ((a - b).contains(i), plain_a.contains(i) && !plain_b.contains(i));
    }
    const auto distance = static_cast<unsigned>(g.below(256));
    std::vector<unsigned> moved;
    for (const unsigned i : plain_a) {
      if (i + distance < 256) {
        moved.push_back(i + distance);
      }
    }
    ASSERT_EQ(members(a.shifted(distance)), moved) << distance;
  }
  for (const unsigned count : {1u, 63u, 64u, 65u, 192u, 256u}) {
    EXPECT_EQ(WideBankSet::below(count).size(), count);
    EXPECT_FALSE(count < 256 && WideBankSet::below(count).contains(count));
  }
  EXPECT_EQ(members(WideBankSet::of(200)), std::vector<unsigned>{200});
}

}  // namespace index_set_test
}  // namespace metronome::dram
