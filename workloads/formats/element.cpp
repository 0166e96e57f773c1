#include "workloads/formats/element.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"

namespace metronome::formats {
namespace {

constexpr auto kInfo = enum_table<Element, ElementInfo>(
    {{Element::e5m2, {8, 2, 15, 15, -16, 0x7b, 0x7f, Specials::infinity_and_nan, 57344}},
     {Element::e4m3, {8, 3, 7, 8, -9, 0x7e, 0x7f, Specials::nan, 448}},
     {Element::e3m2, {6, 2, 3, 4, -4, 0x1f, 0, Specials::none, 28}},
     {Element::e2m3, {6, 3, 1, 2, -3, 0x1f, 0, Specials::none, 7.5}},
     {Element::e2m1, {4, 1, 1, 2, -1, 0x7, 0, Specials::none, 6}},
     {Element::mxint8, {8, 6, 0, 0, -6, 0x7f, 0, Specials::none, 127.0 / 64}},
     {Element::fp16, {16, 10, 15, 15, -24, 0x7bff, 0x7e00, Specials::infinity_and_nan, 65504}},
     {Element::bf16,
      {16, 7, 127, 127, -133, 0x7f7f, 0x7fc0, Specials::infinity_and_nan, 0x1.fep127}}});

bool is_integer(Element element) { return element == Element::mxint8; }

std::uint16_t sign_bit(const ElementInfo& of) {
  return static_cast<std::uint16_t>(1U << (of.bits - 1));
}

/// The code of a finite magnitude, or one above the largest where it rounds beyond that.
std::int64_t magnitude_code(Element element, const ElementInfo& of, double magnitude,
                            const Rounding& rounding, std::uint32_t draw) {
  const int least = is_integer(element) ? 0 : 1 - of.bias;
  const int exponent = magnitude == 0 ? least : std::max(std::ilogb(magnitude), least);
  if (exponent > of.largest_exponent) {
    return of.largest_code + 1;
  }
  const std::int64_t steps =
      rounded(std::ldexp(magnitude, of.mantissa_bits - exponent), rounding, draw);
  // Codes count on across powers of two: a mantissa that rounds up to the next one carries.
  return is_integer(element) ? steps : (std::int64_t{exponent - least} << of.mantissa_bits) + steps;
}

std::uint16_t overflow_code(const ElementInfo& of, bool infinite, Overflow overflow) {
  const bool special =
      overflow == Overflow::special || (overflow == Overflow::keep_infinity && infinite);
  if (!special || of.specials == Specials::none) {
    return of.largest_code;
  }
  return static_cast<std::uint16_t>(of.largest_code + 1);  // infinity, or NaN where there is none
}

std::uint16_t magnitude_of(Element element, std::uint16_t code) {
  const ElementInfo& of = info(element);
  if (is_integer(element)) {
    return static_cast<std::uint16_t>(std::abs(static_cast<std::int8_t>(code)));
  }
  return static_cast<std::uint16_t>(code & (sign_bit(of) - 1));
}

/// mantissa 2^shift, in units of the least number.
struct Parts {
  std::int64_t mantissa;
  int shift;
};

Parts parts_of(Element element, std::uint16_t magnitude) {
  const int mantissa_bits = info(element).mantissa_bits;
  const int exponent = is_integer(element) ? 0 : magnitude >> mantissa_bits;
  if (exponent == 0) {
    return {magnitude, 0};
  }
  const std::int64_t hidden = std::int64_t{1} << mantissa_bits;
  return {hidden + magnitude % hidden, exponent - 1};
}

}  // namespace

const ElementInfo& info(Element element) { return kInfo[element]; }

std::uint16_t encode(Element element, double x, const Rounding& rounding, std::uint32_t draw,
                     Overflow overflow) {
  const ElementInfo& of = info(element);
  if (std::isnan(x)) {
    METRONOME_ASSERT(of.specials != Specials::none, "an element without NaN is given none");
    return of.nan_code;
  }
  const bool infinite = std::isinf(x);
  std::int64_t code =
      infinite ? of.largest_code + 1 : magnitude_code(element, of, std::fabs(x), rounding, draw);
  if (code > of.largest_code) {
    code = overflow_code(of, infinite, overflow);
  }
  if (!std::signbit(x)) {
    return static_cast<std::uint16_t>(code);
  }
  return is_integer(element) ? static_cast<std::uint16_t>((256 - code) & 0xff)
                             : static_cast<std::uint16_t>(code | sign_bit(of));
}

double value(Element element, std::uint16_t code) {
  const ElementInfo& of = info(element);
  const std::uint16_t magnitude = magnitude_of(element, code);
  double size = 0;
  if (magnitude <= of.largest_code || of.specials == Specials::none) {
    const Parts parts = parts_of(element, magnitude);
    size = std::ldexp(static_cast<double>(parts.mantissa), parts.shift + of.unit_exponent);
  } else if (of.specials == Specials::infinity_and_nan && magnitude == of.largest_code + 1) {
    size = std::numeric_limits<double>::infinity();
  } else {
    size = std::numeric_limits<double>::quiet_NaN();
  }
  return (code & sign_bit(of)) != 0 ? -size : size;
}

std::int64_t integer(Element element, std::uint16_t code) {
  const ElementInfo& of = info(element);
  const std::uint16_t magnitude = magnitude_of(element, code);
  const Parts parts = parts_of(element, magnitude);
  METRONOME_ASSERT(
      (magnitude <= of.largest_code || of.specials == Specials::none) && parts.shift < 40,
      "finite numbers of small formats are whole multiples of the least one");
  const std::int64_t size = parts.mantissa << parts.shift;
  return (code & sign_bit(of)) != 0 ? -size : size;
}

}  // namespace metronome::formats
