#pragma once

#include <cstddef>
#include <span>

namespace metronome::nn {

/// What one of several chips that share a batch does together with the others while they run a
/// layer (docs/chips.md).
class SharedStatistics {
 public:
  virtual ~SharedStatistics() = default;

  [[nodiscard]] virtual std::size_t chips() const = 0;
  /// Replaces numbers by their sums over all chips, in the order of the chips, so that each gets
  /// the same. Returns when all chips have asked for the same sum.
  virtual void add_up(std::span<double> numbers) = 0;
};

}  // namespace metronome::nn
