// What results/equal_area/README.md says is what the table beside it shows.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace equal_area_tables_test {

std::vector<TableRow> rows_of(const std::string& method, const std::string& program) {
  std::vector<TableRow> rows;
  for (const TableRow& row : table_rows("results/equal_area/equal_area.csv")) {
    if (has_cells(row, {{"method", method}, {"program", program}})) {
      rows.push_back(row);
    }
  }
  EXPECT_EQ(rows.size(), 3u) << method << ' ' << program;
  return rows;
}

void expect_ratios(const TableRow& row, double area_percent, double time, double energy) {
  EXPECT_NEAR(number(row, "core_area_percent"), area_percent, 0.01);
  EXPECT_NEAR(number(row, "relative_time"), time, 0.005);
  EXPECT_NEAR(number(row, "relative_energy"), energy, 0.005);
  EXPECT_NEAR(number(row, "relative_time_core_area"),
              time * (1 + number(row, "core_area_percent") / 100), 0.006);
}

TEST(equal_area_tables, grown_baselines_are_at_least_as_large_as_the_machine_of_the_method) {
  std::size_t grown = 0;
  for (const TableRow& row : table_rows("results/equal_area/equal_area.csv")) {
    if (row.at("columns").empty()) {
      continue;
    }
    ++grown;
    EXPECT_GE(number(row, "core_area_percent"), 0) << row.at("accelerator");
    EXPECT_LT(number(row, "core_area_percent"), 0.1) << "to a column";
  }
  EXPECT_EQ(grown, 2u + 6 + 2);
}

TEST(equal_area_tables, both_modes_of_one_code_take_what_two_models_take) {
  const auto low = rows_of("dual_precision", "inference, low mode");
  expect_ratios(low.at(1), -0.07, 0.997, 0.999);
  expect_ratios(low.at(2), 0.02, 0.997, 1.003);
  const auto high = rows_of("dual_precision", "inference, high mode");
  expect_ratios(high.at(1), -0.07, 0.993, 0.998);
  expect_ratios(high.at(2), 0.02, 0.994, 1.001);
}

TEST(equal_area_tables, binary_lanes_win_at_one_bit_and_not_at_the_widths_of_bricks) {
  const auto at = [](int bits) {
    const std::string b = std::to_string(bits);
    return rows_of("ebs", "inference of 16, " + b + " x " + b + " bits");
  };
  expect_ratios(at(1).at(1), 0.04, 3.88, 2.37);
  expect_ratios(at(1).at(2), 0.05, 1.34, 1.17);
  expect_ratios(at(2).at(1), 0.04, 2.72, 1.92);
  expect_ratios(at(2).at(2), 0.05, 0.94, 0.976);
  expect_ratios(at(4).at(1), 0.04, 1.225, 1.115);
  expect_ratios(at(4).at(2), 0.05, 0.94, 0.953);
}

TEST(equal_area_tables, coefficients_save_energy_and_in_training_no_time) {
  const auto inference = rows_of("smartdeal", "inference");
  expect_ratios(inference.at(1), -1.15, 2.32, 2.19);
  expect_ratios(inference.at(2), 0.03, 1.76, 2.15);
  const auto training = rows_of("smartdeal", "training iteration of 128");
  expect_ratios(training.at(1), -1.15, 1.23, 1.35);
  expect_ratios(training.at(2), 0.03, 0.933, 1.43);
}

}  // namespace equal_area_tables_test
}  // namespace metronome::claims
