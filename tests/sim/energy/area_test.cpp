#include "sim/energy/area.hpp"

#include <gtest/gtest.h>

#include "tests/sim/energy/table_fixture.hpp"

namespace metronome {
namespace area_test {

EnergyTable table_with_areas() {
  EnergyTable table = testing::small_table();
  table.areas = {{"flex", 100, 28, "test", Provenance::measured, ""},
                 {"bank", 2000, 28, "test", Provenance::measured, ""}};
  return table;
}

TEST(area, is_units_times_rows_and_parts_sum_to_the_total) {
  const AreaReport report = area({{"flex", 16}, {"bank", 3}}, table_with_areas());
  EXPECT_EQ(report.lines.size(), 2u);
  EXPECT_DOUBLE_EQ(report.total_um2(), 16 * 100 + 3 * 2000);
  EXPECT_DOUBLE_EQ(report.total_mm2(), 7600e-6);
}

TEST(area, a_part_without_a_row_is_an_error_that_names_it) {
  try {
    (void)area({{"flux", 16}}, table_with_areas());
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().at(0).what, "no area row for flux");
  }
}

TEST(area, units_are_those_that_leak_in_every_cycle) {
  Measure measure;
  measure.cycles[Bin::busy] = 40;
  measure.cycles[Bin::idle_vector] = 10;
  measure.count(Component::leakage, "flex.leakage", 50 * 512);
  measure.count(Component::leakage, "bank.leakage", 50 * 24);
  const std::map<std::string, double> expected{{"flex", 512}, {"bank", 24}};
  EXPECT_EQ(leaking_units(measure), expected);
  EXPECT_TRUE(leaking_units(Measure{}).empty());
}

TEST(area, clashing_or_unexplained_area_rows_are_refused) {
  EnergyTable table = table_with_areas();
  table.areas[1].part = "flex";
  table.areas[0].technology_nm = 45;
  EXPECT_EQ(check_table(table).size(), 2u);
}

}  // namespace area_test
}  // namespace metronome
