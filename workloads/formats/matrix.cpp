#include "workloads/formats/matrix.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::formats {
namespace {

std::size_t blocks_along(std::size_t extent, std::size_t block) {
  return extent / block + (extent % block != 0 ? 1 : 0);
}

void merge(BlockRange& range, float x) {
  if (std::isfinite(x)) {
    range.largest = std::max(range.largest, std::fabs(x));
  } else {
    range.finite = false;
  }
}

}  // namespace

Matrix::Matrix(std::size_t rows_, std::size_t columns_, std::vector<float> values_)
    : rows(rows_), columns(columns_), values(std::move(values_)) {
  METRONOME_ASSERT(values.size() == rows * columns, "a matrix has the numbers of its extents");
}

Matrix transposed(MatrixView matrix) {
  Matrix result(matrix.columns, matrix.rows);
  for (std::size_t row = 0; row < matrix.rows; ++row) {
    for (std::size_t column = 0; column < matrix.columns; ++column) {
      result.at(column, row) = matrix.at(row, column);
    }
  }
  return result;
}

BlockGrid::BlockGrid(std::size_t rows, std::size_t columns, BlockShape block)
    : rows_(rows),
      columns_(columns),
      block_{std::min(block.rows, rows), std::min(block.columns, columns)} {
  METRONOME_ASSERT(block_.rows > 0 && block_.columns > 0, "blocks and matrices have elements");
  down_ = blocks_along(rows_, block_.rows);
  across_ = blocks_along(columns_, block_.columns);
}

std::size_t BlockGrid::end_of(std::size_t column) const {
  return std::min((column / block_.columns + 1) * block_.columns, columns_);
}

Block BlockGrid::block(std::size_t index) const {
  const std::size_t row = index / across_ * block_.rows;
  const std::size_t column = index % across_ * block_.columns;
  return {index, row, std::min(row + block_.rows, rows_), column,
          std::min(column + block_.columns, columns_)};
}

BlockRange range_of(MatrixView matrix, const BlockGrid& grid, const Block& block) {
  BlockRange range;
  grid.for_each_element(block, [&](std::size_t i) { merge(range, matrix.values[i]); });
  return range;
}

BlockRange range_of(MatrixView matrix) {
  BlockRange range;
  for (const float x : matrix.values) {
    merge(range, x);
  }
  return range;
}

}  // namespace metronome::formats
