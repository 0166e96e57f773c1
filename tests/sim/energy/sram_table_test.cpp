#include "sim/energy/sram_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/energy/memories.hpp"
#include "tests/sim/energy/table_fixture.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome {
namespace sram_table_test {

using ::testing::HasSubstr;

const SramTable& cacti() {
  static const SramTable table =
      SramTable::load(metronome::source_dir() + "/configs/energy/sram_cacti7.csv");
  return table;
}

SramValues values(const SramTable& table, const std::string& cell, double node, BankShape bank) {
  const auto price = table.price(cell, node, bank);
  EXPECT_TRUE(price) << table.misfit(cell, node, bank);
  return price ? price->values : SramValues{};
}

double median(std::vector<double> errors) {
  EXPECT_GT(errors.size(), 100u);
  std::nth_element(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2),
                   errors.end());
  return errors[errors.size() / 2];
}

/// Relative errors of the four values, kept apart.
struct Errors {
  std::vector<double> read, write, leakage, area;

  void add(const SramValues& ours, const SramValues& true_one) {
    const auto error = [](double a, double b) { return std::abs(a / b - 1); };
    read.push_back(error(ours.read_pj_per_bit, true_one.read_pj_per_bit));
    write.push_back(error(ours.write_pj_per_bit, true_one.write_pj_per_bit));
    leakage.push_back(error(ours.leakage_uw, true_one.leakage_uw));
    area.push_back(error(ours.area_um2, true_one.area_um2));
  }
  void expect_medians_of_at_most(double limit) const {
    EXPECT_LE(median(read), limit);
    EXPECT_LE(median(write), limit);
    EXPECT_LE(median(leakage), limit);
    EXPECT_LE(median(area), limit);
  }
};

/// Visits every point of the table: cell, node, word, bytes, value.
template <class Visit>
void for_each_point(const Visit& visit) {
  for (const auto& [cell, nodes] : cacti().cells) {
    for (const auto& [node, words] : nodes) {
      for (const auto& [word, sizes] : words) {
        for (const auto& [bytes, value] : sizes) {
          visit(cell, node, word, bytes, value);
        }
      }
    }
  }
}

BankShape bank_of(double bytes, double word) {
  return {static_cast<std::uint64_t>(bytes), static_cast<std::uint64_t>(word)};
}

TEST(sram_table, a_bank_left_out_is_met_within_ten_percent_by_its_neighbours_in_size) {
  Errors errors;
  for_each_point(
      [&](const std::string& cell, double node, double word, double bytes, const SramValues& v) {
        SramTable without;
        without.cells[cell][node] = cacti().cells.at(cell).at(node);
        without.cells[cell][node][word].erase(bytes);
        if (const auto price = without.price(cell, node, bank_of(bytes, word))) {
          errors.add(price->values, v);
        }
      });
  EXPECT_EQ(errors.read.size(), 630u);  // all but the ends
  errors.expect_medians_of_at_most(0.10);
}

TEST(sram_table, a_width_left_out_is_met_within_ten_percent_by_its_neighbours) {
  Errors errors;
  for_each_point(
      [&](const std::string& cell, double node, double word, double bytes, const SramValues& v) {
        SramTable without;
        without.cells[cell][node] = cacti().cells.at(cell).at(node);
        without.cells[cell][node].erase(word);
        if (word < 128) {
          if (const auto price = without.price(cell, node, bank_of(bytes, word))) {
            errors.add(price->values, v);
          }
        }
      });
  errors.expect_medians_of_at_most(0.10);
}

TEST(sram_table, a_node_left_out_is_met_within_ten_percent_by_its_neighbours) {
  Errors errors;
  for_each_point(
      [&](const std::string& cell, double node, double word, double bytes, const SramValues& v) {
        SramTable without;
        without.cells[cell] = cacti().cells.at(cell);
        without.cells[cell].erase(node);
        if (const auto price = without.price(cell, node, bank_of(bytes, word))) {
          errors.add(price->values, v);
        }
      });
  errors.expect_medians_of_at_most(0.10);
}

TEST(sram_table, a_point_is_its_own_value_and_between_points_every_value_lies_between_theirs) {
  const auto exact = cacti().price("itrs-lstp", 28, {8192, 32});
  ASSERT_TRUE(exact);
  EXPECT_EQ(exact->values, cacti().cells.at("itrs-lstp").at(28).at(32).at(8192));
  EXPECT_TRUE(exact->how.empty());
  const auto between = cacti().price("itrs-lstp", 28, {12288, 32});
  ASSERT_TRUE(between);
  EXPECT_FALSE(between->how.empty());
  const SramValues above = values(cacti(), "itrs-lstp", 28, {16384, 32});
  EXPECT_GT(between->values.area_um2, exact->values.area_um2);
  EXPECT_LT(between->values.area_um2, above.area_um2);
  // The middle of the logarithms is the geometric mean.
  const SramValues middle = values(cacti(), "itrs-lstp", 28, {11585, 32});
  EXPECT_NEAR(middle.leakage_uw, std::sqrt(exact->values.leakage_uw * above.leakage_uw),
              1e-4 * middle.leakage_uw);
}

TEST(sram_table, wider_words_than_any_are_parallel_banks) {
  const auto wide = cacti().price("itrs-hp", 45, {65536, 256});
  const SramValues half = values(cacti(), "itrs-hp", 45, {32768, 128});
  ASSERT_TRUE(wide);
  EXPECT_EQ(wide->values.read_pj_per_bit, half.read_pj_per_bit);
  EXPECT_EQ(wide->values.leakage_uw, 2 * half.leakage_uw);
  EXPECT_EQ(wide->values.area_um2, 2 * half.area_um2);
  EXPECT_THAT(wide->how, HasSubstr("2 banks in parallel"));
}

TEST(sram_table, nothing_but_the_node_is_extrapolated_and_the_reason_says_what_would_fit) {
  const auto why = [](const char* cell, double node, BankShape bank) {
    return cacti().misfit(cell, node, bank);
  };
  EXPECT_EQ(why("itrs-lstp", 28, {8192, 32}), "");
  EXPECT_THAT(why("itrs-lstp", 28, {8 << 20, 64}), HasSubstr("from 2048 to 4194304 bytes"));
  EXPECT_THAT(why("itrs-lstp", 28, {128, 128}), HasSubstr("from 4096 to 4194304 bytes"));
  EXPECT_THAT(why("itrs-lstp", 28, {8192, 2}), HasSubstr("no words of 2 bytes"));
  EXPECT_THAT(why("itrs-lop", 28, {8192, 32}), HasSubstr("itrs-hp, itrs-lstp"));
  EXPECT_THAT(why("itrs-lstp", 5, {8192, 32}), HasSubstr("22 to 65 nm, not 5"));
  EXPECT_FALSE(cacti().price("itrs-lstp", 5, {8192, 32}));
}

TEST(sram_table, names_of_banks_and_wires_are_read_and_no_others) {
  EXPECT_EQ(parse_bank("sram_8KiB_32B"), (BankShape{8192, 32}));
  EXPECT_EQ(parse_bank("sram_1536B_4B"), (BankShape{1536, 4}));
  EXPECT_EQ(parse_wire("wire_16x8KiB_32B"), (BufferShape{16, {8192, 32}}));
  EXPECT_EQ(parse_feed("feed_512xdual_serial"), (FeedShape{512, "dual_serial"}));
  EXPECT_FALSE(parse_feed("feed_xdual_serial"));
  EXPECT_FALSE(parse_feed("feed_512x"));
  EXPECT_FALSE(parse_feed("wire_16x8KiB_32B"));
  for (const char* wrong : {"sram_8KiB", "sram_8_32B", "sram_0KiB_32B", "sram_-8KiB_32B", "sram__",
                            "vector", "wire_x8KiB_32B", "wire_8KiB_32B", ""}) {
    EXPECT_FALSE(parse_bank(wrong)) << wrong;
    EXPECT_FALSE(parse_wire(wrong)) << wrong;
  }
}

EnergyTable with_sram() {
  EnergyTable table = testing::small_table();
  table.sram_cell = "itrs-lstp";
  table.sram_table.path = metronome::source_dir() + "/configs/energy/sram_cacti7.csv";
  return table;
}

double row_value(const EnergyTable& table, Component component, const std::string& action) {
  const auto index = table.find({component, action, 0, 0});
  EXPECT_TRUE(index) << action;
  return index ? table.rows[*index].value : NAN;
}

TEST(memories, a_buffer_is_banks_of_the_table_and_wires_over_three_quarters_of_its_side) {
  const EnergyTable table = with_memories(with_sram(), {"sram_8KiB_32B", "wire_16x8KiB_32B"});
  const SramValues bank = values(cacti(), "itrs-lstp", 28, {8192, 32});
  for (const Component buffer :
       {Component::input_buffer, Component::weight_buffer, Component::output_buffer}) {
    EXPECT_EQ(row_value(table, buffer, "sram_8KiB_32B.read_bit"), bank.read_pj_per_bit);
    EXPECT_EQ(row_value(table, buffer, "sram_8KiB_32B.write_bit"), bank.write_pj_per_bit);
    EXPECT_NEAR(row_value(table, buffer, "wire_16x8KiB_32B.bit"),
                310.0 / 2560 * 0.75 * std::sqrt(16 * bank.area_um2) * 1e-3, 1e-12);
  }
  EXPECT_EQ(row_value(table, Component::leakage, "sram_8KiB_32B.leakage"), bank.leakage_uw);
  ASSERT_EQ(table.areas.size(), 1u);
  EXPECT_EQ(table.areas[0].area_um2, bank.area_um2);
  EXPECT_TRUE(table.sram_table.path.empty()) << "it holds what it needs";
}

// The ratio that made 128 and 256 KiB buffers of 8 KiB banks look free: wires bring them to within
// a factor of the monolithic bank that CACTI gives for the whole capacity.
TEST(memories, banked_buffers_cost_less_than_monolithic_ones_but_not_by_an_order_of_magnitude) {
  for (const std::uint64_t banks : {16, 32}) {
    const std::string wire = "wire_" + std::to_string(banks) + "x8KiB_32B";
    const EnergyTable table = with_memories(with_sram(), {"sram_8KiB_32B", wire});
    const double banked = row_value(table, Component::input_buffer, "sram_8KiB_32B.read_bit") +
                          row_value(table, Component::input_buffer, wire + ".bit");
    const double monolithic = values(cacti(), "itrs-lstp", 28, {banks * 8192, 32}).read_pj_per_bit;
    EXPECT_LT(banked, monolithic);
    EXPECT_GT(banked, monolithic / 3.5) << banks;
  }
}

TEST(memories, wires_follow_the_square_of_the_supply_and_meet_the_other_node_of_their_source) {
  EXPECT_DOUBLE_EQ(wire_pj_per_bit_mm(0.9), 310.0 / 2560);
  EXPECT_NEAR(wire_pj_per_bit_mm(0.75), 200.0 / 2560, 0.08 * 200 / 2560);
  EXPECT_NEAR(wire_pj_per_bit_mm(0.65), 150.0 / 2560, 0.08 * 150 / 2560);
  EXPECT_EQ(wire_mm(1, 30570), 0);
}

TEST(memories, rows_of_the_table_itself_stay) {
  EnergyTable table = with_sram();
  table.rows.push_back(testing::row(Component::input_buffer, "sram_8KiB_32B.read_bit", 9));
  const EnergyTable out = with_memories(table, {"sram_8KiB_32B"});
  EXPECT_EQ(out.rows, table.rows);
}

TEST(memories, a_bank_outside_of_the_table_is_an_error_and_without_one_nothing_is_added) {
  EXPECT_THROW((void)with_memories(with_sram(), {"sram_16384KiB_32B"}), UserError);
  EXPECT_EQ(with_memories(testing::small_table(), {"sram_8KiB_32B", "wire_4x8KiB_32B"}),
            testing::small_table());
}

TEST(memories, the_identity_of_prices_holds_the_sram_table) {
  const std::filesystem::path dir = std::filesystem::path(::testing::TempDir()) / "prices_digest";
  std::filesystem::create_directories(dir);
  write_file_atomically(dir / "t.yaml", "name: t\nsram_table: s.csv\n");
  write_file_atomically(dir / "s.csv", "one\n");
  const std::string before = prices_digest(dir / "t.yaml");
  write_file_atomically(dir / "s.csv", "two\n");
  EXPECT_NE(prices_digest(dir / "t.yaml"), before);
  std::filesystem::remove_all(dir);
}

TEST(sram_table, errors_of_a_file_carry_line_and_column) {
  const std::filesystem::path file =
      std::filesystem::path(::testing::TempDir()) / "metronome_sram.csv";
  write_file_atomically(file,
                        "node_nm,cell,bank_bytes,word_bytes,read_pj_per_bit,write_pj_per_bit,"
                        "leakage_uw,area_um2\n28,x,1024,4,0.1,0.1,1,1\n28,x,1024,4,-1,0.1,1,1\n");
  try {
    (void)SramTable::load(file);
    FAIL();
  } catch (const UserError& error) {
    ASSERT_EQ(error.diagnostics().size(), 2u);
    EXPECT_EQ(error.diagnostics()[0].line, 3);
  }
  std::filesystem::remove(file);
}

}  // namespace sram_table_test
}  // namespace metronome
