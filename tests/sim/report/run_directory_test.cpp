#include "sim/report/run_directory.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <set>

#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "sim/base/gzip.hpp"
#include "sim/report/csv.hpp"
#include "tests/sim/report/fabricated.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::report {
namespace run_directory_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

fs::path scratch(const std::string& name) {
  const fs::path dir =
      fs::temp_directory_path() / fmt::format("metronome_report_{}_{}", name, ::getpid());
  fs::remove_all(dir);
  return dir;
}

RunInputs inputs_of(const RunResult& run, const RunResult* baseline, const EnergyTable& table) {
  return {.run = run,
          .baseline = baseline,
          .table = table,
          .metrics = testing::training_metrics(run, 0.87),
          .baseline_metrics =
              baseline == nullptr ? Metrics{} : testing::training_metrics(*baseline, 0.875),
          .resolved_yaml = "iterations: 384\n",
          .manifest = testing::some_manifest()};
}

std::map<std::string, std::string> contents(const fs::path& dir) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(dir)) {
    if (entry.is_regular_file()) {
      out[fs::relative(entry.path(), dir).string()] = read_file(entry.path());
    }
  }
  return out;
}

class RunDirectory : public ::testing::Test {
 protected:
  const RunResult run_ = testing::cpt_run("spatial_fusion");
  const RunResult baseline_ = testing::static_run("spatial_fusion");
  const EnergyTable table_ = testing::priced_table();
};

TEST_F(RunDirectory, holds_every_file_of_the_contract) {
  const fs::path dir = scratch("contract");
  write_run_directory(inputs_of(run_, &baseline_, table_), dir);
  for (const char* name : {"resolved.yaml", "manifest.json", "phases.csv", "operations.csv",
                           "energy.csv", "metrics.csv", "memory.csv", "recipe.json", "summary.json",
                           "ledger.json", "baseline_ledger.json", "energy.yaml", "report.html",
                           "figures/attribution.svg", "figures/attribution.csv"}) {
    EXPECT_TRUE(fs::exists(dir / name)) << name;
  }
  fs::remove_all(dir);
}

TEST_F(RunDirectory, the_provenance_of_one_runs_joules_is_told_in_joules_and_percent) {
  const fs::path dir = scratch("provenance");
  write_run_directory(inputs_of(run_, &baseline_, table_), dir);
  const std::string page = contents(dir).at("report.html");
  const std::size_t at = page.find("by the provenance of its prices");
  ASSERT_NE(at, std::string::npos);
  const std::string table = page.substr(at, page.find("</table>", at) - at);
  EXPECT_THAT(table, ::testing::ContainsRegex(">[kMGm]?J</th>"));
  EXPECT_THAT(table, ::testing::HasSubstr(">%</th>"));
  EXPECT_THAT(table, ::testing::HasSubstr(">100.0</td>"));
  fs::remove_all(dir);
}

TEST_F(RunDirectory, is_the_same_bytes_twice_but_for_the_manifest) {
  const fs::path one = scratch("one");
  const fs::path two = scratch("two");
  RunInputs inputs = inputs_of(run_, &baseline_, table_);
  write_run_directory(inputs, one);
  inputs.manifest.host = "elsewhere";
  inputs.manifest.wall_seconds = 99;
  write_run_directory(inputs, two);
  auto first = contents(one);
  auto second = contents(two);
  EXPECT_NE(first.at("manifest.json"), second.at("manifest.json"));
  first.erase("manifest.json");
  second.erase("manifest.json");
  EXPECT_EQ(first, second);
  fs::remove_all(one);
  fs::remove_all(two);
}

TEST_F(RunDirectory, reads_back_and_regenerates_the_same_report) {
  const fs::path one = scratch("loaded");
  const fs::path two = scratch("regenerated");
  write_run_directory(inputs_of(run_, &baseline_, table_), one);
  const LoadedRun loaded = load_run(one);
  EXPECT_EQ(loaded.run, run_);
  EXPECT_EQ(loaded.baseline, baseline_);
  EXPECT_EQ(loaded.table, table_);
  Manifest written = testing::some_manifest();
  written.figures = "drawn";
  EXPECT_EQ(loaded.manifest, written);
  write_run_directory(loaded.inputs(), two);
  EXPECT_EQ(contents(one), contents(two));
  fs::remove_all(one);
  fs::remove_all(two);
}

TEST_F(RunDirectory, is_not_begun_when_a_price_is_missing) {
  const fs::path dir = scratch("unpriced");
  EnergyTable poor = table_;
  std::erase_if(poor.rows, [](const EnergyRow& row) { return row.action == "RD"; });
  EXPECT_THROW(write_run_directory(inputs_of(run_, nullptr, poor), dir), UserError);
  EXPECT_FALSE(fs::exists(dir));
}

TEST_F(RunDirectory, without_baseline_or_training_states_no_saving_and_no_accuracy) {
  const fs::path dir = scratch("bare");
  RunInputs inputs = inputs_of(run_, nullptr, table_);
  inputs.metrics.clear();
  write_run_directory(inputs, dir);
  EXPECT_FALSE(fs::exists(dir / "figures/savings.svg"));
  EXPECT_FALSE(fs::exists(dir / "figures/training.svg"));
  EXPECT_FALSE(nlohmann::json::parse(read_file(dir / "summary.json")).contains("savings"));
  EXPECT_THAT(read_file(dir / "report.html"), HasSubstr("made without training"));
  EXPECT_FALSE(load_run(dir).baseline.has_value());
  fs::remove_all(dir);
}

TEST_F(RunDirectory, F3_1_refuses_a_baseline_of_another_training_and_shows_both_values) {
  const RunResult other = testing::static_run("spatial_fusion", 100);
  const fs::path dir = scratch("length");
  try {
    write_run_directory(inputs_of(run_, &other, table_), dir);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr("iterations 384 against 100"));
    EXPECT_THAT(error.what(), HasSubstr("--allow-unlike"));
  }
  EXPECT_FALSE(fs::exists(dir));
}

TEST_F(RunDirectory, F3_1_unlike_runs_that_are_allowed_are_called_so_everywhere) {
  const RunResult other = testing::static_run("spatial_fusion", 100);
  const fs::path dir = scratch("unlike");
  RunInputs inputs = inputs_of(run_, &other, table_);
  inputs.allow_unlike = true;
  write_run_directory(inputs, dir);
  const std::string words = "iterations 384 against 100";
  const std::string page = read_file(dir / "report.html");
  EXPECT_THAT(page, HasSubstr("(unlike runs)</h1>"));
  EXPECT_THAT(page, HasSubstr("Unlike runs: " + words));
  EXPECT_THAT(terminal_text(inputs), ::testing::StartsWith("Unlike runs: " + words));
  EXPECT_THAT(read_file(dir / "phases.csv"), HasSubstr(words));
  EXPECT_THAT(read_file(dir / "figures/savings.svg"), HasSubstr("Unlike runs: " + words));
  EXPECT_THROW(write_run_directory(load_run(dir).inputs(), scratch("again")), UserError);
  fs::remove_all(dir);
}

TEST_F(RunDirectory, F3_2_every_file_names_what_it_is_of_and_what_made_it) {
  const fs::path dir = scratch("named");
  const RunInputs inputs = inputs_of(run_, &baseline_, table_);
  write_run_directory(inputs, dir);
  std::map<std::string, std::string> files = contents(dir);
  files["terminal"] = terminal_text(inputs);
  const std::string digest = recipe_digest(inputs.manifest.recipe);
  for (const auto& [name, bytes] : files) {
    if (name.ends_with(".yaml") || name.ends_with("ledger.json") || name == "manifest.json" ||
        name == "recipe.json") {
      continue;  // inputs of a report, and the recipe itself
    }
    const std::string text = expand_gzip(bytes, name);
    for (const std::string& fact :
         {std::string("resnet-8"), std::string("cifar-10"), std::string("128"), run_.trace,
          baseline_.trace, std::string("cycle"), run_.accelerator, run_.memory, table_.name,
          std::string("0.1.0 (commit 0123456789ab)")}) {
      EXPECT_THAT(text, HasSubstr(fact)) << name;
    }
    EXPECT_TRUE(text.find(digest) != std::string::npos || name == "summary.json") << name;
  }
  for (const char* name : {"recipe.json", "summary.json", "manifest.json", "report.html"}) {
    EXPECT_THAT(files.at(name), HasSubstr("a1b2c3d4e5f60718")) << name;
    EXPECT_THAT(files.at(name), HasSubstr("metronome run quickstart.yaml")) << name;
    EXPECT_EQ(files.at(name).find("--out here") != std::string::npos,
              std::string(name) == "manifest.json");
  }
  fs::remove_all(dir);
}

TEST_F(RunDirectory, repricing_keeps_the_device_and_changes_the_rest) {
  EnergyTable dear =
      config::load<EnergyTable>(metronome::source_dir() + "/configs/energy/28nm.yaml");
  for (EnergyRow& row : dear.rows) {
    row.value *= 2;
  }
  const RunCosts before = cost_of(run_, table_);
  const RunCosts after = cost_of(run_, repriced(table_, dear));
  EXPECT_EQ(after.total.energy.of(Component::dram), before.total.energy.of(Component::dram));
  EXPECT_NEAR(after.total.energy.of(Component::array).count(),
              2 * before.total.energy.of(Component::array).count(), 1e-12);
}

TEST_F(RunDirectory, a_missing_or_cut_file_is_named) {
  const fs::path dir = scratch("damaged");
  EXPECT_THROW((void)load_run(dir), UserError);
  RunInputs inputs = inputs_of(run_, nullptr, table_);
  write_run_directory(inputs, dir);
  const std::string ledger = read_file(dir / "ledger.json");
  write_file_atomically(dir / "ledger.json", ledger.substr(0, ledger.size() / 2));
  try {
    (void)load_run(dir);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().at(0).file, (dir / "ledger.json").string());
    EXPECT_GT(error.diagnostics().at(0).line, 1);
  }
  fs::remove_all(dir);
}

TEST(comparison_directory, holds_table_report_and_figures) {
  const fs::path dir = scratch("comparison");
  const EnergyTable table = testing::priced_table();
  std::vector<RunResult> runs;
  for (const char* kind : {"systolic", "spatial_fusion", "operand_serial", "dual_serial"}) {
    runs.push_back(testing::cpt_run(kind));
    runs.push_back(testing::static_run(kind));
  }
  ComparisonInputs inputs;
  for (std::size_t i = 0; i < runs.size(); i += 2) {
    inputs.entries.push_back({runs[i], runs[i + 1], table});
  }
  inputs.metrics = testing::training_metrics(runs[0], 0.87);
  inputs.baseline_metrics = testing::training_metrics(runs[1], 0.875);
  inputs.manifest = testing::some_manifest();
  write_comparison(inputs, dir);
  EXPECT_EQ(parse_csv(read_file(dir / "comparison.csv")).size(), 5u);
  const std::string page = read_file(dir / "report.html");
  EXPECT_EQ(page.find("<script"), page.rfind("<script")) << "but for the one that sorts tables";
  EXPECT_THAT(page, HasSubstr("<svg role=\"img\""));
  std::set<std::string> ids;  // names inside the inlined figures do not clash
  for (std::size_t at = page.find(" id=\""); at != std::string::npos;
       at = page.find(" id=\"", at + 1)) {
    const std::string id = page.substr(at + 5, page.find('"', at + 5) - at - 5);
    EXPECT_TRUE(ids.insert(id).second) << id;
  }
  std::vector<LoadedRun> loaded(1);
  EXPECT_THROW((void)comparison_of(loaded, {}), UserError);
  fs::remove_all(dir);
}

}  // namespace run_directory_test
}  // namespace metronome::report
