#include <gtest/gtest.h>

#include "killed.hpp"
#include "sim/base/random.hpp"

namespace metronome::cli {
namespace train_test {

using std::chrono::milliseconds;

/// `metronome train` through the program itself.
class train_program : public KilledCommand {
 protected:
  train_program() {
    write("w.yaml",
          "model: resnet-8\ndataset: synthetic\ntrain_samples: 64\ntest_samples: 16\nbatch: 16\n"
          "iterations: 60\nschedule: cpt:3-8,periods=4,backward=8\nlearning_rate: 0.05\n"
          "checkpoint_every: 3\n");
  }
  [[nodiscard]] std::vector<std::string> command(const std::string& out,
                                                 const std::vector<std::string>& more) const {
    std::vector<std::string> words{
        "train", at("w.yaml").string(), "--out", at(out).string(), "--jobs", "1"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  [[nodiscard]] Ran train(const std::string& out, const std::vector<std::string>& more = {}) const {
    return run_to_end(command(out, more));
  }
  [[nodiscard]] fs::path checkpoint() const { return at("out.partial") / "checkpoint.bin"; }
  /// Kills a run as soon as its unfinished folder holds a checkpoint, and some time later.
  void run_killed(milliseconds later, const std::vector<std::string>& more = {}) const {
    ASSERT_EQ(run_until(
                  command("out", more), [&] { return fs::exists(checkpoint()); }, later),
              128 + SIGKILL);
    ASSERT_TRUE(fs::exists(checkpoint()));
  }
};

TEST_F(train_program, killed_at_random_moments_it_goes_on_by_the_same_command_to_equal_bytes) {
  ASSERT_EQ(train("whole").exit_code, 0);
  const RandomStream draw(3, "moments");
  for (std::uint64_t i = 0; i < 3; ++i) {
    run_killed(milliseconds(draw.below(i, 120)));
    ASSERT_FALSE(fs::exists(at("out"))) << "an unfinished training looks finished";
  }
  const Ran last = train("out");
  ASSERT_EQ(last.exit_code, 0) << last.error;
  EXPECT_TRUE(says(last.error, "resuming at iteration ")) << last.error;  // F7
  EXPECT_TRUE(says(last.error, " of 60")) << last.error;
  expect_equal(at("out"), at("whole"));
  expect_alone("out");
}

TEST_F(train_program, F2_2_a_finished_one_says_so_and_restart_begins_anew) {
  ASSERT_EQ(train("out").exit_code, 0);
  const std::string before = read_file(at("out") / "manifest.json");
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--resume"}}) {
    const Ran again = train("out", more);
    EXPECT_EQ(again.exit_code, 0) << again.error;
    EXPECT_TRUE(says(again.out, "out is finished")) << again.out;
    EXPECT_EQ(read_file(at("out") / "manifest.json"), before);
  }
  EXPECT_EQ(train("out", {"--restart", "--resume"}).exit_code, 2);
  const Ran anew = train("out", {"--restart"});
  EXPECT_EQ(anew.exit_code, 0) << anew.error;
  EXPECT_NE(read_file(at("out") / "manifest.json"), before);
  // Another configuration is refused and named; --restart replaces it.
  const Ran other = train("out", {"--set", "seed=2"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_TRUE(says(other.error, "seed: `2`, before `1`")) << other.error;
  EXPECT_EQ(train("out", {"--set", "seed=2", "--restart"}).exit_code, 0);
  expect_alone("out");
}

TEST_F(train_program, F2_2_an_unfinished_one_is_not_mixed_with_another_configuration) {
  run_killed(milliseconds(0));
  const Ran other = train("out", {"--set", "seed=2"});
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_TRUE(says(other.error, "unfinished result of other inputs: seed: `2`, before `1`"))
      << other.error;
  ASSERT_TRUE(fs::exists(checkpoint())) << "what was refused is kept";
  EXPECT_EQ(train("out", {"--set", "seed=2", "--restart"}).exit_code, 0);
  ASSERT_EQ(train("two", {"--set", "seed=2"}).exit_code, 0);
  expect_equal(at("out"), at("two"));
}

TEST_F(train_program, F2_7_a_finished_one_beside_a_leftover_counts_as_finished) {
  ASSERT_EQ(train("out").exit_code, 0);
  const auto before = tree(at("out"));
  run_killed(milliseconds(0), {"--restart"});
  EXPECT_EQ(tree(at("out")), before) << "the result stands until another takes its place";
  const Ran again = train("out");
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_TRUE(says(again.out, "out is finished")) << again.out;
  EXPECT_EQ(tree(at("out")), before);
  expect_alone("out");
}

TEST_F(train_program, F2_9_interrupted_it_keeps_its_last_iteration_and_says_how_to_go_on) {
  // No checkpoint would be due before the end.
  const std::vector<std::string> rare{"--checkpoint-every", "1000"};
  ASSERT_EQ(train("whole", rare).exit_code, 0);
  const int code = run_until(
      command("out", rare), [&] { return fs::exists(at("out.partial")); }, milliseconds(150),
      SIGINT);
  if (code == 0) {
    GTEST_SKIP() << "it was done before the signal came";
  }
  EXPECT_EQ(code, 128 + SIGINT);
  const std::string error = read_file(at("stderr"));
  if (fs::exists(checkpoint())) {
    EXPECT_TRUE(says(error, "out.partial")) << error;
    EXPECT_TRUE(says(error, "the same command goes on")) << error;
  }
  EXPECT_EQ(train("out", rare).exit_code, 0);
  expect_equal(at("out"), at("whole"));
}

TEST_F(train_program, F1_6_a_damaged_checkpoint_is_refused_with_its_name_and_what_to_do) {
  run_killed(milliseconds(0));
  std::string bytes = read_file(checkpoint());
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  write_file_atomically(checkpoint(), bytes);
  const Ran refused = train("out");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "checkpoint.bin")) << refused.error;
  EXPECT_TRUE(says(refused.error, "check sum")) << refused.error;
  EXPECT_EQ(train("out", {"--restart"}).exit_code, 0);
}

TEST_F(train_program, a_diverged_training_keeps_its_checkpoint_and_is_wrong_input) {
  const Ran diverged = train("out", {"--checkpoint-every", "2", "--set", "learning_rate=100",
                                     "--set", "warmup_iterations=4", "--set", "momentum=1", "--set",
                                     "nesterov=true", "--set", "weight_decay=1"});
  EXPECT_EQ(diverged.exit_code, 2);
  EXPECT_TRUE(says(diverged.error, "training diverged")) << diverged.error;
  EXPECT_FALSE(fs::exists(at("out")));
  EXPECT_TRUE(fs::exists(checkpoint()));
}

}  // namespace train_test
}  // namespace metronome::cli
