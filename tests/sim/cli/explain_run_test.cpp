// Where a run's joules come from, and how certain they are, as a user asks.
#include <nlohmann/json.hpp>

#include "binary.hpp"

namespace metronome::cli {
namespace explain_run_test {

using Json = nlohmann::json;

class ExplainRun : public Command {
 protected:
  /// A simulated run with its baseline.
  std::string simulated(const std::string& kind) {
    for (const char* schedule : {"cpt:3-8,periods=2,backward=8", "static:8,backward=8"}) {
      const std::string out = at(std::string(schedule).substr(0, 3)).string();
      const Ran ran =
          run("trace --model resnet-8 --dataset synthetic --batch 2 --iterations 64 "
              "--schedule " +
              std::string(schedule) + " --out " + out);
      EXPECT_EQ(ran.exit_code, 0) << ran.error;
    }
    const std::string folder = at(kind).string();
    const Ran ran = run("simulate " + at("cpt").string() + " --baseline " + at("sta").string() +
                        " --mode analytic --arch " + arch_file(kind) + " --out " + folder);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return folder;
  }
};

TEST_F(ExplainRun, joules_lead_to_rows_and_sources_and_cycles_to_operations) {
  const std::string folder = simulated("spatial_fusion");
  Ran ran = run("explain " + folder);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  for (const char* text : {"spatial_fusion.mac 8x8", "wire_16x8KiB_32B.bit", "[keckler2011gpus]",
                           "[balasubramonian2017cacti]", "of energy.yaml"}) {
    EXPECT_TRUE(says(ran.out, text)) << text;
  }
  ran = run("explain " + folder + " --component dram");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_FALSE(says(ran.out, "spatial_fusion.mac"));
  ran = run("explain " + folder + " --cycles");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "busy")) << ran.out;
  for (const char* wrong :
       {" --component drum", " --operation nothing", " --cycles --component dram"}) {
    EXPECT_EQ(run("explain " + folder + wrong).exit_code, 2) << wrong;
  }
  EXPECT_EQ(run("explain " + at("cpt").string()).exit_code, 2) << "a trace is no run";
  EXPECT_EQ(run("explain vector.lanes --cycles").exit_code, 2);
}

TEST_F(ExplainRun, the_split_and_the_intervals_of_run_and_baseline_stand_in_the_summary) {
  const Json summary =
      Json::parse(read_file(fs::path(simulated("spatial_fusion")) / "summary.json"));
  for (const char* training : {"run", "baseline"}) {
    double sum = 0;
    for (const auto& part : summary["energy_split_j"][training]) {
      sum += part.get<double>();
    }
    EXPECT_GT(sum, 0);
    double shares = 0;
    for (const auto& share : summary["provenance_share"][training]) {
      shares += share.get<double>();
    }
    EXPECT_NEAR(shares, 1, 1e-12);
  }
  const auto& saving = summary["intervals"]["savings"]["energy"];
  const double value = summary["savings"]["energy"].get<double>();
  EXPECT_LE(saving[0].get<double>(), saving[2].get<double>());
  EXPECT_NEAR(saving[1].get<double>(), value, 0.1);
  EXPECT_EQ(summary["intervals"]["savings"]["cycles"], summary["savings"]["cycles"]);
}

TEST_F(ExplainRun, uncertainty_of_several_runs_ranks_them_and_prints_the_same_again) {
  const std::string runs = simulated("spatial_fusion") + " " + simulated("systolic");
  const Ran ran = run("price " + runs + " --uncertainty");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "Rankings by energy")) << ran.out;
  EXPECT_TRUE(says(ran.out, "The prices that decide")) << ran.out;
  EXPECT_EQ(run("price " + runs + " --uncertainty").out, ran.out);
  EXPECT_EQ(run("price " + runs).exit_code, 2) << "one run without --uncertainty";
  EXPECT_EQ(run("price " + runs + " --uncertainty --out " + at("x").string()).exit_code, 2);
}

TEST_F(ExplainRun, prices_leave_for_accelergy_and_come_back) {
  const std::string folder = simulated("systolic");
  const std::string tables = at("tables").string();
  Ran ran = run("export " + folder + " --to accelergy --out " + tables);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  ran = run("price " + folder + " --energy " + tables + "/ERT.yaml --art " + tables +
            "/ART.yaml --out " + at("again").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(read_file(at("again") / "energy.yaml"), read_file(fs::path(folder) / "energy.yaml"));
  EXPECT_EQ(run("export " + folder + " --to timeloop --out " + at("x").string()).exit_code, 2);
  EXPECT_EQ(run("export " + arch_file("systolic") + " --to accelergy --out " + at("m").string())
                .exit_code,
            0);
}

}  // namespace explain_run_test
}  // namespace metronome::cli
