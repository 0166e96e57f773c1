#pragma once

#include <cmath>
#include <cstdint>

namespace metronome::weights {

/// The widest code on this grid.
inline constexpr int kMostRoundedBits = 8;

/// rint(v n), n = 2^bits - 1, ties to even: the code of a place v in [0, 1] [zhou2016dorefa].
template <class T>
[[nodiscard]] std::int32_t rounded_code(T place, int bits) {
  return static_cast<std::int32_t>(std::rint(place * static_cast<T>((1 << bits) - 1)));
}

/// 2 code / n - 1: from -1 to 1.
template <class T>
[[nodiscard]] constexpr T rounded_value(std::int32_t code, int bits) {
  return T(2) * static_cast<T>(code) / static_cast<T>((1 << bits) - 1) - T(1);
}

}  // namespace metronome::weights
