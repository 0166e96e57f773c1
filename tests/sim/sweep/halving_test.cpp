// Successive halving: how many trainings of which length, who goes on, and what static schedules
// reach.
#include "sim/sweep/halving.hpp"

#include <gtest/gtest.h>

#include "sim/base/error.hpp"

namespace metronome::sweep {
namespace halving_test {

TEST(halving, has_a_part_of_the_trainings_for_as_many_times_the_iterations) {
  EXPECT_EQ(rungs_of(16, 180, 2, 3), (std::vector<Rung>{{16, 45}, {8, 90}, {4, 180}}));
  EXPECT_EQ(rungs_of(17, 100, 3, 3), (std::vector<Rung>{{17, 11}, {5, 33}, {1, 100}}));
  // One at least, whatever is left of few.
  EXPECT_EQ(rungs_of(3, 8, 2, 4), (std::vector<Rung>{{3, 1}, {1, 2}, {1, 4}, {1, 8}}));
  EXPECT_EQ(rungs_of(5, 7, 2, 1), (std::vector<Rung>{{5, 7}}));
}

TEST(halving, says_where_a_rung_would_have_no_iteration) {
  EXPECT_EQ(shortest_rung(8, 2, 4), 1u);
  EXPECT_EQ(shortest_rung(7, 2, 4), 0u);
  EXPECT_EQ(shortest_rung(7, 2, 1), 7u);
}

TEST(halving, deals_trainings_out_in_turn_and_one_to_each_at_least) {
  EXPECT_EQ(slots_of(2, 5), (std::vector<Slot>{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0, 2}}));
  EXPECT_EQ(slots_of(3, 1), (std::vector<Slot>{{0, 0}, {1, 0}, {2, 0}}));
  EXPECT_TRUE(slots_of(0, 4).empty());
}

TEST(halving, keeps_the_best_of_equals_the_first_and_without_a_score_last) {
  EXPECT_EQ(best_of({0.5, std::nullopt, 0.7, 0.5, -1}, 3), (std::vector<std::size_t>{2, 0, 3}));
  EXPECT_EQ(best_of({std::nullopt, -2}, 5), (std::vector<std::size_t>{1, 0}));
}

TEST(reference_line, joins_those_that_no_other_beats_in_both) {
  // The third costs more than the second for less, the fourth is not there.
  const ReferenceLine line(
      {Achieved{4, 0.8}, Achieved{2, 0.6}, Achieved{3, 0.5}, std::nullopt, Achieved{8, 0.9}});
  EXPECT_EQ(line.on_line(), (std::vector<std::size_t>{1, 0, 4}));
  EXPECT_DOUBLE_EQ(line.accuracy_at(2), 0.6);
  EXPECT_DOUBLE_EQ(line.accuracy_at(3), 0.7);
  EXPECT_DOUBLE_EQ(line.accuracy_at(4), 0.8);
  EXPECT_DOUBLE_EQ(line.accuracy_at(5), 0.825);
  // Values of the same schedules elsewhere.
  EXPECT_DOUBLE_EQ(line.at(3).of({10, 20, 0, 0, 0}), 15);
}

TEST(reference_line, lets_no_cheap_and_bad_schedule_win_nor_a_dear_one_gain_beyond_the_best) {
  const ReferenceLine line({Achieved{2, 0.6}, Achieved{4, 0.8}});
  EXPECT_DOUBLE_EQ(line.accuracy_at(0.1), 0.6);
  EXPECT_DOUBLE_EQ(line.accuracy_at(100), 0.8);
}

TEST(reference_line, takes_the_better_of_equal_joules_and_refuses_none) {
  const ReferenceLine line({Achieved{2, 0.6}, Achieved{2, 0.7}});
  EXPECT_DOUBLE_EQ(line.accuracy_at(2), 0.7);
  EXPECT_EQ(line.on_line(), (std::vector<std::size_t>{1}));
  EXPECT_THROW(ReferenceLine({std::nullopt}), UserError);
}

}  // namespace halving_test
}  // namespace metronome::sweep
