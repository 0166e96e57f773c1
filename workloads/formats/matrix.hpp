#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace metronome::formats {

/// Numbers in row-major order. Of an operand of a product the columns are the reduction.
struct MatrixView {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::span<const float> values;

  [[nodiscard]] float at(std::size_t row, std::size_t column) const {
    return values[row * columns + column];
  }
};

struct Matrix {
  Matrix(std::size_t rows_, std::size_t columns_)
      : rows(rows_), columns(columns_), values(rows_ * columns_) {}
  Matrix(std::size_t rows_, std::size_t columns_, std::vector<float> values_);

  /// What is a view of a matrix lives as long as that.
  operator MatrixView() const {
    return {rows, columns, values};
  }  // NOLINT(google-explicit-constructor)
  [[nodiscard]] float& at(std::size_t row, std::size_t column) {
    return values[row * columns + column];
  }
  [[nodiscard]] float at(std::size_t row, std::size_t column) const {
    return values[row * columns + column];
  }

  std::size_t rows;
  std::size_t columns;
  std::vector<float> values;
};

[[nodiscard]] Matrix transposed(MatrixView matrix);

/// An extent of a block that reaches to the end of the matrix.
inline constexpr std::size_t kWhole = std::numeric_limits<std::size_t>::max();

/// Elements that share a scale.
struct BlockShape {
  std::size_t rows = 1;
  std::size_t columns = 1;
  bool operator==(const BlockShape&) const = default;
};

/// Part of a matrix, ends excluded, and its place among the blocks in row-major order.
struct Block {
  std::size_t index;
  std::size_t row, row_end;
  std::size_t column, column_end;
};

/// A matrix divided into blocks; the last of a row or column may be smaller.
class BlockGrid {
 public:
  BlockGrid(std::size_t rows, std::size_t columns, BlockShape block);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t size() const { return rows_ * columns_; }
  [[nodiscard]] std::size_t blocks() const { return down_ * across_; }
  /// Of a column: the block that it lies in, counted along its row, and where that ends.
  [[nodiscard]] std::size_t end_of(std::size_t column) const;
  [[nodiscard]] std::size_t block_of(std::size_t row, std::size_t column) const {
    return row / block_.rows * across_ + column / block_.columns;
  }
  [[nodiscard]] std::size_t block_of(std::size_t element) const {
    return block_of(element / columns_, element % columns_);
  }
  [[nodiscard]] Block block(std::size_t index) const;
  /// Calls visit(block) for each, in order.
  template <class Visit>
  void for_each(const Visit& visit) const {
    for (std::size_t i = 0; i < blocks(); ++i) {
      visit(block(i));
    }
  }
  /// Calls visit(i) for the place of each element of a block in the matrix.
  template <class Visit>
  void for_each_element(const Block& of, const Visit& visit) const {
    for (std::size_t row = of.row; row < of.row_end; ++row) {
      for (std::size_t column = of.column; column < of.column_end; ++column) {
        visit(row * columns_ + column);
      }
    }
  }

 private:
  std::size_t rows_, columns_;
  BlockShape block_;
  std::size_t down_, across_;
};

/// The largest magnitude of the finite numbers of a block, and whether all are finite.
struct BlockRange {
  float largest = 0;
  bool finite = true;
};
[[nodiscard]] BlockRange range_of(MatrixView matrix, const BlockGrid& grid, const Block& block);
/// The same of a whole matrix.
[[nodiscard]] BlockRange range_of(MatrixView matrix);

}  // namespace metronome::formats
