#include "workloads/train/range_test.hpp"

#include <gtest/gtest.h>

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

TEST(range_test, the_first_level_that_gains_more_than_the_threshold_is_bmin) {
  const RangeTest test = judge_range_test(kSpec, metrics_of({0.1, 0.13, 0.3, 0.5}), 0.1);
  ASSERT_EQ(test.levels.size(), 4u);
  EXPECT_EQ(test.min_bits, 4);
  EXPECT_EQ(test.max_bits, 5);
  EXPECT_NEAR(test.levels[1].train_accuracy, 0.13, 1e-12);
  EXPECT_NEAR(test.levels[1].gain, 0.03, 1e-12);
  EXPECT_NEAR(test.levels[2].gain, 0.17, 1e-12);
}

TEST(range_test, the_first_level_is_compared_with_guessing) {
  EXPECT_EQ(judge_range_test(kSpec, metrics_of({0.2, 0.3, 0.4, 0.5}), 0.1).min_bits, 2);
}

TEST(range_test, without_progress_there_is_no_bmin) {
  EXPECT_FALSE(judge_range_test(kSpec, metrics_of({0.1, 0.1, 0.1, 0.1}), 0.1).min_bits);
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
    EXPECT_EQ(test.metrics[t].forward_bits, 3 + static_cast<int>(t / 4));
    EXPECT_EQ(test.metrics[t].backward_bits, 6);
    EXPECT_DOUBLE_EQ(test.metrics[t].learning_rate.value(), 0.05);
  }
  EXPECT_EQ(test.max_bits, 5);
}

}  // namespace range_test_test
}  // namespace metronome::train
