// Trainings under a constraint as a user gives them: networks and samples of files, every
// optimiser, killed and continued, and what they leave.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "killed.hpp"
#include "sim/base/random.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/train/optimiser_spec.hpp"

namespace metronome::cli {
namespace constrained_training_command_test {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using Json = nlohmann::json;

class constrained : public KilledCommand {
 protected:
  constrained() {
    write("chain.yaml",
          "name: chain\ninputs: [{channels: 1, height: 3, width: 3}]\nlayers:\n"
          "  - {name: conv, kind: convolution, out_channels: 2, kernel: 2, bias: true}\n"
          "  - {name: relu, kind: relu}\n"
          "  - {name: flat, kind: reshape}\n"
          "  - {name: drop, kind: dropout, rate: 0.1}\n"
          "  - {name: fc, kind: linear, out_features: 2, quantize: true}\n");
    std::string samples = "y2,x1,x2,x3,x4,x5,x6,x7,x8,x9,y1\n# the mean, and half of it\n";
    const RandomStream draw(3, "samples");
    for (std::uint64_t n = 0; n < 40; ++n) {
      std::string inputs;
      double sum = 0;
      for (std::uint64_t i = 0; i < 9; ++i) {
        const double x = std::round(draw.uniform(9 * n + i) * 1000) / 1000;
        sum += x;
        inputs += std::to_string(x) + ",";
      }
      samples += std::to_string(sum / 18) + "," + inputs + std::to_string(sum / 9) + "\n";
    }
    write("samples.csv", samples);
    write("chain_training.yaml", chain_training());
  }
  /// Four of the nine inputs move, so that pieces stay few; the mean reaches the unsafe box.
  static std::string chain_training() {
    return "network: chain.yaml\ndata: samples.csv\n"
           "input_low: [-0.9, -0.9, -0.9, -0.9, 0.5, 0.5, 0.5, 0.5, 0.5]\n"
           "input_high: [0.9, 0.9, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5, 0.5]\n"
           "unsafe_low: [0.55, 0]\nunsafe_high: [2, 2]\n"
           "pretraining_steps: 60\nalternating_steps: 20\nfinishing_steps: 40\n"
           "margin: 0.1\nlearning_rate: 0.05\nschedule: cpt:4-8,periods=2,backward=8\n"
           "checkpoint_every: 5\n";
  }
  [[nodiscard]] std::string boxes() const {
    return " --input-box=-0.9:0.9x4,0.5:0.5x5 --unsafe-box 0.55:2,0:2";
  }
  [[nodiscard]] std::vector<std::string> training(const std::string& out,
                                                  const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"train", at("chain_training.yaml").string(), "--out",
                                   at(out).string()};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  [[nodiscard]] Json verdict(const std::string& arguments) const {
    const Ran ran = run("verify " + arguments + " --json");
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return Json::parse(ran.out);
  }
  [[nodiscard]] std::string refusal(const std::vector<std::string>& more) const {
    const Ran ran = run_to_end(training("no", more));
    EXPECT_EQ(ran.exit_code, 2) << ran.error;
    EXPECT_FALSE(fs::exists(at("no")));
    EXPECT_FALSE(fs::exists(at("no.partial")));
    return ran.error;
  }
};

TEST_F(constrained, a_chain_of_a_file_learns_samples_of_a_file_and_is_proven_safe) {
  const Ran ran = run_to_end(training("out"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_THAT(ran.out, HasSubstr("--input-box -0.9:0.9x4,0.5:0.5x5 --unsafe-box 0.55:2,0:2"));
  const Json safe = verdict(at("out").string() + boxes() + " --schedule static:0");
  EXPECT_EQ(safe.at("verdict"), "safe") << safe;
  EXPECT_EQ(verdict(at("out").string() + boxes()).at("levels").size(), 5u) << "4 to 8 bits";
  // Without steps on the constraint an input is unsafe.
  ASSERT_EQ(run_to_end(training("plain", {"--set", "pretraining_steps=400", "--set",
                                          "alternating_steps=0", "--set", "finishing_steps=0"}))
                .exit_code,
            0);
  EXPECT_EQ(verdict(at("plain").string() + boxes() + " --schedule static:0").at("verdict"),
            "unsafe");
  // Its folder is a program, and names its files wherever it lies.
  EXPECT_THAT(run("check " + at("out").string()).out, HasSubstr("ok (trace of chain"));
  const Ran simulated =
      run("simulate " + at("out").string() + " --arch " + metronome::source_dir() +
          "/configs/arch/plain_systolic_512.yaml --mode analytic --out " + at("sim").string());
  EXPECT_EQ(simulated.exit_code, 0) << simulated.error;
  ASSERT_EQ(
      run("train " + at("out/resolved.yaml").string() + " --out " + at("again").string()).exit_code,
      0);
  EXPECT_EQ(read_file(at("again/weights.bin")), read_file(at("out/weights.bin")));
  // It can begin with the weights of another.
  ASSERT_EQ(
      run_to_end(training("from", {"--set", "initial_weights=" + at("plain").string()})).exit_code,
      0);
  EXPECT_NE(read_file(at("from/weights.bin")), read_file(at("out/weights.bin")));
}

TEST_F(constrained, killed_again_and_again_it_ends_with_equal_bytes_with_every_optimiser) {
  for (const auto& [kind, name] : kEnumRows<train::OptimizerKind>) {
    SCOPED_TRACE(name);
    const std::vector<std::string> more{
        "--set", "optimizer=" + std::string(name), "--set",
        kind == train::OptimizerKind::sgd ? "momentum=0.9" : "learning_rate=0.01"};
    ASSERT_EQ(run_to_end(training("whole", more)).exit_code, 0) << read_file(at("stderr"));
    const fs::path checkpoint = at("out.partial") / "checkpoint.bin";
    const RandomStream draw(6, "moments");
    int killed = 0;
    for (std::uint64_t i = 0; i < 5; ++i) {
      const std::string before = fs::exists(checkpoint) ? read_file(checkpoint) : "";
      killed += run_until(
                    training("out", more),
                    [&] { return fs::exists(checkpoint) && read_file(checkpoint) != before; },
                    milliseconds(draw.below(i, 15)), i % 2 == 0 ? SIGKILL : SIGTERM) > 128
                    ? 1
                    : 0;
      if (fs::exists(at("out"))) {
        break;  // it was quicker
      }
    }
    EXPECT_GT(killed, 0);
    const Ran last = run_to_end(training("out", more));
    ASSERT_EQ(last.exit_code, 0) << last.error;
    expect_equal(at("out"), at("whole"));
    expect_alone("out");
    EXPECT_THAT(run_to_end(training("out", more)).error, HasSubstr("is finished"));
    fs::remove_all(at("out"));
    fs::remove_all(at("whole"));
  }
}

TEST_F(constrained, an_unfinished_one_says_where_it_goes_on_and_can_be_verified) {
  const fs::path checkpoint = at("out.partial") / "checkpoint.bin";
  ASSERT_GT(run_until(
                training("out", {"--set", "pretraining_steps=200000"}),
                [&] { return fs::exists(checkpoint); }, milliseconds(100), SIGTERM),
            128);
  EXPECT_THAT(read_file(at("stderr")), HasSubstr("out.partial"));
  const Json found = verdict(checkpoint.string() + boxes() + " --schedule static:8");
  EXPECT_EQ(found.at("levels").size(), 1u);
  EXPECT_EQ(verdict(at("out.partial").string() + boxes()).at("levels").size(), 5u);
  // Other inputs are refused, and contents count, not places.
  const auto other = [&](const std::string& set) {
    const Ran ran =
        run_to_end(training("out", {"--set", "pretraining_steps=200000", "--set", set}));
    EXPECT_EQ(ran.exit_code, 2);
    return ran.error;
  };
  EXPECT_THAT(other("seed=2"), HasSubstr("seed"));
  write("other.csv", read_file(at("samples.csv")) + "0,0,0,0,0,0,0,0,0,0,0\n");
  EXPECT_THAT(other("data=" + at("other.csv").string()), HasSubstr("data_digest"));
  write("same.csv", read_file(at("samples.csv")));
  ASSERT_GT(run_until(
                training("out", {"--set", "pretraining_steps=200000", "--set",
                                 "data=" + at("same.csv").string()}),
                [&] { return read_file(at("stderr")).find("resuming") != std::string::npos; },
                milliseconds(30), SIGTERM),
            128);
  EXPECT_THAT(read_file(at("stderr")), HasSubstr("resuming at step "));
  EXPECT_THAT(read_file(at("stderr")), HasSubstr(" of 200060"));
  std::string damaged = read_file(checkpoint);
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  write("damaged.bin", damaged);
  const Ran refused = run("verify " + at("damaged.bin").string() + boxes());
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.error, HasSubstr("its check sum is wrong"));
}

TEST_F(constrained, layers_that_cannot_be_bounded_are_refused_where_they_stand) {
  const auto with = [&](const std::string& layers) {
    write("bad.yaml", "name: bad\ninputs: [{channels: 9}]\nlayers:\n" + layers);
    return refusal({"--set", "network=" + at("bad.yaml").string()});
  };
  EXPECT_THAT(with("  - {name: fc, kind: linear, out_features: 2}\n  - {name: t, kind: tanh}\n"),
              HasSubstr("bad.yaml:5:5: `t` is a layer of kind tanh, which cannot be bounded"));
  EXPECT_THAT(with("  - {name: a, kind: linear, out_features: 9}\n"
                   "  - {name: b, kind: linear, out_features: 2, from: input}\n"),
              HasSubstr("bad.yaml:5:5: `b` does not read the layer before it"));
  EXPECT_THAT(with("  - {name: fc, kind: linear, out_features: 3}\n"),
              HasSubstr("the network has 3 outputs, `unsafe_low` 2 numbers"));
  EXPECT_THAT(with("  - {name: r, kind: relu}\n"), HasSubstr("nothing to train"));
  EXPECT_THAT(with("  - {name: fc, kind: linear, out_features: 1000000}\n"),
              HasSubstr("bad.yaml:4:5: `fc` of 9 inputs and 1000000 outputs is too large"));
  write(
      "bad.yaml",
      "name: bad\ninputs: [{channels: 4}]\nlayers: [{name: fc, kind: linear, out_features: 2}]\n");
  EXPECT_THAT(refusal({"--set", "network=" + at("bad.yaml").string()}),
              HasSubstr("the network has 4 inputs, `input_low` 9 numbers"));
  std::string keys = chain_training();
  write("c.yaml", keys.replace(keys.find("chain.yaml"), 10, "bad.yaml"));
  const Ran check = run("check " + at("c.yaml").string());
  EXPECT_EQ(check.exit_code, 2);
  EXPECT_THAT(check.error + check.out, HasSubstr("the network has 4 inputs"));
  EXPECT_THAT(refusal({"--set", "network=" + at("absent.yaml").string()}),
              HasSubstr("absent.yaml"));
  EXPECT_THAT(refusal({"--set", "initial_weights=" + at("samples.csv").string()}),
              HasSubstr("samples.csv"));
}

TEST_F(constrained, samples_that_cannot_be_read_are_refused_where_they_stand) {
  const std::string good = read_file(at("samples.csv"));
  const auto with = [&](const std::string& text) {
    write("bad.csv", text);
    return refusal({"--set", "data=" + at("bad.csv").string()});
  };
  const std::string header = "x1,x2,x3,x4,x5,x6,x7,x8,x9,y1,y2\n";
  EXPECT_THAT(with(""), HasSubstr("has no header"));
  EXPECT_THAT(with(header), HasSubstr("has no sample"));
  EXPECT_THAT(with("x1,y1,y2\n1,2,3\n"), HasSubstr("bad.csv:1:1: x2: is missing"));
  EXPECT_THAT(with("x1,x1,y1\n"), HasSubstr("bad.csv:1:4: x1: is there twice"));
  EXPECT_THAT(with("x1,z\n"), HasSubstr("bad.csv:1:4: z: is a column that samples do not have"));
  EXPECT_THAT(with(header + "1,2,3,4,5,6,7,8,9,10,11\n1,2\n"), HasSubstr("bad.csv:3:1: has 2"));
  EXPECT_THAT(with(header + "1,2,3,4,nan,6,7,8,9,10,11\n"), HasSubstr("bad.csv:2:9: x5: "));
  EXPECT_THAT(with(header + "1,2,3,4,5,6,7,8,9,10,1e300\n"), HasSubstr("y2: "));
  EXPECT_THAT(with(good.substr(0, good.size() / 2) + "\xff\n"), HasSubstr("bad.csv:"));
}

TEST_F(constrained, keys_that_contradict_each_other_are_refused) {
  EXPECT_THAT(refusal({"--set", "hidden=[3]"}), HasSubstr("hidden: has layers beside those"));
  EXPECT_THAT(refusal({"--set", "samples_per_side=8"}), HasSubstr("samples_per_side: is of the"));
  EXPECT_THAT(refusal({"--set", "nesterov=true"}), HasSubstr("nesterov: needs a momentum"));
  EXPECT_THAT(refusal({"--set", "optimizer=adam", "--set", "nesterov=true"}),
              HasSubstr("belongs to stochastic gradient descent"));
  EXPECT_THAT(refusal({"--set", "optimizer=rms"}), HasSubstr("optimizer"));
  EXPECT_THAT(refusal({"--set", "input_low=[0, 0]"}), HasSubstr("input_low: has another number"));
  write("plain.yaml", "hidden: [4]\nmargin: 0.1\ninput_low: [0, 0, 0]\ninput_high: [1, 1, 1]\n");
  const Ran ran = run("train " + at("plain.yaml").string() + " --out " + at("no").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.error, HasSubstr("another number of bounds than the target function"));
  const Ran many = run_to_end(training("no", {"--set", "most_programs=1"}));
  EXPECT_EQ(many.exit_code, 2);
  EXPECT_THAT(many.error, HasSubstr("a step on the constraint takes more than 1 linear programs"));
}

// Doubles hold what the deployed network cannot.
TEST_F(constrained, a_training_that_leaves_single_precision_has_diverged) {
  write("far.yaml",
        "hidden: [4]\nsamples_per_side: 10\npretraining_steps: 20\nalternating_steps: 5\n"
        "finishing_steps: 2\nlearning_rate: 0.1\nmargin: 100\nschedule: static:0\n");
  const Ran ran = run_to_end({"train", at("far.yaml").string(), "--out", at("far").string()});
  EXPECT_EQ(ran.exit_code, 2) << ran.out;
  EXPECT_THAT(ran.error, HasSubstr("training diverged"));
  EXPECT_FALSE(fs::exists(at("far")));
}

TEST_F(constrained, a_limit_that_was_too_low_is_raised_without_beginning_anew) {
  const Ran low = run_to_end(training("grown", {"--set", "most_programs=10"}));
  ASSERT_EQ(low.exit_code, 2) << low.error;
  EXPECT_THAT(low.error, HasSubstr("most_programs"));
  const Ran more = run_to_end(training("grown"));
  EXPECT_EQ(more.exit_code, 0) << more.error;
}

TEST_F(constrained, what_has_no_effect_is_refused_and_a_byte_order_mark_is_read_over) {
  EXPECT_THAT(refusal({"--chips", "2"}), HasSubstr("--chips has no effect"));
  write("samples.csv", "\xef\xbb\xbf" + read_file(at("samples.csv")));
  EXPECT_EQ(run_to_end(training("marked")).exit_code, 0);
}

TEST_F(constrained, a_proof_that_takes_long_ends_where_it_is_asked_to) {
  write("wide.yaml",
        "hidden: [40, 40]\npretraining_steps: 1\nalternating_steps: 0\nmargin: 0\n"
        "most_programs: 10\n");
  const Ran ran = run("train " + at("wide.yaml").string() + " --out " + at("wide").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_THAT(ran.out, HasSubstr("v not known (a step on the constraint takes more than 10"));
  const std::vector<std::string> proof{
      "verify",       at("wide").string(), "--input-box",  "-1:1x2",
      "--unsafe-box", "90:91x2",           "--operations", "1000000000000000000",
      "--programs",   "1000000000",        "--schedule",   "cpt:3-8,periods=2,backward=8"};
  const auto at_once = [] { return true; };
  EXPECT_EQ(run_until(proof, at_once, milliseconds(800), SIGTERM), 128 + SIGTERM);
  EXPECT_THAT(read_file(at("stderr")), HasSubstr("interrupted by SIGTERM"));
  EXPECT_EQ(read_file(at("stdout")), "");
}

TEST_F(constrained, an_experiment_killed_in_every_part_ends_with_equal_bytes) {
  write("experiment.yaml",
        "name: small\ntraining:\n  file: chain_training.yaml\naccelerators:\n  - " +
            arch_file("dual_serial") + "\ndeployed_bits: [0, 4]\n");
  const auto experiment = [&](const std::string& out, const std::string& jobs) {
    return std::vector<std::string>{
        "run", at("experiment.yaml").string(), "--out", at(out).string(), "--jobs", jobs};
  };
  const Ran whole = run_to_end(experiment("whole", "2"));
  ASSERT_EQ(whole.exit_code, 0) << whole.error;
  EXPECT_THAT(whole.out, HasSubstr("unconstrained"));
  const fs::path partial = at("out.partial");
  const std::vector<std::function<bool()>> moments{
      [&] { return fs::exists(partial / "constrained.bin"); },
      [&] { return fs::exists(partial / "unconstrained.bin"); },
      [&] { return fs::exists(partial / "result" / "constrained" / "weights.bin"); }};
  int killed = 0;
  for (std::size_t i = 0; i < moments.size() && !fs::exists(at("out")); ++i) {
    killed += run_until(experiment("out", i % 2 == 0 ? "1" : "2"), moments[i]) > 128 ? 1 : 0;
  }
  EXPECT_GT(killed, 1);
  const Ran last = run_to_end(experiment("out", "1"));
  ASSERT_EQ(last.exit_code, 0) << last.error;
  expect_equal(at("out"), at("whole"));
  expect_alone("out");
  EXPECT_EQ(run("verify " + at("out/constrained").string() + boxes()).exit_code, 0);
}

}  // namespace constrained_training_command_test
}  // namespace metronome::cli
