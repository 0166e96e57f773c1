// A cascade of two modes: what thresholds mean on samples, and what an image takes.
#include "sim/experiment/cascade.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace metronome::experiment {
namespace cascade_test {

using testing::HasSubstr;

/// The low mode is right where it is sure; the high mode knows all but the last sample.
DualAnswers some_answers() {
  return {{{true, 0.9}, {false, 0.1}, {true, 0.5}, {true, 0.8}, {false, NAN}},
          {{true, 0.9}, {true, 0.9}, {true, 0.9}, {false, 0.9}, {false, 0.9}}};
}

TEST(cascade, a_threshold_sends_on_what_is_less_sure_and_what_is_no_number) {
  const DualAnswers answers = some_answers();
  const CascadePoint none = cascade_point(answers, 0);
  EXPECT_DOUBLE_EQ(none.share, 0.2) << "an answer that is no number is no answer";
  EXPECT_DOUBLE_EQ(none.accuracy, 0.6);
  const CascadePoint some = cascade_point(answers, 0.5);
  EXPECT_DOUBLE_EQ(some.share, 0.4) << "a margin of the threshold is enough";
  EXPECT_DOUBLE_EQ(some.accuracy, 0.8);
  const CascadePoint all = cascade_point(answers, 1.01);
  EXPECT_DOUBLE_EQ(all.share, 1);
  EXPECT_DOUBLE_EQ(all.accuracy, 0.6);
}

TEST(cascade, the_least_threshold_of_those_that_are_right_most_often_is_chosen) {
  std::vector<CascadePoint> points;
  for (const double threshold : cascade_thresholds()) {
    points.push_back(cascade_point(some_answers(), threshold));
  }
  EXPECT_DOUBLE_EQ(points[chosen_threshold(points)].threshold, 0.11);
  EXPECT_EQ(points.front().threshold, 0);
  EXPECT_GT(points.back().threshold, 1) << "all go on";
  for (std::size_t i = 1; i < points.size(); ++i) {
    EXPECT_GE(points[i].share, points[i - 1].share);
  }
}

DualCosts some_costs() {
  DualCosts costs;
  costs.low = {1, 10, 100, 1000};
  costs.high = {3, 30, 400, 3000};
  costs.refine = {2.5, 25, 300, 2500};
  costs.up = {0.5, 4, 300, 300};
  costs.down = {0.1, 1, 0, 20};
  return costs;
}

TEST(cascade, an_image_takes_the_low_mode_and_its_share_of_switches_and_of_the_high_mode) {
  const DualCosts costs = some_costs();
  EXPECT_DOUBLE_EQ(costs.cascade_joules(0), 10);
  EXPECT_DOUBLE_EQ(costs.cascade_joules(0.25), 10 + 0.25 * (25 + 4 + 1));
  EXPECT_DOUBLE_EQ(costs.cascade_seconds(1), 1 + 2.5 + 0.5 + 0.1);
  EXPECT_DOUBLE_EQ(costs.break_even_images(), 5.0 / 20);
  DualCosts equal = costs;
  equal.low.joules = equal.high.joules;
  EXPECT_TRUE(std::isinf(equal.break_even_images()));
}

TEST(cascade, its_tables_have_a_row_a_threshold_and_a_row_a_mode) {
  const std::vector<CascadePoint> points{{0, 0, 0.5}, {0.5, 0.25, 0.75}};
  const std::string csv = cascade_csv(points, points, some_costs());
  EXPECT_THAT(csv, HasSubstr("threshold,training_share,"));
  EXPECT_THAT(csv, HasSubstr("0.5,0.25,0.75,0.25,0.75,17.5,"));
  EXPECT_THAT(modes_csv(some_costs()), HasSubstr("switch_high,0.5,4,300,300\n"));
  EXPECT_THAT(cascade_figure(points, some_costs(), 1).csv, HasSubstr("17.5"));
}

}  // namespace cascade_test
}  // namespace metronome::experiment
