#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace metronome::torture {

using Milliseconds = std::chrono::milliseconds;

/// How a process ended.
struct Ending {
  int exit_code = -1;  ///< -1: by a signal
  int signal = 0;
  /// "exit code 3", "signal 9"
  [[nodiscard]] std::string text() const;
};

/// A program in a process group of its own, its output in files. Whoever destroys it while it runs
/// ends it and everything that carries its mark.
class Process {
 public:
  struct Start {
    std::vector<std::string> words;                  ///< program and arguments
    std::map<std::string, std::string> environment;  ///< beside ours
    std::filesystem::path folder;                    ///< where it runs
    std::filesystem::path output;                    ///< standard output and error, appended
  };
  explicit Process(const Start& start);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] pid_t id() const { return id_; }
  /// Empty while it runs.
  std::optional<Ending> poll();
  /// Empty when it still runs after `most`.
  std::optional<Ending> wait(Milliseconds most);
  void signal(int number) const;
  void signal_group(int number) const;
  /// Its forks: children that run the same program.
  [[nodiscard]] std::vector<pid_t> workers() const;
  /// Living processes that it started, directly or not, itself left out.
  [[nodiscard]] std::vector<pid_t> descendants() const;
  /// Ends itself and them.
  void end();

 private:
  pid_t id_ = -1;
  std::string mark_;  ///< an environment variable that its descendants inherit
  std::optional<Ending> ending_;
};

}  // namespace metronome::torture
