#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "workloads/methods/weights/nested_planes/plane_major.hpp"

namespace metronome::weights {

/// Y[row][column] = sum over k of u[row][k] x[column][k], made plane by plane from the most
/// significant one, as a serial array does it: y <- 2 y + (plane . x). What the first planes gave
/// is kept, so that a product for a low precision is refined to a higher one, if its input codes x
/// stay the same.
class PlaneProduct {
 public:
  /// `inputs` are the codes x, `depth` to a column.
  PlaneProduct(std::size_t rows, std::span<const std::int32_t> inputs, std::size_t depth);

  /// Adds the planes that are missing up to the first `bits` ones; the codes lie row after row.
  void refine(const PlaneMajor& planes, int bits);

  [[nodiscard]] int bits() const { return done_; }
  /// [row][column]
  [[nodiscard]] const std::vector<std::int64_t>& sums() const { return sums_; }
  /// The sum of the input codes of each column, which corrects the offset of the codes.
  [[nodiscard]] const std::vector<std::int64_t>& input_sums() const { return input_sums_; }

 private:
  std::size_t rows_, depth_;
  std::vector<std::int32_t> inputs_;
  std::vector<std::int64_t> input_sums_;
  std::vector<std::int64_t> sums_;
  int done_ = 0;
};

/// The real number behind an integer product of `bits`-bit weights with activation codes of
/// `input_bits` bits on [0, alpha]:
///   alpha E / (2^bits (2^input_bits - 1)) (2 sum u x + (1 - 2^bits) sum x).
template <class T>
[[nodiscard]] T nested_real(std::int64_t sum, std::int64_t input_sum, int bits, int input_bits,
                            T scale, T alpha = 1);

}  // namespace metronome::weights
