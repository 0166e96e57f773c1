#pragma once

#include <cstdint>
#include <vector>

namespace metronome::array {

/// Which elements of a matrix of unrolled image patches are codes. Borders and zeros inserted for a
/// stride are real zeros without a code: neither products nor correction sums know them. What holds
/// for a kernel position (tap) holds for all channels; columns count taps fastest.
struct TapMask {
  std::uint64_t taps = 1;
  std::uint64_t kernel_taps = 1;  ///< the taps beyond pad a channel to whole steps, in every row
  std::vector<char> present{};    ///< row by row; empty: all are codes

  [[nodiscard]] bool at(std::uint64_t row, std::uint64_t column) const {
    return present.empty() || present[row * taps + column % taps] != 0;
  }
  bool operator==(const TapMask&) const = default;
};

/// A matrix of codes, row by row. A code stands for (code - zero_point) times a scale.
struct CodeMatrix {
  std::uint64_t rows = 1, columns = 1;
  int bits = 8;            ///< 1 to 16; 1-bit signed codes are -1 and 0
  bool is_signed = false;  ///< two's complement
  std::int64_t zero_point = 0;
  std::vector<std::int32_t> codes;
  TapMask mask{};  ///< elements that are no codes hold 0

  [[nodiscard]] std::int32_t at(std::uint64_t row, std::uint64_t column) const {
    return codes[row * columns + column];
  }
};

/// The operands of a GEMM C = A B.
struct GemmCodes {
  CodeMatrix a, b;
};

/// Whether every code can be written with the bits, and what is no code is 0.
[[nodiscard]] bool codes_fit(const CodeMatrix& matrix);

/// The smallest code of a width.
[[nodiscard]] std::int32_t lowest_code(int bits, bool is_signed);

/// The product of two matrices, of which at most one is masked, in 64-bit integers straight from
/// the definition: sums of (a - zero point) * (b - zero point) where both are codes.
[[nodiscard]] std::vector<std::int64_t> exact_product(const CodeMatrix& a, const CodeMatrix& b);

}  // namespace metronome::array
