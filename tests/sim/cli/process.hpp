#pragma once

#include <fcntl.h>
#include <sys/prctl.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>
#include <vector>

#include "binary.hpp"
#include "tests/sim/cli/tested_binary.hpp"

namespace metronome::cli {

/// The program while it runs, with its output in files STEM.out and STEM.err.
class Running {
 public:
  /// `prepare` runs in the child before the program takes its place.
  Running(
      const std::vector<std::string>& arguments, fs::path stem,
      const std::function<void()>& prepare = [] {})
      : stem_(std::move(stem)) {
    EXPECT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);  // orphans become children of the test
    std::vector<std::string> words{metronome::binary()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      redirect(STDOUT_FILENO, ".out");
      redirect(STDERR_FILENO, ".err");
      prepare();
      ::execv(words.front().c_str(), argv.data());
      ::_exit(99);
    }
  }
  ~Running() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      (void)wait();
    }
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const { EXPECT_EQ(::kill(pid_, number), 0) << std::strerror(errno); }
  /// The exit code; 128 + the signal that ended it.
  int wait() {
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    pid_ = -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  [[nodiscard]] bool ended() const {
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
    return info.si_pid == pid_;
  }
  [[nodiscard]] std::string out() const { return read_file(stem_.string() + ".out"); }
  [[nodiscard]] std::string error() const { return read_file(stem_.string() + ".err"); }

  /// Waits until it has at least so many children; empty where it ended before.
  [[nodiscard]] std::vector<pid_t> children(std::size_t least) const {
    const std::string file =
        "/proc/" + std::to_string(pid_) + "/task/" + std::to_string(pid_) + "/children";
    while (!ended()) {
      std::ifstream in(file);
      std::vector<pid_t> found;
      for (pid_t child = 0; in >> child;) {
        found.push_back(child);
      }
      if (found.size() >= least) {
        return found;
      }
      ::usleep(1000);
    }
    return {};
  }
  /// Waits until something stands at a path; false where it ended before.
  [[nodiscard]] bool until(const fs::path& path) const {
    while (!fs::exists(path)) {
      if (ended()) {
        return false;
      }
      ::usleep(1000);
    }
    return true;
  }

 private:
  void redirect(int descriptor, const char* end) const {
    const int file =
        ::open((stem_.string() + end).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ::dup2(file, descriptor);
  }

  fs::path stem_;
  pid_t pid_ = -1;
};

}  // namespace metronome::cli
