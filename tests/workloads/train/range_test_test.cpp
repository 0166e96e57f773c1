#include "workloads/train/range_test.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace metronome::train {
namespace range_test_test {

/// Four iterations at each level, of these accuracies.
std::vector<trace::Metric> metrics_of(const std::vector<double>& accuracies) {
  std::vector<trace::Metric> metrics;
  for (const double accuracy : accuracies) {
    for (int i = 0; i < 4; ++i) {
      trace::Metric metric;
      metric.iteration = metrics.size();
      metric.loss = 1;
      // The first half of a level differs: it must not count.
      metric.train_accuracy = i < 2 ? 0.99 : accuracy + (i == 2 ? 0.01 : -0.01);
      metrics.push_back(metric);
    }
  }
  return metrics;
}

constexpr RangeTestSpec kSpec{
    .start_bits = 2, .end_bits = 5, .iterations_per_level = 4, .window = 2, .threshold = 0.05};

constexpr std::uint64_t kBatch = 10000;

TEST(range_test, the_first_level_that_gains_more_than_the_threshold_is_bmin) {
  const RangeTest test = judge_range_test(kSpec, metrics_of({0.1, 0.13, 0.3, 0.5}), 0.1, kBatch);
  ASSERT_EQ(test.levels.size(), 4u);
  EXPECT_EQ(test.min_bits, 4);
  EXPECT_EQ(test.max_bits, 5);
  EXPECT_NEAR(test.levels[1].train_accuracy, 0.13, 1e-12);
  EXPECT_NEAR(test.levels[1].gain, 0.03, 1e-12);
  EXPECT_NEAR(test.levels[2].gain, 0.17, 1e-12);
}

TEST(range_test, the_first_level_is_compared_with_guessing) {
  EXPECT_EQ(judge_range_test(kSpec, metrics_of({0.2, 0.3, 0.4, 0.5}), 0.1, kBatch).min_bits, 2);
}

// A level that falls below guessing makes the next one no progress by returning to it.
TEST(range_test, F3_9_a_gain_counts_from_guessing_where_the_level_below_is_worse) {
  const RangeTest test = judge_range_test(kSpec, metrics_of({0.02, 0.11, 0.1, 0.4}), 0.1, kBatch);
  EXPECT_NEAR(test.levels[1].gain, 0.01, 1e-12);
  EXPECT_EQ(test.min_bits, 5);
  EXPECT_NEAR(test.levels[3].gain, 0.3, 1e-12);
  EXPECT_FALSE(judge_range_test(kSpec, metrics_of({0.02, 0.1, 0.02, 0.1}), 0.1, kBatch).min_bits);
}

TEST(range_test, F3_9_a_gain_must_exceed_the_threshold_by_two_standard_errors) {
  // 20 samples in a window: a share of 0.2 of them scatters by 0.089, a gain of 0.1 shows nothing.
  const RangeTest few = judge_range_test(kSpec, metrics_of({0.05, 0.2, 0.2, 0.9}), 0.1, 10);
  EXPECT_NEAR(few.levels[1].gain_error, std::sqrt(0.2 * 0.8 / 20), 1e-12);  // guessing has none
  EXPECT_FALSE(few.levels[1].progress);
  EXPECT_EQ(few.min_bits, 5);
  const RangeTest many = judge_range_test(kSpec, metrics_of({0.05, 0.2, 0.2, 0.9}), 0.1, kBatch);
  EXPECT_EQ(many.min_bits, 3);
  // Of two levels above guessing both scatter.
  EXPECT_NEAR(many.levels[3].gain_error,
              std::hypot(many.levels[3].standard_error, many.levels[2].standard_error), 1e-12);
}

TEST(range_test, F3_9_the_standard_error_is_the_larger_of_scatter_and_counting) {
  const std::vector<double> spread{0.1, 0.5};
  EXPECT_NEAR(standard_error_of(spread, 1e6), 0.2, 1e-12);  // 0.2828 / root 2
  const std::vector<double> equal{0.5, 0.5};
  EXPECT_NEAR(standard_error_of(equal, 100), 0.05, 1e-12);  // root (0.25 / 100)
  const std::vector<double> one{0.5};
  EXPECT_NEAR(standard_error_of(one, 100), 0.05, 1e-12);
}

TEST(range_test, without_progress_there_is_no_bmin) {
  EXPECT_FALSE(judge_range_test(kSpec, metrics_of({0.1, 0.1, 0.1, 0.1}), 0.1, kBatch).min_bits);
}

TEST(range_test, trains_every_level_with_its_bits_and_a_constant_rate) {
  WorkloadSpec spec;
  spec.dataset = "synthetic";
  spec.train_samples = 64;
  spec.batch = 16;
  spec.learning_rate = 0.05;
  spec.schedule = "cpt:3-8,periods=2,backward=6";
  spec.range_test = {
      .start_bits = 3, .end_bits = 5, .iterations_per_level = 4, .window = 2, .threshold = 0.01};
  const RangeTest test = range_test(spec, {});
  ASSERT_EQ(test.metrics.size(), 12u);
  for (std::uint64_t t = 0; t < 12; ++t) {
    EXPECT_EQ(test.metrics[t].precision.weight_bits, 3 + static_cast<int>(t / 4));
    EXPECT_EQ(test.metrics[t].precision.error_bits, 6);
    EXPECT_DOUBLE_EQ(test.metrics[t].learning_rate.value(), 0.05);
  }
  EXPECT_EQ(test.max_bits, 5);
}

}  // namespace range_test_test
}  // namespace metronome::train
