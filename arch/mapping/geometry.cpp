#include "arch/mapping/geometry.hpp"

#include <algorithm>

namespace metronome::mapping {
namespace {

/// Bits [begin, end) as whole bytes behind `base`.
dram::Transfer contiguous(std::uint64_t base, std::uint64_t begin, std::uint64_t end,
                          dram::Direction direction) {
  const std::uint64_t first = begin / 8;
  const std::uint64_t bytes = end > begin ? ceil_div<std::uint64_t>(end, 8) - first : 0;
  return {base + first, 1, bytes, bytes, direction};
}

}  // namespace

Geometry::Geometry(const MatrixJob& job)
    : kernel_(job.convolution.kernel),
      stride_(job.convolution.stride),
      pad_(job.convolution.pad),
      backward_(job.cls == trace::OperationClass::input_gradient) {
  const trace::Convolution c = trace::group_of(job.convolution);
  const ImageTensor inputs{c.batch, c.in_height, c.in_width, c.in_channels, 0};
  const ImageTensor outputs{c.batch, c.out_height(), c.out_width(), c.out_channels, 0};
  anchor_ = backward_ ? inputs : outputs;
  window_ = backward_ ? outputs : inputs;
  const bool weight_gradient = job.cls == trace::OperationClass::weight_gradient;
  anchor_.bits = weight_gradient ? job.a.bits : job.c.bits;
  window_.bits = weight_gradient ? job.b.bits : job.a.bits;
}

std::uint64_t Geometry::tile_pixels(const SpatialCut& cut) const {
  return cut.rows > 0 ? cut.rows * anchor_.width
                      : std::min(cut.images, anchor_.batch) * anchor_.height * anchor_.width;
}

std::uint64_t Geometry::tiles(const SpatialCut& cut) const {
  return cut.rows > 0 ? anchor_.batch * exact_div(anchor_.height, cut.rows)
                      : ceil_div(anchor_.batch, cut.images);
}

Range Geometry::anchor_rows(const SpatialCut& cut, std::uint64_t index) const {
  if (cut.rows > 0) {
    return {index * cut.rows, (index + 1) * cut.rows};
  }
  const std::uint64_t last = std::min((index + 1) * cut.images, anchor_.batch);
  return {index * cut.images * anchor_.height, last * anchor_.height};
}

Range Geometry::rows_in_image(const Range& rows) const {
  const auto begin = static_cast<std::int64_t>(rows.begin);
  const auto last = static_cast<std::int64_t>(rows.end) - 1;
  const auto k = static_cast<std::int64_t>(kernel_);
  const auto s = static_cast<std::int64_t>(stride_);
  const auto p = static_cast<std::int64_t>(pad_);
  std::int64_t from = begin * s - p;
  std::int64_t to = last * s - p + k;
  if (backward_) {
    // Output row o reaches input rows o*s - p ... o*s - p + k - 1.
    const std::int64_t lowest = begin + p - k + 1;
    from = lowest <= 0 ? 0 : (lowest + s - 1) / s;
    to = (last + p) / s + 1;
  }
  from = std::max<std::int64_t>(from, 0);
  to = std::max(from, std::min(to, static_cast<std::int64_t>(window_.height)));
  return {static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to)};
}

Range Geometry::window_rows(const SpatialCut& cut, std::uint64_t index) const {
  const Range rows = anchor_rows(cut, index);
  const std::uint64_t image = rows.begin / anchor_.height;
  const std::uint64_t in_image = rows.begin % anchor_.height;
  if (cut.rows > 0) {
    const Range inside = rows_in_image({in_image, in_image + cut.rows});
    return {image * window_.height + inside.begin, image * window_.height + inside.end};
  }
  // Whole images: from the first row that is read to the last, images between included.
  const Range inside = rows_in_image({0, anchor_.height});
  const std::uint64_t last_image = rows.end / anchor_.height - 1;
  return {image * window_.height + inside.begin, last_image * window_.height + inside.end};
}

std::uint64_t Geometry::total_window_rows(const SpatialCut& cut) const {
  if (cut.rows == 0) {
    const std::uint64_t whole = anchor_.batch / cut.images;
    const std::uint64_t ragged = anchor_.batch % cut.images;
    std::uint64_t rows = whole > 0 ? whole * window_rows(cut, 0).size() : 0;
    if (ragged > 0) {
      rows += window_rows(cut, whole).size();
    }
    return rows;
  }
  const std::uint64_t per_image = anchor_.height / cut.rows;
  std::uint64_t rows = window_rows(cut, 0).size();
  if (per_image > 1) {
    rows += window_rows(cut, per_image - 1).size();
  }
  if (per_image > 2) {
    rows += (per_image - 2) * window_rows(cut, 1).size();
  }
  return rows * anchor_.batch;
}

bool Geometry::regular(const SpatialCut& cut) const {
  if (cut.rows == 0) {
    return true;
  }
  // Inner tiles are equal when neither the padding nor the image's end reaches into them, and when
  // they begin at the same phase of the stride.
  const std::uint64_t per_image = anchor_.height / cut.rows;
  return per_image <= 3 || (window_rows(cut, 1).size() == window_rows(cut, per_image - 2).size() &&
                            window_rows(cut, 1).size() == window_rows(cut, 2).size() &&
                            (!backward_ || cut.rows % stride_ == 0) && cut.rows * stride_ >= pad_);
}

dram::Transfer image_transfer(const ImageTensor& tensor, std::uint64_t base, const Range& rows,
                              const Range& channels, dram::Direction direction) {
  const std::uint64_t row_bits = tensor.width * tensor.channels * tensor.bits;
  if (channels.size() == tensor.channels) {
    return contiguous(base, rows.begin * row_bits, rows.end * row_bits, direction);
  }
  return matrix_transfer(tensor.channels, tensor.bits, base,
                         {rows.begin * tensor.width, rows.end * tensor.width}, channels, direction);
}

dram::Transfer matrix_transfer(std::uint64_t columns, std::uint64_t bits, std::uint64_t base,
                               const Range& rows, const Range& column_range,
                               dram::Direction direction) {
  const std::uint64_t row_bits = columns * bits;
  if (column_range.size() == columns || rows.size() <= 1) {
    const std::uint64_t begin = rows.begin * row_bits + column_range.begin * bits;
    const std::uint64_t length =
        rows.size() == 0 ? 0 : (rows.size() - 1) * row_bits + column_range.size() * bits;
    return contiguous(base, begin, begin + length, direction);
  }
  // Rows that do not end on a byte are rounded to bytes; the pitch stays that of the tensor.
  const std::uint64_t first_bit = rows.begin * row_bits + column_range.begin * bits;
  const std::uint64_t first = first_bit / 8;
  const std::uint64_t row_bytes =
      ceil_div<std::uint64_t>(first_bit % 8 + column_range.size() * bits, 8);
  const std::uint64_t pitch = std::max<std::uint64_t>(row_bits / 8, 1);
  return {base + first, rows.size(), std::min(row_bytes, pitch), pitch, direction};
}

}  // namespace metronome::mapping
