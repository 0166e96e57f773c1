#pragma once

#include <cstdint>
#include <vector>

#include "workloads/formats/matrix.hpp"

namespace metronome::formats {

/// factor 2^exponent; `nan`: the block holds a number that is not finite, and all of it is NaN.
struct BlockScale {
  std::int64_t factor = 1;
  int exponent = 0;
  bool nan = false;
};

/// What every format of this folder comes to, exactly: whole numbers times the scale of their
/// block, times one of the tensor.
struct ScaledIntegers {
  explicit ScaledIntegers(const BlockGrid& grid_)
      : grid(grid_), integers(grid.size()), scales(grid.blocks()) {}

  BlockGrid grid;
  std::vector<std::int64_t> integers;
  std::vector<BlockScale> scales;
  int integer_bits = 63;    ///< of the largest magnitude
  double tensor_scale = 1;  ///< taken behind the sum of a product

  [[nodiscard]] double value(std::size_t element) const;
  /// Every number, rounded to FP32.
  [[nodiscard]] Matrix values() const;
};

/// The reference accumulation: the products of the elements that share a scale on both sides are
/// summed exactly and rounded once to FP32, these are added in FP32 in order, and the sum is
/// multiplied by the FP32 product of both tensors' scales. `a` and `b` have the same columns.
[[nodiscard]] float dot(const ScaledIntegers& a, std::size_t row_a, const ScaledIntegers& b,
                        std::size_t row_b);

/// a b': {rows of a, rows of b}.
[[nodiscard]] Matrix product(const ScaledIntegers& a, const ScaledIntegers& b);

}  // namespace metronome::formats
