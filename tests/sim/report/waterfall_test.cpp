#include "sim/report/waterfall.hpp"

#include <gtest/gtest.h>

#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace waterfall_test {

class WaterfallOf : public ::testing::TestWithParam<const char*> {
 protected:
  WaterfallOf()
      : run_(testing::cpt_run(GetParam())),
        baseline_(testing::static_run(GetParam())),
        costs_(cost_of(run_, table_)),
        baseline_costs_(cost_of(baseline_, table_)) {}

  [[nodiscard]] ComparedRun compared() const {
    return {run_, baseline_, costs_, baseline_costs_, table_};
  }
  const EnergyTable table_ = testing::priced_table();
  RunResult run_;
  RunResult baseline_;
  RunCosts costs_;
  RunCosts baseline_costs_;
};

double sum_of(const Waterfall& waterfall) {
  double sum = waterfall.ideal;
  for (const WaterfallStep& step : waterfall.steps) {
    sum += step.change;
  }
  return sum;
}

double change(const Waterfall& waterfall, const std::string& effect) {
  for (const WaterfallStep& step : waterfall.steps) {
    if (step.effect == effect) {
      return step.change;
    }
  }
  ADD_FAILURE() << effect;
  return 0;
}

TEST_P(WaterfallOf, sums_from_the_ideal_to_the_achieved_saving) {
  const Savings saved = savings_of(costs_, baseline_costs_);
  const Waterfall cycles = cycle_waterfall(compared());
  EXPECT_EQ(cycles.ideal, saved.bit_operations);
  EXPECT_NEAR(cycles.achieved, saved.cycles, 1e-12);
  EXPECT_NEAR(sum_of(cycles), saved.cycles, 1e-12);
  const Waterfall energy = energy_waterfall(compared());
  EXPECT_NEAR(energy.achieved, saved.energy, 1e-12);
  EXPECT_NEAR(sum_of(energy), saved.energy, 1e-12);
}

TEST_P(WaterfallOf, has_a_step_for_every_bin_of_time) {
  const Waterfall cycles = cycle_waterfall(compared());
  ASSERT_EQ(cycles.steps.size(),
            2 + kEnumCount<Bin>);  // exempt work, supported widths, then the bins
  EXPECT_EQ(cycles.steps[2].effect, "utilisation");
  EXPECT_EQ(cycles.steps[3].effect, "fill and drain");
  EXPECT_EQ(cycles.steps.back().effect, "idle: switch");
}

INSTANTIATE_TEST_SUITE_P(families, WaterfallOf,
                         ::testing::Values("systolic", "spatial_fusion", "operand_serial",
                                           "dual_serial"));

/// A fixed-width array gains nothing from narrow operands: the whole ideal saving is lost at once.
TEST(waterfall, a_systolic_array_loses_the_ideal_saving_to_its_width) {
  const RunResult run = testing::cpt_run("systolic");
  const RunResult baseline = testing::static_run("systolic");
  const EnergyTable table = testing::priced_table();
  const RunCosts costs = cost_of(run, table);
  const RunCosts baseline_costs = cost_of(baseline, table);
  const Waterfall cycles = cycle_waterfall({run, baseline, costs, baseline_costs, table});
  EXPECT_NEAR(change(cycles, "supported widths") + change(cycles, "exempt work"), -cycles.ideal,
              1e-9);
}

/// Loom's ideal array executes exactly as many bit products as are counted.
TEST(waterfall, a_dual_serial_array_supports_every_width) {
  const RunResult run = testing::cpt_run("dual_serial");
  const RunResult baseline = testing::static_run("dual_serial");
  const EnergyTable table = testing::priced_table();
  const RunCosts costs = cost_of(run, table);
  const RunCosts baseline_costs = cost_of(baseline, table);
  const Waterfall cycles = cycle_waterfall({run, baseline, costs, baseline_costs, table});
  EXPECT_NEAR(change(cycles, "supported widths"), 0, 1e-12);
  EXPECT_LT(change(cycles, "idle: vector"), 0);
}

}  // namespace waterfall_test
}  // namespace metronome::report
