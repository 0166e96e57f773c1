#include "workloads/schedule/suite.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "sim/base/error.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {
namespace suite_test {

std::vector<int> bits(const std::string& text, std::uint64_t iterations) {
  std::vector<int> all;
  const Schedule schedule = parse_schedule(text);
  for (std::uint64_t t = 0; t < iterations; ++t) {
    all.push_back(schedule.at(t, iterations).all.weight_bits);
  }
  return all;
}

/// In percent, of bit operations b^2 + 2 b g (forward and two backward GEMMs) against static 8/8.
double saving(const std::string& text) {
  constexpr std::uint64_t kIterations = 64'000;
  double sum = 0;
  for (const trace::Phase& phase : parse_schedule(text).phases(kIterations)) {
    const double b = phase.assignment.all.weight_bits;
    sum += static_cast<double>(phase.iterations) * (b * b + 2 * b * 8);
  }
  return 100 * (1 - sum / (static_cast<double>(kIterations) * (64 + 128)));
}

// The formula of [fu2021cpt] over the schedules of [wolfe2024schedules], relative to static 8/8
// with n = 8 periods; stated to one decimal.
TEST(suite_schedule, saves_the_published_share_of_bit_operations) {
  const std::map<std::string, std::pair<double, double>> published{
      {"rr", {60.1, 49.9}}, {"rth", {60.1, 49.9}}, {"lr", {37.2, 30.5}},  {"lt", {37.2, 30.5}},
      {"cr", {36.7, 30.1}}, {"ct", {36.7, 30.1}},  {"etv", {36.5, 30.0}}, {"rtv", {36.3, 29.8}},
      {"er", {17.8, 14.2}}, {"eth", {17.8, 14.2}}};
  ASSERT_EQ(published.size(), suite_kinds().size());
  for (const auto& [name, percent] : published) {
    EXPECT_NEAR(saving(name + ":3-8,periods=8,backward=8"), percent.first, 0.06) << name;
    EXPECT_NEAR(saving(name + ":4-8,periods=8,backward=8"), percent.second, 0.06) << name;
  }
}

TEST(suite_schedule, cr_is_cyclic_precision_training) {
  EXPECT_EQ(parse_schedule("cr:3-8,periods=8").phases(8000),
            parse_schedule("cpt:3-8,periods=8").phases(8000));
  EXPECT_EQ(parse_schedule("cr:3-8,periods=2,backward=6-8").phases(100),
            parse_schedule("cpt:3-8,periods=2,backward=6-8").phases(100));
}

TEST(suite_schedule, has_the_shape_of_its_name) {
  // T = 5, 3 + 5 z at z = 0, 0.2, ...: repeated ramps.
  EXPECT_EQ(bits("lr:3-8,periods=2", 10), (std::vector<int>{3, 4, 5, 6, 7, 3, 4, 5, 6, 7}));
  // Even periods fall from the maximum, odd ones rise.
  EXPECT_EQ(bits("lt:3-8,periods=2", 10), (std::vector<int>{8, 7, 6, 5, 4, 3, 4, 5, 6, 7}));
  // REX rises late: f(0.5) = 1 - 0.5 / 0.55 = 0.0909; flipped vertically it falls late, too.
  const std::vector<int> vertical = bits("rtv:3-8,periods=2", 400);
  const std::vector<int> horizontal = bits("rth:3-8,periods=2", 400);
  EXPECT_EQ(vertical[100], 8);    // 8 - 5 * 0.0909 = 7.55
  EXPECT_EQ(horizontal[100], 3);  // 3 + 5 * 0.0909 = 3.45
  EXPECT_EQ(vertical[300], 3);    // rising halves are one
  EXPECT_EQ(horizontal[300], 3);
  // Exponential rises early: f(0.5) = 1 - exp(-2) = 0.8647: 3 + 4.32.
  EXPECT_EQ(bits("er:3-8,periods=1", 200)[100], 7);
  EXPECT_EQ(bits("etv:3-8,periods=2", 400)[100], 4);  // 8 - 4.32 = 3.68
  EXPECT_EQ(bits("eth:3-8,periods=2", 400)[100], 7);
}

TEST(suite_schedule, horizontal_and_vertical_flips_are_one_for_symmetric_profiles) {
  for (const BitRange range : {BitRange{3, 8}, BitRange{4, 6}}) {
    for (const Profile profile : {Profile::linear, Profile::cosine}) {
      for (std::uint64_t t = 0; t < 2000; ++t) {
        const SuiteSpec h{profile, Shape::triangular_horizontal, {range, {8, 8}}, 2};
        const SuiteSpec v{profile, Shape::triangular_vertical, {range, {8, 8}}, 2};
        ASSERT_EQ(suite_bits(h, range, t, 1000), suite_bits(v, range, t, 1000)) << t;
      }
    }
  }
}

TEST(suite_schedule, a_run_too_short_for_its_periods_is_a_user_error) {
  EXPECT_THROW((void)parse_schedule("lt:3-8,periods=8").phases(7), UserError);
  EXPECT_NO_THROW((void)parse_schedule("lt:3-8,periods=8").phases(8));
}

TEST(deficit_schedule, is_low_within_its_window_only) {
  const std::vector<trace::Phase> expected{
      {0, 5, {{8, 6}, {}}}, {5, 10, {{3, 6}, {}}}, {15, 5, {{8, 6}, {}}}};
  const Schedule schedule = parse_schedule("deficit:3-8,start=5,iterations=10,backward=6");
  EXPECT_EQ(schedule.phases(20), expected);
  EXPECT_EQ(schedule.evaluation(20).all.weight_bits, 8);
  EXPECT_EQ(parse_schedule("deficit:3-8,iterations=4").phases(10).front().iterations, 4u);
  EXPECT_EQ(parse_schedule("deficit:3-8,iterations=40").phases(10).size(), 1u);
  EXPECT_THROW((void)parse_schedule("deficit:3-8"), UserError);
}

/// The stages of each iteration, by its window's mean loss (windows of 2).
std::vector<int> stages(const std::string& text, const std::vector<double>& means) {
  Driver driver(parse_schedule(text), 2 * means.size());
  std::vector<int> bits;
  for (std::size_t window = 0; window < means.size(); ++window) {
    for (const double sign : {-1.0, 1.0}) {
      bits.push_back(driver.at(bits.size()).all.weight_bits);
      driver.observe(means[window] + 0.25 * sign);
    }
  }
  return bits;
}

TEST(progressive_schedule, moves_on_when_five_windows_are_flat) {
  // Scale: mean of the windows so far, about 1. Epsilon 0.1: the fifth window ends stage one.
  const std::vector<double> flat{1.0, 1.05, 1.0, 0.95, 1.0, 1.0};
  EXPECT_EQ(stages("pfq:3/8,window=2,epsilon=0.1", flat),
            (std::vector<int>{3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 8, 8}));
  // A loss that falls keeps the stage.
  EXPECT_EQ(stages("pfq:3/8,window=2,epsilon=0.1", {3, 2.5, 2, 1.5, 1, 0.5}).back(), 3);
}

TEST(progressive_schedule, every_stage_starts_with_an_empty_history_and_a_finer_epsilon) {
  std::vector<double> means;
  for (int i = 0; i < 30; ++i) {
    means.push_back(i % 2 == 0 ? 1.0 : 1.04);  // 0.04: within 0.05, not within 0.05 * 0.3
  }
  const std::vector<int> bits = stages("pfq:3/4/6/8,backward=6/6/8/8,window=2", means);
  EXPECT_EQ(bits[9], 3);
  EXPECT_EQ(bits[10], 4);
  EXPECT_EQ(bits.back(), 4);
  const std::vector<int> level = stages("pfq:3/4/6,window=2", std::vector<double>(12, 1.0));
  EXPECT_EQ(level[19], 4);
  EXPECT_EQ(level[20], 6);
  EXPECT_EQ(level.back(), 6);  // the last stage lasts
}

TEST(progressive_schedule, only_a_training_has_its_phases) {
  const Schedule schedule = parse_schedule("pfq:3/4/6/8,backward=6/6/8/8");
  EXPECT_TRUE(schedule.loss_driven());
  EXPECT_EQ(schedule.evaluation(10).all.weight_bits, 8);
  EXPECT_THROW((void)schedule.phases(10), UserError);
  EXPECT_THROW((void)schedule.at(0, 10), UserError);
  EXPECT_EQ(Driver(schedule, 10).at(0).all, (trace::Precision{3, 6}));
  EXPECT_THROW((void)parse_schedule("pfq:3/4,backward=6/6/8"), UserError);
  EXPECT_THROW((void)parse_schedule("pfq:"), UserError);
}

TEST(progressive_schedule, goes_on_from_its_state) {
  Driver whole(parse_schedule("pfq:3/4/6,window=1"), 20);
  Driver first(parse_schedule("pfq:3/4/6,window=1"), 20);
  for (int t = 0; t < 7; ++t) {
    whole.observe(1);
    first.observe(1);
  }
  Driver second(parse_schedule("pfq:3/4/6,window=1"), 20);
  second.restore(first.state());
  for (std::uint64_t t = 7; t < 20; ++t) {
    EXPECT_EQ(second.at(t), whole.at(t)) << t;
    whole.observe(1);
    second.observe(1);
  }
  EXPECT_EQ(whole.at(19).all.weight_bits, 6);
}

}  // namespace suite_test
}  // namespace metronome::schedule
