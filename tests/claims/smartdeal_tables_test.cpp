// What results/smartdeal/README.md and docs/smartdeal.md say of its table is what it shows.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace smartdeal_tables_test {

constexpr double kWeights = 11164352;
constexpr const char* kBoth = "rows left out, projected on chip";

std::vector<TableRow> rows_with(const TableRow& wanted) {
  std::vector<TableRow> rows;
  for (const TableRow& row : table_rows("results/smartdeal/densities.csv")) {
    if (has_cells(row, wanted)) {
      rows.push_back(row);
    }
  }
  EXPECT_FALSE(rows.empty());
  return rows;
}

TableRow at(const char* density, const char* units = kBoth) {
  return rows_with({{"weights", "coefficients"}, {"density", density}, {"units", units}}).at(0);
}
TableRow baseline(const char* weights) { return rows_with({{"weights", weights}}).at(0); }

TEST(smartdeal_tables, streams_add_up_and_fall_with_the_density) {
  const auto rows = rows_with({{"weights", "coefficients"}, {"units", kBoth}});
  ASSERT_EQ(rows.size(), 8u);
  double before = 1e9;
  for (const TableRow& row : rows) {
    const double bits = number(row, "container_bits_per_weight");
    EXPECT_NEAR(bits,
                number(row, "row_map_bits_per_weight") +
                    number(row, "coefficient_bits_per_weight") +
                    number(row, "basis_bits_per_weight"),
                1e-3);
    EXPECT_LT(bits, before);
    before = bits;
    EXPECT_NEAR(number(row, "row_map_bits_per_weight"), 0.33, 0.005) << "at any density";
  }
}

TEST(smartdeal_tables, storage_lies_about_the_published_ratio_at_about_half_the_coefficients) {
  const auto over = [](const char* density) {
    return 32 / number(at(density), "container_bits_per_weight");
  };
  EXPECT_NEAR(over("0.4"), 12.7, 0.05);
  EXPECT_NEAR(over("0.5"), 10.6, 0.05);
  EXPECT_NEAR(over("0.6"), 9.1, 0.05);
  EXPECT_NEAR(32 / number(at("0.4"), "reported_bits_per_weight"), 11.7, 0.05);
}

TEST(smartdeal_tables, energy_falls_with_the_density) {
  for (const char* of : {"training_energy_j", "inference_energy_j"}) {
    double before = 1e9;
    for (const TableRow& row : rows_with({{"weights", "coefficients"}, {"units", kBoth}})) {
      EXPECT_LT(number(row, of), before) << of;
      before = number(row, of);
    }
    EXPECT_LT(before, 0.8 * number(at("1"), of)) << of;
  }
}

TEST(smartdeal_tables, ratios_are_those_of_the_page) {
  const TableRow row = at("0.4");
  EXPECT_NEAR(number(row, "training_fp32_energy_ratio"), 3.85, 0.005);
  EXPECT_NEAR(number(row, "training_int8_energy_ratio"), 1.36, 0.005);
  EXPECT_NEAR(number(row, "training_fp32_weight_state_energy_ratio"), 4.8, 0.05);
  EXPECT_NEAR(number(row, "training_int8_weight_state_energy_ratio"), 2.31, 0.005);
  EXPECT_NEAR(number(row, "inference_fp32_energy_ratio"), 8.38, 0.005);
  EXPECT_NEAR(number(row, "inference_int8_energy_ratio"), 2.10, 0.005);
  EXPECT_NEAR(number(at("0.3"), "inference_int8_energy_ratio"), 2.37, 0.005);
  EXPECT_NEAR(number(at("0.1"), "training_fp32_energy_ratio"), 4.13, 0.005);
  EXPECT_NEAR(number(baseline("int8"), "training_fp32_energy_ratio"), 2.83, 0.005);
  const TableRow eight = baseline("int8");
  EXPECT_NEAR(number(eight, "inference_weight_state_bytes") / number(eight, "inference_dram_bytes"),
              0.73, 0.005);
}

TEST(smartdeal_tables, rows_that_are_left_out_save_products_and_time) {
  const TableRow left = at("0.4");
  const TableRow whole = at("0.4", "projected on chip");
  EXPECT_EQ(number(whole, "inference_macs"), number(baseline("int8"), "inference_macs"));
  EXPECT_EQ(number(at("1"), "inference_macs"), number(whole, "inference_macs"));
  EXPECT_NEAR(number(left, "inference_macs") / number(whole, "inference_macs"), 0.40, 0.005);
  EXPECT_NEAR(number(left, "inference_array_energy_j") / number(whole, "inference_array_energy_j"),
              0.41, 0.01);
  EXPECT_NEAR(number(baseline("int8"), "inference_time_s") / number(left, "inference_time_s"), 2.28,
              0.005);
  EXPECT_LT(number(left, "training_time_s"), number(whole, "training_time_s"));
  // A forward product in three: 0.6 of it goes.
  EXPECT_NEAR(number(left, "training_macs") / number(whole, "training_macs"), 0.8, 0.03);
}

TEST(smartdeal_tables, rows_that_are_left_out_save_no_bytes) {
  EXPECT_NEAR(number(at("0.4"), "inference_dram_bytes") / 1e6, 8.04, 0.005);
  EXPECT_NEAR(number(at("0.4", "projected on chip"), "inference_dram_bytes") / 1e6, 7.76, 0.005);
}

TEST(smartdeal_tables, what_the_container_holds_with_all_rows_kept_is_the_sum_of_its_streams) {
  const double bases = 180378.0 * 8 / kWeights;
  EXPECT_NEAR(bases, 0.129, 0.0005);
  EXPECT_NEAR(1 / 3.0 + 1 + 0.4 * 4 + bases, 3.06, 0.005);
}

TEST(smartdeal_tables, a_projection_on_chip_saves_the_gradient_of_the_weights_once_each_way) {
  for (const auto& [with, without] :
       {std::pair{kBoth, "rows left out"}, std::pair{"projected on chip", "neither"}}) {
    EXPECT_EQ(number(at("0.4", without), "training_gradient_bytes") -
                  number(at("0.4", with), "training_gradient_bytes"),
              2 * 4 * kWeights);
    EXPECT_LT(number(at("0.4", with), "training_energy_j"),
              number(at("0.4", without), "training_energy_j"));
  }
  EXPECT_NEAR(2 * 4 * kWeights / 1e6, 89, 0.5);
}

TEST(smartdeal_tables, each_unit_taken_away_costs_what_the_page_says) {
  const auto expect = [](const char* units, double training, double state, double inference) {
    const TableRow row = at("0.4", units);
    EXPECT_NEAR(number(row, "training_int8_energy_ratio"), training, 0.005) << units;
    EXPECT_NEAR(number(row, "training_int8_weight_state_energy_ratio"), state, 0.005) << units;
    EXPECT_NEAR(number(row, "inference_int8_energy_ratio"), inference, 0.005) << units;
  };
  expect(kBoth, 1.36, 2.31, 2.10);
  expect("projected on chip", 1.18, 2.19, 1.31);
  expect("rows left out", 1.34, 1.66, 2.10);
  expect("neither", 1.17, 1.58, 1.31);
}

}  // namespace smartdeal_tables_test
}  // namespace metronome::claims
