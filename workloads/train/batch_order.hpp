#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace metronome::train {

/// Which samples each iteration takes: each epoch is a permutation of the samples of its own
/// (Fisher and Yates, from the seed and the epoch's number), cut into batches; a rest below one
/// batch is left out.
class BatchOrder {
 public:
  /// batch <= samples, samples < 2^32.
  BatchOrder(std::uint64_t seed, std::size_t samples, std::size_t batch);

  /// The samples of a 0-based iteration; valid until the next call.
  [[nodiscard]] std::span<const std::uint32_t> at(std::uint64_t iteration);

 private:
  void shuffle(std::uint64_t epoch);

  std::uint64_t seed_;
  std::size_t batch_;
  std::uint64_t epoch_ = 0;
  std::vector<std::uint32_t> order_;
};

}  // namespace metronome::train
