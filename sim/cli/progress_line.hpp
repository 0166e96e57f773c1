#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace metronome::cli {

/// How far long work is.
struct ProgressState {
  std::string what;
  double share = 0;         ///< 0 to 1
  std::string detail{};     ///< rate, counts; may be empty
  double seconds_left = 0;  ///< negative: unknown
};

/// "training cpt:3-8 42 %, 310 images/s, 1:05 left".
[[nodiscard]] std::string progress_text(const ProgressState& state);

/// The same with a bar before the percentage where there is room, cut so that it takes less than
/// `columns` of a terminal (which would scroll otherwise); 0 columns: unknown, taken as 80.
[[nodiscard]] std::string progress_bar(const ProgressState& state, unsigned columns);

/// Progress on standard error: on a terminal one line that is redrawn in place, elsewhere a line a
/// minute.
class ProgressLine {
 public:
  using Clock = std::chrono::steady_clock;
  using Now = std::function<Clock::time_point()>;

  ProgressLine();
  /// With another clock and as if standard error were a terminal, or were not.
  ProgressLine(bool terminal, Now now);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `share` from 0 to 1; time left is estimated from it, since `what` began, where none is given.
  void show(const std::string& what, double share, const std::string& detail,
            double seconds_left = -1);
  /// Takes the line off the screen.
  void clear();
  /// A line to be kept.
  void message(const std::string& text);

 private:
  bool terminal_;
  Now now_;
  std::string what_;
  Clock::time_point began_;
  Clock::time_point drawn_;
};

}  // namespace metronome::cli
