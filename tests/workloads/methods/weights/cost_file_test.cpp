// Tables of costs as files, and costs that are products of sums.
#include "workloads/methods/weights/blended_grids/cost_file.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/blended_grids/mixture.hpp"

namespace metronome::weights {
namespace cost_file_test {

WidthCosts sample(const std::vector<int>& widths = {1, 2, 4}) {
  WidthCosts costs{"m, \"1\"", "digest", "network", 4, "cycle", {"a", "b,c"}, widths, {}};
  for (std::size_t l = 0; l < 2; ++l) {
    for (const int w : widths) {
      for (const int a : widths) {
        const double own = static_cast<double>(l + 1);
        costs.costs.push_back({own * 100 * w * a, own * 10 * std::max(w, a) + 0.5, 1e-6 * (w + own),
                               own * (w + 2 * a)});
      }
    }
  }
  return costs;
}

TEST(cost_file, round_trip_is_exact) {
  const WidthCosts costs = sample();
  EXPECT_EQ(parse_width_costs(width_costs_csv(costs), "t.csv"), costs);
}

TEST(cost_file, a_table_of_some_candidates_has_their_entries_in_each_unit) {
  const WidthCosts costs = sample();
  const CostTable cycles = costs.table(CostUnit::cycles, {2, 4});
  EXPECT_EQ(cycles.layers(), 2u);
  EXPECT_EQ(cycles.candidates(), 2u);
  EXPECT_DOUBLE_EQ(cycles.at(1, 0, 1), 80.5);
  EXPECT_FALSE(cycles.is_product());
  EXPECT_DOUBLE_EQ(costs.unit_cost(CostUnit::cycles), 10.5 + 20.5);
  EXPECT_DOUBLE_EQ(costs.table(CostUnit::bit_operations, {4}).at(0, 0, 0), 1600);
  EXPECT_DOUBLE_EQ(costs.table(CostUnit::dram_bytes, {1, 2, 4}).at(0, 1, 2), 10);
  const CostTable edp = costs.table(CostUnit::edp, {1, 2});
  ASSERT_TRUE(edp.is_product());
  const double joules = 1e-6 * ((1 + 1) + (2 + 2));
  EXPECT_DOUBLE_EQ(cost_of(edp, {{0, 1}, {0, 1}}), joules * (10.5 + 40.5));
  EXPECT_DOUBLE_EQ(costs.unit_cost(CostUnit::edp), 1e-6 * (2 + 3) * (10.5 + 20.5));
  EXPECT_THROW((void)costs.table(CostUnit::cycles, {3}), UserError);
}

std::string complaint(const std::string& text) {
  try {
    (void)parse_width_costs(text, "t.csv");
  } catch (const UserError& error) {
    return error.diagnostics().front().text();
  }
  return "";
}

TEST(cost_file, damaged_tables_are_refused_with_line_and_column) {
  const std::string good = width_costs_csv(sample());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return complaint(text.replace(at, from.size(), to));
  };
  EXPECT_NE(with(",cycle,", ",analytic,").find("t.csv:3:"), std::string::npos)
      << "the second row has another mode than the first";
  EXPECT_NE(with("10.5", "-10.5").find("t.csv:2:"), std::string::npos);
  EXPECT_NE(with("10.5", "nan").find("t.csv:2:"), std::string::npos);
  EXPECT_NE(with("a,1,1,", "a,9,1,").find("t.csv:2:"), std::string::npos) << "9 bits";
  EXPECT_NE(with("a,1,2,", "a,1,1,").find("do not rise from 1"), std::string::npos);
  EXPECT_NE(with("a,2,1,", "a,2,2,").find("should stand here"), std::string::npos);
  EXPECT_NE(with("\"b,c\"", "a").find("there twice"), std::string::npos);
  EXPECT_NE(with("layer,", "layers,").find("layer"), std::string::npos);
  EXPECT_NE(complaint(good.substr(0, good.find('\n') + 1)).find("has no rows"), std::string::npos);
  std::string shorter = good;
  shorter.erase(shorter.rfind('\n', shorter.size() - 2) + 1);
  EXPECT_NE(complaint(shorter).find("ends within the pairs"), std::string::npos);
  EXPECT_EQ(complaint(good), "");
}

TEST(cost_file, gradients_of_a_product_of_sums_are_its_differences) {
  const CostTable table = sample().table(CostUnit::edp, {1, 2, 4});
  LayerRows r{{0.3, -0.2, 0.4}, {0.1, 0.6, -0.5}};
  LayerRows s{{-0.1, 0.2, 0.3}, {0.4, -0.3, 0.2}};
  const auto expected = [&] {
    LayerRows p;
    LayerRows q;
    for (std::size_t l = 0; l < 2; ++l) {
      p.push_back(shares_of<double>(r[l], {}));
      q.push_back(shares_of<double>(s[l], {}));
    }
    return expected_cost(table, p, q);
  };
  const ExpectedCost at = expected();
  for (std::size_t l = 0; l < 2; ++l) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (LayerRows* rows : {&r, &s}) {
        double& strength = (*rows)[l][i];
        const double middle = strength;
        const double step = 1e-5;
        strength = middle + step;
        const double above = expected().cost;
        strength = middle - step;
        const double below = expected().cost;
        strength = middle;
        const LayerRows& gradients = rows == &r ? at.weight_gradients : at.activation_gradients;
        EXPECT_NEAR(gradients[l][i] / ((above - below) / (2 * step)), 1, 1e-5);
      }
    }
  }
}

TEST(cost_file, a_choice_is_repaired_to_a_product_of_sums) {
  const CostTable table = sample().table(CostUnit::edp, {1, 2, 4});
  const LayerRows alike{{0.3, 0.3, 0.4}, {0.3, 0.3, 0.4}};
  const WidthChoice widest{{2, 2}, {2, 2}};
  const double most = 0.6 * cost_of(table, widest);
  const WidthChoice found = repaired(table, widest, alike, alike, most);
  EXPECT_LE(cost_of(table, found), most);
  EXPECT_GT(cost_of(table, found), 0.5 * most);
  EXPECT_THROW((void)repaired(table, widest, alike, alike, 0.9 * least_cost(table)), UserError);
}

}  // namespace cost_file_test
}  // namespace metronome::weights
