// What results/equal_area/equal_area.csv calls the best of a baseline is the best of
// candidates.csv, from which no machine is left out. Numbers of the page beside them are held by
// results/study/claims.txt.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace equal_area_tables_test {

using Size = std::pair<int, int>;

/// One program on one baseline: all machines, and what is shown of them.
struct Comparison {
  TableRow own, as_it_is, fastest, least_energy;
  std::vector<TableRow> candidates;
};

std::vector<Comparison> comparisons() {
  const auto rows = table_rows("results/equal_area/equal_area.csv");
  const auto all = table_rows("results/equal_area/candidates.csv");
  std::vector<Comparison> found;
  for (const TableRow& row : rows) {
    if (row.at("choice") != "as it is") {
      continue;
    }
    const TableRow of{{"method", row.at("method")}, {"program", row.at("program")}};
    const auto chosen = [&](TableRow wanted) {
      wanted.insert(of.begin(), of.end());
      const auto at = std::find_if(rows.begin(), rows.end(),
                                   [&](const TableRow& other) { return has_cells(other, wanted); });
      EXPECT_NE(at, rows.end());
      return *at;
    };
    const std::string& name = row.at("accelerator");
    Comparison& one = found.emplace_back();
    one.own = chosen({{"choice", "method"}});
    one.as_it_is = row;
    one.fastest = chosen({{"choice", "fastest"}, {"accelerator", name}});
    one.least_energy = chosen({{"choice", "least energy"}, {"accelerator", name}});
    for (const TableRow& candidate : all) {
      if (has_cells(candidate, of) && candidate.at("accelerator") == name) {
        one.candidates.push_back(candidate);
      }
    }
  }
  return found;
}

Size size_of(const TableRow& row) {
  return {std::stoi(row.at("rows")), std::stoi(row.at("columns"))};
}

TEST(equal_area_tables, no_candidate_is_faster_or_takes_less_than_the_one_that_is_shown) {
  const auto all = comparisons();
  EXPECT_EQ(all.size(), 2u + 6 + 2);
  for (const Comparison& one : all) {
    EXPECT_EQ(number(one.fastest, "candidates"), static_cast<double>(one.candidates.size()));
    for (const TableRow& candidate : one.candidates) {
      EXPECT_GE(number(candidate, "time_s"), number(one.fastest, "time_s"));
      EXPECT_GE(number(candidate, "energy_j"), number(one.least_energy, "energy_j"));
    }
    for (const TableRow* shown : {&one.as_it_is, &one.fastest, &one.least_energy}) {
      const auto equal = [&](const TableRow& candidate) {
        return size_of(candidate) == size_of(*shown) &&
               candidate.at("time_s") == shown->at("time_s") &&
               candidate.at("energy_j") == shown->at("energy_j") &&
               candidate.at("area_mm2") == shown->at("area_mm2");
      };
      EXPECT_EQ(std::count_if(one.candidates.begin(), one.candidates.end(), equal), 1)
          << shown->at("program") << ' ' << shown->at("choice");
    }
  }
}

// An array's area is that of its units: what is added to the file's own machine is what each of
// them takes, as two of the candidates show.
TEST(equal_area_tables, candidates_are_all_that_fit_the_area_of_the_machine_of_the_method) {
  std::size_t grown = 0;
  for (const Comparison& one : comparisons()) {
    const double most = number(one.own, "area_mm2");
    std::set<Size> sizes;
    for (const TableRow& candidate : one.candidates) {
      EXPECT_LE(number(candidate, "area_mm2"), most);
      EXPECT_TRUE(sizes.insert(size_of(candidate)).second) << "once each";
    }
    const auto [rows, columns] = size_of(one.as_it_is);
    ASSERT_TRUE(sizes.count({rows, columns}));
    if (sizes.size() == 1) {
      continue;
    }
    ++grown;
    const TableRow& last = one.candidates.back();
    const auto units = [](Size size) { return static_cast<double>(size.first * size.second); };
    const double own_mm2 = number(one.as_it_is, "area_mm2");
    const double unit_mm2 =
        (number(last, "area_mm2") - own_mm2) / (units(size_of(last)) - units({rows, columns}));
    std::set<Size> fitting;
    for (int r = rows; r <= 8 * rows; ++r) {
      for (int c = columns; c <= 8 * columns; ++c) {
        if (own_mm2 + unit_mm2 * (units({r, c}) - units({rows, columns})) <= most) {
          fitting.emplace(r, c);
        }
      }
    }
    EXPECT_EQ(sizes, fitting) << one.as_it_is.at("program");
  }
  EXPECT_EQ(grown, 3u + 2) << "systolic arrays beside lanes for bits, and beside coefficients";
}

TEST(equal_area_tables, ratios_are_those_of_the_times_energies_and_areas) {
  for (const Comparison& one : comparisons()) {
    for (const TableRow* shown : {&one.as_it_is, &one.fastest, &one.least_energy}) {
      const auto over = [&](const char* column) {
        return number(*shown, column) / number(one.own, column);
      };
      EXPECT_DOUBLE_EQ(number(*shown, "relative_time"), over("time_s"));
      EXPECT_DOUBLE_EQ(number(*shown, "relative_energy"), over("energy_j"));
      EXPECT_DOUBLE_EQ(number(*shown, "relative_time_core_area"), over("time_core_area_s_mm2"));
      EXPECT_NEAR(number(*shown, "core_area_percent"), 100 * (over("core_area_mm2") - 1), 1e-9);
    }
  }
}

}  // namespace equal_area_tables_test
}  // namespace metronome::claims
