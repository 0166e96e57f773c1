#include "sim/report/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "sim/base/csv.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/units.hpp"
#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace comparison_test {

using ::testing::HasSubstr;

class Comparison : public ::testing::Test {
 protected:
  Comparison() {
    for (const char* kind : {"spatial_fusion", "systolic", "dual_serial"}) {
      runs_.push_back(testing::cpt_run(kind));
      runs_.push_back(testing::static_run(kind));
    }
    ComparisonInputs inputs;
    for (std::size_t i = 0; i < runs_.size(); i += 2) {
      inputs.entries.push_back({runs_[i], runs_[i + 1], table_});
    }
    rows_ = compare(inputs);
  }
  const EnergyTable table_ = testing::priced_table();
  std::vector<RunResult> runs_;
  std::vector<ComparisonRow> rows_;
};

TEST_F(Comparison, is_normalised_to_static_training_on_the_systolic_array) {
  const Absolute one = rows_[1].normalised(rows_[1].fixed);
  EXPECT_EQ(one.seconds, 1.0);
  EXPECT_EQ(one.joules, 1.0);
  EXPECT_DOUBLE_EQ(rows_[0].normalised(rows_[0].fixed).joules,
                   rows_[0].fixed.joules / rows_[1].fixed.joules);
}

TEST_F(Comparison, without_a_systolic_array_the_first_one_is_the_reference) {
  ComparisonInputs inputs;
  inputs.entries.push_back({runs_[4], runs_[5], table_});
  inputs.entries.push_back({runs_[0], runs_[1], table_});
  const auto rows = compare(inputs);
  EXPECT_EQ(rows[0].normalised(rows[0].fixed).seconds, 1.0);
}

TEST_F(Comparison, flexible_hardware_costs_more_in_static_training) {
  EXPECT_GT(rows_[0].normalised(rows_[0].fixed).joules, 1.0);
  EXPECT_GT(rows_[2].normalised(rows_[2].fixed).joules, 1.0);
}

TEST_F(Comparison, absolute_numbers_are_cycles_over_clock_and_priced_counts) {
  const Measure total = runs_[0].total();
  EXPECT_DOUBLE_EQ(rows_[0].cpt.seconds, static_cast<double>(total.cycles.total().count()) / 1e9);
  const double joules = price(total, table_, runs_[0].clock).total().count();
  EXPECT_NEAR(rows_[0].cpt.joules, joules, 1e-12 * joules);
  EXPECT_DOUBLE_EQ(rows_[0].cpt.energy_delay(), rows_[0].cpt.seconds * rows_[0].cpt.joules);
}

TEST_F(Comparison, area_is_that_of_the_units_that_leaked) {
  // 512 units, 24 banks and 32 lanes at the 28 nm table's areas.
  const double systolic = 512 * 213.904 + 24 * 30570.5 + 32 * 4561.54;
  ASSERT_TRUE(rows_[1].area_mm2.has_value());
  EXPECT_NEAR(*rows_[1].area_mm2, systolic * 1e-6, 1e-6);
}

TEST_F(Comparison, the_csv_repeats_the_rows) {
  const auto csv = parse_csv(comparison_csv(rows_));
  ASSERT_EQ(csv.size(), 4u);
  EXPECT_EQ(csv[1][0], "spatial_fusion_512");
  EXPECT_DOUBLE_EQ(std::stod(csv[1][2]), rows_[0].saved.bit_operations);
  EXPECT_DOUBLE_EQ(std::stod(csv[1][6]), rows_[0].fixed.seconds);
}

TEST_F(Comparison, the_terminal_table_names_every_accelerator_and_says_how_to_read_it) {
  const std::string text = headline_text(rows_);
  for (const ComparisonRow& row : rows_) {
    EXPECT_THAT(text, HasSubstr(row.accelerator));
  }
  EXPECT_THAT(text, HasSubstr(percent(rows_[0].saved.cycles)));
  EXPECT_THAT(text, HasSubstr("static training on systolic_512 (1.00)"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 112u) << line;  // bytes; a few characters have two
  }
}

TEST_F(Comparison, the_markdown_table_has_as_many_cells_in_every_row) {
  std::istringstream lines(headline_markdown(rows_));
  int rows = 0;
  for (std::string line; std::getline(lines, line) && !line.empty(); ++rows) {
    EXPECT_EQ(std::count(line.begin(), line.end(), '|'), 14) << line;
  }
  EXPECT_EQ(rows, 5);
}

TEST(comparison, of_nothing_is_empty) {
  EXPECT_TRUE(compare(ComparisonInputs{}).empty());
  EXPECT_THAT(headline_sentence({}), HasSubstr("No accelerator"));
}

}  // namespace comparison_test
}  // namespace metronome::report
