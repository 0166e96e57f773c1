// `metronome sweep`: what it says before and beside the work.
#include <nlohmann/json.hpp>

#include "binary.hpp"

namespace metronome::cli {
namespace sweep_command_test {

using Json = nlohmann::json;

class SweepCommand : public Command {
 protected:
  void SetUp() override {
    write("sweep.yaml",
          "name: grid\nbase:\n  mode: analytic\n"
          "  trace: {model: lenet-5, dataset: mnist, batch: 2, iterations: 16, schedule: "
          "\"cpt:3-5,periods=2,backward=8\", baseline_schedule: \"static:8,backward=8\"}\n"
          "  accelerator: " +
              arch_file("systolic") +
              "\naxes:\n  - key: accelerator.memory.channels\n    values: [1, 2, 4]\n"
              "  - key: accelerator.vector.lanes\n    values: [32, 64]\n"
              "constraints:\n  - {left: accelerator.memory.channels, is: <=, right: 2}\n");
  }
  [[nodiscard]] std::string path(const std::string& name) const { return at(name).string(); }
  [[nodiscard]] Ran sweep(const std::string& options) const {
    return run("sweep " + path("sweep.yaml") + " --out " + path("out") + " " + options);
  }
};

TEST_F(SweepCommand, a_dry_run_counts_the_points_and_writes_nothing) {
  const Ran dry = sweep("--dry-run");
  EXPECT_EQ(dry.exit_code, 0) << dry.error;
  EXPECT_TRUE(says(dry.out, "6 points: 4 to simulate, 2 of which a constraint does not hold"))
      << dry.out;
  EXPECT_TRUE(says(dry.out, "<= 2 does not hold: 4 against 2")) << dry.out;
  EXPECT_FALSE(fs::exists(at("out")));
  EXPECT_FALSE(fs::exists(at("out.partial")));
  EXPECT_EQ(sweep("--dry-run --set base.trace.batch=0").exit_code, 2);
}

TEST_F(SweepCommand, points_that_a_constraint_refuses_are_rows_with_the_reason) {
  const Ran ran = sweep("--jobs 1");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const std::string table = read_file(at("out/sweep.csv"));
  EXPECT_TRUE(says(table,
                   ",4,32,infeasible,constraint accelerator.memory.channels <= 2 does not "
                   "hold: 4 against 2,"))
      << table;
  EXPECT_TRUE(says(table, ",2,64,ok,")) << table;
  const Ran again = sweep("--set 'sample.count=3' --restart");
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_EQ(run("compare " + path("out") + " " + path("out")).exit_code, 0);
}

TEST_F(SweepCommand, its_status_counts_what_is_done_and_changes_nothing) {
  const Ran before = sweep("--status --json");
  EXPECT_EQ(before.exit_code, 4) << before.error;
  Json expected{{"points", 6}, {"done", 0},    {"infeasible", 0},       {"unpriced", 0},
                {"failed", 0}, {"missing", 6}, {"rate_per_second", 0.0}};
  expected["command"] = "metronome sweep " + path("sweep.yaml") + " --out " + path("out");
  EXPECT_EQ(Json::parse(before.out), expected);
  EXPECT_TRUE(says(before.error, "6 of 6 results are missing")) << before.error;
  EXPECT_FALSE(fs::exists(at("out")));
  ASSERT_EQ(sweep("--jobs 1").exit_code, 0);
  const auto whole = tree(at("out"));
  const Ran after = sweep("--status");
  EXPECT_EQ(after.exit_code, 0) << after.error;
  EXPECT_TRUE(says(after.out, "6 points: 4 done, 2 infeasible, 0 unpriced, 0 failed, 0 missing"))
      << after.out;
  EXPECT_EQ(tree(at("out")), whole);
  // Of other inputs nothing is done.
  EXPECT_EQ(sweep("--status --set base.trace.batch=3").exit_code, 4);
  // A line that is torn is missing.
  const std::string file = "out/points/" + names_in(at("out/points")).front();
  const std::string text = read_file(at(file));
  write(file, text.substr(0, text.size() - 2));
  const Ran torn = sweep("--status --json");
  EXPECT_EQ(torn.exit_code, 4);
  EXPECT_EQ(Json::parse(torn.out)["missing"], 1);
}

}  // namespace sweep_command_test
}  // namespace metronome::cli
