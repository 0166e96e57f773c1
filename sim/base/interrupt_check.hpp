#pragma once

#include <chrono>
#include <functional>

namespace metronome {

/// While it lives, work that this thread does for another program, whose signals are that program's
/// own, is left by Interrupted where `asked` says that it should be. `asked` is called from
/// stop_if_interrupted() (interrupt.hpp) in this thread, at most every 50 ms.
class InterruptCheck {
 public:
  explicit InterruptCheck(std::function<bool()> asked);
  ~InterruptCheck();
  InterruptCheck(const InterruptCheck&) = delete;
  InterruptCheck& operator=(const InterruptCheck&) = delete;
  /// Whether the work is to be left.
  [[nodiscard]] bool is_asked();

 private:
  std::function<bool()> asked_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  InterruptCheck* outer_;
};

}  // namespace metronome
