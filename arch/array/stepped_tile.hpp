#pragma once

#include <algorithm>
#include <cstdint>

#include "arch/array/unrolling.hpp"

namespace metronome::array {

/// Bits that digit `index` has of an operand of so many bits; 0 where it is sign extension.
[[nodiscard]] inline std::uint64_t bits_of_digit(int bits, std::uint64_t index,
                                                 std::uint64_t width) {
  const auto all = static_cast<std::uint64_t>(bits);
  return index * width < all ? std::min(width, all - index * width) : 0;
}

/// Digit `index` of a code that is cut into digits of `width` bits, of which `count` there are: the
/// lower ones are unsigned, the top one carries the sign.
[[nodiscard]] inline std::int32_t digit_of(std::int32_t code, std::uint64_t index,
                                           std::uint64_t count, std::uint64_t width) {
  const std::int32_t shifted = code >> (index * width);
  return index + 1 == count ? shifted : shifted & ((1 << width) - 1);
}

/// The same of sign and magnitude: every digit has the sign.
[[nodiscard]] inline std::int32_t signed_digit_of(std::int32_t value, std::uint64_t index,
                                                  std::uint64_t width) {
  const std::int32_t digit = (value < 0 ? -value : value) >> (index * width) & ((1 << width) - 1);
  return value < 0 ? -digit : digit;
}

/// One operand of a tile, seen as the array walks it: `outer` counts its M or N dimension.
struct OperandView {
  const std::int32_t* codes = nullptr;
  std::uint64_t outer_stride = 1;
  std::uint64_t k_stride = 1;
  int bits = 8;
  bool is_signed = false;
  NumberFormat format = NumberFormat::integer;
  /// Of block floating point: one exponent for each `group` elements along k.
  const std::int32_t* exponents = nullptr;
  std::uint64_t exponent_stride = 1;  ///< from one outer index to the next
  std::uint64_t group = 1;

  [[nodiscard]] std::int32_t at(std::uint64_t outer, std::uint64_t k) const {
    return codes[outer * outer_stride + k * k_stride];
  }
  /// Digit `index` of `count` of what multipliers see of an element.
  [[nodiscard]] std::int32_t digit(std::uint64_t outer, std::uint64_t k, std::uint64_t index,
                                   std::uint64_t count, std::uint64_t width) const {
    const std::int32_t code = at(outer, k);
    if (format == NumberFormat::integer) {
      return digit_of(code, index, count, width);
    }
    return signed_digit_of(parts_of(format, static_cast<std::uint32_t>(code)).significand, index,
                           width);
  }
  /// By which an element's products are shifted: 0 of integers.
  [[nodiscard]] std::int32_t element_exponent(std::uint64_t outer, std::uint64_t k) const {
    return format == NumberFormat::integer
               ? 0
               : parts_of(format, static_cast<std::uint32_t>(at(outer, k))).exponent;
  }
  [[nodiscard]] int multiplied_bits() const { return array::multiplied_bits(format, bits); }
  [[nodiscard]] std::int32_t exponent(std::uint64_t outer, std::uint64_t k) const {
    return exponents[outer * exponent_stride + k / group];
  }
};

/// Accumulators of a tile in the output buffer, with the adders in front of it.
template <class Sum>
struct ResultViewOf {
  Sum* sums = nullptr;
  std::uint64_t x_stride = 1;
  std::uint64_t y_stride = 1;

  /// `accumulate`: adds to what is there; otherwise replaces it.
  void write(std::uint64_t x, std::uint64_t y, const Sum& value, bool accumulate) const {
    Sum& sum = sums[x * x_stride + y * y_stride];
    sum = accumulate ? Sum(sum + value) : value;
  }
};
using ResultView = ResultViewOf<std::int64_t>;

/// A tile as a stepped array works on it: x and y as in Unrolling.
template <class Sum>
struct TileViewOf {
  OperandView x, y;
  ResultViewOf<Sum> out;
  std::uint64_t x_extent = 1, y_extent = 1, k_extent = 1;
  bool accumulate = false;
};
using TileView = TileViewOf<std::int64_t>;

/// What the multipliers did, in products of 1 x 1 bits, counted as operands enter the array: bits
/// of two operands (useful), or of an operand and padding, or of padding (padded); and, in clocks
/// at which nothing enters, none (idle).
struct SteppedCounts {
  std::uint64_t useful = 0;
  std::uint64_t padded = 0;
  std::uint64_t idle = 0;
  std::uint64_t side_adds = 0;  ///< row and column sums, and their additions to the results

  SteppedCounts& operator+=(const SteppedCounts& other) {
    useful += other.useful;
    padded += other.padded;
    idle += other.idle;
    side_adds += other.side_adds;
    return *this;
  }
  bool operator==(const SteppedCounts&) const = default;
};

}  // namespace metronome::array
