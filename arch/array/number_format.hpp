#pragma once

#include <cstdint>
#include <string>

#include "sim/base/enumeration.hpp"

namespace metronome::array {

/// How the elements of an operand are written: integers, or small floating-point numbers with a
/// sign, exponent bits and mantissa bits [ocp2023mx]. Scales of blocks or tensors lie beside them.
enum class NumberFormat { integer, e2m1, e2m3, e3m2, e4m3, e5m2, fp16, bf16 };
constexpr auto enum_rows(NumberFormat) {
  using enum NumberFormat;
  return enum_list<NumberFormat>({{integer, "integer"},
                                  {e2m1, "e2m1"},
                                  {e2m3, "e2m3"},
                                  {e3m2, "e3m2"},
                                  {e4m3, "e4m3"},
                                  {e5m2, "e5m2"},
                                  {fp16, "fp16"},
                                  {bf16, "bf16"}});
}

/// What a floating-point format is made of.
struct FloatLayout {
  int exponent_bits = 0;
  int mantissa_bits = 0;      ///< without the hidden one
  bool has_infinity = false;  ///< the highest exponent is not for numbers

  [[nodiscard]] int bits() const { return 1 + exponent_bits + mantissa_bits; }
  /// Of the significand, the hidden bit included.
  [[nodiscard]] int significand_bits() const { return mantissa_bits + 1; }
  /// Of a number s x 2^e in units of the smallest subnormal, s the significand: the largest e.
  [[nodiscard]] int largest_exponent() const {
    return (1 << exponent_bits) - (has_infinity ? 3 : 2);
  }
  /// Of the integer that a number is in units of the smallest subnormal, sign included.
  [[nodiscard]] int integer_bits() const { return significand_bits() + largest_exponent() + 1; }
  bool operator==(const FloatLayout&) const = default;
};

/// Not of integers.
[[nodiscard]] FloatLayout layout_of(NumberFormat format);

/// A number as an array takes it: sign and significand, to be shifted by the exponent.
struct FloatParts {
  std::int32_t significand = 0;  ///< with its sign
  std::int32_t exponent = 0;     ///< 0 to FloatLayout::largest_exponent()
};
/// Of a code, which stands for significand x 2^exponent smallest subnormals. The code must be of a
/// number (is_number).
[[nodiscard]] FloatParts parts_of(NumberFormat format, std::uint32_t code);
/// Whether a code is neither an infinity nor NaN.
[[nodiscard]] bool is_number(NumberFormat format, std::uint32_t code);

/// Bits of an element of an operand that has so many as an integer.
[[nodiscard]] int stored_bits(NumberFormat format, int integer_bits);
/// Bits that multipliers see of it: all of an integer, the significand of a number.
[[nodiscard]] int multiplied_bits(NumberFormat format, int integer_bits);

}  // namespace metronome::array
