// A training under a constraint beside one without, as `metronome run` does it.
#include <gmock/gmock.h>

#include <map>

#include "binary.hpp"
#include "sim/base/csv.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace reach_experiment_test {

class reach_experiment : public Command {
 protected:
  [[nodiscard]] Ran experiment(const std::string& folder, const std::string& more = "") const {
    return run("run " + metronome::source_dir() +
               "/configs/experiments/reachability.yaml --set mode=analytic --set "
               "'deployed_bits=[0, 3]' --out " +
               at(folder).string() + more);
  }
  /// Rows by the first two cells, each by column.
  [[nodiscard]] std::map<std::string, std::map<std::string, std::string>> table(
      const std::string& file) const {
    const auto cells = parse_csv(read_file(at(file)));
    std::map<std::string, std::map<std::string, std::string>> rows;
    for (std::size_t i = 1; i < cells.size(); ++i) {
      for (std::size_t c = 0; c < cells[0].size(); ++c) {
        rows[cells[i][0] + " " + cells[i][1]][cells[0][c]] = cells[i][c];
      }
    }
    return rows;
  }
};

TEST_F(reach_experiment, proves_what_the_constraint_gives_and_says_what_it_takes) {
  const Ran ran = experiment("a", " --jobs 1");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  auto verdicts = table("a/verdicts.csv");
  ASSERT_EQ(verdicts.size(), 4u);
  EXPECT_EQ(verdicts["constrained fp32"]["verdict"], "safe");
  EXPECT_GT(std::stod(verdicts["constrained fp32"]["v_lower_bound"]), 1);
  EXPECT_EQ(verdicts["constrained fp32"]["samples_inside"], "0");
  EXPECT_EQ(verdicts["unconstrained fp32"]["verdict"], "unsafe");
  EXPECT_EQ(verdicts["unconstrained 3"]["verdict"], "unsafe");
  EXPECT_GT(std::stod(verdicts["unconstrained fp32"]["samples_inside"]), 1000);
  EXPECT_LT(std::stod(verdicts["unconstrained fp32"]["mean_square"]),
            std::stod(verdicts["constrained fp32"]["mean_square"]))
      << "the function itself enters the box";

  auto costs = table("a/costs.csv");
  ASSERT_EQ(costs.size(), 4u);
  auto& own = costs["constrained dual_serial_512"];
  auto& plain = costs["unconstrained dual_serial_512"];
  EXPECT_EQ(own["objective_steps"], plain["objective_steps"]) << "as many";
  EXPECT_EQ(plain["constraint_steps"], "0");
  EXPECT_EQ(plain["host_flops"], "0");
  EXPECT_NEAR(std::stod(own["time_s"]) - std::stod(own["constraint_s"]), std::stod(plain["time_s"]),
              1e-6 * std::stod(plain["time_s"]) + 1e-9);
  EXPECT_NEAR(100 * std::stod(own["constraint_s"]) / std::stod(own["time_s"]),
              std::stod(own["constraint_share_percent"]), 1e-3);
  // What it leaves can be verified and simulated again.
  EXPECT_EQ(run("verify " + at("a/constrained").string() +
                " --input-box=-1:1,-1:1 --unsafe-box 1:2,1:2 --schedule static:0")
                .exit_code,
            0);
  const Ran again = experiment("b", " --jobs 2");
  ASSERT_EQ(again.exit_code, 0) << again.error;
  for (const char* file : {"/verdicts.csv", "/costs.csv", "/constrained/weights.bin",
                           "/constrained/steps.csv", "/unconstrained/weights.bin"}) {
    EXPECT_EQ(read_file(at("a" + std::string(file))), read_file(at("b" + std::string(file))))
        << file;
  }
  EXPECT_TRUE(says(experiment("b", " --jobs 1").error, "is finished"));
}

TEST_F(reach_experiment, what_cannot_be_is_refused_before_the_training) {
  const auto refusal = [&](const std::string& more) {
    const Ran ran = experiment("no", more);
    EXPECT_EQ(ran.exit_code, 2) << more << ran.out;
    return ran.error;
  };
  EXPECT_THAT(refusal(" --set accelerators=[]"), ::testing::HasSubstr("accelerators: is empty"));
  EXPECT_THAT(refusal(" --set 'deployed_bits=[8, 8]'"), ::testing::HasSubstr("has one twice"));
  EXPECT_THAT(refusal(" --set 'deployed_bits=[17]'"), ::testing::HasSubstr("16"));
  EXPECT_THAT(refusal(" --set training.pretraining_steps=0 --set training.alternating_steps=0"),
              ::testing::HasSubstr("no step on the objective"));
  EXPECT_THAT(refusal(" --set training.schedule=static:99"), ::testing::HasSubstr("static:99"));
  const std::string machine = metronome::source_dir() + "/configs/arch/term_serial_512.yaml";
  EXPECT_THAT(
      refusal(" --set 'accelerators=[" + machine + "]'"),
      ::testing::HasSubstr("accelerators: the time of term_serial_512 depends on the values"));
  const std::string other = metronome::source_dir() + "/configs/arch/plain_systolic_512.yaml";
  EXPECT_THAT(
      refusal(" --set 'accelerators=[{file: " + other + ", training: {dx_scale: segmented}}]'"),
      ::testing::HasSubstr("dx_scale"));
  EXPECT_FALSE(path_exists(at("no")));
  EXPECT_FALSE(path_exists(at("no.partial")));
}

}  // namespace reach_experiment_test
}  // namespace metronome::cli
