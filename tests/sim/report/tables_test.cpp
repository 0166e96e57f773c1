#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "sim/base/gzip.hpp"
#include "sim/energy/energy_split.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/overlap_tables.hpp"
#include "sim/report/run_tables.hpp"
#include "sim/report/summary.hpp"
#include "tests/sim/report/fabricated.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::report {
namespace tables_test {

using Table = std::vector<std::vector<std::string>>;

/// First column of the table below "### name" in the folder's README.
std::vector<std::string> documented(const std::string& name) {
  const std::string text = read_file(metronome::source_dir() + "/sim/report/README.md");
  const std::size_t begin = text.find("### " + name + "\n");
  EXPECT_NE(begin, std::string::npos) << name;
  const std::size_t end = text.find("\n#", begin + 4);
  std::vector<std::string> columns;
  for (std::size_t at = text.find("\n| `", begin); at < end; at = text.find("\n| `", at + 1)) {
    columns.push_back(text.substr(at + 4, text.find('`', at + 4) - at - 4));
  }
  return columns;
}

std::size_t column(const Table& table, const std::string& name) {
  const auto at = std::find(table[0].begin(), table[0].end(), name);
  EXPECT_NE(at, table[0].end()) << name;
  return static_cast<std::size_t>(at - table[0].begin());
}

double sum(const Table& table, const std::string& name, const std::string& times = {}) {
  const std::size_t c = column(table, name);
  double total = 0;
  for (std::size_t i = 1; i < table.size(); ++i) {
    total +=
        std::stod(table[i][c]) * (times.empty() ? 1.0 : std::stod(table[i][column(table, times)]));
  }
  return total;
}

class Tables : public ::testing::Test {
 protected:
  const RunResult run_ = testing::cpt_run("operand_serial");
  const EnergyTable prices_ = testing::priced_table();
  const RunCosts costs_ = cost_of(run_, prices_);
  const Table phases_ = parse_csv(phases_csv(run_, costs_));
  const Table operations_ = parse_csv(operations_csv(run_, costs_));
  const Table levels_ = parse_csv(levels_csv(run_, costs_));
  const Table energy_ = parse_csv(energy_csv(run_, costs_, prices_));
  const nlohmann::json summary_ = nlohmann::json::parse(
      summary_json(run_, costs_, nullptr, prices_, identity_of(run_, nullptr, prices_), {}));

  [[nodiscard]] std::string level_jobs() const {
    return expand_gzip(level_jobs_csv_gz(run_), "level_jobs.csv.gz");
  }
};

TEST_F(Tables, documented_columns_are_the_written_ones) {
  EXPECT_EQ(phases_[0], documented("phases.csv"));
  EXPECT_EQ(operations_[0], documented("operations.csv"));
  EXPECT_EQ(levels_[0], documented("levels.csv"));
  EXPECT_EQ(parse_csv(level_jobs())[0], documented("level_jobs.csv.gz"));
  EXPECT_EQ(energy_[0], documented("energy.csv"));
  EXPECT_EQ(parse_csv(metrics_csv({}))[0], documented("metrics.csv"));
  EXPECT_EQ(parse_csv(memory_csv(run_, &run_))[0], documented("memory.csv"));
  EXPECT_EQ(parse_csv(overlap_csv(run_, &run_))[0], documented("overlap.csv"));
  EXPECT_EQ(parse_csv(comparison_csv({}))[0], documented("comparison.csv"));
}

TEST_F(Tables, have_a_row_per_phase_per_level_and_per_distinct_operation) {
  EXPECT_EQ(phases_.size(), run_.phases.size() + 1);
  EXPECT_EQ(levels_.size(), run_.levels.size() + 1);
  EXPECT_EQ(operations_.size(), run_.operations.size() + 1);
}

TEST_F(Tables, levels_and_switches_sum_to_the_run) {
  for (const auto& [column, key] : {std::pair("cycles", "cycles"), {"energy_j", "energy_j"}}) {
    const double all = sum(levels_, column) + summary_["switches"][key].get<double>();
    EXPECT_NEAR(all, summary_["total"][key].get<double>(), 1e-12 * all);
  }
  EXPECT_DOUBLE_EQ(sum(levels_, "cycles_per_iteration", "iterations"), sum(levels_, "cycles"));
}

// The rows of operations.csv that a level names are what an iteration of it costs.
TEST_F(Tables, the_operations_of_a_level_sum_to_its_iteration) {
  const Table jobs = parse_csv(level_jobs());
  ASSERT_EQ(jobs.size(), levels_.size());
  const std::size_t cycles = column(operations_, "cycles");
  for (std::size_t i = 1; i < jobs.size(); ++i) {
    std::istringstream rows(jobs[i][column(jobs, "operations")]);
    std::uint64_t all = 0;
    for (std::size_t row = 0; rows >> row;) {
      all += std::stoull(operations_.at(row + 1)[cycles]);
    }
    EXPECT_EQ(all, std::stoull(levels_[i][column(levels_, "cycles_per_iteration")]));
  }
}

TEST_F(Tables, a_summary_of_many_levels_has_256_and_says_how_many_it_omits) {
  RunResult many = run_;
  const LevelResult first = many.levels.front();
  for (int i = 0; i < 300; ++i) {
    many.levels.push_back(first);
  }
  const auto summary =
      nlohmann::json::parse(summary_json(many, cost_of(many, prices_), nullptr, prices_, {}, {}));
  EXPECT_EQ(summary["levels"].size(), 256u);
  EXPECT_EQ(summary["levels_omitted"], many.levels.size() - 256);
  EXPECT_FALSE(summary_.contains("levels_omitted"));
  EXPECT_EQ(parse_csv(levels_csv(many, cost_of(many, prices_))).size(), many.levels.size() + 1);
}

TEST_F(Tables, phases_and_switches_sum_to_the_run) {
  const double cycles = sum(phases_, "cycles") + summary_["switches"]["cycles"].get<double>();
  EXPECT_DOUBLE_EQ(cycles, summary_["total"]["cycles"].get<double>());
  EXPECT_DOUBLE_EQ(cycles, static_cast<double>(run_.total().cycles.total().count()));
  const double joules = sum(phases_, "energy_j") + summary_["switches"]["energy_j"].get<double>();
  EXPECT_NEAR(joules, summary_["total"]["energy_j"].get<double>(), 1e-12 * joules);
}

TEST_F(Tables, operations_times_iterations_and_switches_sum_to_the_run) {
  const Measure total = run_.total();
  const double switches = summary_["switches"]["energy_j"].get<double>();
  const double joules = sum(operations_, "energy_j", "iterations") + switches;
  EXPECT_NEAR(joules, price(total, prices_, run_.clock).total().count(), 1e-12 * joules);
  EXPECT_DOUBLE_EQ(sum(operations_, "dram_read_bytes", "iterations"),
                   static_cast<double>(total.total_traffic().read.count()));
  EXPECT_DOUBLE_EQ(sum(operations_, "macs", "iterations"), static_cast<double>(total.macs.count()));
}

TEST_F(Tables, the_bins_of_an_operation_sum_to_its_cycles) {
  const std::size_t first = column(operations_, "busy_cycles");
  for (std::size_t i = 1; i < operations_.size(); ++i) {
    std::uint64_t bins = 0;
    for (std::size_t c = first; c < first + kEnumCount<Bin>; ++c) {
      bins += std::stoull(operations_[i][c]);
    }
    EXPECT_EQ(bins, std::stoull(operations_[i][column(operations_, "cycles")]));
  }
}

TEST_F(Tables, energy_rows_are_products_and_sum_to_the_run) {
  for (std::size_t i = 1; i < energy_.size(); ++i) {
    const auto field = [&](const char* name) { return energy_[i][column(energy_, name)]; };
    const double product = std::stod(field("count")) * std::stod(field("value"));
    const double expected =
        field("unit") == "pJ" ? product * 1e-12 : product * 1e-6 / std::stod(field("clock_hz"));
    EXPECT_NEAR(std::stod(field("energy_j")), expected, 1e-12 * expected);
  }
  const double joules = sum(energy_, "energy_j");
  EXPECT_NEAR(joules, summary_["total"]["energy_j"].get<double>(), 1e-12 * joules);
}

TEST_F(Tables, rows_that_price_nothing_are_not_printed_and_others_have_intervals) {
  for (std::size_t i = 1; i < energy_.size(); ++i) {
    EXPECT_GT(std::stod(energy_[i][column(energy_, "value")]), 0);
    EXPECT_LT(std::stod(energy_[i][column(energy_, "low_factor")]), 1);
    EXPECT_GT(std::stod(energy_[i][column(energy_, "high_factor")]), 1);
    EXPECT_FALSE(energy_[i][column(energy_, "reason")].empty());
  }
  EnergyTable free = prices_;
  for (EnergyRow& row : free.rows) {
    row.value = row.action == "vector.add_fp32" ? 0 : row.value;
  }
  EXPECT_EQ(energy_csv(run_, cost_of(run_, free), free).find("vector.add_fp32"), std::string::npos);
}

TEST_F(Tables, the_split_of_energy_sums_to_it_in_summary_and_tables) {
  double sum = 0;
  for (const auto& part : summary_["energy_split_j"]["run"]) {
    sum += part.get<double>();
  }
  const double total = summary_["total"]["energy_j"].get<double>();
  EXPECT_NEAR(sum, total, 1e-12 * total);
  EXPECT_EQ(summary_["energy_split_j"]["run"].size(), 6u);
  EXPECT_FALSE(summary_["energy_split_j"].contains("baseline"));
  for (std::size_t i = 1; i < operations_.size(); ++i) {
    double parts = 0;
    for (const auto& [part, name] : kEnumRows<EnergyPart>) {
      parts += std::stod(operations_[i][column(operations_, "split_" + std::string(name) + "_j")]);
    }
    const double all = std::stod(operations_[i][column(operations_, "energy_j")]);
    EXPECT_NEAR(parts, all, 1e-9 * all);
  }
}

TEST_F(Tables, shares_of_provenance_sum_to_one_and_intervals_hold_the_energy) {
  double sum = 0;
  for (const auto& share : summary_["provenance_share"]["run"]) {
    sum += share.get<double>();
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  const auto& interval = summary_["intervals"]["energy_j"];
  const double total = summary_["total"]["energy_j"].get<double>();
  EXPECT_LT(interval[0].get<double>(), total);
  EXPECT_GT(interval[2].get<double>(), total);
  EXPECT_EQ(summary_["intervals"]["samples"], 10000);
  EXPECT_FALSE(summary_["intervals"].contains("savings"));
}

TEST_F(Tables, utilization_is_useful_bit_products_over_the_peak) {
  const std::size_t c = column(operations_, "utilization");
  bool some = false;
  for (std::size_t i = 1; i < operations_.size(); ++i) {
    if (operations_[i][c].empty()) {
      EXPECT_EQ(operations_[i][column(operations_, "macs")], "0");
      continue;
    }
    some = true;
    const double useful = std::stod(operations_[i][column(operations_, "bit_operations_executed")]);
    const double cycles = std::stod(operations_[i][column(operations_, "cycles")]);
    EXPECT_NEAR(std::stod(operations_[i][c]), useful / (512 * 64 * cycles), 1e-9);
    EXPECT_LE(std::stod(operations_[i][c]), 1.0);
  }
  EXPECT_TRUE(some);
}

TEST_F(Tables, summary_levels_and_classes_each_sum_to_the_total) {
  for (const char* key : {"cycles", "seconds", "energy_j", "bit_operations_paper",
                          "bit_operations_executed", "macs"}) {
    const double total = summary_["total"][key].get<double>();
    for (const char* parts : {"levels", "gemm_classes"}) {
      double of_parts = summary_["switches"][key].get<double>();
      for (const auto& part : summary_[parts]) {
        of_parts += part[key].get<double>();
      }
      EXPECT_NEAR(of_parts, total, 1e-12 * total) << parts << " " << key;
    }
  }
}

TEST_F(Tables, summary_names_all_classes_and_every_role_bin_and_component) {
  std::vector<std::string> names;
  for (const auto& one : summary_["gemm_classes"]) {
    names.push_back(one["class"].get<std::string>());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"forward", "input_gradient", "weight_gradient",
                                             "vector", "quantize", "update", "host"}));
  EXPECT_EQ(summary_["total"]["dram_bytes"].size(), kEnumCount<trace::Role>);
  EXPECT_EQ(summary_["total"]["cycle_attribution"].size(), kEnumCount<Bin>);
  EXPECT_EQ(summary_["total"]["energy_by_component_j"].size(), kEnumCount<Component>);
  EXPECT_EQ(summary_["mode"], "cycle");
  EXPECT_FALSE(summary_.contains("savings"));
}

TEST(summary, savings_are_one_minus_run_over_baseline) {
  const EnergyTable prices = testing::priced_table();
  const RunResult run = testing::cpt_run("dual_serial", 64000, 32);
  const RunResult baseline = testing::static_run("dual_serial", 64000);
  const RunCosts costs = cost_of(run, prices);
  const RunCosts base = cost_of(baseline, prices);
  const auto summary = nlohmann::json::parse(summary_json(run, costs, &base, prices, {}, {}));
  // The CPT paper's saving of 3-8 bits with 8-bit gradients over 64 000 iterations of 32 periods.
  EXPECT_NEAR(summary["savings"]["bit_operations"].get<double>(), 0.3667, 5e-5);
  const double cycles = static_cast<double>(run.total().cycles.total().count()) /
                        static_cast<double>(baseline.total().cycles.total().count());
  EXPECT_DOUBLE_EQ(summary["savings"]["cycles"].get<double>(), 1 - cycles);
  EXPECT_NEAR(summary["savings"]["energy"].get<double>(),
              1 - costs.total.energy.total().count() / base.total.energy.total().count(), 1e-12);
}

TEST(summary, the_papers_count_splits_by_class_as_its_formula_does) {
  using trace::OperationClass;
  const auto share = [](OperationClass cls, const trace::Assignment& assignment) {
    RunResult run;
    LevelResult level;
    level.assignment = assignment;
    std::vector<OperationResult> operations;
    for (const auto& [layer, macs] : {std::pair("a", 100), std::pair("b", 300)}) {
      OperationResult forward;
      forward.layer = layer;
      forward.cls = OperationClass::forward;
      forward.measure.macs = Macs(static_cast<std::uint64_t>(macs));
      operations.push_back(forward);
    }
    operations.emplace_back();
    operations.back().cls = OperationClass::weight_gradient;
    run.add_level(level, operations);
    return paper_shares(run, run.levels[0])[cls];
  };
  const trace::Assignment plain{{4, 8}, {}};
  const double all = 4 * 4 + 2 * 4 * 8;
  EXPECT_DOUBLE_EQ(share(OperationClass::forward, plain), 4 * 4 / all);
  EXPECT_DOUBLE_EQ(share(OperationClass::input_gradient, plain), 4 * 8 / all);
  EXPECT_DOUBLE_EQ(share(OperationClass::weight_gradient, plain), 4 * 8 / all);
  EXPECT_EQ(share(OperationClass::vector, plain), 0.0);
  EXPECT_DOUBLE_EQ(share(OperationClass::forward, {{0, 0}, {}}), 1.0 / 3);
  // A layer with bits of its own counts at these.
  const double own = 100 * (4 * 4 + 2 * 4 * 8) + 300 * (2 * 2 + 2 * 2 * 6);
  EXPECT_DOUBLE_EQ(share(OperationClass::forward, {{4, 8}, {{"b", {2, 6}}}}),
                   (100 * 4 * 4 + 300 * 2 * 2) / own);
}

}  // namespace tables_test
}  // namespace metronome::report
