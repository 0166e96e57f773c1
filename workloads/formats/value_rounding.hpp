#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/base/random.hpp"
#include "workloads/formats/operand_format.hpp"

/// Quantizing in place for training: FP32 numbers become the numbers that their codes stand for, as
/// quantized() gives them, without codes in between.
namespace metronome::formats {

/// Rows and columns of numbers that share blocks, anywhere in a tensor. Element (r, c) is
/// values[first + r * row_stride + c * column_stride], which is also the number of its draw.
struct StridedSheet {
  float* values = nullptr;
  std::size_t first = 0;
  std::size_t rows = 0, columns = 0;
  std::size_t row_stride = 0, column_stride = 0;

  [[nodiscard]] std::size_t place(std::size_t row, std::size_t column) const {
    return first + row * row_stride + column * column_stride;
  }
};

/// What the scales of a tensor take from all of it.
struct TensorFacts {
  float largest = 0;                   ///< magnitude, of the finite numbers
  bool finite = true;                  ///< whether all are
  std::optional<float> delayed_scale;  ///< of FP8, where it comes from the steps before
};

/// How often each whole number occurs among the magnitudes of codes, in units of the format's
/// smallest number: what arrays of integers multiply. Codes of a block that is NaN are none.
using MagnitudeCounts = std::vector<std::uint64_t>;
/// One more than the largest of them; 0 of formats that have no numbers of 16 bits with sign: FP32,
/// FP16, BF16, E4M3, E5M2, and block floating point of more bits.
[[nodiscard]] std::size_t magnitudes_of(const Format& format);

class ValueRounding {
 public:
  /// `draws` may be null: then stochastic rounding is to nearest even, which others can repeat.
  ValueRounding(const OperandFormat& operand, const TensorFacts& facts, const RandomStream* draws);

  /// Rows that cannot be parted, because a block reaches over them: 1, or those of square blocks.
  [[nodiscard]] std::size_t row_step() const;
  /// Rounds the rows from `begin`, a multiple of row_step(), to `end`; adds to `counts`, of
  /// magnitudes_of(the format), where it is not null.
  void round(const StridedSheet& sheet, std::size_t begin, std::size_t end,
             MagnitudeCounts* counts = nullptr) const;

 private:
  OperandFormat operand_;
  TensorFacts facts_;
  const RandomStream* draws_;
};

/// Transforms the tiles of a row of `columns` numbers, filled up with zeros to whole tiles, in
/// place: x diag(signs) H / sqrt(n), rounded once.
void transform_row(const HadamardTransform& transform, float* row, std::size_t columns);

}  // namespace metronome::formats
