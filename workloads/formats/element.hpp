#pragma once

#include <cstdint>

#include "sim/base/enumeration.hpp"
#include "workloads/formats/rounding.hpp"

namespace metronome::formats {

/// Small number formats: the elements of MX blocks [ocp2023mx], and the IEEE-like ones of 16 bits.
enum class Element { e5m2, e4m3, e3m2, e2m3, e2m1, mxint8, fp16, bf16 };
constexpr auto enum_rows(Element /*list*/) {
  return enum_list<Element>({{Element::e5m2, "e5m2"},
                             {Element::e4m3, "e4m3"},
                             {Element::e3m2, "e3m2"},
                             {Element::e2m3, "e2m3"},
                             {Element::e2m1, "e2m1"},
                             {Element::mxint8, "mxint8"},
                             {Element::fp16, "fp16"},
                             {Element::bf16, "bf16"}});
}

/// What codes of an element stand for beside finite numbers.
enum class Specials { none, nan, infinity_and_nan };

/// A code is sign, exponent and mantissa from the top, so that codes of a sign rise with the
/// magnitude; MXINT8 is a whole number in two's complement, of which -128 is not used.
struct ElementInfo {
  int bits;
  int mantissa_bits;           ///< MXINT8: of the fraction
  int bias;                    ///< of the exponent
  int largest_exponent;        ///< floor(log2(largest))
  int unit_exponent;           ///< of the least positive number: all others are multiples of it
  std::uint16_t largest_code;  ///< of the largest finite number
  std::uint16_t nan_code;      ///< where there is one
  Specials specials;
  double largest;

  /// Bits of a number as a multiple of the least one, without the sign.
  [[nodiscard]] int magnitude_bits() const { return largest_exponent - unit_exponent + 1; }
};

[[nodiscard]] const ElementInfo& info(Element element);

/// What becomes of a number beyond the largest one.
enum class Overflow {
  saturate,       ///< the largest, of infinity too
  keep_infinity,  ///< the largest; infinity stays where the element has it
  special         ///< infinity, else NaN, where the element has them: as IEEE rounds
};

/// The code of a number. Elements without NaN are given none (InternalError). -0 keeps its sign,
/// except in MXINT8. NaN has one code, without sign.
[[nodiscard]] std::uint16_t encode(Element element, double x, const Rounding& rounding = {},
                                   std::uint32_t draw = 0, Overflow overflow = Overflow::saturate);

/// The number of a code; infinity or NaN for those of the specials.
[[nodiscard]] double value(Element element, std::uint16_t code);

/// value / 2^unit_exponent, a whole number, of codes of finite numbers.
[[nodiscard]] std::int64_t integer(Element element, std::uint16_t code);

}  // namespace metronome::formats
