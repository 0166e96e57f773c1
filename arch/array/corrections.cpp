#include "arch/array/corrections.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::array {
namespace {

bool masked(const CodeMatrix& matrix) { return !matrix.mask.present.empty(); }

/// Additions that give the sum of some of `all` terms when the sum of all of them is at hand.
std::uint64_t adds_for(std::uint64_t some, std::uint64_t all) { return std::min(some, all - some); }

/// Rows (of B), or taps (of A), that hold codes somewhere.
std::uint64_t real_depth(const CodeMatrix& a) {
  return a.columns / a.mask.taps * a.mask.kernel_taps;
}

/// The selecting code: 1, or -1 where the code 1 does not exist.
std::int32_t one_of(const CodeMatrix& matrix) {
  return matrix.bits == 1 && matrix.is_signed ? -1 : 1;
}

/// k of B at which a tap is a code.
std::uint64_t codes_of_tap(const CodeMatrix& b, std::uint64_t tap) {
  std::uint64_t count = 0;
  for (std::uint64_t k = 0; k < b.rows; ++k) {
    count += b.mask.at(k, tap) ? 1 : 0;
  }
  return count;
}

/// Column sums of B as one row of C needs them.
std::vector<std::int64_t> columns_for_row(std::uint64_t row, const CorrectionSums& sums,
                                          const CodeMatrix& a, std::uint64_t n,
                                          std::uint64_t& adds) {
  if (!masked(a)) {
    return sums.columns;
  }
  std::vector<std::int64_t> columns(n, 0);
  std::uint64_t taps = 0;
  for (std::uint64_t t = 0; t < a.mask.kernel_taps; ++t) {
    if (a.mask.at(row, t)) {
      ++taps;
      for (std::uint64_t j = 0; j < n; ++j) {
        columns[j] += sums.columns[t * n + j];
      }
    }
  }
  adds += adds_for(taps, a.mask.kernel_taps) * n;
  return columns;
}

}  // namespace

CorrectionSums empty_sums(const CodeMatrix& a, const CodeMatrix& b) {
  METRONOME_ASSERT(!masked(a) || !masked(b), "one operand is unrolled image patches, not both");
  CorrectionSums sums{b.mask.taps, a.mask.kernel_taps, {}, {}};
  sums.rows.resize(a.rows * sums.row_width);
  sums.columns.resize(sums.column_height * b.columns);
  return sums;
}

CorrectionSums side_sums(const CodeMatrix& a, const CodeMatrix& b, std::uint64_t& adds) {
  CorrectionSums sums = empty_sums(a, b);
  for (std::uint64_t i = 0; i < a.rows; ++i) {
    for (std::uint64_t k = 0; k < a.columns; ++k) {
      for (std::uint64_t t = 0; t < sums.row_width; ++t) {
        sums.rows[i * sums.row_width + t] += b.mask.at(k, t) ? a.at(i, k) : 0;
      }
    }
  }
  for (std::uint64_t k = 0; k < b.rows; ++k) {
    for (std::uint64_t j = 0; j < b.columns; ++j) {
      // Of taps that pad a channel to whole steps, B holds 0.
      const std::uint64_t tap = std::min(k % a.mask.taps, sums.column_height - 1);
      sums.columns[tap * b.columns + j] += b.at(k, j);
    }
  }
  adds += (a.rows + b.columns) * real_depth(a);
  for (std::uint64_t t = 0; t < (masked(b) ? b.mask.taps : 0); ++t) {
    adds += a.rows * adds_for(codes_of_tap(b, t), b.rows);
  }
  return sums;
}

CodeMatrix row_selector(const CodeMatrix& b) {
  CodeMatrix selector{b.rows, b.mask.taps, b.bits, b.is_signed, 0, {}};
  for (std::uint64_t i = 0; i < b.rows * b.mask.taps; ++i) {
    selector.codes.push_back(b.mask.at(i / b.mask.taps, i % b.mask.taps) ? one_of(b) : 0);
  }
  return selector;
}

CodeMatrix column_selector(const CodeMatrix& a) {
  CodeMatrix selector{a.mask.kernel_taps, a.columns, a.bits, a.is_signed, 0, {}};
  for (std::uint64_t t = 0; t < a.mask.kernel_taps; ++t) {
    for (std::uint64_t k = 0; k < a.columns; ++k) {
      selector.codes.push_back(k % a.mask.taps == t ? one_of(a) : 0);
    }
  }
  return selector;
}

void correct(std::vector<std::int64_t>& product, const CorrectionSums& sums, const CodeMatrix& a,
             const CodeMatrix& b, std::uint64_t& adds) {
  const std::uint64_t n = b.columns;
  std::vector<std::uint64_t> codes(sums.row_width, a.columns);
  for (std::uint64_t t = 0; t < (masked(b) ? sums.row_width : 0); ++t) {
    codes[t] = codes_of_tap(b, t);
  }
  for (std::uint64_t i = 0; i < a.rows; ++i) {
    const std::vector<std::int64_t> columns = columns_for_row(i, sums, a, n, adds);
    if (masked(a)) {
      const auto row = a.mask.present.begin() + static_cast<std::ptrdiff_t>(i * a.mask.taps);
      codes[0] = a.columns / a.mask.taps *
                 static_cast<std::uint64_t>(
                     std::count(row, row + static_cast<std::ptrdiff_t>(a.mask.taps), 1));
    }
    for (std::uint64_t j = 0; j < n; ++j, adds += 2) {
      // The row's term contains the constant, so that each result takes two additions.
      const std::uint64_t t = j % sums.row_width;
      product[i * n + j] += static_cast<std::int64_t>(codes[t]) * a.zero_point * b.zero_point -
                            b.zero_point * sums.rows[i * sums.row_width + t];
      product[i * n + j] -= a.zero_point * columns[j];
    }
  }
}

}  // namespace metronome::array
