#pragma once

#include "arch/array/array.hpp"
#include "arch/array/stepped.hpp"
#include "arch/array/stepped_floats.hpp"
#include "sim/base/random.hpp"

/// Operands in number formats, for tests of arrays.
namespace metronome::array {

inline Operands of(NumberFormat a, NumberFormat b, std::uint64_t group = 0) {
  return {.a_bits = stored_bits(a, 8),
          .b_bits = stored_bits(b, 8),
          .a_format = a,
          .b_format = b,
          .scale_group = group,
          .scale_bits = group > 0 ? 8U : 0U};
}

inline CodeMatrix random_numbers(const RandomStream& random, std::uint64_t rows,
                                 std::uint64_t columns, NumberFormat format) {
  const int bits = stored_bits(format, 8);
  CodeMatrix m{rows, columns, bits, format == NumberFormat::integer, 0, {}};
  for (std::uint64_t i = 0; i < rows * columns; ++i) {
    const auto code = static_cast<std::int32_t>(random.below(i, std::uint64_t{1} << bits));
    if (format == NumberFormat::integer) {
      m.codes.push_back(code - (1 << (bits - 1)));
    } else {
      m.codes.push_back(is_number(format, static_cast<std::uint32_t>(code)) ? code : 0);
    }
  }
  return m;
}

}  // namespace metronome::array
