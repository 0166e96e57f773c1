#include "sim/cli/terminal.hpp"

#include <unistd.h>

#include <array>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/print.hpp"

namespace metronome::cli {

ManifestClock::ManifestClock(std::string command) : command_(std::move(command)) {}

report::Manifest ManifestClock::manifest() const {
  report::Manifest manifest;
  manifest.version = METRONOME_VERSION;
  manifest.command = command_;
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  manifest.host = host.data();
  manifest.wall_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  return manifest;
}

std::string command_text(const std::string& name, const Arguments& arguments) {
  std::string text = "metronome " + name;
  for (const std::string& argument : arguments) {
    text += " " + shell_word(argument);
  }
  return text;
}

bool is_finished(const OutputFolder& out) {
  if (out.state() == OutputFolder::State::continued) {
    note("resuming the unfinished work in {}\n", path_text(out.work()));
  }
  const bool finished = out.state() == OutputFolder::State::finished;
  if (finished) {
    note("{} is finished; --restart would begin anew\n", path_text(out.path()));
  }
  return finished;
}

void require_outside(const std::filesystem::path& path, const std::string& option,
                     const OutputFolder& out) {
  const std::filesystem::path resolved = resolved_path(path);
  for (const auto& taken : {out.path(), out.work()}) {
    if (lies_within(resolved, resolved_path(taken))) {
      throw UserError(option + " " + path.string() + " lies in the output folder",
                      "name a place outside of " + out.path().string());
    }
  }
}

std::filesystem::path configs_folder() {
  const std::filesystem::path here = "configs";
  return std::filesystem::is_directory(here / "arch") ? here
                                                      : std::filesystem::path(METRONOME_CONFIGS);
}

}  // namespace metronome::cli
