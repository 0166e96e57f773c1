// What results/cascade/README.md says is what the tables beside it show.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace cascade_tables_test {

nlohmann::json summary(int seed) {
  return nlohmann::json::parse(
      read_file(std::filesystem::path(metronome::source_dir()) /
                ("results/cascade/summary_seed" + std::to_string(seed) + ".json")));
}
std::vector<TableRow> thresholds(int seed) {
  return table_rows("results/cascade/cascade_seed" + std::to_string(seed) + ".csv");
}
TableRow at(int seed, const std::string& threshold) {
  for (const TableRow& row : thresholds(seed)) {
    if (row.at("threshold") == threshold) {
      return row;
    }
  }
  ADD_FAILURE() << threshold;
  return {};
}

TEST(cascade_tables, a_cascade_lies_between_the_modes_until_a_third_runs_again) {
  for (int seed = 1; seed <= 3; ++seed) {
    const auto all = summary(seed);
    const double low = all.at("low_accuracy"), high = all.at("high_accuracy");
    const double high_j = all.at("high_energy_j");
    EXPECT_NEAR(all.at("low_energy_j").get<double>() / high_j, 0.645, 0.001);
    double share = 0;
    for (const TableRow& row : thresholds(seed)) {
      if (number(row, "energy_j") <= high_j) {
        EXPECT_GE(number(row, "test_accuracy"), low);
        EXPECT_LT(number(row, "test_accuracy"), high);
        share = std::max(share, number(row, "test_share"));
      }
    }
    EXPECT_NEAR(share, 1.0 / 3, 0.03);
    const TableRow half = at(seed, "0.2");
    EXPECT_NEAR((number(half, "test_accuracy") - low) / (high - low), 0.615, 0.06);
    EXPECT_NEAR(number(half, "energy_j") / all.at("low_energy_j").get<double>(), 1.25, 0.025);
  }
}

TEST(cascade_tables, the_threshold_that_is_right_most_often_costs_more_than_the_high_mode) {
  for (int seed = 1; seed <= 3; ++seed) {
    const auto all = summary(seed);
    const double more = all.at("energy_j").get<double>() / all.at("high_energy_j").get<double>();
    EXPECT_GE(more, 1.295);
    EXPECT_LE(more, 1.455);
    EXPECT_NEAR(all.at("accuracy").get<double>(), all.at("high_accuracy").get<double>(), 0.0005);
  }
}

TEST(cascade_tables, weights_of_the_low_mode_and_of_two_models) {
  std::map<std::string, TableRow> modes;
  for (const TableRow& row : table_rows("results/cascade/modes.csv")) {
    modes[row.at("what")] = row;
  }
  const TableRow &low = modes.at("low"), &high = modes.at("high");
  const TableRow &low_model = modes.at("low_model"), &high_model = modes.at("high_model");
  EXPECT_EQ(number(low, "weight_read_bytes") * 4, number(high, "weight_read_bytes"));
  EXPECT_EQ(low.at("weight_read_bytes"), low_model.at("weight_read_bytes"));
  EXPECT_GT(number(high_model, "weight_read_bytes"), number(high, "weight_read_bytes"));
  EXPECT_EQ(summary(1).at("stored_weight_bytes").get<double>() + number(low, "weight_read_bytes"),
            summary(1).at("two_models_weight_bytes").get<double>());
}

}  // namespace cascade_tables_test
}  // namespace metronome::claims
