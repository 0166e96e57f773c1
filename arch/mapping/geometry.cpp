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
    : taps_(job.convolution.taps()),
      rows_(job.convolution.rows()),
      backward_(job.cls == trace::OperationClass::input_gradient) {
  const trace::Convolution c = trace::group_of(job.convolution);
  const ImageTensor inputs{c.batch, c.in_height, c.in_width, c.in_channels, 0};
  const ImageTensor outputs{c.batch, c.out_height(), c.out_width(), c.out_channels, 0};
  anchor_ = backward_ ? inputs : outputs;
  window_ = backward_ ? outputs : inputs;
  const bool weight_gradient = job.cls == trace::OperationClass::weight_gradient;
  anchor_.bits = weight_gradient ? job.a.bits : job.c.bits;
  window_.bits = weight_gradient ? job.b.bits : job.a.bits;
  skips_rows_ = !backward_ && rows_.span() < rows_.stride && rows_.before == 0 &&
                (anchor_.height - 1) * rows_.stride + rows_.span() <= window_.height &&
                window_.width * window_.channels * window_.bits % 8 == 0;
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
  const auto span = static_cast<std::int64_t>(rows_.span());
  const auto s = static_cast<std::int64_t>(rows_.stride);
  const auto p = static_cast<std::int64_t>(rows_.before);
  std::int64_t from = begin * s - p;
  std::int64_t to = last * s - p + span;
  if (backward_) {
    // Output row o reaches input rows o*s - p ... o*s - p + span - 1.
    const std::int64_t lowest = begin + p - span + 1;
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

std::uint64_t Geometry::rows_read(const SpatialCut& cut, std::uint64_t index) const {
  return skips_rows_ ? anchor_rows(cut, index).size() * rows_.span()
                     : window_rows(cut, index).size();
}

std::uint64_t Geometry::total_window_rows(const SpatialCut& cut) const {
  if (cut.rows == 0) {
    const std::uint64_t whole = anchor_.batch / cut.images;
    const std::uint64_t ragged = anchor_.batch % cut.images;
    std::uint64_t rows = whole > 0 ? whole * rows_read(cut, 0) : 0;
    if (ragged > 0) {
      rows += rows_read(cut, whole);
    }
    return rows;
  }
  const std::uint64_t per_image = anchor_.height / cut.rows;
  std::uint64_t rows = rows_read(cut, 0);
  if (per_image > 1) {
    rows += rows_read(cut, per_image - 1);
  }
  if (per_image > 2) {
    rows += (per_image - 2) * rows_read(cut, 1);
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
  return per_image <= 3 ||
         (window_rows(cut, 1).size() == window_rows(cut, per_image - 2).size() &&
          window_rows(cut, 1).size() == window_rows(cut, 2).size() &&
          (!backward_ || cut.rows % rows_.stride == 0) && cut.rows * rows_.stride >= rows_.before);
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

namespace {

/// Of anchor rows within one image: the rows under their taps, the other rows of a stride left out.
void append_bands(const Geometry& g, const Range& anchor_rows, std::uint64_t base,
                  const Range& channels, std::vector<dram::Transfer>& list) {
  const ImageTensor& w = g.window();
  const std::uint64_t image = anchor_rows.begin / g.anchor().height;
  const std::uint64_t first = anchor_rows.begin % g.anchor().height;
  const std::uint64_t stride = g.axis().stride;
  if (channels.size() == w.channels) {
    const std::uint64_t row_elements = w.width * w.channels;
    list.push_back(matrix_transfer(row_elements * stride, w.bits,
                                   base + image * w.height * row_elements * w.bits / 8,
                                   {first, first + anchor_rows.size()},
                                   {0, row_elements * g.axis().span()}, dram::Direction::read));
    return;
  }
  for (std::uint64_t row = first; row < first + anchor_rows.size(); ++row) {
    const std::uint64_t begin = image * w.height + row * stride;
    list.push_back(
        image_transfer(w, base, {begin, begin + g.axis().span()}, channels, dram::Direction::read));
  }
}

}  // namespace

std::vector<dram::Transfer> window_transfers(const Geometry& geometry, const SpatialCut& cut,
                                             std::uint64_t index, std::uint64_t base,
                                             const Range& channels) {
  if (!geometry.skips_rows()) {
    return {image_transfer(geometry.window(), base, geometry.window_rows(cut, index), channels,
                           dram::Direction::read)};
  }
  std::vector<dram::Transfer> list;
  const Range rows = geometry.anchor_rows(cut, index);
  for (std::uint64_t at = rows.begin; at < rows.end;) {
    const std::uint64_t height = geometry.anchor().height;
    // The bands of several images are equally far apart where a whole number of strides fills one.
    const bool merge = geometry.window().height == height * geometry.axis().stride &&
                       channels.size() == geometry.window().channels;
    const std::uint64_t end = merge ? rows.end : std::min((at / height + 1) * height, rows.end);
    append_bands(geometry, {at, end}, base, channels, list);
    at = end;
  }
  return list;
}

dram::Transfer matrix_transfer(std::uint64_t columns, std::uint64_t bits, std::uint64_t base,
                               const Range& rows, const Range& column_range,
                               dram::Direction direction) {
  const std::uint64_t first_bit = rows.begin * columns * bits + column_range.begin * bits;
  return block_transfer({columns, bits, rows.size(), column_range.size()}, base, first_bit,
                        direction);
}

dram::Transfer block_transfer(const MatrixBlock& block, std::uint64_t base, std::uint64_t first_bit,
                              dram::Direction direction) {
  const std::uint64_t row_bits = block.columns * block.bits;
  if (block.part == block.columns || block.rows <= 1) {
    const std::uint64_t length =
        block.rows == 0 ? 0 : (block.rows - 1) * row_bits + block.part * block.bits;
    return contiguous(base, first_bit, first_bit + length, direction);
  }
  // Rows that do not end on a byte are rounded to bytes; the pitch stays that of the tensor.
  const std::uint64_t row_bytes =
      ceil_div<std::uint64_t>(first_bit % 8 + block.part * block.bits, 8);
  const std::uint64_t pitch = std::max<std::uint64_t>(row_bits / 8, 1);
  return {base + first_bit / 8, block.rows, std::min(row_bytes, pitch), pitch, direction};
}

}  // namespace metronome::mapping
