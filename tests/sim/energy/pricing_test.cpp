#include "sim/energy/pricing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/energy/table_fixture.hpp"

namespace metronome {
namespace pricing_test {

using ::testing::HasSubstr;
using testing::small_table;

constexpr Hertz kClock{2e9};

Measure some_work() {
  Measure measure;
  measure.count(Component::array, "flex.mac", 1000, 8, 8);
  measure.count(Component::array, "flex.mac", 300, 4, 8);
  measure.count(Component::vector, "vector.add_fp32", 50);
  measure.count(Component::leakage, "flex.leakage", 4000);
  return measure;
}

TEST(pricing, every_joule_is_a_count_times_a_row) {
  const EnergyTable table = small_table();
  const EnergyReport report = price(some_work(), table, kClock);
  ASSERT_EQ(report.lines.size(), 4u);
  for (const EnergyLine& line : report.lines) {
    const double per_event = line.unit == EnergyUnit::picojoule
                                 ? line.value * 1e-12
                                 : line.value * 1e-6 / kClock.count();
    EXPECT_DOUBLE_EQ(line.joules.count(), static_cast<double>(line.count) * per_event);
    EXPECT_EQ(line.value, table.rows.at(line.row).value);
    EXPECT_EQ(line.activity.action, table.rows.at(line.row).action);
  }
}

TEST(pricing, events_cost_picojoules_and_leakage_is_power_times_time) {
  const EnergyReport report = price(some_work(), small_table(), kClock);
  EXPECT_DOUBLE_EQ(report.of(Component::array).count(), (1000 * 1.0 + 300 * 0.5) * 1e-12);
  EXPECT_DOUBLE_EQ(report.of(Component::vector).count(), 50 * 2.0 * 1e-12);
  // 4000 unit cycles at 2 GHz are 2 us of one unit of 10 uW.
  EXPECT_DOUBLE_EQ(report.of(Component::leakage).count(), 10e-6 * 2e-6);
  EXPECT_EQ(report.of(Component::dram).count(), 0.0);
}

TEST(pricing, array_work_is_priced_where_the_table_does_and_free_where_it_does_not) {
  Measure work = some_work();
  work.count(Component::array, "flex.idle_pe_cycle", 500, 8, 8);
  work.count(Component::array, "flex.register_write", 70, 8, 8);
  EXPECT_EQ(price(work, small_table(), kClock).total(),
            price(some_work(), small_table(), kClock).total());
  const EnergyTable idle =
      small_table().with({testing::row(Component::array, "flex.idle_pe_cycle", 0.25)});
  const EnergyReport report = price(work, idle, kClock);
  EXPECT_DOUBLE_EQ(
      report.of(Component::array).count(),
      price(some_work(), small_table(), kClock).of(Component::array).count() + 500 * 0.25e-12);
}

TEST(pricing, parts_sum_to_the_total) {
  const EnergyReport report = price(some_work(), small_table(), kClock);
  double of_lines = 0;
  for (const EnergyLine& line : report.lines) {
    of_lines += line.joules.count();
  }
  EXPECT_DOUBLE_EQ(report.total().count(), of_lines);
}

TEST(pricing, zero_work_costs_nothing) {
  EXPECT_EQ(price(Measure{}, small_table(), kClock).total().count(), 0.0);
  EXPECT_TRUE(price(some_work().scaled(0), small_table(), kClock).lines.empty());
}

TEST(pricing, zero_work_in_some_time_costs_leakage_only) {
  Measure waiting;
  waiting.cycles[Bin::stall_weights] = 10;
  waiting.count(Component::leakage, "flex.leakage", 10);
  const EnergyReport report = price(waiting, small_table(), kClock);
  EXPECT_GT(report.total().count(), 0.0);
  EXPECT_EQ(report.total(), report.of(Component::leakage));
}

TEST(pricing, is_linear_in_the_work) {
  const EnergyReport once = price(some_work(), small_table(), kClock);
  const EnergyReport seven = price(some_work().scaled(7), small_table(), kClock);
  EXPECT_NEAR(seven.total().count(), 7 * once.total().count(), 1e-12 * seven.total().count());
  EXPECT_NEAR(once.scaled(7).total().count(), seven.total().count(), 1e-12 * seven.total().count());
  EXPECT_EQ(once.scaled(7).lines.at(0).count, seven.lines.at(0).count);
}

TEST(pricing, merging_ledgers_adds_their_prices) {
  Measure other;
  other.count(Component::array, "flex.mac", 10, 8, 8);
  other.count(Component::dram, "ACT", 3);
  const EnergyTable table = small_table().with({testing::row(Component::dram, "ACT", 900)});
  Measure both = some_work();
  both += other;
  EnergyReport sum = price(some_work(), table, kClock);
  sum += price(other, table, kClock);
  const EnergyReport merged = price(both, table, kClock);
  ASSERT_EQ(sum.lines.size(), merged.lines.size());
  for (std::size_t i = 0; i < sum.lines.size(); ++i) {
    EXPECT_EQ(sum.lines[i].activity, merged.lines[i].activity);
    EXPECT_EQ(sum.lines[i].count, merged.lines[i].count);
  }
  EXPECT_NEAR(sum.total().count(), merged.total().count(), 1e-12 * merged.total().count());
}

TEST(pricing, an_activity_without_a_row_is_an_error_that_names_it) {
  Measure measure = some_work();
  measure.count(Component::array, "flex.mac", 1, 4, 4);
  measure.count(Component::vector, "vector.add_fp23", 1);
  measure.count(Component::dram, "ACT", 1);
  try {
    (void)price(measure, small_table(), kClock);
    FAIL();
  } catch (const UserError& error) {
    ASSERT_EQ(error.diagnostics().size(), 3u);
    EXPECT_THAT(
        error.diagnostics()[0].text(),
        HasSubstr("no row for array flex.mac 4x4 (the table has it for the widths 8x8, 8x4"));
    EXPECT_THAT(error.diagnostics()[1].text(), HasSubstr("did you mean `vector.add_fp32`?"));
    EXPECT_THAT(error.diagnostics()[2].text(), HasSubstr("no row of component dram"));
  }
}

TEST(price_list, finds_what_the_table_finds) {
  const EnergyTable table = small_table();
  const PriceList prices(table);
  std::size_t found = 0;
  for (const EnergyRow& row : table.rows) {
    for (const Component component : kEnumValues<Component>) {
      for (int a = 0; a <= 16; ++a) {
        for (int b = 0; b <= 16; ++b) {
          const Activity activity{component, row.action, a, b};
          EXPECT_EQ(prices.find(activity), table.find(activity)) << row.action << a << "x" << b;
          found += prices.find(activity).has_value() ? 1 : 0;
        }
      }
    }
  }
  EXPECT_GT(found, table.rows.size());
  EXPECT_EQ(prices.find({Component::array, "no such action"}), std::nullopt);
}

}  // namespace pricing_test
}  // namespace metronome
