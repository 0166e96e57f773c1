// `metronome report` of a folder that `metronome train` has written.
#include <string>

#include "tests/sim/cli/binary.hpp"

namespace metronome::cli {
namespace training_report_test {

using training_report = Command;

const char* const kWorkload =
    "model: resnet-8\ndataset: synthetic\ntrain_samples: 64\ntest_samples: 16\nbatch: 16\n"
    "iterations: 12\nschedule: cpt:3-8,periods=2,backward=8\nlearning_rate: 0.05\n"
    "test_every: 6\n";

TEST_F(training_report, draws_loss_accuracy_and_bits_and_tells_the_evaluation_bits) {
  write("w.yaml", kWorkload);
  const std::string out = at("trained").string();
  ASSERT_EQ(run("train '" + at("w.yaml").string() + "' --out '" + out + "'").exit_code, 0);
  const Ran ran = run("report '" + out + "'");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, out + "/report.html")) << ran.out;
  const std::string page = read_file(at("trained/report.html"));
  EXPECT_TRUE(says(page, "<svg"));
  EXPECT_TRUE(says(page, "evaluation bits"));
  EXPECT_TRUE(says(page, "signed digits"));
  const std::string curves = read_file(at("trained/figures/training.csv"));
  for (const char* panel :
       {"Training loss", "Training accuracy", "Test accuracy", "Forward bits"}) {
    EXPECT_TRUE(says(curves, panel)) << panel;
  }
  EXPECT_FALSE(read_file(at("trained/figures/training.svg")).empty());
  // It still is the trace that it was.
  EXPECT_EQ(run("check '" + out + "'").exit_code, 0);
}

TEST_F(training_report, of_a_trace_without_training_is_refused) {
  const std::string out = at("shapes").string();
  ASSERT_EQ(run("trace --model resnet-8 --dataset cifar-10 --batch 8 --iterations 8 --schedule "
                "static:8,backward=8 --out '" +
                out + "'")
                .exit_code,
            0);
  const Ran ran = run("report '" + out + "'");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, out + ": is a trace without metrics")) << ran.error;
}

TEST_F(training_report, a_training_without_data_leaves_nothing_behind) {
  write("w.yaml", "model: lstm-2\ndataset: ptb\ndataset_path: /nowhere\n");
  const Ran ran = run("train '" + at("w.yaml").string() + "' --out '" + at("x").string() + "'");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "/nowhere/ptb.train.txt: text `ptb`: no such file")) << ran.error;
  EXPECT_TRUE(says(ran.error, "ptb.train.txt, ptb.valid.txt, ptb.test.txt")) << ran.error;
  EXPECT_FALSE(fs::exists(at("x")));
  EXPECT_FALSE(fs::exists(at("x.partial")));
}

}  // namespace training_report_test
}  // namespace metronome::cli
