// Direct feedback from the command line: traces, trainings and what is refused.
#include <gmock/gmock.h>

#include "binary.hpp"

namespace metronome::cli {
namespace feedback_test {

using ::testing::HasSubstr;

const std::string kTrace =
    "trace --dataset fashion-mnist --batch 8 --iterations 8 --schedule "
    "static:8,backward=8 --out ";

std::string workload(const std::string& more) {
  return "model: mlp\ndataset: synthetic\ntrain_samples: 32\ntest_samples: 8\nbatch: 8\n"
         "iterations: 4\nschedule: cpt:3-8,periods=2,backward=8\nlearning_rate: 0.02\n" +
         more;
}

TEST_F(Command, a_trace_of_direct_feedback_is_what_the_training_gives) {
  write("w.yaml", workload("errors: direct_feedback\nfeedback: lfsr\ndelay: 1\n"));
  const Ran trained = run("train " + at("w.yaml").string() + " --out " + at("t").string());
  ASSERT_EQ(trained.exit_code, 0) << trained.error;
  EXPECT_THAT(trained.out, HasSubstr("Errors: lfsr feedback at relu1 (512 numbers), relu2"));
  const Ran made =
      run("trace --model mlp --dataset synthetic --batch 8 --iterations 4 --schedule "
          "cpt:3-8,periods=2,backward=8 --errors direct_feedback --feedback lfsr --delay 1 --out " +
          at("m").string());
  ASSERT_EQ(made.exit_code, 0) << made.error;
  const std::string step = read_file(at("m") / "steps/train.yaml");
  EXPECT_EQ(step, read_file(at("t") / "steps/train.yaml"));
  EXPECT_THAT(step, HasSubstr("format: generated"));
  EXPECT_THAT(step, HasSubstr("delay: 1"));
  const Ran simulated = run("simulate " + at("t").string() + " --arch " + arch_file("systolic") +
                            " --mode analytic --no-figures --out " + at("s").string());
  ASSERT_EQ(simulated.exit_code, 0) << simulated.error;
  EXPECT_THAT(simulated.out, HasSubstr("by generated feedback to relu1, relu2"));
}

TEST_F(Command, plain_trainings_and_traces_say_nothing_of_feedback) {
  write("w.yaml", workload(""));
  const Ran trained = run("train " + at("w.yaml").string() + " --out " + at("t").string());
  ASSERT_EQ(trained.exit_code, 0) << trained.error;
  EXPECT_THAT(trained.out, ::testing::Not(HasSubstr("Errors")));
  for (const auto& [name, text] : tree(at("t"))) {
    for (const char* word : {"errors", "feedback", "lfsr", "delay", "boundary"}) {
      EXPECT_TRUE(name == "weights.bin" || !says(text, word)) << name << " has " << word;
    }
  }
}

TEST_F(Command, feedback_that_cannot_be_is_refused_with_exit_code_2) {
  const std::string out = at("x").string();
  const std::vector<std::pair<std::string, std::string>> cases{
      {kTrace + out + " --model resnet-8 --errors direct_feedback --boundary first_fc",
       "a single fully connected layer has no hidden error"},
      {kTrace + out + " --model mlp --errors direct", "one of: backpropagation, direct_feedback"},
      {kTrace + out + " --model mlp --errors direct_feedback --feedback lsfr", "`lfsr`"},
      {kTrace + out + " --model mlp --feedback lfsr", "settings of direct feedback"},
      {kTrace + out + " --model mlp --delay 1", "settings of direct feedback"},
      {kTrace + out + " --model mlp --errors direct_feedback --delay 2", "delay"},
      {kTrace + out + " --model mlp --errors direct_feedback --inference",
       "an inference has no errors"}};
  for (const auto& [arguments, said] : cases) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_THAT(ran.error, HasSubstr(said)) << arguments;
    EXPECT_FALSE(fs::exists(out)) << arguments;
  }
  write("zero.yaml", workload("errors: direct_feedback\nfeedback: lfsr\nlfsr_states: [3, 0]\n"));
  const Ran zero = run("train " + at("zero.yaml").string() + " --out " + out);
  EXPECT_EQ(zero.exit_code, 2);
  EXPECT_THAT(zero.error, HasSubstr("zero.yaml:11:"));
  EXPECT_THAT(zero.error, HasSubstr("lfsr_states: a shift register of state 0"));
}

}  // namespace feedback_test
}  // namespace metronome::cli
