#pragma once

#include <cmath>

namespace metronome::weights {

/// What the middle between two powers of two is rounded to.
enum class Tie { down, up };

/// The power of two nearest to a number above zero.
template <class T>
[[nodiscard]] T nearest_power(T magnitude, Tie tie) {
  int exponent = 0;
  const T fraction = std::frexp(magnitude, &exponent);  // in [1/2, 1)
  const bool down = tie == Tie::down ? fraction <= T(0.75) : fraction < T(0.75);
  return std::ldexp(T(1), down ? exponent - 1 : exponent);
}

/// The operator of training [chen2021smartdeal]: 0 where |c| < threshold - 1e-5, else the nearest
/// power of two with the sign of c, the middle up. Its gradient is taken as the identity.
template <class T>
[[nodiscard]] T power_of_two(T c, double threshold) {
  constexpr double kSlack = 1e-5;
  const T magnitude = std::abs(c);
  if (!(magnitude >= static_cast<T>(threshold - kSlack)) || magnitude == T(0)) {
    return T(0);
  }
  return std::copysign(nearest_power(magnitude, Tie::up), c);
}

}  // namespace metronome::weights
