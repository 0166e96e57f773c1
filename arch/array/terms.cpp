#include "arch/array/terms.hpp"

#include <bit>
#include <cstdlib>

#include "sim/base/error.hpp"

namespace metronome::array {

std::uint32_t term_positions(std::int32_t value, TermEncoding encoding) {
  const auto magnitude = static_cast<std::uint64_t>(std::abs(static_cast<std::int64_t>(value)));
  METRONOME_ASSERT(magnitude <= 1u << 16, "operands of the array have at most 16 bits");
  // Digit i of the non-adjacent form of v is bit i+1 of 3v minus that of v.
  const std::uint64_t set =
      encoding == TermEncoding::essential_bits ? magnitude : (3 * magnitude ^ magnitude) >> 1;
  return static_cast<std::uint32_t>(set);
}

std::vector<Term> terms_of(std::int32_t value, TermEncoding encoding) {
  const auto magnitude = static_cast<std::uint64_t>(std::abs(static_cast<std::int64_t>(value)));
  std::vector<Term> terms;
  for (std::uint32_t left = term_positions(value, encoding); left != 0; left &= left - 1) {
    const int exponent = std::countr_zero(left);
    bool negative = value < 0;
    if (encoding == TermEncoding::signed_digits) {
      // Where v has the bit i+1 set, that of 3v is not: the digit is -1.
      negative ^= (magnitude >> (exponent + 1) & 1) != 0;
    }
    terms.push_back({exponent, negative});
  }
  return terms;
}

std::uint64_t most_terms(int bits, TermEncoding encoding) {
  const auto width = static_cast<std::uint64_t>(bits);
  // A run of ones costs two digits; 1010...11 needs one in every second place and one more.
  return encoding == TermEncoding::essential_bits || bits == 1 ? width : width / 2 + 1;
}

double mean_terms(const TermShares& shares) {
  double mean = 0;
  for (std::size_t terms = 0; terms < shares.size(); ++terms) {
    mean += static_cast<double>(terms) * shares[terms];
  }
  return mean;
}

}  // namespace metronome::array
