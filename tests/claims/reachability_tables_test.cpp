// What docs/reachability.md says of results/reachability is what its tables show.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace reachability_tables_test {

std::vector<TableRow> table(const std::string& name) {
  return table_rows("results/reachability/" + name);
}

/// The rows that have these cells, of which there must be some.
std::vector<TableRow> rows_with(const std::string& name, const TableRow& wanted) {
  std::vector<TableRow> rows;
  for (const TableRow& row : table(name)) {
    if (has_cells(row, wanted)) {
      rows.push_back(row);
    }
  }
  EXPECT_FALSE(rows.empty()) << name;
  return rows;
}

std::set<std::string> seeds_of(const std::vector<TableRow>& rows) {
  std::set<std::string> seeds;
  for (const TableRow& row : rows) {
    seeds.insert(row.at("seed"));
  }
  return seeds;
}

TEST(reachability_tables, safe_is_said_where_v_is_proven_above_one_and_no_sample_is_inside) {
  for (const char* name : {"steps.csv", "levels.csv", "forms.csv"}) {
    for (const TableRow& row : table(name)) {
      const bool safe = row.at("verdict") == "safe";
      EXPECT_EQ(safe, number(row, "v_lower_bound") > 1);
      if (safe) {
        EXPECT_EQ(number(row, "samples_inside"), 0);
      }
      if (number(row, "samples_inside") > 0) {
        EXPECT_EQ(row.at("verdict"), "unsafe");
      }
    }
  }
}

TEST(reachability_tables, steps_lead_out_of_the_box_at_the_cost_of_the_fit) {
  const auto before = rows_with("steps.csv", {{"constraint_steps", "0"}});
  const auto after = rows_with("steps.csv", {{"constraint_steps", "100"}});
  EXPECT_EQ(seeds_of(before).size(), 3u);
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_GE(number(before[i], "samples_inside"), 9860);
    EXPECT_LE(number(before[i], "samples_inside"), 10637);
    EXPECT_EQ(number(after[i], "samples_inside"), 0);
    EXPECT_NEAR(number(after[i], "mean_square") / number(before[i], "mean_square"), 4.2, 0.7);
    EXPECT_NEAR(number(before[i], "mean_square"), 0.0045, 0.001);
    EXPECT_NEAR(number(after[i], "mean_square"), 0.019, 0.0015);
  }
}

TEST(reachability_tables, a_larger_margin_is_proven_at_fewer_bits) {
  const auto safe = [](const char* margin, const char* bits) {
    const auto rows = rows_with("levels.csv", {{"margin", margin}, {"bits", bits}});
    EXPECT_EQ(rows.size(), 3u);
    return std::count_if(rows.begin(), rows.end(),
                         [](const TableRow& row) { return row.at("verdict") == "safe"; });
  };
  for (const char* bits : {"fp32", "8"}) {
    EXPECT_EQ(safe("0.02", bits), 3);
  }
  for (const char* bits : {"5", "4", "3"}) {
    EXPECT_EQ(safe("0.02", bits), 0);
  }
  for (const char* bits : {"fp32", "8", "7", "6", "5", "4"}) {
    EXPECT_EQ(safe("0.3", bits), 3);
  }
  EXPECT_EQ(safe("0.3", "3"), 1);
  for (const TableRow& row : rows_with("levels.csv", {{"margin", "0.3"}, {"bits", "fp32"}})) {
    EXPECT_NEAR(number(row, "mean_square"), 0.035, 0.0051);
  }
}

TEST(reachability_tables, forms_differ_where_a_neuron_has_a_constant_sign) {
  std::size_t alike = 0;
  for (const TableRow& tight : rows_with("forms.csv", {{"form", "tight"}, {"margin", "0.02"}})) {
    TableRow other = tight;
    other["form"] = "published";
    const auto rows = table("forms.csv");
    if (std::count(rows.begin(), rows.end(), other) == 1) {
      ++alike;
    } else {
      EXPECT_EQ(number(tight, "samples_inside"), 0);
      EXPECT_EQ(number(rows_with("forms.csv", {{"form", "published"},
                                               {"margin", "0.02"},
                                               {"seed", tight.at("seed")}})[0],
                       "samples_inside"),
                3042);
    }
  }
  EXPECT_EQ(alike, 2u);
}

TEST(reachability_tables, steps_on_the_constraint_grow_fast_with_neurons) {
  const auto row = [](const char* network, const char* schedule) {
    return rows_with("neurons.csv", {{"network", network}, {"schedule", schedule}})[0];
  };
  const char* fixed = "static:8,backward=8";
  const TableRow ten = row("2-10-2", fixed);
  EXPECT_NEAR(number(ten, "linear_programs"), 205, 0.5);
  EXPECT_NEAR(number(ten, "constraint_share_percent"), 85, 0.5);
  EXPECT_NEAR(number(ten, "host_flops_per_s_without_waiting"), 6.8e10, 0.05e10);
  const TableRow cycled = row("2-10-2", "cpt:3-8,periods=8,backward=8");
  EXPECT_NEAR(number(cycled, "constraint_share_percent"), 88, 0.5);
  EXPECT_EQ(cycled.at("constraint_step_s"), ten.at("constraint_step_s"));
  EXPECT_LT(number(cycled, "objective_step_s"), number(ten, "objective_step_s"));
  const TableRow forty = row("2-40-2", fixed);
  EXPECT_NEAR(number(forty, "pieces"), 335, 0.6);
  EXPECT_NEAR(number(forty, "linear_programs"), 7667, 0.5);
  EXPECT_NEAR(number(forty, "constraint_step_s"), 0.48, 0.005);
  EXPECT_NEAR(number(forty, "host_flops_per_s_without_waiting"), 2.1e14, 0.05e14);
}

}  // namespace reachability_tables_test
}  // namespace metronome::claims
