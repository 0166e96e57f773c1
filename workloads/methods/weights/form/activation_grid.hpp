#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome::weights {

/// A range, learned or found, that no grid has: a training has come to it by numbers that are not
/// finite, or a trained end at or below zero.
class RangeFault : public UserError {
 public:
  using UserError::UserError;
};

/// The grid of activations that goes with weights on fixed grids: codes of `bits` bits on [0,
/// alpha],
///   code = rint(clip(x, 0, alpha) n / alpha), value = alpha code / n, n = 2^bits - 1,
/// alpha fixed [zhou2016dorefa] or trained [choi2018pact]. Inputs that can be negative
/// (`is_signed`) have offset codes on [-alpha, alpha], in which zero has a code:
///   code = rint(clip(x, -alpha, alpha) m / alpha) + m + 1, value = alpha (code - m - 1) / m,
/// m = 2^(bits-1) - 1; with one bit the two values are -alpha and alpha.
template <class T>
class ActivationGrid {
 public:
  static constexpr int kMostBits = 16;

  /// UserError unless 1 <= bits <= 16; RangeFault unless alpha is a finite number above zero.
  ActivationGrid(int bits, T alpha, bool is_signed = false);

  [[nodiscard]] std::int32_t code(T x) const;
  [[nodiscard]] T value_of_code(std::int32_t code) const;
  /// What stands in the place of x.
  [[nodiscard]] T value(T x) const { return value_of_code(code(x)); }
  /// value = step() code + origin()
  [[nodiscard]] T step() const;
  [[nodiscard]] T origin() const { return value_of_code(0); }
  /// Whether an error passes straight through: x lies inside.
  [[nodiscard]] bool passes(T x) const { return x > low() && x < alpha_; }
  /// d value / d alpha of a value at or beyond an end: 1, -1, or 0 inside and at an unsigned zero.
  [[nodiscard]] T alpha_slope(T x) const;

 private:
  [[nodiscard]] T low() const { return signed_ ? -alpha_ : T(0); }

  T alpha_;
  bool signed_;
  std::int32_t steps_;   ///< between zero and alpha
  std::int32_t offset_;  ///< the code of zero
};

/// UserError unless low <= width <= high; `what` names it.
void require_width(int width, int low, int high, const char* what);

}  // namespace metronome::weights
