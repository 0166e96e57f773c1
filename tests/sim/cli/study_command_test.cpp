#include <string>

#include "tests/sim/cli/binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace study_command_test {

using study_command = Command;

const char* const kStudy =
    "name: tiny\nseeds: [3]\nreference: made up\n"
    "workload: {dataset: synthetic, train_samples: 32, test_samples: 16, batch: 16, iterations: "
    "8}\n"
    "runs:\n"
    "  - {name: cpt, schedule: 'cpt:3-8,periods=2,backward=8', reference_percent: [10, 12]}\n"
    "  - {name: low, schedule: 'static:3,backward=8'}\n";

TEST_F(study_command, writes_its_table_and_repeats_nothing_when_called_again) {
  write("s.yaml", kStudy);
  const std::string file = "'" + at("s.yaml").string() + "'";
  EXPECT_TRUE(says(run("check " + file).out, "ok (study)"));
  const std::string line =
      "study " + file + " --out '" + at("runs").string() + "' --table '" + at("t").string() + "'";
  const Ran first = run(line);
  ASSERT_EQ(first.exit_code, 0) << first.error;
  const std::string table = read_file(at("t.md"));
  EXPECT_TRUE(says(table, "| cpt | `cpt:3-8,periods=2,backward=8` |")) << table;
  EXPECT_TRUE(says(table, "Reference: made up"));
  EXPECT_TRUE(says(first.out, table));
  const std::string csv = read_file(at("t.csv"));
  EXPECT_TRUE(says(csv, "low,\"static:3,backward=8\",prescale_requantize,3,8,3,")) << csv;
  const auto trained = tree(at("runs"));
  EXPECT_TRUE(trained.contains("low-seed3/value_statistics.csv"));

  const Ran again = run(line);
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_TRUE(says(again.error, "finished earlier")) << again.error;
  EXPECT_EQ(tree(at("runs")), trained);
  EXPECT_EQ(read_file(at("t.csv")), csv);
}

TEST_F(study_command, writes_a_table_whose_accuracies_a_sweep_takes) {
  write("s.yaml", kStudy);
  const Ran trained = run("study '" + at("s.yaml").string() + "' --out '" + at("runs").string() +
                          "' --table '" + at("t").string() + "'");
  ASSERT_EQ(trained.exit_code, 0) << trained.error;
  const auto sweep = [&](const std::string& model) {
    write("w.yaml",
          "name: w\nbase:\n  mode: analytic\n  accelerator: " + metronome::source_dir() +
              "/configs/arch/plain_systolic_512.yaml\n  trace: {model: " + model +
              ", dataset: synthetic, batch: 16, iterations: 8,\n    baseline_schedule: "
              "'static:8,backward=8', accuracy_table: t.csv}\n"
              "axes:\n  - name: training\n    points:\n"
              "      - {label: cpt, set: {trace.schedule: 'cpt:3-8,periods=2,backward=8', "
              "trace.accuracy_run: cpt}}\n"
              "      - {label: low, set: {trace.schedule: 'static:3,backward=8', "
              "trace.accuracy_run: low}}\n");
    return run("sweep '" + at("w.yaml").string() + "' --restart --out '" + at("out").string() +
               "'");
  };
  const Ran swept = sweep("resnet-8");
  ASSERT_EQ(swept.exit_code, 0) << swept.error;
  EXPECT_TRUE(says(read_file(at("out") / "sweep.csv"), "test_accuracy_percent"));
  const Ran other = sweep("lenet-5");
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_TRUE(says(other.error, "run_model")) << other.error;
}

}  // namespace study_command_test
}  // namespace metronome::cli
