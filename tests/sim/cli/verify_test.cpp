// Training under a constraint and verdicts about networks, as a user gives the commands.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace verify_test {

using Json = nlohmann::json;

const std::string kBoxes = " --input-box -1:1,-1:1 --unsafe-box 1:2,1:2";

class verify : public Command {
 protected:
  [[nodiscard]] std::string trained() const { return at("net").string(); }
  /// The demonstration, in the folder trained().
  void train(const std::string& more = "") const {
    const Ran ran = run("train " + metronome::source_dir() +
                        "/configs/reach/demonstration.yaml --out " + trained() + more);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_TRUE(says(ran.out, "metronome verify")) << ran.out;
  }
  [[nodiscard]] Json verdict(const std::string& arguments) const {
    const Ran ran = run("verify " + arguments + " --json");
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return Json::parse(ran.out);
  }
  void expect_refused(const std::string& arguments, const std::string& message) const {
    const Ran ran = run("verify " + arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_TRUE(says(ran.error, message)) << ran.error;
  }
};

TEST_F(verify, the_demonstration_is_proven_safe_in_fp32) {
  train();
  const Json found = verdict(trained() + kBoxes);
  EXPECT_EQ(found.at("verdict"), "safe") << found;
  EXPECT_EQ(found.at("counterexample"), nullptr);
  ASSERT_EQ(found.at("levels").size(), 1u);
  const Json& level = found["levels"][0];
  EXPECT_EQ(level.at("weight_bits"), 0);
  EXPECT_EQ(level.at("activation_bits"), 0);
  EXPECT_EQ(level.at("verdict"), "safe");
  EXPECT_GT(level.at("v_lower_bound").get<double>(), 1);
  EXPECT_EQ(found.size(), 4u);
  EXPECT_EQ(level.size(), 4u);
  EXPECT_EQ(verdict(trained() + kBoxes), found) << "the same again";
  EXPECT_EQ(verdict(trained() + "/weights.bin" + kBoxes), found);
  EXPECT_TRUE(says(run("verify " + trained() + kBoxes).out, "safe: no piece reaches"));
}

TEST_F(verify, levels_are_those_of_the_schedule_and_three_bits_are_not_safe) {
  train(" --set schedule=cpt:3-8,periods=2,backward=8");
  const Json found = verdict(trained() + kBoxes);
  ASSERT_EQ(found.at("levels").size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(found["levels"][i].at("weight_bits"), 3 + i);
  }
  EXPECT_NE(found["levels"][0].at("verdict"), "safe") << found;
  EXPECT_NE(found.at("verdict"), "safe");
  const Json one = verdict(trained() + kBoxes + " --schedule static:8");
  ASSERT_EQ(one.at("levels").size(), 1u);
  EXPECT_EQ(one["levels"][0], found["levels"][5]);
}

// Their scales follow from the values that they round: what holds of integers of as many bits does
// not hold of them.
TEST_F(verify, nothing_is_proven_of_number_formats_and_samples_still_show_what_is_unsafe) {
  train();
  const std::string far = " --input-box=-1:1,-1:1 --unsafe-box 8:9,8:9 --samples 1000";
  EXPECT_EQ(verdict(trained() + far + " --schedule static:16").at("verdict"), "safe");
  for (const char* preset : {"bf16", "fp16", "fp8", "mxfp8", "mxint8", "nvfp4", "bfp:4,16"}) {
    const std::string schedule = std::string(" --schedule static:") + preset;
    const Json found = verdict(trained() + far + schedule);
    EXPECT_EQ(found.at("verdict"), "unknown") << preset << found;
    EXPECT_THAT(found.at("reason"), ::testing::HasSubstr("number formats")) << preset;
    EXPECT_EQ(found["levels"][0].at("v_lower_bound"), nullptr);
    EXPECT_EQ(found["levels"][0].at("preset"), preset);
    const Json near = verdict(trained() + " --input-box=-1:1,-1:1 --unsafe-box=-9:9,-9:9 " +
                              "--samples 1000" + schedule);
    EXPECT_EQ(near.at("verdict"), "unsafe") << preset;
    EXPECT_NE(near.at("counterexample"), nullptr);
  }
  const Json mixed = verdict(trained() + far + " --schedule late:affine:8,then=bf16,from=0.5");
  EXPECT_EQ(mixed.at("verdict"), "unknown") << mixed;
}

TEST_F(verify, without_the_constraint_an_unsafe_input_is_shown) {
  train(" --set alternating_steps=0 --set finishing_steps=0");
  const Json found = verdict(trained() + kBoxes);
  EXPECT_EQ(found.at("verdict"), "unsafe");
  const auto output = found.at("counterexample").at("output").get<std::vector<double>>();
  const auto input = found.at("counterexample").at("input").get<std::vector<double>>();
  ASSERT_EQ(output.size(), 2u);
  ASSERT_EQ(input.size(), 2u);
  for (const double y : output) {
    EXPECT_GE(y, 1);
    EXPECT_LE(y, 2);
  }
  EXPECT_LT(found["levels"][0].at("v_lower_bound").get<double>(), 1);
  // The point alone, as both boxes, is unsafe as well.
  const auto pair = [](double x) { return Json(x).dump() + ":" + Json(x).dump(); };
  EXPECT_EQ(verdict(trained() + " --input-box " + pair(input[0]) + "," + pair(input[1]) +
                    " --unsafe-box " + pair(output[0]) + "," + pair(output[1]))
                .at("verdict"),
            "unsafe");
}

TEST_F(verify, a_limit_gives_unknown_without_a_bound) {
  train(" --set pretraining_steps=5 --set alternating_steps=0 --set finishing_steps=0");
  const Json found =
      verdict(trained() + " --input-box -1:1,-1:1 --unsafe-box 90:91,90:91 --programs 3");
  EXPECT_EQ(found.at("verdict"), "unknown");
  EXPECT_EQ(found["levels"][0].at("v_lower_bound"), nullptr);
  EXPECT_TRUE(says(found.at("reason").get<std::string>(), "3 linear programs")) << found;
}

TEST_F(verify, a_large_network_ends_with_unknown_and_a_reason) {
  const auto reason = [&](const std::string& layers, const std::string& more) {
    write("large.yaml",
          "name: large\ninputs: [{channels: 1, height: 12, width: 12}]\nlayers:\n"
          "  - {name: flat, kind: reshape}\n" +
              layers);
    std::string samples = "y1,x1";
    std::string sample = "0.5,0.5";
    for (int i = 2; i <= 144; ++i) {
      samples += ",x" + std::to_string(i);
      sample += ",0.25";
    }
    write("large.csv", samples + "\n" + sample + "\n");
    std::string zeros = "0", ones = "1";
    for (int i = 1; i < 144; ++i) {
      zeros += ", 0";
      ones += ", 1";
    }
    write("large_training.yaml",
          "network: large.yaml\ndata: large.csv\ninput_low: [" + zeros + "]\ninput_high: [" + ones +
              "]\nunsafe_low: [50]\nunsafe_high: [51]\npretraining_steps: 1\n" +
              "alternating_steps: 0\nmargin: 0\nschedule: static:8,backward=8\n"
              "most_programs: 100\n");
    fs::remove_all(trained());
    const Ran ran = run("train " + at("large_training.yaml").string() + " --out " + trained());
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    const Json found = verdict(trained() + " --input-box 0:1x144 --unsafe-box 50:51" + more);
    EXPECT_EQ(found.at("verdict"), "unknown") << found;
    EXPECT_EQ(found["levels"][0].at("v_lower_bound"), nullptr);
    EXPECT_EQ(found, verdict(trained() + " --input-box 0:1x144 --unsafe-box 50:51" + more));
    return found.at("reason").get<std::string>();
  };
  const std::string many =
      "  - {name: fc1, kind: linear, out_features: 60, quantize: true}\n"
      "  - {name: relu1, kind: relu}\n"
      "  - {name: fc2, kind: linear, out_features: 60, quantize: true}\n"
      "  - {name: relu2, kind: relu}\n"
      "  - {name: fc3, kind: linear, out_features: 1, quantize: true}\n";
  EXPECT_THAT(reason(many, " --operations 1000000000"),
              ::testing::HasSubstr("the limit of 1e+09 operations was reached"));
  EXPECT_THAT(reason(many, " --operations 1"), ::testing::HasSubstr("the limit of 1 operations"));
  EXPECT_THAT(reason("  - {name: fc1, kind: linear, out_features: 2000}\n"
                     "  - {name: fc3, kind: linear, out_features: 1}\n",
                     ""),
              ::testing::HasSubstr("a layer with 2000 x 144 generators is beyond the limit"));
  expect_refused(trained() + " --input-box 0:1x144 --unsafe-box 50:51 --operations 0",
                 "--operations");
}

TEST_F(verify, boxes_that_cannot_be_are_refused) {
  train(" --set pretraining_steps=5 --set alternating_steps=0 --set finishing_steps=0");
  const std::string net = trained() + " --unsafe-box 1:2,1:2 --input-box ";
  expect_refused(net + "1:-1,0:1", "--input-box: `1:-1` is empty");
  expect_refused(net + "nan:1,0:1", "--input-box: ");
  expect_refused(net + "0:inf,0:1", "--input-box: ");
  expect_refused(net + "0:1e31,0:1", "--input-box: 1e31 is out of range");
  expect_refused(net + "0,1", "`0` is no pair of bounds");
  expect_refused(net + "0:1:2,0:1", "--input-box: ");
  expect_refused(net + "0:1,", "is no pair of bounds");
  expect_refused(net + "''", "is no pair of bounds");
  expect_refused(net + "0:1", "the input box has 1 dimensions, the network 2 inputs");
  expect_refused(trained() + " --input-box 0:1,0:1 --unsafe-box 0:1", "the unsafe box has 1");
  expect_refused(trained() + " --input-box 0:1,0:1", "--unsafe-box is missing");
  expect_refused(trained() + kBoxes + " --schedule static:77", "not a number of bits");
  expect_refused(trained() + kBoxes + " --schedule static:32", "the schedule has 32 bits");
  expect_refused(net + "0:1x3", "the input box has 3 dimensions");
  expect_refused(net + "0:1x0", "--input-box: 0 is out of range");
  expect_refused(net + "0:1x1000000,0:1x1000000", "has too many dimensions");
  EXPECT_EQ(verdict(trained() + " --input-box 0:0x2 --unsafe-box 90:91,90:91").at("verdict"),
            "safe");
}

TEST_F(verify, what_is_no_trained_network_is_refused) {
  train(" --set pretraining_steps=5 --set alternating_steps=0 --set finishing_steps=0");
  expect_refused(at("absent").string() + kBoxes, "absent");
  write("text", "hidden: [10]\n");
  expect_refused(at("text").string() + kBoxes, "is neither a checkpoint nor weights");
  fs::create_directories(at("empty"));
  expect_refused(at("empty").string() + kBoxes, "holds neither weights.bin nor checkpoint.bin");
  const std::string weights = read_file(at("net/weights.bin"));
  write("alone.bin", weights);
  expect_refused(at("alone.bin").string() + kBoxes, "does not tell its network");
  EXPECT_EQ(
      verdict(at("alone.bin").string() + " --network " + at("net/network.yaml").string() + kBoxes)
          .at("levels")
          .size(),
      1u);
  for (std::size_t bytes = 0; bytes < weights.size(); bytes += 37) {
    write("net/weights.bin", weights.substr(0, bytes));
    EXPECT_EQ(run("verify " + trained() + kBoxes).exit_code, 2) << bytes;
  }
  write("net/weights.bin", weights);
  write("net/network.yaml",
        "name: other\ninputs: [{channels: 2}]\nlayers: [{name: fc1, kind: linear, "
        "out_features: 3}]\n");
  expect_refused(trained() + kBoxes, "tensors where there are");
}

TEST_F(verify, a_network_with_other_layers_is_refused_by_the_name_of_one) {
  write("w.yaml",
        "model: resnet-8\ndataset: synthetic\ntrain_samples: 16\ntest_samples: 8\nbatch: 8\n"
        "iterations: 2\nschedule: static:8,backward=8\n");
  ASSERT_EQ(run("train " + at("w.yaml").string() + " --out " + trained()).exit_code, 0);
  expect_refused(trained() + kBoxes, "is a layer of kind batch_norm, which cannot be bounded");
}

TEST_F(verify, a_training_under_a_constraint_is_a_program_whose_constraint_the_host_solves) {
  train(" --set schedule=cpt:3-8,periods=2,backward=8");
  EXPECT_TRUE(says(run("check " + trained()).out, "ok (trace of constrained"));
  const Ran ran =
      run("simulate " + trained() + " --arch " + metronome::source_dir() +
          "/configs/arch/plain_systolic_512.yaml --mode analytic --out " + at("run").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json summary = Json::parse(read_file(at("run") / "summary.json"));
  std::uint64_t host = 0;
  for (const Json& level : summary.at("levels")) {
    const std::uint64_t waits = level["cycle_attribution"]["idle_host"];
    EXPECT_EQ(waits > 0, level.at("step") == "constrain");
    EXPECT_EQ(level.at("macs") == 0, level.at("step") == "constrain") << "zero on the array";
    host += waits;
  }
  EXPECT_EQ(summary["total"]["cycle_attribution"]["idle_host"], host);
  EXPECT_GT(summary["total"]["energy_by_component_j"]["host"], 0);
}

TEST_F(verify, constrained_trainings_that_cannot_be_are_refused) {
  const auto refused = [&](const std::string& keys, const std::string& message) {
    write("c.yaml", keys);
    const Ran ran = run("train " + at("c.yaml").string() + " --out " + trained());
    EXPECT_EQ(ran.exit_code, 2) << keys;
    EXPECT_TRUE(says(ran.error, message)) << ran.error;
    EXPECT_FALSE(fs::exists(trained()));
  };
  refused("hidden: [4]\ninput_low: [1, 1]\ninput_high: [0, 2]\n", "input_low: is above");
  refused("hidden: [4]\nunsafe_low: [1]\nunsafe_high: [2]\n", "unsafe_low: has another number");
  refused("hidden: [0]\nmargin: 0.1\n", "hidden");
  refused("hidden: [4]\nmargin: -1\n", "margin");
  refused("hidden: [4]\nmargin: 0.1\nschedule: nonsense\n", "nonsense");
  refused("hidden: [4]\nmargin: 0.1\nschedule: cpt:3-8,periods=2000\n", "2000");
  refused(
      "hidden: [4]\nmargin: 0.1\npretraining_steps: 0\nalternating_steps: 0\nfinishing_steps: 0\n",
      "no step is taken");
}

}  // namespace verify_test
}  // namespace metronome::cli
