#include "sim/energy/accelergy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/energy/memories.hpp"
#include "tests/sim/energy/table_fixture.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome {
namespace accelergy_test {

using ::testing::HasSubstr;

EnergyTable read_again(const EnergyTable& table, const std::string& ert, const std::string& art) {
  const config::Node areas = config::parse_yaml(art, "ART.yaml");
  return with_reference_tables(table, config::parse_yaml(ert, "ERT.yaml"), &areas);
}

TEST(accelergy, the_delivered_table_is_the_same_after_export_and_reading) {
  const EnergyTable table = with_memories(config::load<EnergyTable>(metronome::source_dir() +
                                                                    "/configs/energy/28nm.yaml"),
                                          {"sram_8KiB_32B", "wire_16x8KiB_32B"})
                                .with({testing::row(Component::dram, "activate", 900)});
  EXPECT_EQ(read_again(table, ert_yaml(table), art_yaml(table)), table);
}

TEST(accelergy, every_row_and_area_is_written_with_its_value) {
  EnergyTable table = testing::small_table();
  table.clock = Hertz(2e9);
  table.areas = {{"flex", 12.5, 28, "test", Provenance::measured, ""}};
  const config::Node ert = config::parse_yaml(ert_yaml(table), "ERT.yaml");
  ASSERT_NE(ert.find("ERT"), nullptr);
  EXPECT_TRUE(is_ert(ert));
  EXPECT_EQ(ert.find("ERT")->find("version")->scalar, "0.4");
  std::size_t actions = 0;
  for (const config::Node& each : ert.find("ERT")->find("tables")->items) {
    actions += each.find("actions")->items.size();
  }
  EXPECT_EQ(actions, table.rows.size());
  const std::string text = ert_yaml(table);
  EXPECT_THAT(text, HasSubstr("metronome.array.flex"));
  EXPECT_THAT(text, HasSubstr("metronome.leakage.flex"));
  EXPECT_THAT(text, HasSubstr("energy: 0.005"));  // 10 uW at 2 GHz, a clock
  EXPECT_THAT(art_yaml(table), HasSubstr("area: 12.5"));
}

TEST(accelergy, another_value_replaces_one_row_and_is_assumed) {
  const EnergyTable table = testing::small_table();
  const EnergyTable read = with_reference_tables(
      table,
      config::parse_yaml("ERT:\n  version: 0.4\n  tables:\n  - name: metronome.array.flex\n"
                         "    actions:\n    - name: mac\n      arguments: {b_bits: 8, a_bits: 4}\n"
                         "      energy: 0.75\n"
                         "  - name: metronome.leakage.flex\n    actions:\n    - name: leak\n"
                         "      energy: 0.02\n",
                         "ERT.yaml"),
      nullptr);
  EXPECT_EQ(read.rows[0], table.rows[0]);
  EXPECT_EQ(read.rows[1].value, 0.75);
  EXPECT_EQ(read.rows[1].provenance, Provenance::assumed);
  EXPECT_THAT(read.rows[1].how, HasSubstr("Accelergy"));
  EXPECT_DOUBLE_EQ(read.rows[3].value, 0.02 * table.clock.count() * 1e-6);
  EXPECT_TRUE(check_table(read).empty());
}

TEST(accelergy, what_is_no_row_no_number_or_twice_is_refused_with_its_position) {
  const std::string text =
      "ERT:\n  version: 0.4\n  tables:\n  - name: metronome.array.flax\n    actions:\n"
      "    - {name: mac, arguments: {a_bits: 8, b_bits: 8}, energy: 1}\n"
      "  - name: metronome.vector.vector\n    actions:\n    - {name: add_fp32, energy: -1}\n"
      "    - {name: add_fp32, energy: nan}\n    - {name: add_fp32}\n  - name: x\n";
  try {
    (void)with_reference_tables(testing::small_table(), config::parse_yaml(text, "ERT.yaml"),
                                nullptr);
    FAIL();
  } catch (const UserError& error) {
    const std::string all = error.what();
    EXPECT_THAT(all, HasSubstr("ERT.yaml:6:"));
    EXPECT_THAT(all, HasSubstr("metronome.array.flax mac 8x8 is no row of the energy table"));
    EXPECT_THAT(all, HasSubstr("did you mean `metronome.array.flex mac 8x8`?"));
    EXPECT_THAT(all, HasSubstr("`-1` is no number from 0 to 1e12"));
    EXPECT_THAT(all, HasSubstr("`nan` is no number"));
    EXPECT_THAT(all, HasSubstr("stands twice"));
    EXPECT_THAT(all, HasSubstr("energy: is missing"));
    EXPECT_THAT(all, HasSubstr("actions: is missing"));
  }
  EXPECT_THROW((void)with_reference_tables(testing::small_table(),
                                           config::parse_yaml("ERT: 3\n", "ERT.yaml"), nullptr),
               UserError);
}

}  // namespace accelergy_test
}  // namespace metronome
