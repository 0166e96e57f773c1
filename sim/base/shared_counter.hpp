#pragma once

#include <atomic>
#include <cstddef>

namespace metronome {

/// Counts 0, 1, 2, ... across processes that were forked after it was made: who asks next gets the
/// next piece of work.
class SharedCounter {
 public:
  SharedCounter();  ///< EnvironmentError where there is no memory
  ~SharedCounter();
  SharedCounter(const SharedCounter&) = delete;
  SharedCounter& operator=(const SharedCounter&) = delete;

  [[nodiscard]] std::size_t take() { return value_->fetch_add(1); }

 private:
  std::atomic<std::size_t>* value_;
};

}  // namespace metronome
