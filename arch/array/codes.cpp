#include "arch/array/codes.hpp"

namespace metronome::array {

std::int32_t lowest_code(int bits, bool is_signed) { return is_signed ? -(1 << (bits - 1)) : 0; }

bool codes_fit(const CodeMatrix& matrix) {
  const std::int64_t low = lowest_code(matrix.bits, matrix.is_signed);
  const std::int64_t span = std::int64_t{1} << matrix.bits;
  if (matrix.codes.size() != matrix.rows * matrix.columns) {
    return false;
  }
  for (std::uint64_t i = 0; i < matrix.codes.size(); ++i) {
    const std::int64_t code = matrix.codes[i];
    const bool present = matrix.mask.at(i / matrix.columns, i % matrix.columns);
    if (present ? code < low || code >= low + span : code != 0) {
      return false;
    }
  }
  return true;
}

std::vector<std::int64_t> exact_product(const CodeMatrix& a, const CodeMatrix& b) {
  std::vector<std::int64_t> c(a.rows * b.columns, 0);
  for (std::uint64_t i = 0; i < a.rows; ++i) {
    for (std::uint64_t k = 0; k < a.columns; ++k) {
      if (!a.mask.at(i, k)) {
        continue;
      }
      const std::int64_t left = a.at(i, k) - a.zero_point;
      for (std::uint64_t j = 0; j < b.columns; ++j) {
        c[i * b.columns + j] += b.mask.at(k, j) ? left * (b.at(k, j) - b.zero_point) : 0;
      }
    }
  }
  return c;
}

}  // namespace metronome::array
