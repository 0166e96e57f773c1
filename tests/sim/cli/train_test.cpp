#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "sim/base/files.hpp"
#include "sim/base/random.hpp"

extern char** environ;

namespace metronome::cli {
namespace train_test {

namespace fs = std::filesystem;

const char* const kWorkload =
    "model: resnet-8\ndataset: synthetic\ntrain_samples: 64\ntest_samples: 16\nbatch: 16\n"
    "iterations: 60\nschedule: cpt:3-8,periods=4,backward=8\nlearning_rate: 0.05\n"
    "checkpoint_every: 3\n";

/// `metronome train` through the program itself.
class train_program : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("metronome_train_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    write_file_atomically(folder_ / "w.yaml", kWorkload);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path out() const { return folder_ / "out"; }
  [[nodiscard]] fs::path partial() const { return folder_ / "out.partial"; }

  /// Starts it with output to files of the folder.
  pid_t start(const fs::path& to, const std::vector<std::string>& more) {
    std::vector<std::string> words{
        METRONOME_BINARY, "train", (folder_ / "w.yaml").string(), "--out", to.string(),
        "--jobs",         "1"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (std::string& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    const std::string errors = (folder_ / "errors").string();
    const std::string output = (folder_ / "output").string();
    constexpr int kNew = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors.c_str(), kNew, 0600);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output.c_str(), kNew, 0600);
    pid_t child = 0;
    EXPECT_EQ(::posix_spawn(&child, METRONOME_BINARY, &files, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&files);
    return child;
  }
  /// The exit code; 128 + the signal of a killed one.
  static int wait(pid_t child) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  int run(const fs::path& to, const std::vector<std::string>& more = {}) {
    return wait(start(to, more));
  }
  [[nodiscard]] std::string errors() const { return read_file(folder_ / "errors"); }
  /// Kills a run as soon as its unfinished folder holds a checkpoint, and some time later.
  void run_killed(std::chrono::milliseconds later) {
    const pid_t child = start(out(), {});
    while (!fs::exists(partial() / "checkpoint.bin") && ::waitpid(child, nullptr, WNOHANG) == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::this_thread::sleep_for(later);
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(wait(child), 128 + SIGKILL);
    ASSERT_FALSE(fs::exists(out())) << "an unfinished training looks finished";
    ASSERT_TRUE(fs::exists(partial()));
  }

  fs::path folder_;
};

TEST_F(train_program, killed_at_random_moments_and_resumed_it_writes_equal_bytes) {
  const fs::path whole = folder_ / "whole";
  ASSERT_EQ(run(whole), 0) << errors();
  const RandomStream draw(3, "moments");
  for (std::uint64_t i = 0; i < 3; ++i) {
    run_killed(std::chrono::milliseconds(draw.below(i, 120)));
  }
  ASSERT_EQ(run(out()), 0) << errors();
  EXPECT_FALSE(fs::exists(partial()));
  for (const char* name :
       {"weights.bin", "metrics.csv", "schedule.csv", "step.yaml", "resolved.yaml"}) {
    EXPECT_EQ(read_file(out() / name), read_file(whole / name)) << name;
  }
  // Nothing is left to do, and that is no error.
  EXPECT_EQ(run(out(), {"--resume"}), 0) << errors();
}

TEST_F(train_program, F2_2_an_unfinished_training_is_not_mixed_with_another) {
  run_killed(std::chrono::milliseconds(0));
  EXPECT_EQ(run(out(), {"--set", "seed=2"}), 2);
  EXPECT_NE(errors().find("seed: `2`, before `1`"), std::string::npos) << errors();
  EXPECT_NE(errors().find("--restart"), std::string::npos) << errors();
  EXPECT_TRUE(fs::exists(partial() / "checkpoint.bin"));
  EXPECT_EQ(run(out(), {"--restart", "--resume"}), 2);
  ASSERT_EQ(run(out(), {"--restart", "--set", "seed=2"}), 0) << errors();
  EXPECT_FALSE(fs::exists(partial()));
}

TEST_F(train_program, a_diverged_training_keeps_its_checkpoint_and_is_wrong_input) {
  EXPECT_EQ(run(out(), {"--checkpoint-every", "2", "--set", "learning_rate=100", "--set",
                        "warmup_iterations=4", "--set", "momentum=1", "--set", "nesterov=true",
                        "--set", "weight_decay=1"}),
            2);
  EXPECT_NE(errors().find("training diverged"), std::string::npos) << errors();
  EXPECT_FALSE(fs::exists(out()));
  EXPECT_TRUE(fs::exists(partial() / "checkpoint.bin"));
}

}  // namespace train_test
}  // namespace metronome::cli
