#include "sim/cli/progress_line.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/text.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/print.hpp"

namespace metronome::cli {
namespace {

std::string clock_text(double seconds) {
  const long whole = std::lround(seconds);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

/// At most so many characters of UTF-8 text.
std::string cut(const std::string& text, std::size_t most) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_character(text[i]) && ++characters > most) {
      return text.substr(0, i);
    }
  }
  return text;
}

std::size_t characters_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string share_and_rest(const ProgressState& state) {
  std::string text = fmt::format("{:3.0f} %", 100 * state.share);
  if (!state.detail.empty()) {
    text += ", " + state.detail;
  }
  if (state.seconds_left >= 0 && state.share < 1) {
    text += ", " + clock_text(state.seconds_left) + " left";
  }
  return text;
}

/// Asked at every drawing: a window may change its size.
unsigned terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

std::string progress_text(const ProgressState& state) {
  return state.what + " " + share_and_rest(state);
}

std::string progress_bar(const ProgressState& state, unsigned columns) {
  constexpr std::size_t kBar = 20;
  const std::size_t room = columns > 0 ? columns - 1 : 79;
  const std::string plain = progress_text(state);
  if (characters_of(plain) + kBar + 3 > room) {
    return cut(plain, room);
  }
  const double share = std::clamp(state.share, 0.0, 1.0);
  const auto filled = static_cast<std::size_t>(std::floor(share * static_cast<double>(kBar)));
  return fmt::format("{} [{}{}] {}", state.what, std::string(filled, '#'),
                     std::string(kBar - filled, '.'), share_and_rest(state));
}

ProgressLine::ProgressLine()
    : ProgressLine(::isatty(STDERR_FILENO) == 1, [] { return Clock::now(); }) {}

ProgressLine::ProgressLine(bool terminal, Now now)
    : terminal_(terminal), now_(std::move(now)), drawn_(now_()) {}

void ProgressLine::show(const std::string& what, double share, const std::string& detail,
                        double seconds_left) {
  const auto now = now_();
  const bool begins = what != what_;
  if (begins) {
    what_ = what;
    began_ = now;
  }
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::minutes(1);
  if (now - drawn_ < pause && !(terminal_ && (begins || share >= 1))) {
    return;
  }
  drawn_ = now;
  const double elapsed = std::chrono::duration<double>(now - began_).count();
  if (seconds_left < 0 && share > 0) {
    seconds_left = elapsed * (1 - share) / share;
  }
  const ProgressState state{printable(what), share, printable(detail), seconds_left};
  if (terminal_) {
    show_status(progress_bar(state, terminal_columns()));
  } else {
    note("{}\n", progress_text(state));
  }
}

void ProgressLine::clear() { clear_status(); }

void ProgressLine::message(const std::string& text) { note("{}\n", text); }

}  // namespace metronome::cli
