#pragma once

#include <fcntl.h>
#include <spawn.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "binary.hpp"
#include "tests/sim/cli/tested_binary.hpp"

extern char** environ;

namespace metronome::cli {

/// Runs of the program that are ended by a signal at a moment that the test chooses.
class KilledCommand : public Command {
 protected:
  /// Starts the program with output to files of the folder.
  [[nodiscard]] pid_t start(const std::vector<std::string>& arguments) const {
    std::vector<std::string> words{metronome::binary()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    const std::string output = at("stdout").string();
    const std::string errors = at("stderr").string();
    constexpr int kNew = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output.c_str(), kNew, 0600);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors.c_str(), kNew, 0600);
    pid_t child = 0;
    EXPECT_EQ(::posix_spawn(&child, words.front().c_str(), &files, nullptr, argv.data(), environ),
              0);
    posix_spawn_file_actions_destroy(&files);
    return child;
  }
  /// The exit code; 128 + the signal of a killed one.
  static int wait(pid_t child) {
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  [[nodiscard]] Ran run_to_end(const std::vector<std::string>& arguments) const {
    const int code = wait(start(arguments));
    return {code, read_file(at("stdout")), read_file(at("stderr"))};
  }
  /// Sends the signal as soon as `moment` holds (looked at every millisecond) and some time later;
  /// the exit code, as wait(): one that had ended by then is what it was.
  [[nodiscard]] int run_until(const std::vector<std::string>& arguments,
                              const std::function<bool()>& moment,
                              std::chrono::milliseconds later = {}, int signal = SIGKILL) const {
    const pid_t child = start(arguments);
    siginfo_t ended{};
    const auto running = [&] {
      ended.si_pid = 0;
      return ::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
             ended.si_pid == 0;
    };
    while (running() && !moment()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::this_thread::sleep_for(later);
    (void)::kill(child, signal);
    return wait(child);
  }
  /// Every file that must be equal bytes however the work was interrupted.
  [[nodiscard]] static std::map<std::string, std::string> results(const fs::path& root) {
    std::map<std::string, std::string> files = tree(root);
    std::erase_if(files, [](const auto& file) { return file.first.ends_with("manifest.json"); });
    return files;
  }
  static void expect_equal(const fs::path& found, const fs::path& expected) {
    const auto ours = results(found);
    const auto theirs = results(expected);
    for (const auto& [name, bytes] : theirs) {
      ASSERT_TRUE(ours.contains(name)) << name << " is missing";
      EXPECT_TRUE(ours.at(name) == bytes) << name << " differs";
    }
    EXPECT_EQ(ours.size(), theirs.size());
  }
  /// Nothing of an interrupted command is left beside its result.
  void expect_alone(const std::string& name) const {
    EXPECT_FALSE(fs::exists(at(name + ".partial")));
    EXPECT_FALSE(fs::exists(at("." + name + ".lock")));
  }
  [[nodiscard]] static std::uintmax_t size_of(const fs::path& file) {
    std::error_code absent;
    const std::uintmax_t size = fs::file_size(file, absent);
    return absent ? 0 : size;
  }
};

}  // namespace metronome::cli
