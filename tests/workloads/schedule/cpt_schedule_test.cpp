#include <gtest/gtest.h>

#include <map>

#include "sim/base/error.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/lowering.hpp"

namespace metronome::schedule {
namespace cpt_schedule_test {

constexpr std::uint64_t kIterations = 64'000;  // the paper's CIFAR runs: 32 periods of T = 2000

std::vector<trace::Phase> phases(const std::string& text, std::uint64_t iterations = kIterations) {
  return parse_schedule(text).phases(iterations);
}

/// Iterations of one period at each forward width, ascending.
std::vector<std::uint64_t> iterations_by_level(const std::string& text) {
  std::map<int, std::uint64_t> levels;
  for (const trace::Phase& phase : phases(text, 2000)) {
    levels[phase.assignment.all.weight_bits] += phase.iterations;
  }
  std::vector<std::uint64_t> counts;
  for (const auto& [bits, count] : levels) {
    counts.push_back(count);
  }
  return counts;
}

// Shares of a period of 2000 iterations, one iteration = 0.05 %: the formula of
// [fu2021cpt] as [fu2021code] evaluates it.
TEST(cpt_schedule, spends_the_published_share_of_iterations_at_each_level) {
  using Counts = std::vector<std::uint64_t>;
  // 20.50 16.45 13.05 13.10 16.45 20.45 %
  EXPECT_EQ(iterations_by_level("cpt:3-8,periods=1"), (Counts{410, 329, 261, 262, 329, 409}));
  // 23.05 18.95 16.05 18.95 23.00 %
  EXPECT_EQ(iterations_by_level("cpt:4-8,periods=1"), (Counts{461, 379, 321, 379, 460}));
  // 26.80 23.25 23.20 26.75 %
  EXPECT_EQ(iterations_by_level("cpt:3-6,periods=1"), (Counts{536, 465, 464, 535}));
  EXPECT_EQ(iterations_by_level("cpt:5-8,periods=1"), (Counts{536, 465, 464, 535}));
  // 33.35 33.35 33.30 %
  EXPECT_EQ(iterations_by_level("cpt:4-6,periods=1"), (Counts{667, 667, 666}));
  // 50 50 %
  EXPECT_EQ(iterations_by_level("cpt:3-4,periods=1"), (Counts{1000, 1000}));
}

TEST(cpt_schedule, has_the_published_mean_bits) {
  const auto mean = [](const std::string& text) {
    double sum = 0;
    for (const trace::Phase& phase : phases(text)) {
      sum += phase.assignment.all.weight_bits * static_cast<double>(phase.iterations);
    }
    return sum / static_cast<double>(kIterations);
  };
  EXPECT_NEAR(mean("cpt:3-8"), 5.499, 5e-4);
  EXPECT_NEAR(mean("cpt:4-8"), 5.999, 5e-4);
}

TEST(cpt_schedule, one_period_of_3_to_8_bits_is_six_phases) {
  const std::vector<trace::Phase> expected{{0, 410, {{3, 8}, {}}},    {410, 329, {{4, 8}, {}}},
                                           {739, 261, {{5, 8}, {}}},  {1000, 262, {{6, 8}, {}}},
                                           {1262, 329, {{7, 8}, {}}}, {1591, 409, {{8, 8}, {}}}};
  EXPECT_EQ(phases("cpt:3-8,periods=1", 2000), expected);
}

TEST(cpt_schedule, the_papers_run_of_32_periods_is_192_phases) {
  const std::vector<trace::Phase> all = phases("cpt:3-8,periods=32,backward=8");
  ASSERT_EQ(all.size(), 192u);
  std::uint64_t next = 0;
  for (const trace::Phase& phase : all) {
    EXPECT_EQ(phase.first_iteration, next);
    next += phase.iterations;
  }
  EXPECT_EQ(next, kIterations);
}

TEST(cpt_schedule, ramps_up_and_resets_at_each_period) {
  const Schedule schedule = parse_schedule("cpt:3-8,periods=2");
  EXPECT_EQ(schedule.at(0, 4000).all, (trace::Precision{3, 8}));
  EXPECT_EQ(schedule.at(1999, 4000).all, (trace::Precision{8, 8}));
  EXPECT_EQ(schedule.at(2000, 4000).all, (trace::Precision{3, 8}));
}

TEST(cpt_schedule, rounds_ties_to_even) {
  EXPECT_EQ(cyclic_bits({3, 8}, 1000, 2000), 6);  // 5.5
  EXPECT_EQ(cyclic_bits({3, 6}, 1000, 2000), 4);  // 4.5
  EXPECT_EQ(cyclic_bits({3, 4}, 1000, 2000), 4);  // 3.5
  EXPECT_EQ(cyclic_bits({4, 6}, 2, 6), 4);        // z = 1/3: 4.5
  EXPECT_EQ(cyclic_bits({4, 6}, 4, 6), 6);        // z = 2/3: 5.5
}

TEST(cpt_schedule, truncates_the_period_so_that_a_run_may_end_in_a_further_one) {
  // ImageNet, 120 epochs of 5005 iterations: T = 18768 leaves 24, as in [fu2021code].
  const std::vector<trace::Phase> all = phases("cpt:4-8,periods=32", 120 * 5005);
  EXPECT_EQ(all.back().iterations, 24u);
  EXPECT_EQ(all.back().assignment.all.weight_bits, 4);
}

TEST(cpt_schedule, cycles_the_backward_bits_by_the_same_formula) {
  const Schedule schedule = parse_schedule("cpt:3-8,periods=1,backward=6-8");
  for (std::uint64_t t = 0; t < 2000; t += 50) {
    EXPECT_EQ(schedule.at(t, 2000).all,
              (trace::Precision{cyclic_bits({3, 8}, t, 2000), cyclic_bits({6, 8}, t, 2000)}));
  }
}

TEST(cpt_schedule, phases_are_the_maximal_runs_of_at) {
  for (const char* text :
       {"cpt:3-8,periods=3,backward=6-8", "cpt:8-8,periods=2", "static:5", "lr:2-8,periods=5",
        "ct:3-8,periods=4", "rtv:3-8,periods=4,backward=4-8", "rth:3-8,periods=7", "er:3-8",
        "etv:1-16,periods=6", "eth:3-8,periods=2", "deficit:3-8,start=30,iterations=40,backward=8",
        "deficit:3-8,start=0,iterations=5,backward=8", "deficit:4-4,start=5,iterations=9"}) {
    const Schedule schedule = parse_schedule(text);
    for (const std::uint64_t iterations :
         {std::uint64_t{32}, std::uint64_t{100}, std::uint64_t{6007}}) {
      std::vector<trace::Assignment> each;
      for (std::uint64_t t = 0; t < iterations; ++t) {
        each.push_back(schedule.at(t, iterations));
      }
      EXPECT_EQ(schedule.phases(iterations), trace::phases_of(each)) << text << " " << iterations;
    }
  }
}

TEST(cpt_schedule, evaluates_at_its_largest_bits) {
  EXPECT_EQ(parse_schedule("cpt:3-6").evaluation(kIterations).all.weight_bits, 6);
  EXPECT_EQ(parse_schedule("static:5").evaluation(10).all.weight_bits, 5);
  EXPECT_EQ(parse_schedule("static:0").evaluation(10).all.weight_bits, 0);
}

TEST(cpt_schedule, a_run_too_short_for_its_periods_is_a_user_error) {
  const Schedule schedule = parse_schedule("cpt:3-8,periods=32");
  EXPECT_NO_THROW((void)schedule.phases(32));
  EXPECT_THROW((void)schedule.at(0, 31), UserError);
  try {
    (void)schedule.phases(31);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(),
                 "schedule cpt:3-8,periods=32,backward=8: a run of 31 iterations cannot hold 32 "
                 "precision periods (at least 32 iterations, or at most 31 periods)");
  }
}

/// Bit operations of a whole run by the paper's formula.
double run_bit_operations(const trace::Step& step, const std::string& schedule) {
  double total = 0;
  for (const trace::Phase& phase : phases(schedule)) {
    total += static_cast<double>(phase.iterations) *
             static_cast<double>(trace::PaperMeasure(step).of(phase.assignment).count());
  }
  return total;
}

// The formula of [fu2021cpt], to two decimals (what the paper prints otherwise:
// tests/DEVIATIONS.md). The baseline is static at the largest forward bits and the same backward
// bits.
TEST(cpt_schedule, saves_the_published_bit_operations) {
  const trace::Step step = trace::lower(model::cifar_resnet(1, {3, 32, 32}, 10), "cifar-10", 128,
                                        trace::DxScale::prescale_requantize);
  const auto saving = [&](const std::string& range, int max, int backward) {
    const std::string suffix = ",backward=" + std::to_string(backward);
    const double cyclic = run_bit_operations(step, "cpt:" + range + ",periods=32" + suffix);
    const double fixed = run_bit_operations(step, "static:" + std::to_string(max) + suffix);
    return 100.0 * (1.0 - cyclic / fixed);
  };
  EXPECT_NEAR(saving("3-8", 8, 8), 36.67, 0.005);
  EXPECT_NEAR(saving("3-6", 6, 6), 30.05, 0.005);
  EXPECT_NEAR(saving("3-4", 4, 6), 14.84, 0.005);
  EXPECT_NEAR(saving("4-8", 8, 8), 30.11, 0.005);
  EXPECT_NEAR(saving("4-6", 6, 6), 20.69, 0.005);
  EXPECT_NEAR(saving("5-8", 8, 8), 23.16, 0.005);
  EXPECT_NEAR(saving("5-6", 6, 8), 10.23, 0.005);
  EXPECT_NEAR(saving("4-6", 6, 8), 19.96, 0.005);
}

}  // namespace cpt_schedule_test
}  // namespace metronome::schedule
