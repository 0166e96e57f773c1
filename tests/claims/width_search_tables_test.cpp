// What results/width_search/README.md and docs/width_search.md say is what the tables beside them
// show.
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace width_search_tables_test {

const std::vector<std::string> kSeeds{"1", "2", "3"};

/// The row of a choice of a seed on a machine.
TableRow choice(const std::string& name, const std::string& seed, const std::string& machine) {
  for (const TableRow& row : table_rows("results/width_search/choices.csv")) {
    if (has_cells(row, {{"choice", name}, {"seed", seed}, {"accelerator", machine}})) {
      return row;
    }
  }
  ADD_FAILURE() << name << " " << seed << " " << machine;
  return {};
}

double gain(const std::string& name, const std::string& seed) {
  const std::string machine = "operand_serial_512";
  return number(choice(name, seed, machine), "test_accuracy_percent") -
         number(choice("uniform_2", seed, machine), "test_accuracy_percent");
}

TEST(width_search_tables, mixtures_and_choices_meet_their_targets) {
  const auto searches = table_rows("results/width_search/searches.csv");
  ASSERT_EQ(searches.size(), kSeeds.size() * 4);
  for (const TableRow& row : searches) {
    EXPECT_LT(std::abs(number(row, "expected_gap_percent")), 1);
    EXPECT_LE(number(row, "chosen_gap_percent"), 1e-9);
    EXPECT_GT(number(row, "chosen_gap_percent"), -0.4);
    const bool bits = row.at("choice") == "bit_operations";
    EXPECT_GE(number(row, "strongest_gap_percent"), bits ? -50 : -9.8);
    EXPECT_LE(number(row, "strongest_gap_percent"), 0.45);
  }
}

TEST(width_search_tables, uniform_widths_of_unlike_operands_are_as_good_as_searched_ones) {
  const std::string machine = "operand_serial_512";
  double searched = 0, narrow = 0, wide = 0;
  for (const std::string& seed : kSeeds) {
    const double cycles = number(choice("uniform_2", seed, machine), "cycles");
    EXPECT_EQ(number(choice("uniform_3x2", seed, machine), "cycles"), cycles);
    EXPECT_LT(number(choice("uniform_5x2", seed, machine), "cycles"), 1.0004 * cycles);
    searched += gain(machine + "_cycles", seed) / 3;
    narrow += gain("uniform_3x2", seed) / 3;
    wide += gain("uniform_5x2", seed) / 3;
  }
  EXPECT_NEAR(wide, searched, 0.1) << "as good";
  EXPECT_GE(wide, narrow);
}

TEST(width_search_tables, bits_that_cost_a_machine_nothing_are_found_only_by_its_own_cycles) {
  for (const std::string& seed : kSeeds) {
    const std::string machine = "operand_serial_512";
    EXPECT_LE(number(choice(machine + "_cycles", seed, machine), "cycles"),
              number(choice("uniform_2", seed, machine), "cycles"));
    EXPECT_GE(gain(machine + "_cycles", seed), 2.3);
    EXPECT_LE(gain(machine + "_cycles", seed), 3.9);
    EXPECT_LT(std::abs(gain("bit_operations", seed)), 0.1) << "no advantage";
    EXPECT_GT(number(choice("uniform_3", seed, machine), "test_accuracy_percent"),
              number(choice(machine + "_cycles", seed, machine), "test_accuracy_percent"));
    EXPECT_GT(number(choice("uniform_3", seed, machine), "cycles"),
              number(choice("uniform_2", seed, machine), "cycles"));
  }
  double overlay = 0, fusion = 0;
  for (const std::string& seed : kSeeds) {
    overlay += gain("binary_overlay_512_cycles", seed) / 3;
    fusion += gain("spatial_fusion_512_cycles", seed) / 3;
  }
  EXPECT_LT(std::abs(overlay), 0.3);
  EXPECT_NEAR(fusion, 0.4, 0.05);
  EXPECT_LT(std::abs(gain("spatial_fusion_512_cycles", "1")), 0.1) << "it is one seed's";
  EXPECT_LT(std::abs(gain("spatial_fusion_512_cycles", "2")), 0.1);
}

TEST(width_search_tables, ranks_of_bit_operations_and_cycles) {
  std::set<std::string> machines;
  for (const TableRow& row : table_rows("results/width_search/correlation.csv")) {
    machines.insert(row.at("accelerator"));
    if (row.at("cost") == "cycles") {
      EXPECT_NEAR(number(row, "pairs_alike"), 0.9, 0.025);
      EXPECT_NEAR(number(row, "entries"), 0.55, 0.06);
    }
  }
  EXPECT_EQ(machines.size(), 3u);
}

TEST(width_search_tables, costs_grow_far_less_than_bit_operations) {
  for (const char* machine : {"binary_overlay_512", "operand_serial_512", "spatial_fusion_512"}) {
    for (const char* cost : {"bit_operations", "cycles", "energy_j", "dram_bytes"}) {
      double narrow = 0, wide = 0;
      for (const TableRow& row :
           table_rows("results/width_search/costs/" + std::string(machine) + ".csv")) {
        if (row.at("weight_bits") == row.at("activation_bits")) {
          narrow += row.at("weight_bits") == "1" ? number(row, cost) : 0;
          wide += row.at("weight_bits") == "5" ? number(row, cost) : 0;
        }
      }
      const bool bits = std::string(cost) == "bit_operations";
      EXPECT_GE(wide / narrow, bits ? 25 : 1.3) << machine << cost;
      EXPECT_LE(wide / narrow, bits ? 25 : 2.55) << machine << cost;
    }
  }
}

}  // namespace width_search_tables_test
}  // namespace metronome::claims
