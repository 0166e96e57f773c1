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

void require_replaceable(const std::filesystem::path& out, const std::string& marker) {
  namespace fs = std::filesystem;
  if (!fs::exists(out) || (fs::is_directory(out) && fs::is_empty(out)) ||
      fs::exists(out / marker)) {
    return;
  }
  throw UserError("--out " + out.string() + " holds something else, which would be lost",
                  "name a new folder, or one with earlier results (with a " + marker + ")");
}

std::filesystem::path configs_folder() {
  const std::filesystem::path here = "configs";
  return std::filesystem::is_directory(here / "arch") ? here
                                                      : std::filesystem::path(METRONOME_CONFIGS);
}

}  // namespace metronome::cli
