#include "sim/cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>

#include "sim/base/error.hpp"

namespace metronome::cli {
namespace {

std::string clock_text(double seconds) {
  const long whole = std::lround(seconds);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

ProgressLine::ProgressLine() : terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(const std::string& what, double share, const std::string& detail,
                        double seconds_left) {
  if (!terminal_) {
    return;
  }
  const auto now = Clock::now();
  if (what != what_) {
    what_ = what;
    began_ = now;
  } else if (now - drawn_ < std::chrono::milliseconds(100) && share < 1) {
    return;
  }
  drawn_ = now;
  const double elapsed = std::chrono::duration<double>(now - began_).count();
  if (seconds_left < 0 && share > 0) {
    seconds_left = elapsed * (1 - share) / share;
  }
  std::string line = fmt::format("{} {:3.0f} %", what, 100 * share);
  if (!detail.empty()) {
    line += ", " + detail;
  }
  if (seconds_left >= 0 && share < 1) {
    line += ", " + clock_text(seconds_left) + " left";
  }
  fmt::print(stderr, "\r\033[K{}", line);
  std::fflush(stderr);
  shown_ = true;
}

void ProgressLine::clear() {
  if (shown_) {
    fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
    shown_ = false;
  }
}

void ProgressLine::message(const std::string& text) {
  clear();
  fmt::print(stderr, "{}\n", text);
}

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
    text += " " + argument;
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
