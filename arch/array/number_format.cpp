#include "arch/array/number_format.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::array {

FloatLayout layout_of(NumberFormat format) {
  switch (format) {
    case NumberFormat::e2m1:
      return {2, 1, false};
    case NumberFormat::e2m3:
      return {2, 3, false};
    case NumberFormat::e3m2:
      return {3, 2, false};
    case NumberFormat::e4m3:
      return {4, 3, false};  // NaN has one code of the highest exponent
    case NumberFormat::e5m2:
      return {5, 2, true};
    case NumberFormat::fp16:
      return {5, 10, true};
    case NumberFormat::bf16:
      return {8, 7, true};
    case NumberFormat::integer:
      throw InternalError("integers have no exponent");
  }
  fail_no_enumerator(format);
}

FloatParts parts_of(NumberFormat format, std::uint32_t code) {
  const FloatLayout layout = layout_of(format);
  const std::uint32_t mantissa = code & ((1U << layout.mantissa_bits) - 1);
  const std::uint32_t field = code >> layout.mantissa_bits & ((1U << layout.exponent_bits) - 1);
  const bool negative = (code >> (layout.bits() - 1) & 1U) != 0;
  const auto magnitude =
      static_cast<std::int32_t>(mantissa | (field > 0 ? 1U << layout.mantissa_bits : 0U));
  return {negative ? -magnitude : magnitude, std::max(static_cast<std::int32_t>(field) - 1, 0)};
}

bool is_number(NumberFormat format, std::uint32_t code) {
  const FloatLayout layout = layout_of(format);
  const std::uint32_t magnitude = code & ((1U << (layout.bits() - 1)) - 1);
  if (layout.has_infinity) {
    return magnitude >> layout.mantissa_bits != (1U << layout.exponent_bits) - 1;
  }
  return format != NumberFormat::e4m3 || magnitude != 0x7f;
}

int stored_bits(NumberFormat format, int integer_bits) {
  return format == NumberFormat::integer ? integer_bits : layout_of(format).bits();
}

int multiplied_bits(NumberFormat format, int integer_bits) {
  return format == NumberFormat::integer ? integer_bits : layout_of(format).significand_bits();
}

}  // namespace metronome::array
