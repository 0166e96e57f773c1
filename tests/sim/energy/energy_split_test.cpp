#include "sim/energy/energy_split.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/sim/energy/table_fixture.hpp"

namespace metronome {
namespace energy_split_test {

EnergyTable table() {
  return testing::small_table().with(
      {testing::row(Component::dram, "activate", 900),
       testing::row(Component::dram, "background_power_down", 5),
       testing::row(Component::dram, "self_refresh_entry", 50),
       testing::row(Component::dram, "refresh_clock", 3),
       testing::row(Component::input_buffer, "sram_8KiB_32B.read_bit", 0.03),
       testing::row(Component::input_buffer, "wire_16x8KiB_32B.bit", 0.06),
       testing::row(Component::leakage, "sram_8KiB_32B.leakage", 3),
       testing::row(Component::leakage, "vector.leakage", 100),
       testing::row(Component::leakage, "controller.leakage", 1000),
       testing::row(Component::interconnect, "feed_512xflex.bit", 0.07),
       testing::row(Component::interconnect, "dma.bit", 0.2),
       testing::row(Component::interconnect, "memory_controller.bit", 0.04),
       testing::row(Component::interconnect, "ddr_phy.bit", 2),
       testing::row(Component::leakage, "ddr_phy.leakage", 30000),
       testing::row(Component::leakage, "quantizer.leakage", 5)});
}

/// One of each row, a thousand times.
Measure work() {
  Measure measure;
  for (const EnergyRow& row : table().rows) {
    const auto widths = parse_bits(row.bits).value_or(std::pair(0, 0));
    measure.count(row.component, row.action, 1000, widths.first, widths.second);
  }
  return measure;
}

double joules(EnergyPart part) {
  return energy_split(price(work(), table(), Hertz(1e9)))[part].count();
}

TEST(energy_split, parts_sum_to_the_total) {
  const EnergyReport report = price(work(), table(), Hertz(1e9));
  const EnergySplit split = energy_split(report);
  const Joules sum = std::accumulate(split.begin(), split.end(), Joules(0));
  EXPECT_NEAR(sum.count(), report.total().count(), 1e-15 * report.total().count());
}

TEST(energy_split, states_refresh_and_exits_are_idle_and_commands_are_traffic) {
  EXPECT_DOUBLE_EQ(joules(EnergyPart::memory_idle), (5 + 50 + 3) * 1e-9 + 30e-9);
  EXPECT_DOUBLE_EQ(joules(EnergyPart::memory_traffic), 900e-9 + 2e-9 + 0.04e-9);
}

TEST(energy_split, leakage_counts_where_the_unit_that_leaks_does) {
  // 1000 unit cycles at 1 GHz are 1 us of a unit.
  EXPECT_DOUBLE_EQ(joules(EnergyPart::array), 1000 * (1.0 + 0.5) * 1e-12 + 10e-12);
  EXPECT_DOUBLE_EQ(joules(EnergyPart::buffers), 1000 * 0.09e-12 + 3e-12);
  EXPECT_DOUBLE_EQ(joules(EnergyPart::vector), 1000 * 2.0e-12 + 105e-12);
  EXPECT_DOUBLE_EQ(joules(EnergyPart::other), 1000e-12 + 1000 * 0.27e-12);
}

TEST(energy_split, the_joules_of_provenances_sum_to_the_total) {
  EnergyTable mixed = table();
  mixed.rows[2].provenance = Provenance::assumed;
  mixed.rows[0].provenance = Provenance::scaled;
  const EnergyReport report = price(work(), mixed, Hertz(1e9));
  const auto sums = energy_by_provenance(report, mixed);
  EXPECT_DOUBLE_EQ(sums[Provenance::assumed].count(), 2000e-12);
  EXPECT_DOUBLE_EQ(sums[Provenance::scaled].count(), 1000e-12);
  EXPECT_NEAR(std::accumulate(sums.begin(), sums.end(), Joules(0)).count(), report.total().count(),
              1e-15 * report.total().count());
}

}  // namespace energy_split_test
}  // namespace metronome
