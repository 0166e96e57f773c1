// The committed search over schedules: its sentence from its tables.
#include <gtest/gtest.h>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <set>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace schedule_search_tables_test {

const char* const kFolder = "results/schedule_search/";

std::vector<TableRow> rows_with(const std::string& table, const TableRow& wanted) {
  std::vector<TableRow> rows = table_rows(kFolder + table);
  std::erase_if(rows, [&](const TableRow& row) { return !has_cells(row, wanted); });
  return rows;
}

/// Of the last rung, whose trainings the report does not have.
std::string chosen() {
  std::string best;
  double most = -1e9;
  for (const TableRow& row : rows_with("evaluations.csv", {{"rung", "3"}, {"role", "searched"}})) {
    if (number(row, "gain_points") > most) {
      most = number(row, "gain_points");
      best = row.at("schedule_id");
    }
  }
  return best;
}

TEST(schedule_search_tables, no_schedule_was_shown_to_beat_the_static_ones) {
  const std::vector<TableRow> rows = rows_with("final.csv", {{"schedule_id", chosen()}});
  ASSERT_EQ(rows.size(), 3u);
  double sum = 0, squares = 0;
  for (const TableRow& row : rows) {
    const double gain = number(row, "gain_points");
    EXPECT_NEAR(gain,
                number(row, "test_accuracy_percent") - number(row, "static_test_accuracy_percent"),
                1e-9);
    sum += gain;
    squares += gain * gain;
  }
  const double mean = sum / 3;
  const double variance = (squares - 3 * mean * mean) / 2;
  const double half = quantile(boost::math::students_t(2), 0.975) * std::sqrt(variance / 3);
  EXPECT_NEAR(mean, 2.57, 0.005);
  EXPECT_NEAR(half, 11.39, 0.005);
  const std::string text = read_file(std::filesystem::path(metronome::source_dir()) /
                                     (std::string(kFolder) + "search.md"));
  EXPECT_NE(text.find("(" + chosen() + ")"), std::string::npos);
  EXPECT_NE(text.find("No schedule was shown to beat the static ones at its joules"),
            std::string::npos);
}

TEST(schedule_search_tables, baselines_have_as_many_trainings_and_the_report_other_seeds) {
  std::map<std::string, std::map<std::string, int>> trainings;
  std::set<std::string> searched;
  for (const TableRow& row : table_rows(std::string(kFolder) + "evaluations.csv")) {
    ++trainings[row.at("rung")][row.at("role") == "searched" ? "searched" : "baselines"];
    searched.insert(row.at("seed"));
  }
  ASSERT_EQ(trainings.size(), 3u);
  for (const auto& [rung, by_role] : trainings) {
    EXPECT_GE(by_role.at("baselines"), by_role.at("searched")) << "rung " << rung;
  }
  for (const TableRow& row : table_rows(std::string(kFolder) + "final.csv")) {
    EXPECT_EQ(searched.count(row.at("seed")), 0u) << "chosen and reported by the same trainings";
  }
}

}  // namespace schedule_search_tables_test
}  // namespace metronome::claims
