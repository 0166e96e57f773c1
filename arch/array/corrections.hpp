#pragma once

#include <cstdint>
#include <vector>

#include "arch/array/codes.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::array {

/// Where the sums are formed that zero points need: adders beside the array, which see each operand
/// as it enters and take no array cycles, or the array itself, which multiplies the operands by
/// ones.
enum class CorrectionUnit { side_adders, array };
constexpr auto enum_rows(CorrectionUnit) {
  using enum CorrectionUnit;
  return enum_list<CorrectionUnit>({{side_adders, "side_adders"}, {array, "array"}});
}

/// With codes a, b and zero points za, zb, sums running over the k at which both are codes:
///   C(i,j) = sum(a b) - zb sum(a) - za sum(b) + count za zb.
/// sum(a) is one number for each row of A, unless taps of B are masked: then one for each row and
/// tap. sum(b) is one for each column of B; if taps of A are masked it is kept by tap, and each row
/// of C adds up the taps that it has (or takes off those that it lacks, if they are fewer).
struct CorrectionSums {
  std::uint64_t row_width = 1;        ///< sums of each row of A
  std::uint64_t column_height = 1;    ///< sums of each column of B
  std::vector<std::int64_t> rows;     ///< m x row_width
  std::vector<std::int64_t> columns;  ///< column_height x n
};

/// Sums of the right sizes, all 0.
[[nodiscard]] CorrectionSums empty_sums(const CodeMatrix& a, const CodeMatrix& b);

/// What side adders form of whole operands; `adds` counts their additions: one for each element,
/// and for each masked tap of B those that tell its sum from the whole row's.
[[nodiscard]] CorrectionSums side_sums(const CodeMatrix& a, const CodeMatrix& b,
                                       std::uint64_t& adds);

/// By what the array multiplies A (k x row_width), and what it multiplies by B (column_height x k),
/// to form the same sums: ones (or, of 1-bit signed codes, minus ones) and zeros in codes of the
/// other operand.
[[nodiscard]] CodeMatrix row_selector(const CodeMatrix& b);
[[nodiscard]] CodeMatrix column_selector(const CodeMatrix& a);

/// Adds the corrections to a product of codes: two additions for each result, and those that put
/// the taps of a row together.
void correct(std::vector<std::int64_t>& product, const CorrectionSums& sums, const CodeMatrix& a,
             const CodeMatrix& b, std::uint64_t& adds);

}  // namespace metronome::array
