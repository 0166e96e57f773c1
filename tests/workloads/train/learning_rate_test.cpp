#include "workloads/train/learning_rate.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace metronome::train {
namespace learning_rate_test {

WorkloadSpec with_policy(RatePolicy policy) {
  WorkloadSpec spec;
  spec.iterations = 100;
  spec.learning_rate = 0.4;
  spec.learning_rate_policy = policy;
  return spec;
}

TEST(learning_rate, cosine_falls_from_the_start_to_the_end) {
  WorkloadSpec spec = with_policy(RatePolicy::cosine);
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 0), 0.4);
  EXPECT_NEAR(learning_rate_at(spec, 50), 0.2, 1e-15);
  EXPECT_NEAR(learning_rate_at(spec, 25), 0.2 * (1 + std::sqrt(0.5)), 1e-15);
  spec.learning_rate_end = 0.1;
  EXPECT_NEAR(learning_rate_at(spec, 50), 0.25, 1e-15);
}

TEST(learning_rate, linear_falls_in_a_line) {
  WorkloadSpec spec = with_policy(RatePolicy::linear);
  EXPECT_NEAR(learning_rate_at(spec, 25), 0.3, 1e-15);
  spec.learning_rate_end = 0.2;
  EXPECT_NEAR(learning_rate_at(spec, 75), 0.25, 1e-15);
}

TEST(learning_rate, warm_up_comes_before_every_policy) {
  WorkloadSpec spec = with_policy(RatePolicy::cosine);
  spec.warmup_iterations = 10;
  spec.warmup_rate = 0.01;
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 0), 0.01);
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 9), 0.01);
  EXPECT_NEAR(learning_rate_at(spec, 50), 0.2, 1e-15);
  spec.warmup = WarmupKind::linear;
  EXPECT_DOUBLE_EQ(learning_rate_at(spec, 0), 0.01);
  EXPECT_NEAR(learning_rate_at(spec, 5), 0.205, 1e-15);
}

/// The rate after each of a sequence of window means, windows of two losses.
std::vector<double> rates(const WorkloadSpec& spec, const std::vector<double>& means) {
  LearningRate rate(spec);
  std::vector<double> after;
  for (const double mean : means) {
    rate.observe(mean - 1);
    rate.observe(mean + 1);
    after.push_back(rate.at(0));
  }
  return after;
}

TEST(learning_rate, plateau_drops_when_the_loss_stops_falling) {
  WorkloadSpec spec = with_policy(RatePolicy::plateau);
  spec.plateau_window = 2;
  spec.learning_rate_factor = 0.5;
  EXPECT_EQ(rates(spec, {5, 4, 4, 3, 6, 6}), (std::vector<double>{0.4, 0.4, 0.2, 0.2, 0.1, 0.05}));
  spec.plateau_patience = 1;
  EXPECT_EQ(rates(spec, {5, 4, 4, 3, 6, 6}), (std::vector<double>{0.4, 0.4, 0.4, 0.4, 0.4, 0.2}));
}

TEST(learning_rate, goes_on_from_its_state) {
  WorkloadSpec spec = with_policy(RatePolicy::plateau);
  spec.plateau_window = 3;
  LearningRate whole(spec);
  for (int i = 0; i < 8; ++i) {
    whole.observe(1 + i % 2);
  }
  LearningRate later(spec);
  later.restore(whole.state());
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(later.at(0), whole.at(0));
    whole.observe(2);
    later.observe(2);
  }
  EXPECT_LT(whole.at(0), 0.4);
}

}  // namespace learning_rate_test
}  // namespace metronome::train
