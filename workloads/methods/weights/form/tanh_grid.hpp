#pragma once

#include <span>

namespace metronome::weights {

/// The place of a weight in [0, 1] that the grids of [zhou2016dorefa] start from:
///   v = tanh w / (2 max |tanh w|) + 1/2, 1/2 where all weights are zero.
/// Its derivative, the maximum taken as constant, is (1 - tanh^2 w) / (2 max |tanh w|).
template <class T>
class TanhGrid {
 public:
  /// UserError where a weight is not a number: no code would stand for it.
  explicit TanhGrid(std::span<const T> weights);

  [[nodiscard]] T place(T weight) const;
  [[nodiscard]] T slope(T weight) const;
  /// max |tanh w|
  [[nodiscard]] T largest() const { return largest_; }

 private:
  T largest_ = 0;
};

/// mean |w|, of no weights 0. Summed in double in the order of the weights.
template <class T>
[[nodiscard]] T mean_magnitude(std::span<const T> weights);

}  // namespace metronome::weights
