#include "workloads/methods/weights/coefficients/block_layout.hpp"

#include <algorithm>

#include "sim/base/quantity.hpp"

namespace metronome::weights {

BlockLayout::BlockLayout(const WeightShape& shape) : shape_(shape) {
  constexpr std::size_t kVectorColumns = 3;
  constexpr std::size_t kVectorBlock = 512;  // weights
  constexpr std::size_t kChannelBlock = 64;  // channels
  METRONOME_ASSERT(shape.elements() > 0, "a layer has weights");
  std::size_t block_rows = 0;
  if (shape.kernel_width > 1) {
    columns_ = shape.kernel_width;
    rows_per_filter_ = shape.inputs * shape.kernel_height;
    block_rows = kChannelBlock * shape.kernel_height;
  } else {
    columns_ = kVectorColumns;
    const std::size_t blocks = ceil_div(shape.row(), kVectorBlock);
    block_rows = ceil_div(ceil_div(shape.row(), columns_), blocks);
    rows_per_filter_ = block_rows * blocks;
  }
  for (std::size_t filter = 0; filter < shape.outputs; ++filter) {
    for (std::size_t row = 0; row < rows_per_filter_; row += block_rows) {
      blocks_.push_back(
          {filter, filter * rows_per_filter_ + row, std::min(block_rows, rows_per_filter_ - row)});
    }
  }
}

}  // namespace metronome::weights
