#include "sim/energy/energy_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/energy/table_fixture.hpp"

namespace metronome {
namespace energy_table_test {

using ::testing::HasSubstr;
using testing::row;
using testing::small_table;

std::vector<std::string> whats(const EnergyTable& table) {
  std::vector<std::string> texts;
  for (const TableFinding& found : check_table(table)) {
    texts.push_back(found.key + ": " + found.what);
  }
  return texts;
}

TEST(energy_table, a_sound_table_has_no_findings) { EXPECT_TRUE(whats(small_table()).empty()); }

TEST(energy_table, widths_match_in_either_order) {
  const EnergyTable table = small_table();
  EXPECT_EQ(table.find({Component::array, "flex.mac", 8, 4}), 1u);
  EXPECT_EQ(table.find({Component::array, "flex.mac", 4, 8}), 1u);
  EXPECT_EQ(table.find({Component::array, "flex.mac", 4, 4}), std::nullopt);
  EXPECT_EQ(table.find({Component::vector, "flex.mac", 8, 8}), std::nullopt);
}

TEST(energy_table, a_row_without_widths_prices_any_widths) {
  EXPECT_EQ(small_table().find({Component::vector, "vector.add_fp32", 8, 3}), 2u);
}

TEST(energy_table, widths_are_two_positive_numbers) {
  EXPECT_EQ(parse_bits("4x8"), std::pair(8, 4));
  EXPECT_EQ(parse_bits("8"), std::nullopt);
  EXPECT_EQ(parse_bits("8x"), std::nullopt);
  EXPECT_EQ(parse_bits("0x4"), std::nullopt);
  EXPECT_EQ(parse_bits("8x4x2"), std::nullopt);
}

TEST(energy_table, a_duplicate_is_refused_also_with_swapped_widths) {
  EnergyTable table = small_table();
  table.rows.push_back(row(Component::array, "flex.mac", 0.6, "4x8", {"accumulator"}));
  EXPECT_EQ(whats(table),
            std::vector<std::string>{"rows[4]: array flex.mac 4x8 stands twice (also in rows[1])"});
}

TEST(energy_table, a_price_for_any_widths_clashes_with_one_for_some) {
  EnergyTable table = small_table();
  table.rows.push_back(row(Component::array, "flex.mac", 0.6));
  EXPECT_EQ(whats(table).size(), 2u);
}

TEST(energy_table, array_work_must_not_be_charged_beside_a_row_that_includes_its_part) {
  EnergyTable table = small_table();  // flex.mac includes the accumulator
  table.rows.push_back(row(Component::array, "flex.register_write", 0.1));
  const auto found = whats(table);
  ASSERT_EQ(found.size(), 2u);  // both widths of flex.mac
  EXPECT_THAT(found[0], HasSubstr("includes accumulator, which array flex.register_write"));
  table.rows.back().action = "flex.idle_bit_product";
  EXPECT_TRUE(whats(table).empty()) << "no other row counts idleness";
  table.rows.back().action = "other.register_write";
  EXPECT_TRUE(whats(table).empty()) << "another family";
}

TEST(energy_table, a_row_that_includes_what_another_row_charges_is_refused) {
  EnergyTable table = small_table();
  table.rows.push_back(row(Component::array, "flex.accumulator", 0.1));
  ASSERT_EQ(whats(table).size(), 2u);  // both widths of flex.mac
  EXPECT_THAT(whats(table)[0], HasSubstr("includes accumulator, which array flex.accumulator"));
}

TEST(energy_table, two_actions_of_one_family_may_not_contain_the_same_part) {
  EnergyTable table = small_table();
  table.rows.push_back(row(Component::array, "flex.shift", 0.1, "", {"accumulator"}));
  ASSERT_FALSE(whats(table).empty());
  EXPECT_THAT(whats(table)[0], HasSubstr("both include accumulator"));
  table.rows.back().action = "other.shift";  // another machine's array
  EXPECT_TRUE(whats(table).empty());
}

TEST(energy_table, an_array_row_with_its_leakage_clashes_with_a_leakage_row) {
  EnergyTable table = small_table();
  table.rows[0].includes = {"leakage"};
  ASSERT_EQ(whats(table).size(), 1u);
  EXPECT_THAT(whats(table)[0], HasSubstr("leakage flex.leakage charges again"));
}

TEST(energy_table, a_row_that_contains_a_whole_component_clashes_with_its_rows) {
  EnergyTable table = small_table();
  table.rows[0].includes = {"vector"};
  ASSERT_EQ(whats(table).size(), 1u);
}

TEST(energy_table, a_row_of_another_node_or_voltage_must_be_scaled_and_say_how) {
  EnergyTable table = small_table();
  table.rows[2].technology_nm = 45;
  table.rows[3].voltage_v = 1.1;
  ASSERT_EQ(whats(table).size(), 2u);
  EXPECT_THAT(whats(table)[0], HasSubstr("rows[2].provenance: vector vector.add_fp32 is of 45 nm"));
  for (EnergyRow& each : table.rows) {
    each.provenance = Provenance::scaled;
    each.how = "x 0.5 from there";
  }
  EXPECT_TRUE(whats(table).empty());
  table.rows[2].how.clear();
  EXPECT_EQ(whats(table), std::vector<std::string>{"rows[2].how: is missing"});
}

TEST(energy_table, memory_devices_may_be_of_any_node) {
  EnergyRow activate = row(Component::dram, "ACT", 900);
  activate.technology_nm = 20;
  activate.voltage_v = 1.2;
  EXPECT_EQ(small_table().with({activate}).rows.size(), 5u);
}

TEST(energy_table, a_device_row_of_no_stated_node_survives_the_file) {
  EnergyRow activate = row(Component::dram, "ACT", 900);
  activate.technology_nm = 0;
  activate.source.clear();
  activate.provenance = Provenance::assumed;
  activate.how = "nobody says";
  const EnergyTable table = small_table().with({activate});
  config::Reader reader;
  EnergyTable again;
  config::schema_of<EnergyTable>().read(
      again, config::parse_yaml(config::resolved_yaml(table), "t.yaml"), reader, "");
  reader.finish();
  EXPECT_EQ(again, table);
}

TEST(energy_table, leakage_is_priced_in_microwatts_and_nothing_else_is) {
  EnergyTable table = small_table();
  table.rows[0].unit = EnergyUnit::microwatt;
  table.rows[3].unit = EnergyUnit::picojoule;
  EXPECT_EQ(whats(table), (std::vector<std::string>{"rows[0].unit: an event is priced in pJ",
                                                    "rows[3].unit: leakage is priced in uW"}));
}

TEST(energy_table, added_rows_are_checked_against_those_that_are_there) {
  EXPECT_THROW((void)small_table().with({row(Component::vector, "vector.add_fp32", 1)}), UserError);
}

TEST(energy_table, the_file_form_reads_back_as_the_same_table) {
  EnergyTable table = small_table();
  table.rows[1].voltage_v = 0.9;
  AreaRow part{"flex", 12.5, 28, "test", Provenance::measured, ""};
  table.areas = {part};
  config::Reader reader;
  EnergyTable again;
  config::schema_of<EnergyTable>().read(
      again, config::parse_yaml(config::resolved_yaml(table), "t.yaml"), reader, "");
  reader.finish();
  EXPECT_EQ(again, table);
}

TEST(energy_table, findings_of_a_file_carry_file_line_and_key) {
  const std::string text =
      "name: t\ntechnology_nm: 28\nvoltage_v: 0.9\nclock_hz: 1e9\nsram_cell: x\nrows:\n"
      "  - {component: array, action: f.mac, value: 1, technology_nm: 28, source: s, provenance: "
      "assumed}\n";
  config::Reader reader;
  EnergyTable table;
  config::schema_of<EnergyTable>().read(table, config::parse_yaml(text, "t.yaml"), reader, "");
  try {
    reader.finish();
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().at(0).file, "t.yaml");
    EXPECT_EQ(error.diagnostics().at(0).key, "rows[0].how");
  }
}

}  // namespace energy_table_test
}  // namespace metronome
