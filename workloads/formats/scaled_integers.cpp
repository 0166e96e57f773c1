#include "workloads/formats/scaled_integers.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"

namespace metronome::formats {
namespace {

__extension__ using Wide = __int128;
__extension__ using WideMagnitude = unsigned __int128;

int width_of(std::uint64_t n) { return static_cast<int>(std::bit_width(n)); }

int bits_of(WideMagnitude n) {
  const auto high = static_cast<std::uint64_t>(n >> 64);
  return high != 0 ? 64 + width_of(high) : width_of(static_cast<std::uint64_t>(n));
}

/// n 2^exponent, rounded once: to nearest, ties to even, subnormal numbers too.
float float_of(Wide n, int exponent) {
  const bool negative = n < 0;
  auto magnitude = static_cast<WideMagnitude>(negative ? -n : n);
  constexpr int kDigits = std::numeric_limits<float>::digits;
  constexpr int kLeastExponent = std::numeric_limits<float>::min_exponent - kDigits;
  const int unit = std::max(bits_of(magnitude) + exponent - kDigits, kLeastExponent);
  int scale = exponent;
  if (const int drop = unit - exponent; drop > 127) {
    magnitude = 0;
  } else if (drop > 0) {
    const WideMagnitude half = WideMagnitude{1} << (drop - 1);
    const WideMagnitude rest = magnitude & (2 * half - 1);
    magnitude >>= drop;
    magnitude += rest > half || (rest == half && (magnitude & 1) != 0) ? 1 : 0;
    scale = unit;
  }
  const float size = std::ldexp(static_cast<float>(static_cast<std::uint64_t>(magnitude)), scale);
  return negative ? -size : size;
}

/// Products of `n` elements of so many bits, summed in Sum.
template <class Sum>
Sum sum_of(const std::int64_t* a, const std::int64_t* b, std::size_t n) {
  Sum sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += static_cast<Sum>(a[i]) * b[i];
  }
  return sum;
}

/// The part of a row from `begin` to `end`, where each side has one scale.
float segment_sum(const ScaledIntegers& a, std::size_t row_a, const ScaledIntegers& b,
                  std::size_t row_b, std::size_t begin, std::size_t end) {
  const BlockScale& scale_a = a.scales[a.grid.block_of(row_a, begin)];
  const BlockScale& scale_b = b.scales[b.grid.block_of(row_b, begin)];
  if (scale_a.nan || scale_b.nan) {
    return std::numeric_limits<float>::quiet_NaN();
  }
  const std::int64_t* from_a = a.integers.data() + row_a * a.grid.columns() + begin;
  const std::int64_t* from_b = b.integers.data() + row_b * b.grid.columns() + begin;
  const std::size_t n = end - begin;
  const int bits = a.integer_bits + b.integer_bits + width_of(n);
  const Wide sum =
      bits < 63 ? Wide{sum_of<std::int64_t>(from_a, from_b, n)} : sum_of<Wide>(from_a, from_b, n);
  return float_of(sum * scale_a.factor * scale_b.factor, scale_a.exponent + scale_b.exponent);
}

}  // namespace

double ScaledIntegers::value(std::size_t element) const {
  const BlockScale& scale = scales[grid.block_of(element)];
  if (scale.nan) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return std::ldexp(static_cast<double>(integers[element] * scale.factor), scale.exponent) *
         tensor_scale;
}

Matrix ScaledIntegers::values() const {
  Matrix result(grid.rows(), grid.columns());
  for (std::size_t i = 0; i < grid.size(); ++i) {
    result.values[i] = static_cast<float>(value(i));
  }
  return result;
}

float dot(const ScaledIntegers& a, std::size_t row_a, const ScaledIntegers& b, std::size_t row_b) {
  METRONOME_ASSERT(a.grid.columns() == b.grid.columns(), "operands have the same reduction");
  float sum = 0;
  for (std::size_t begin = 0; begin < a.grid.columns();) {
    const std::size_t end = std::min(a.grid.end_of(begin), b.grid.end_of(begin));
    sum += segment_sum(a, row_a, b, row_b, begin, end);
    begin = end;
  }
  return sum * static_cast<float>(a.tensor_scale * b.tensor_scale);
}

Matrix product(const ScaledIntegers& a, const ScaledIntegers& b) {
  Matrix result(a.grid.rows(), b.grid.rows());
  for (std::size_t row = 0; row < result.rows; ++row) {
    for (std::size_t column = 0; column < result.columns; ++column) {
      result.at(row, column) = dot(a, row, b, column);
    }
  }
  return result;
}

}  // namespace metronome::formats
