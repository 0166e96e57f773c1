#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "sim/cli/command.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::cli {

/// One line of progress that is redrawn in place, on a terminal; nothing in a pipe or a file.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `share` from 0 to 1; time left is estimated from it, since `what` began, where none is given.
  void show(const std::string& what, double share, const std::string& detail,
            double seconds_left = -1);
  /// Takes the line off the screen.
  void clear();
  /// A line to be kept, on standard error.
  void message(const std::string& text);

 private:
  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool shown_ = false;
  std::string what_;
  Clock::time_point began_;
  Clock::time_point drawn_;
};

/// Version, host and command of this process, and the time since it was made.
class ManifestClock {
 public:
  explicit ManifestClock(std::string command);
  [[nodiscard]] report::Manifest manifest() const;

 private:
  std::string command_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// "metronome simulate A --arch B": the command as typed.
[[nodiscard]] std::string command_text(const std::string& name, const Arguments& arguments);

/// An output folder is replaced only when it is empty or one of ours, recognised by `marker`.
/// UserError otherwise, before any work is done.
void require_replaceable(const std::filesystem::path& out, const std::string& marker);

/// The folder of the configuration files that come with metronome: ./configs when it exists, else
/// that of the source tree.
[[nodiscard]] std::filesystem::path configs_folder();

}  // namespace metronome::cli
