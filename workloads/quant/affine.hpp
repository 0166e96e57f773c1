#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "sim/base/random.hpp"

namespace metronome::quant {

/// The codes fit the exact integers of float, and one addition rounds them (see affine.cpp).
inline constexpr int kMaxBits = 16;

/// The smallest and the largest of some values; empty until values are merged in.
template <class T>
struct Range {
  T low = std::numeric_limits<T>::infinity();
  T high = -std::numeric_limits<T>::infinity();

  void merge(const Range& other) {
    low = other.low < low ? other.low : low;
    high = other.high > high ? other.high : high;
  }
  /// The range of the values times `factor` >= 0.
  [[nodiscard]] Range scaled(T factor) const { return {low * factor, high * factor}; }
  bool operator==(const Range&) const = default;
};

/// Exact for any order of the values.
template <class T>
[[nodiscard]] Range<T> range_of(const T* values, std::size_t n);

/// The affine grid of unsigned codes [fu2021code]: a code q in {0, ..., top} stands for
/// q * scale + zero_point, with top = 2^bits - 1 and scale = max(range / top, 1e-8).
template <class T>
struct Grid {
  T scale = 1;
  T zero_point = 0;
  T top = 0;
  /// The same line counted from the code nearest to zero: value = (q - zero_code) * scale + rest.
  /// Then the rounding of `scale` to T moves a value in proportion to its magnitude, where
  /// q * scale + zero_point would move all small values of a tensor the same way: a bias that the
  /// sums of a gradient do not average out.
  T zero_code = 0;
  T rest = 0;

  /// The value x^ that the straight-through quantizer puts in the place of x.
  [[nodiscard]] T value(T code) const { return (code - zero_code) * scale + rest; }
  bool operator==(const Grid&) const = default;
};

/// 1 <= bits <= kMaxBits. The range is a double so that `rest` is exact to T's last digits.
template <class T>
[[nodiscard]] Grid<T> grid_of(T zero_point, double range, int bits);
template <class T>
[[nodiscard]] Grid<T> grid_of(const Range<T>& range, int bits) {
  return grid_of<T>(range.low, static_cast<double>(range.high) - static_cast<double>(range.low),
                    bits);
}

/// out = value(q), q = rint(clamp(x*factor/scale - zero_point/scale, 0, top)), ties to even.
/// `out` may be `x`.
template <class T>
void quantize(const T* x, std::size_t n, const Grid<T>& grid, T* out, T factor = 1);

/// As quantize, with stochastic rounding: uniform noise in [-1/2, 1/2) of draw first + i is added
/// to element i before the clamp.
template <class T>
void quantize_stochastic(const T* x, std::size_t n, const Grid<T>& grid, const RandomStream& noise,
                         std::uint64_t first, T* out, T factor = 1);

/// The codes themselves, as numbers of type T.
template <class T>
void quantize_to_codes(const T* x, std::size_t n, const Grid<T>& grid, T* codes, T factor = 1);
template <class T>
void quantize_to_codes_stochastic(const T* x, std::size_t n, const Grid<T>& grid,
                                  const RandomStream& noise, std::uint64_t first, T* codes,
                                  T factor = 1);

/// The codes that quantize() and quantize_stochastic() take the values of; the grid has at most
/// 8 bits.
template <class T>
void quantize_to_bytes(const T* x, std::size_t n, const Grid<T>& grid, std::uint8_t* codes,
                       T factor = 1);
template <class T>
void quantize_stochastic_to_bytes(const T* x, std::size_t n, const Grid<T>& grid,
                                  const RandomStream& noise, std::uint64_t first,
                                  std::uint8_t* codes, T factor = 1);

}  // namespace metronome::quant
