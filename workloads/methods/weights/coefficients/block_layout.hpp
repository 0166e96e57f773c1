#pragma once

#include <cstddef>
#include <vector>

#include "workloads/methods/weights/form/weight_shape.hpp"

namespace metronome::weights {

/// Rows of the coefficient matrix that have a basis of their own.
struct Block {
  std::size_t filter = 0;
  std::size_t first_row = 0;  ///< of all rows of the layer
  std::size_t rows = 0;
  bool operator==(const Block&) const = default;
};

/// How the weights of each filter are a matrix of `columns` columns, in the order in which they
/// lie, and which of its rows are a block [chen2021smartdeal]:
///   kernels wider than 1: row = channel * kernel_height + y, column = x; 64 channels a block, the
///     last one shorter;
///   others: ceil(n / 3) rows of 3 weights, in ceil(n / 512) blocks of equal rows, zeros behind the
///     last weight.
/// Every block has a basis of columns x columns.
class BlockLayout {
 public:
  explicit BlockLayout(const WeightShape& shape);

  [[nodiscard]] const WeightShape& shape() const { return shape_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t rows_per_filter() const { return rows_per_filter_; }
  [[nodiscard]] std::size_t rows() const { return shape_.outputs * rows_per_filter_; }
  [[nodiscard]] std::size_t coefficients() const { return rows() * columns_; }
  [[nodiscard]] std::size_t basis_size() const { return columns_ * columns_; }
  [[nodiscard]] std::size_t basis_entries() const { return blocks_.size() * basis_size(); }
  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

  /// Where the weight at a place of the coefficient matrix's product lies, or npos in the padding.
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  [[nodiscard]] std::size_t weight_at(std::size_t row, std::size_t column) const {
    const std::size_t place = row % rows_per_filter_ * columns_ + column;
    return place < shape_.row() ? row / rows_per_filter_ * shape_.row() + place : npos;
  }

 private:
  WeightShape shape_;
  std::size_t columns_ = 3;
  std::size_t rows_per_filter_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace metronome::weights
