#include "sim/base/program.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "sim/base/interrupt.hpp"
#include "tests/sim/base/forked.hpp"

namespace metronome {
namespace program_test {

ProgramResult shell(const std::string& script, const std::string& input = "") {
  return run_program({.words = {"sh", "-c", script}, .input = input});
}

TEST(program, input_output_and_errors_pass_through_memory) {
  const std::string input(300000, 'x');
  const ProgramResult result = shell("cat; echo complaint >&2", input);
  EXPECT_TRUE(result.good());
  EXPECT_TRUE(result.output == input);
  EXPECT_EQ(result.errors, "complaint\n");
}

TEST(program, runs_in_the_folder_and_its_words_are_not_code) {
  const ProgramResult result = run_program(
      {.words = {"sh", "-c", "pwd; printf '%s' \"$1\"", "sh", "$(exit); `x`"}, .folder = "/usr"});
  EXPECT_EQ(result.output, "/usr\n$(exit); `x`");
}

TEST(program, a_missing_program_was_not_started_and_says_why) {
  const ProgramResult result = run_program({.words = {"no-such-program"}});
  EXPECT_FALSE(result.started);
  EXPECT_FALSE(result.good());
  EXPECT_EQ(result.errors, "No such file or directory");
}

TEST(program, the_exit_code_and_the_signal_are_seen) {
  EXPECT_EQ(WEXITSTATUS(shell("exit 3").status), 3);
  EXPECT_EQ(WTERMSIG(shell("kill -9 $$").status), SIGKILL);
}

TEST(program, a_program_that_does_not_end_is_ended) {
  const ProgramResult result =
      run_program({.words = {"sleep", "1000"}, .limit = std::chrono::milliseconds(50)});
  EXPECT_TRUE(result.timed_out);
  EXPECT_FALSE(result.good());
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(faults, F2_9_a_program_ends_with_its_killed_parent) {
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);  // orphans become children of the test
  const std::filesystem::path told =
      std::filesystem::temp_directory_path() / ("program_test_" + std::to_string(::getpid()));
  ASSERT_EQ(::mkfifo(told.c_str(), 0600), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    (void)run_program(
        {.words = {"sh", "-c", "echo $$ > '" + told.string() + "'; exec sleep 1000"}});
    ::_exit(0);
  }
  pid_t program = 0;
  {
    std::ifstream in(told);
    in >> program;
  }
  ::kill(parent, SIGKILL);
  int status = 0;
  EXPECT_EQ(::waitpid(parent, &status, 0), parent);
  EXPECT_EQ(::waitpid(program, &status, 0), program);
  EXPECT_TRUE(WIFSIGNALED(status));
  std::filesystem::remove(told);
}

TEST(program, is_ended_where_the_process_is_interrupted) {
  const Forked copy = in_copy([] {
    catch_interrupts();
    (void)::raise(SIGINT);
    try {
      (void)run_program({.words = {"sleep", "1000"}});
    } catch (const Interrupted& interrupted) {
      return ::waitpid(-1, nullptr, WNOHANG) == -1 ? interrupted.signal() : 99;
    }
    return 98;
  });
  EXPECT_EQ(copy.exit_code(), SIGINT);
}

}  // namespace program_test
}  // namespace metronome
