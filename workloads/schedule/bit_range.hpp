#pragma once

namespace metronome::schedule {

/// Inclusive; both 0 means FP32.
struct BitRange {
  int min = 8;
  int max = 8;
  bool operator==(const BitRange&) const = default;
};

/// Rounds half to even. A tie of a formula must be one here whatever the last bit of its cosine or
/// exponential is, so values are snapped to a grid first: far coarser than their error, far finer
/// than a step of an iteration.
[[nodiscard]] int round_bits(double bits);

}  // namespace metronome::schedule
