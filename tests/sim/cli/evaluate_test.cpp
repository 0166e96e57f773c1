// Trainings of weights with modes, and their accuracies, as a user gives the commands.
#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace evaluate_test {

using Json = nlohmann::json;

class evaluate_command : public Command {
 protected:
  evaluate_command() {
    write("w.yaml",
          "model: resnet-8\ndataset: synthetic\ntrain_samples: 64\ntest_samples: 16\nbatch: 16\n"
          "iterations: 4\nschedule: static:8,backward=8\nlearning_rate: 0.05\n"
          "weights:\n  kind: nested_planes\n  low_bits: 2\n");
  }
  [[nodiscard]] Ran train(const std::string& more = "") const {
    return run("train " + at("w.yaml").string() + " --out " + at("out").string() + more);
  }
  [[nodiscard]] Json evaluated(const std::string& arguments) const {
    const Ran ran = run("evaluate " + arguments + " --json");
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return Json::parse(ran.out);
  }
  void expect_refused(const std::string& arguments, const std::string& message) const {
    const Ran ran = run("evaluate " + arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_TRUE(says(ran.error, message)) << ran.error;
  }
};

TEST_F(evaluate_command, prints_each_mode_of_a_training_as_json_and_as_text) {
  const Ran trained = train();
  ASSERT_EQ(trained.exit_code, 0) << trained.error;
  for (const auto& [mode, bits] : std::map<std::string, int>{{"low", 2}, {"high", 8}}) {
    const Json found = evaluated(at("out").string() + " --mode " + mode);
    EXPECT_EQ(found.size(), 5u);
    EXPECT_EQ(found.at("mode"), mode);
    EXPECT_EQ(found.at("samples"), 16);
    EXPECT_EQ(found.at("weight_bits"), bits);
    EXPECT_EQ(found.at("activation_bits"), bits);
    EXPECT_GE(found.at("accuracy").get<double>(), 0);
    EXPECT_LE(found.at("accuracy").get<double>(), 1);
    EXPECT_EQ(evaluated(at("out/weights.bin").string() + " --jobs 1 --mode " + mode), found);
  }
  const std::string told = run("evaluate " + at("out").string()).out;
  EXPECT_TRUE(says(told, "high mode: accuracy "));
  EXPECT_TRUE(says(told, "(16 samples, one seed)")) << told;
  expect_refused(at("out").string() + " --mode middle", "is no mode");
  expect_refused(at("out").string() + " --mode low --schedule static:8", "have bits of their own");
  expect_refused(at("nothing").string(), "nothing");
  expect_refused("", "CHECKPOINT");
  write("noise", "noise");
  expect_refused(at("noise").string(), "neither a checkpoint nor weights");
}

TEST_F(evaluate_command, a_training_of_a_network_file_is_read_from_any_folder) {
  std::filesystem::create_directories(at("elsewhere"));
  std::filesystem::create_directories(at("from/networks"));
  std::filesystem::copy_file(metronome::source_dir() + "/configs/networks/small_cnn.yaml",
                             at("from/networks/net.yaml"));
  write("from/w.yaml",
        "model: networks/net.yaml\ndataset: synthetic\ntrain_samples: 32\ntest_samples: 16\n"
        "batch: 16\niterations: 2\nschedule: static:nvfp4\nlearning_rate: 0.05\n");
  const auto in = [&](const std::string& folder, const std::string& arguments) {
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(at(folder));
    const Ran ran = run(arguments);
    std::filesystem::current_path(before);
    return ran;
  };
  write("from/s.csv", "iteration,layer,preset\n0,*,mxfp8\n1,*,mxfp4\n");
  const Ran trained = in("from", "train w.yaml --out out");
  ASSERT_EQ(trained.exit_code, 0) << trained.error;
  ASSERT_EQ(in("from", "train w.yaml --set schedule=csv:s.csv --out listed").exit_code, 0);
  std::filesystem::remove(at("from/s.csv"));
  const Ran listed = in("elsewhere", "evaluate ../from/listed");
  EXPECT_EQ(listed.exit_code, 0) << listed.error;
  EXPECT_TRUE(says(listed.out, "mxfp4")) << listed.out;
  std::filesystem::remove(at("from/networks/net.yaml"));
  std::filesystem::rename(at("from/out"), at("moved"));
  const Ran evaluated = in("elsewhere", "evaluate ../moved");
  EXPECT_EQ(evaluated.exit_code, 0) << evaluated.error;
  const Ran traced =
      in("elsewhere",
         "trace --inference --checkpoint ../moved --batch 4 --iterations 1 --out inference");
  EXPECT_EQ(traced.exit_code, 0) << traced.error;
  EXPECT_TRUE(says(metronome::read_file(at("moved/resolved.yaml")), "model: model.yaml"));
}

TEST_F(evaluate_command, of_plain_weights_the_mode_is_null_and_none_can_be_asked_for) {
  ASSERT_EQ(train(" --set weights=affine").exit_code, 0);
  const Json found = evaluated(at("out").string());
  EXPECT_EQ(found.at("mode"), nullptr);
  EXPECT_EQ(found.at("weight_bits"), 8);
  expect_refused(at("out").string() + " --mode low",
                 "`low` is no mode of this training (one of: fp32)");
  EXPECT_EQ(evaluated(at("out").string() + " --mode fp32").at("weight_bits"), 0);
  EXPECT_EQ(evaluated(at("out").string() + " --schedule static:3").at("weight_bits"), 3);
  expect_refused(at("out").string() + " --schedule nonsense", "is not a known form");
}

TEST_F(evaluate_command, one_stored_code_is_tested_at_every_width_that_it_has) {
  ASSERT_EQ(train(" --set weights.training=scheduled").exit_code, 0);
  for (const int bits : {1, 2, 5, 8}) {
    const std::string schedule = " --schedule static:" + std::to_string(bits);
    EXPECT_EQ(evaluated(at("out").string() + schedule).at("activation_bits"), bits);
  }
  expect_refused(at("out").string() + " --schedule static:9", "1 to 8 bits");
}

TEST_F(evaluate_command, experiments_compare_every_form_with_plain_codes) {
  const std::vector<std::string> forms{
      "{kind: nested_planes, training: joint_recursive}",
      "{kind: nested_planes, training: two_phase}", "{kind: coefficients, update: optimizer}",
      "{kind: coefficients, update: bucket_switch}", "{kind: coefficients, update: dense}"};
  for (const char* trains : {"false", "true"}) {
    for (std::size_t i = 0; i < forms.size(); ++i) {
      const std::string name = trains + std::to_string(i);
      write("e.yaml", "name: e\ntrain: " + std::string(trains) +
                          "\nworkload:\n  model: resnet-8\n  dataset: synthetic\n"
                          "  train_samples: 64\n  test_samples: 16\n  batch: 16\n  iterations: 4\n"
                          "  schedule: static:8,backward=8\n  weights: " +
                          forms[i] +
                          "\nbaseline_schedule: static:8,backward=8\naccelerators:\n  - " +
                          arch_file("systolic") + "\nmode: analytic\n");
      const Ran ran =
          run("run " + at("e.yaml").string() + " --no-figures --out " + at(name).string());
      ASSERT_EQ(ran.exit_code, 0) << forms[i] << ran.error;
      EXPECT_TRUE(fs::exists(at(name) / "comparison.csv"));
    }
  }
}

TEST_F(evaluate_command, a_joint_training_is_simulated_in_both_models_and_settings_are_overridden) {
  ASSERT_EQ(train(" --set weights.training=joint_recursive --set weights.low_bits=4").exit_code, 0);
  for (const char* mode : {"analytic", "cycle"}) {
    const Ran ran =
        run("simulate " + at("out").string() + " --arch " + arch_file("operand_serial") +
            " --mode " + mode + " --out " + at(mode).string());
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    const Json summary = Json::parse(read_file(at(mode) / "summary.json"));
    EXPECT_GT(summary.at("total").at("energy_j").get<double>(), 0);
  }
  const Ran wrong = train(" --restart --set weights.low_bits=8");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(says(wrong.error, "weights.low_bits")) << wrong.error;
}

}  // namespace evaluate_test
}  // namespace metronome::cli
