// A part of the training samples that no training reads.
#include "workloads/data/hold_out.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/data/load.hpp"

namespace metronome::data {
namespace hold_out_test {

/// Sample i has the label i and pixels of i.
DataSet numbered(std::size_t samples) {
  DataSet set;
  set.name = "numbered";
  set.image = {1, 2, 1};
  for (std::size_t i = 0; i < samples; ++i) {
    set.train.labels.push_back(static_cast<std::uint8_t>(i));
    set.train.pixels.insert(set.train.pixels.end(), 2, static_cast<std::uint8_t>(i));
  }
  set.test = set.train;
  return set;
}

TEST(hold_out, parts_the_training_samples_in_their_order_and_leaves_the_test_split) {
  DataSet set = numbered(50);
  const Split test = set.test;
  const Split held = hold_out(set, 20, 1);
  ASSERT_EQ(held.samples(), 20u);
  ASSERT_EQ(set.train.samples(), 30u);
  EXPECT_TRUE(std::is_sorted(held.labels.begin(), held.labels.end()));
  EXPECT_TRUE(std::is_sorted(set.train.labels.begin(), set.train.labels.end()));
  std::vector<std::uint8_t> all = held.labels;
  all.insert(all.end(), set.train.labels.begin(), set.train.labels.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, numbered(50).train.labels);
  for (const Split* part : {&held, static_cast<const Split*>(&set.train)}) {
    for (std::size_t i = 0; i < part->samples(); ++i) {
      EXPECT_EQ(part->pixels[2 * i], part->labels[i]);
      EXPECT_EQ(part->pixels[2 * i + 1], part->labels[i]);
    }
  }
  EXPECT_EQ(set.test, test);
}

TEST(hold_out, is_a_function_of_its_seed_and_draws_from_everywhere) {
  DataSet first = numbered(200), again = numbered(200), other = numbered(200);
  const Split held = hold_out(first, 50, 1);
  EXPECT_EQ(hold_out(again, 50, 1), held);
  EXPECT_NE(hold_out(other, 50, 2).labels, held.labels);
  // 50 of 200 without any of one half would be one draw of 10^16.
  EXPECT_LT(held.labels.front(), 100);
  EXPECT_GE(held.labels.back(), 100);
}

TEST(hold_out, leaves_something_to_train_on) {
  DataSet set = numbered(10);
  EXPECT_THROW((void)hold_out(set, 10, 1), UserError);
  EXPECT_THROW((void)hold_out(set, 11, 1), UserError);
  EXPECT_EQ(hold_out(set, 9, 1).samples(), 9u);
}

}  // namespace hold_out_test
}  // namespace metronome::data
