#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace metronome::weights {

/// The widest code.
inline constexpr int kMostNestedBits = 16;

/// Codes of `bits` bits whose leading b bits are the codes of b bits of the same weights:
///   u = min(floor(v 2^bits), 2^bits - 1), v the place on the tanh grid (tanh_grid.hpp).
/// A rounded code would not be nested.
template <class T>
[[nodiscard]] std::vector<std::uint16_t> nested_codes(std::span<const T> weights, int bits);

/// The same codes of weights between their least and their largest one, v = (w - least) / extent;
/// half of the codes where all are equal. UserError where a weight is not finite.
template <class T>
class RangeCodes {
 public:
  explicit RangeCodes(std::span<const T> weights);

  [[nodiscard]] std::uint16_t code(T weight, int bits) const;
  /// least + extent (2 u + 1) / 2^(bits + 1): the middle of the weights that have this code.
  [[nodiscard]] T value(std::int32_t code, int bits) const;

 private:
  T least_ = 0;
  T extent_ = 0;
};

/// The code of the leading `low` of `high` bits: its floor.
[[nodiscard]] constexpr std::uint16_t leading_bits(std::uint16_t code, int high, int low) {
  return static_cast<std::uint16_t>(code >> (high - low));
}

/// E (2 u + 1 - 2^bits) / 2^bits: the middle of the places that have this code, so that leaving out
/// planes moves no mean; E = mean |w|.
template <class T>
[[nodiscard]] constexpr T nested_value(std::int32_t code, int bits, T scale) {
  const auto whole = static_cast<T>(1 << bits);
  return scale * (static_cast<T>(2 * code + 1) - whole) / whole;
}

/// d value / d v, straight through the floor, E constant.
template <class T>
[[nodiscard]] constexpr T nested_slope(T scale) {
  return T(2) * scale;
}

}  // namespace metronome::weights
