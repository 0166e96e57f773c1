#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <string>

namespace metronome {

/// How a forked copy of the test ended, and what it wrote to standard error.
struct Forked {
  int status = 0;
  std::string error;

  [[nodiscard]] int exit_code() const { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }
  [[nodiscard]] int signal() const { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }
};

/// Runs `body` in a copy of the test, whose limits and signals may be changed: `told` is given the
/// copy's pid and the next line that it wrote, once a line. The copy exits with body's value.
inline Forked in_copy(
    const std::function<int()>& body,
    const std::function<void(pid_t, const std::string&)>& told = [](pid_t, const std::string&) {}) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::_exit(body());
  }
  ::close(ends[1]);
  Forked out;
  std::string line;
  for (char c = 0; ::read(ends[0], &c, 1) == 1;) {
    out.error += c;
    if (c == '\n') {
      told(pid, line);
      line.clear();
    } else {
      line += c;
    }
  }
  ::close(ends[0]);
  while (::waitpid(pid, &out.status, 0) < 0 && errno == EINTR) {
  }
  return out;
}

/// A line on standard error, past all buffers.
inline void tell(const std::string& text) {
  const std::string line = text + "\n";
  EXPECT_EQ(::write(STDERR_FILENO, line.data(), line.size()), static_cast<ssize_t>(line.size()));
}

inline void limit(int resource, rlim_t most) {
  const rlimit both{most, most};
  ASSERT_EQ(::setrlimit(static_cast<__rlimit_resource_t>(resource), &both), 0);
}

/// Computes until it is ended, for half a minute at most.
inline void compute() {
  const time_t end = ::time(nullptr) + 30;
  while (::time(nullptr) < end) {
  }
}

}  // namespace metronome
