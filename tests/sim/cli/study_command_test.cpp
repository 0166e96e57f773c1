#include <string>

#include "tests/sim/cli/binary.hpp"

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

}  // namespace study_command_test
}  // namespace metronome::cli
