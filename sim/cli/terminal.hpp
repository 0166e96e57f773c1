#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "sim/cli/command.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::cli {

/// Version, host and command of this process, and the time since it was made.
class ManifestClock {
 public:
  explicit ManifestClock(std::string command);
  [[nodiscard]] report::Manifest manifest() const;

 private:
  std::string command_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// "metronome simulate A --arch B": the command as typed, quoted so that a shell takes it.
[[nodiscard]] std::string command_text(const std::string& name, const Arguments& arguments);

/// An output folder is replaced only when it is empty or one of ours, recognised by `marker`.
/// UserError otherwise, before any work is done.
void require_replaceable(const std::filesystem::path& out, const std::string& marker);

/// The folder of the configuration files that come with metronome: ./configs when it exists, else
/// that of the source tree.
[[nodiscard]] std::filesystem::path configs_folder();

}  // namespace metronome::cli
