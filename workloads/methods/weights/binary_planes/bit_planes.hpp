#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace metronome::weights {

/// Codes of a matrix as bit planes, least significant first: [plane][row][word], 32 elements of the
/// row (the reduction axis) a word, element k at bit k % 32 of word k / 32, zeros behind the last.
class BitPlanes {
 public:
  /// `codes` are [row][depth], each of at most `bits` bits. UserError unless 1 <= bits <= 8.
  BitPlanes(std::span<const std::int32_t> codes, std::size_t depth, int bits);

  /// `count` rows from `first` on.
  [[nodiscard]] BitPlanes rows_of(std::size_t first, std::size_t count) const;

  [[nodiscard]] int bits() const { return bits_; }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t depth() const { return depth_; }
  [[nodiscard]] std::size_t words_per_row() const { return words_per_row(depth_); }
  [[nodiscard]] std::span<const std::uint32_t> row(int plane, std::size_t r) const {
    return std::span(words_).subspan(
        (static_cast<std::size_t>(plane) * rows_ + r) * words_per_row(), words_per_row());
  }
  [[nodiscard]] std::span<const std::uint32_t> words() const { return words_; }
  /// The sum of the codes of each row.
  [[nodiscard]] const std::vector<std::int64_t>& sums() const { return sums_; }

  [[nodiscard]] static std::size_t words_per_row(std::size_t depth) { return (depth + 31) / 32; }

 private:
  BitPlanes(int bits, std::size_t rows, std::size_t depth)
      : bits_(bits), rows_(rows), depth_(depth) {}

  int bits_;
  std::size_t rows_, depth_;
  std::vector<std::uint32_t> words_;
  std::vector<std::int64_t> sums_;
};

/// popcount(U_m[row] & V_k[column]) of one pair of planes, [row][column].
[[nodiscard]] std::vector<std::int32_t> plane_counts(const BitPlanes& u, int m, const BitPlanes& v,
                                                     int k);

/// Y[row][column] = sum u v = sum over planes of 2^(m+k) popcount(U_m[row] & V_k[column]): as many
/// binary products as the widths of u and v have pairs of bits.
[[nodiscard]] std::vector<std::int64_t> binary_product(const BitPlanes& u, const BitPlanes& v);

}  // namespace metronome::weights
