#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/output_folder.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::cli {

/// Recipe, host and command of this process, and the time since it was made.
class ManifestClock {
 public:
  ManifestClock(const std::string& name, const Arguments& arguments);
  [[nodiscard]] report::Manifest manifest() const;

 private:
  report::Recipe recipe_;
  std::string command_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// Says on standard error that an interrupted run is continued, or that nothing is left to do.
/// True: the latter.
bool is_finished(const OutputFolder& out);

/// UserError where `path`, named by `option`, is or lies in one of the folders `taken`, whose files
/// are those of the command.
void require_outside(const std::filesystem::path& path, const std::string& option,
                     const std::vector<std::filesystem::path>& taken);
/// Those of an output.
void require_outside(const std::filesystem::path& path, const std::string& option,
                     const OutputFolder& out);

}  // namespace metronome::cli
