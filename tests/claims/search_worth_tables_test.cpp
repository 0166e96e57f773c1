// What docs/scale.md says of searches beside the whole space is what results/search_worth shows.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace search_worth_tables_test {

/// Of ten seeds, in percent.
double median_share(const std::string& method, const std::string& evaluations) {
  std::vector<double> shares;
  for (const TableRow& row : table_rows("results/search_worth/worth.csv")) {
    if (has_cells(row, {{"search_method", method}, {"evaluations", evaluations}})) {
      shares.push_back(100 * number(row, "hypervolume_share"));
    }
  }
  EXPECT_EQ(shares.size(), 10u) << method;
  std::sort(shares.begin(), shares.end());
  return (shares.at(4) + shares.at(5)) / 2;
}

TEST(search_worth_tables, a_tenth_of_the_simulations_finds_nearly_all) {
  EXPECT_NEAR(median_share("nsga2", "410"), 99.96, 0.005);
  EXPECT_NEAR(median_share("random", "410"), 99.81, 0.005);
  EXPECT_NEAR(median_share("sobol", "410"), 99.86, 0.005);
}

TEST(search_worth_tables, of_few_simulations_even_spread_finds_most) {
  EXPECT_NEAR(median_share("nsga2", "80"), 98.99, 0.005);
  EXPECT_NEAR(median_share("random", "80"), 98.75, 0.005);
  EXPECT_NEAR(median_share("sobol", "80"), 99.25, 0.005);
}

}  // namespace search_worth_tables_test
}  // namespace metronome::claims
