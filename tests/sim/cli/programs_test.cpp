// Programs of several steps and of many assignments through the commands.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/base/gzip.hpp"
#include "tests/bench/layer_schedule.hpp"
#include "tests/sim/cli/binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace programs_test {

using Json = nlohmann::json;

class programs : public Command {
 protected:
  /// A folder that a command wrote.
  void make(const std::string& command, const std::string& out) {
    const Ran ran = run(command + " --out " + at(out).string());
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  }
  void simulate(const std::string& trace, const std::string& out, const std::string& more = "") {
    make("simulate " + at(trace).string() + " --arch " + arch_file("dual_serial") +
             " --mode analytic " + more,
         out);
  }
  [[nodiscard]] Json summary(const std::string& folder) const {
    return Json::parse(read_file(at(folder) / "summary.json"));
  }
  [[nodiscard]] static std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
};

const std::string kTrace =
    "trace --model resnet-8 --dataset cifar-10 --batch 64 --iterations 40 "
    "--schedule cpt:3-8,periods=2";

TEST_F(programs, a_training_is_tested_between_its_iterations) {
  make(kTrace + " --evaluate-every 15", "t");
  EXPECT_TRUE(says(read_file(at("t") / "program.yaml"), "steps: [train, evaluate]"));
  // 10 000 images are 157 batches, after 15, 30 and 40 iterations.
  EXPECT_TRUE(says(read_file(at("t") / "timeline.csv"), ",157,evaluate,"));
  const Ran check = run("check " + at("t").string());
  EXPECT_EQ(check.exit_code, 0) << check.error;
  simulate("t", "r");
  const Json whole = summary("r");
  const Json ledger = Json::parse(read_file(at("r") / "ledger.json"));
  EXPECT_EQ(ledger["training"]["other_steps"], "evaluate 471");
  EXPECT_EQ(whole["identity"]["iterations"], "40");
  double cycles = whole["switches"]["cycles"];
  for (const Json& level : whole["levels"]) {
    cycles += level["cycles"].get<double>();
  }
  EXPECT_EQ(cycles, whole["total"]["cycles"].get<double>());
  EXPECT_TRUE(says(read_file(at("r") / "phases.csv"), ",evaluate,"));
  EXPECT_TRUE(says(read_file(at("r") / "report.html"), "evaluate 8/8"));
  EXPECT_TRUE(says(run("explain " + at("r").string() + " --cycles").out, "train: "));

  make(kTrace, "plain");
  simulate("plain", "p");
  const Json plain = summary("p");
  EXPECT_LT(plain["total"]["cycles"], whole["total"]["cycles"]);
  for (std::size_t i = 0; i < plain["levels"].size(); ++i) {
    EXPECT_EQ(plain["levels"][i]["cycles"], whole["levels"][i]["cycles"]);
  }
}

TEST_F(programs, evaluations_that_have_no_size_or_no_effect_are_refused) {
  const Ran alone = run(kTrace + " --evaluate-iterations 3 --out " + at("a").string());
  EXPECT_EQ(alone.exit_code, 2);
  EXPECT_TRUE(says(alone.error, "it belongs to --evaluate-every")) << alone.error;
  const Ran inference = run(kTrace + " --inference --evaluate-every 5 --out " + at("b").string());
  EXPECT_EQ(inference.exit_code, 2);
  EXPECT_TRUE(says(inference.error, "has nothing to evaluate")) << inference.error;
  const Ran unknown =
      run("trace --model resnet-8 --dataset synthetic --iterations 4 --schedule static:8 "
          "--evaluate-every 2 --out " +
          at("c").string());
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_TRUE(says(unknown.error, "--evaluate-iterations N")) << unknown.error;
}

TEST_F(programs, statistics_of_parts_need_a_batch_norm_that_takes_them) {
  const std::string net = metronome::source_dir() + "/configs/networks/";
  const auto trace = [&](const std::string& model, const std::string& more) {
    return run("trace --model " + model +
               " --batch 8 --iterations 2 --schedule static:8,backward=8 " +
               "--batch-norm-part 4 --out '" + at("parts").string() + "'" + more);
  };
  Ran ran = trace(net + "alexnet.yaml", "");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "alexnet has no batch norm")) << ran.error;
  ran = trace(net + "small_cnn.yaml", " --inference");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "an inference takes no statistics")) << ran.error;
  EXPECT_FALSE(fs::exists(at("parts")));
  EXPECT_EQ(trace(net + "small_cnn.yaml", "").exit_code, 0);
}

TEST_F(programs, runs_with_other_steps_are_not_compared_with_runs_without) {
  make(kTrace + " --evaluate-every 15", "t");
  make("trace --model resnet-8 --dataset cifar-10 --batch 64 --iterations 40 --schedule static:8",
       "s");
  const Ran ran =
      run("simulate " + at("t").string() + " --baseline " + at("s").string() + " --arch " +
          arch_file("systolic") + " --mode analytic --out " + at("r").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "other_steps evaluate 471 against none") ||
              says(ran.error, "other_steps none against evaluate 471"))
      << ran.error;
}

TEST_F(programs, a_run_of_many_assignments_is_checked_reported_and_explained) {
  constexpr std::uint64_t kMany = 300;
  write("s.csv", bench::layer_schedule({"resnet-8", "cifar-10", kMany, 3}));
  make("trace --model resnet-8 --dataset cifar-10 --batch 8 --iterations 300 --schedule csv:" +
           at("s.csv").string(),
       "t");
  EXPECT_EQ(run("check " + at("t").string()).exit_code, 0);
  simulate("t", "r");
  const Json whole = summary("r");
  EXPECT_EQ(whole["levels"].size(), 256u);
  EXPECT_EQ(whole["levels_omitted"], kMany - 256);
  EXPECT_EQ(lines(read_file(at("r") / "levels.csv")), kMany + 1);
  EXPECT_EQ(lines(read_file(at("r") / "phases.csv")), kMany + 1);
  const std::string jobs = (at("r") / "level_jobs.csv.gz").string();
  EXPECT_TRUE(says(expand_gzip(read_file(jobs), jobs), "\n299,"));
  EXPECT_TRUE(says(read_file(at("r") / "report.html"), "44 more levels"));
  const std::string before = read_file(at("r") / "summary.json");
  EXPECT_EQ(run("report " + at("r").string()).exit_code, 0);
  EXPECT_EQ(read_file(at("r") / "summary.json"), before);
  const Ran explained = run("explain " + at("r").string() + " --cycles --operation conv1.forward");
  EXPECT_EQ(explained.exit_code, 0) << explained.error;
  EXPECT_TRUE(says(explained.out, "level 8/8, ")) << explained.out;
}

}  // namespace programs_test
}  // namespace metronome::cli
