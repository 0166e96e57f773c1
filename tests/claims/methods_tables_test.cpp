// What docs/dual_precision.md, docs/smartdeal.md and docs/width_search.md say of results/methods is
// what its tables show.
#include <gtest/gtest.h>

#include <string>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace methods_tables_test {

/// The mean of a column over seeds, of a run on a machine.
double mean(const std::string& table, const std::string& run, const std::string& machine,
            const std::string& column) {
  double sum = 0;
  int rows = 0;
  for (const TableRow& row : table_rows("results/methods/" + table + ".costs.csv")) {
    if (has_cells(row, {{"run", run}, {"accelerator", machine}})) {
      sum += number(row, column);
      ++rows;
    }
  }
  EXPECT_EQ(rows, 3) << run << " has three seeds";
  return sum / rows;
}
double accuracy(const std::string& run) {
  return mean("methods", run, "systolic_512", "test_accuracy_percent");
}
double joules(const std::string& run, const std::string& machine) {
  return mean("methods", run, machine, "energy_j");
}

TEST(methods_tables, nested_codes_are_as_accurate_as_plain_ones_at_the_same_joules) {
  EXPECT_NEAR(accuracy("plain_static8"), 85.2, 0.05);
  EXPECT_NEAR(accuracy("nested_static8"), 85.5, 0.05);
  EXPECT_NEAR(accuracy("plain_cpt"), 83.7, 0.05);
  EXPECT_NEAR(accuracy("nested_cpt"), 83.7, 0.05);
  EXPECT_NEAR(accuracy("nested_range_cpt"), 84.0, 0.05);
  for (const char* machine : {"systolic_512", "dual_serial_512"}) {
    EXPECT_NEAR(joules("nested_static8", machine) / joules("plain_static8", machine), 1, 0.003);
    EXPECT_NEAR(joules("nested_cpt", machine) / joules("plain_cpt", machine), 1, 0.003);
  }
}

TEST(methods_tables, a_dual_network_is_twice_the_work) {
  EXPECT_NEAR(accuracy("dual_static8"), 82.9, 0.05);
  EXPECT_NEAR(joules("dual_static8", "systolic_512") / joules("plain_static8", "systolic_512"), 2,
              0.05);
  for (const char* machine : {"systolic_512", "dual_serial_512"}) {
    EXPECT_NEAR(mean("methods", "dual_static8", machine, "equal_energy_accuracy_percent"), 79.08,
                0.08);
  }
}

TEST(methods_tables, coefficients_lose_accuracy_and_save_little) {
  EXPECT_NEAR(accuracy("smartdeal_static8"), 84.4, 0.05);
  EXPECT_NEAR(accuracy("smartdeal_cpt"), 81.2, 0.05);
  for (const char* machine : {"systolic_512", "dual_serial_512"}) {
    EXPECT_NEAR(joules("smartdeal_static8", machine) / joules("plain_static8", machine), 0.975,
                0.007);
    EXPECT_NEAR(joules("smartdeal_cpt", machine) / joules("plain_cpt", machine), 0.975, 0.007);
  }
}

TEST(methods_tables, searched_widths_and_their_search) {
  const auto of = [](const std::string& run, const std::string& machine,
                     const std::string& column) {
    return mean("methods_ebs", run, machine, column);
  };
  const std::string serial = "operand_serial_512";
  EXPECT_NEAR(of("plain_static8", serial, "test_accuracy_percent"), 79.9, 0.05);
  EXPECT_NEAR(of("uniform2", serial, "test_accuracy_percent"), 73.3, 0.05);
  EXPECT_NEAR(of("found", serial, "test_accuracy_percent"), 74.9, 0.05);
  EXPECT_NEAR(of("found_cpt", serial, "test_accuracy_percent"), 54.5, 0.06);
  const auto share = [&](const std::string& run, const std::string& machine) {
    return of(run, machine, "energy_j") / of("plain_static8", machine, "energy_j");
  };
  EXPECT_NEAR(share("found", serial), 0.93, 0.005);
  EXPECT_NEAR(share("found", "systolic_512"), 0.996, 0.001);
  EXPECT_NEAR(share("search", "systolic_512"), 1.8, 0.06);
  EXPECT_NEAR(share("search", serial), 1.8, 0.06);
}

}  // namespace methods_tables_test
}  // namespace metronome::claims
