// What docs/dual_precision.md, docs/smartdeal.md, docs/weights.md and docs/width_search.md say of
// results/methods is what its tables show.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "tests/claims/table_rows.hpp"

namespace metronome::claims {
namespace methods_tables_test {

/// The mean of a column over seeds, of a run on a machine.
double mean(const std::string& table, const std::string& run, const std::string& machine,
            const std::string& column, int seeds = 3) {
  double sum = 0;
  int rows = 0;
  for (const TableRow& row : table_rows("results/methods/" + table + ".costs.csv")) {
    if (has_cells(row, {{"run", run}, {"accelerator", machine}})) {
      sum += number(row, column);
      ++rows;
    }
  }
  EXPECT_EQ(rows, seeds) << run;
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
    EXPECT_NEAR(mean("methods", "dual_static8", machine, "equal_energy_accuracy_percent"), 79.05,
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

TEST(methods_tables, a_cycled_range_of_exponents_gains_nothing_that_is_shown) {
  std::map<std::string, std::map<std::string, std::string>> seeds;
  for (const TableRow& row : table_rows("results/methods/methods.csv")) {
    seeds[row.at("run")][row.at("seed")] = row.at("test_accuracy_percent");
  }
  EXPECT_NEAR(std::stod(seeds["smartdeal_cycled_cpt"]["1"]), 82.5, 0.05);
  EXPECT_NEAR(std::stod(seeds["smartdeal_cpt"]["1"]), 81.1, 0.05);
  EXPECT_NEAR(std::stod(seeds["smartdeal_cycled_cpt"]["3"]), 80.3, 0.05);
  EXPECT_NEAR(std::stod(seeds["smartdeal_cpt"]["3"]), 81.5, 0.05);
  EXPECT_EQ(seeds["smartdeal_cycled_cpt"]["2"], "") << "diverged";
  for (const char* machine : {"systolic_512", "dual_serial_512"}) {
    EXPECT_NEAR(mean("methods", "smartdeal_cycled_cpt", machine, "energy_j", 2) /
                    joules("smartdeal_cpt", machine),
                1, 1e-4);
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
  EXPECT_NEAR(of("found", serial, "test_accuracy_percent"), 76.3, 0.05);
  EXPECT_NEAR(of("found_cpt", serial, "test_accuracy_percent"), 44.8, 0.06);
  const auto share = [&](const std::string& run, const std::string& machine) {
    return of(run, machine, "energy_j") / of("plain_static8", machine, "energy_j");
  };
  EXPECT_NEAR(share("found", serial), 0.938, 0.005);
  EXPECT_NEAR(share("found", "systolic_512"), 0.996, 0.001);
  EXPECT_NEAR(share("search", "systolic_512"), 1.8, 0.06);
  EXPECT_NEAR(share("search", serial), 1.8, 0.06);
}

// docs/feedback.md
TEST(methods_tables, feedback_saves_a_pass_of_two_small_layers) {
  const auto of = [](const std::string& run, const std::string& machine, const char* column) {
    return mean("methods_bdfa", run, machine, column);
  };
  const std::map<std::string, double> relative{{"systolic_512", 0.979}, {"dual_serial_512", 0.985}};
  const std::map<std::string, double> cycle_s{{"systolic_512", 0.233}, {"dual_serial_512", 0.284}};
  const std::map<std::string, double> cycle_j{{"systolic_512", 0.714}, {"dual_serial_512", 0.737}};
  for (const auto& [machine, ratio] : relative) {
    const double time = of("bp_static8", machine, "time_s");
    EXPECT_NEAR(of("bdfa_static8", machine, "time_s") / time, ratio, 0.0006) << machine;
    EXPECT_NEAR(time / cycle_s.at(machine), 1 - 0.08, 0.015) << machine;
    EXPECT_NEAR(of("bp_static8", machine, "energy_j") / cycle_j.at(machine), 0.99, 0.006)
        << machine;
  }
}

/// Time and energy of first and last layers, in percent, of a run on a machine.
void expect_ends(const std::string& table, const std::string& run, const std::string& machine,
                 double time, double energy, double tolerance) {
  EXPECT_NEAR(mean(table, run, machine, "ends_time_percent"), time, tolerance) << run << machine;
  EXPECT_NEAR(mean(table, run, machine, "ends_energy_percent"), energy, tolerance)
      << run << machine;
}

TEST(methods_tables, ends_in_fp32_and_in_8_bits_take_their_shares) {
  const std::string ends = "methods_ends";
  expect_ends(ends, "plain_fp32", "systolic_512", 7.3, 5.7, 0.051);
  expect_ends(ends, "plain_fp32", "dual_serial_512", 11.6, 6.1, 0.051);
  expect_ends(ends, "plain_8", "systolic_512", 2.2, 2.9, 0.051);
  expect_ends(ends, "plain_8", "dual_serial_512", 4.6, 3.5, 0.051);
  expect_ends(ends, "plain_fp32_cpt", "systolic_512", 7.3, 5.7, 0.051);
  expect_ends(ends, "plain_fp32_cpt", "dual_serial_512", 15.0, 6.7, 0.051);
  expect_ends(ends, "plain_8_cpt", "systolic_512", 2.2, 2.9, 0.051);
  expect_ends(ends, "plain_8_cpt", "dual_serial_512", 6.1, 3.7, 0.051);
  expect_ends(ends, "dual_fp32", "systolic_512", 7.3, 5.8, 0.051);
  expect_ends(ends, "dual_fp32", "dual_serial_512", 15.2, 6.8, 0.051);
  expect_ends(ends, "dual_8", "systolic_512", 2.1, 2.9, 0.051);
  expect_ends(ends, "dual_8", "dual_serial_512", 6.1, 3.7, 0.051);
  expect_ends(ends, "smartdeal_fp32", "systolic_512", 7.3, 5.9, 0.051);
  expect_ends(ends, "smartdeal_fp32", "dual_serial_512", 11.6, 6.3, 0.051);
  expect_ends(ends, "smartdeal_8", "systolic_512", 2.2, 3.0, 0.051);
  expect_ends(ends, "smartdeal_8", "dual_serial_512", 4.6, 3.5, 0.051);
  expect_ends(ends, "smartdeal_fp32_cpt", "systolic_512", 7.3, 5.9, 0.051);
  expect_ends(ends, "smartdeal_fp32_cpt", "dual_serial_512", 15.1, 6.8, 0.051);
  expect_ends(ends, "smartdeal_8_cpt", "systolic_512", 2.2, 3.0, 0.051);
  expect_ends(ends, "smartdeal_8_cpt", "dual_serial_512", 6.1, 3.8, 0.051);
  const std::string ebs = "methods_ends_ebs";
  expect_ends(ebs, "uniform2_fp32", "systolic_512", 40, 29, 0.5);
  expect_ends(ebs, "uniform2_fp32", "operand_serial_512", 52, 32, 0.5);
  expect_ends(ebs, "uniform2_fp32", "binary_overlay_512", 65, 34, 0.5);
  expect_ends(ebs, "uniform2_8", "systolic_512", 14, 14, 0.5);
  expect_ends(ebs, "uniform2_8", "operand_serial_512", 20, 15, 0.5);
  expect_ends(ebs, "uniform2_8", "binary_overlay_512", 35, 19, 0.5);
  expect_ends(ebs, "found_fp32", "systolic_512", 40, 29, 0.5);
  expect_ends(ebs, "found_fp32", "operand_serial_512", 51, 32, 0.5);
  expect_ends(ebs, "found_fp32", "binary_overlay_512", 60, 32, 0.5);
  expect_ends(ebs, "found_8", "systolic_512", 14, 14, 0.5);
  expect_ends(ebs, "found_8", "operand_serial_512", 19, 15, 0.5);
  expect_ends(ebs, "found_8", "binary_overlay_512", 31, 19, 0.5);
}

TEST(methods_tables, ends_of_8_bits_shorten_a_small_network_for_some_joules) {
  for (const char* machine : {"systolic_512", "operand_serial_512", "binary_overlay_512"}) {
    for (const std::string run : {"uniform2", "found"}) {
      const auto ratio = [&](const char* column) {
        return mean("methods_ends_ebs", run + "_8", machine, column) /
               mean("methods_ends_ebs", run + "_fp32", machine, column);
      };
      EXPECT_GE(ratio("time_s"), 1 - 0.335) << run << machine;
      EXPECT_LE(ratio("time_s"), 1 - 0.185) << run << machine;
      EXPECT_GE(ratio("energy_j"), 1.015) << run << machine;
      EXPECT_LE(ratio("energy_j"), 1.045) << run << machine;
    }
  }
  const auto apart = [](const std::string& table, const std::string& run) {
    return mean(table, run + "_fp32", "systolic_512", "test_accuracy_percent") -
           mean(table, run + "_8", "systolic_512", "test_accuracy_percent");
  };
  const auto cpt = [](const std::string& run) {
    return mean("methods_ends", run + "_cpt", "systolic_512", "test_accuracy_percent");
  };
  for (const std::string run : {"plain_network", "plain_fp32", "plain_8"}) {
    const double less =
        mean("methods_ends", run, "systolic_512", "test_accuracy_percent") - cpt(run);
    EXPECT_GT(less, 2) << run;
    EXPECT_LT(less, 4) << run;
  }
  EXPECT_LT(std::abs(cpt("plain_fp32") - cpt("plain_8")), 1.1) << "less than their spread";
  EXPECT_NEAR(cpt("smartdeal_fp32"), (29.4 + 67.6 + 70.2) / 3, 0.05) << "one of three fails";
  EXPECT_NEAR(cpt("smartdeal_8"), 70.4, 0.05);
  EXPECT_LT(std::abs(apart("methods_ends", "plain")), 1.3);
  EXPECT_LT(std::abs(apart("methods_ends", "dual")), 0.8);
  EXPECT_LT(std::abs(apart("methods_ends", "smartdeal")), 0.7);
  EXPECT_LT(std::abs(apart("methods_ends_ebs", "uniform2")), 0.5);
  EXPECT_LT(std::abs(apart("methods_ends_ebs", "found")), 0.7);
}

}  // namespace methods_tables_test
}  // namespace metronome::claims
