#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/enumeration.hpp"

namespace metronome::array {

/// How a number is written as a sum of signed powers of two, its terms.
///   essential_bits: the ones of its magnitude;
///   signed_digits:  its non-adjacent form, the fewest signed powers of two
///   [reitwiesner1960binary].
enum class TermEncoding { essential_bits, signed_digits };
constexpr auto enum_rows(TermEncoding) {
  using enum TermEncoding;
  return enum_list<TermEncoding>(
      {{essential_bits, "essential_bits"}, {signed_digits, "signed_digits"}});
}

struct Term {
  int exponent = 0;
  bool negative = false;
  bool operator==(const Term&) const = default;
};

/// Terms of a value of magnitude at most 2^16, lowest exponent first. 0 has none.
[[nodiscard]] std::vector<Term> terms_of(std::int32_t value, TermEncoding encoding);

/// The exponents of the terms as a set of bits.
[[nodiscard]] std::uint32_t term_positions(std::int32_t value, TermEncoding encoding);

/// Most terms of a code of so many bits.
[[nodiscard]] std::uint64_t most_terms(int bits, TermEncoding encoding);

/// Shares of an operand's elements by their number of terms; index is the number. Sums to 1; empty
/// where nothing is known.
using TermShares = std::vector<double>;

[[nodiscard]] double mean_terms(const TermShares& shares);

}  // namespace metronome::array
