#pragma once

#include <cstdint>
#include <vector>

#include "arch/dram/transfer.hpp"
#include "arch/mapping/job.hpp"

namespace metronome::mapping {

/// A half-open range.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  [[nodiscard]] std::uint64_t size() const { return end - begin; }
  bool operator==(const Range&) const = default;
};

/// How the spatial dimension of a GEMM (pixels of the batch) is cut: into groups of whole images,
/// or (rows > 0) into groups of rows that divide an image's height.
struct SpatialCut {
  std::uint64_t images = 1;
  std::uint64_t rows = 0;
  bool operator==(const SpatialCut&) const = default;
};

/// A tensor of images, batch x height x width x channels, channels fastest.
struct ImageTensor {
  std::uint64_t batch = 1, height = 1, width = 1, channels = 1;
  std::uint64_t bits = 8;
};

/// The two image tensors of a GEMM class, of one group of channels. `anchor` is indexed by the
/// GEMM's spatial dimension (its pixels are rows of a matrix); `window` is read through the kernel
/// (im2col).
///   forward, weight_gradient: anchor = outputs, window = inputs
///   input_gradient:           anchor = inputs,  window = outputs (zeros inserted at a stride)
class Geometry {
 public:
  explicit Geometry(const MatrixJob& job);

  [[nodiscard]] const ImageTensor& anchor() const { return anchor_; }
  [[nodiscard]] const ImageTensor& window() const { return window_; }
  [[nodiscard]] std::uint64_t taps() const { return taps_; }

  /// Pixels in a whole tile of the cut, and the number of tiles (the last may be smaller).
  [[nodiscard]] std::uint64_t tile_pixels(const SpatialCut& cut) const;
  [[nodiscard]] std::uint64_t tiles(const SpatialCut& cut) const;
  /// Tiles that an image is cut into; 1 where tiles are whole images.
  [[nodiscard]] std::uint64_t tiles_of_image(const SpatialCut& cut) const {
    return cut.rows > 0 ? anchor_.height / cut.rows : 1;
  }

  /// Rows of the anchor tensor, counted through the batch, that tile `index` covers.
  [[nodiscard]] Range anchor_rows(const SpatialCut& cut, std::uint64_t index) const;
  /// Rows of the window tensor, counted through the batch, that tile `index` reads. May be empty.
  [[nodiscard]] Range window_rows(const SpatialCut& cut, std::uint64_t index) const;
  /// How many of window_rows() tile `index` reads: all, or where skips_rows() those under a tap.
  [[nodiscard]] std::uint64_t rows_read(const SpatialCut& cut, std::uint64_t index) const;
  /// Whether rows between the windows are left out: no tap of a forward or weight gradient product
  /// meets them (a strided 1x1 convolution), and rows begin on bytes of their own.
  [[nodiscard]] bool skips_rows() const { return skips_rows_; }
  [[nodiscard]] const model::WindowAxis& axis() const { return rows_; }
  /// Sum of rows_read over all tiles, from the first, an inner and the last tile of an image.
  /// Exact where regular(cut).
  [[nodiscard]] std::uint64_t total_window_rows(const SpatialCut& cut) const;
  /// All inner tiles of an image read equally many rows.
  [[nodiscard]] bool regular(const SpatialCut& cut) const;

 private:
  [[nodiscard]] Range rows_in_image(const Range& anchor_rows) const;

  ImageTensor anchor_;
  ImageTensor window_;
  std::uint64_t taps_;
  model::WindowAxis rows_;
  bool skips_rows_;
  bool backward_;
};

/// The bytes of rows [rows.begin, rows.end) of a tensor at `base`, channels [channels.begin, end):
/// one contiguous piece when all channels are wanted, else one piece per pixel.
[[nodiscard]] dram::Transfer image_transfer(const ImageTensor& tensor, std::uint64_t base,
                                            const Range& rows, const Range& channels,
                                            dram::Direction direction);

/// The bytes of the window tensor at `base` that tile `index` of the cut reads.
[[nodiscard]] std::vector<dram::Transfer> window_transfers(const Geometry& geometry,
                                                           const SpatialCut& cut,
                                                           std::uint64_t index, std::uint64_t base,
                                                           const Range& channels);

/// The bytes of a block of a row-major matrix of `columns` columns at `base`.
[[nodiscard]] dram::Transfer matrix_transfer(std::uint64_t columns, std::uint64_t bits,
                                             std::uint64_t base, const Range& rows,
                                             const Range& column_range, dram::Direction direction);

/// A block of a row-major matrix of `columns` columns: `rows` rows of `part` elements.
struct MatrixBlock {
  std::uint64_t columns = 1, bits = 8, rows = 0, part = 0;
};
/// The same of a block whose first element begins `first_bit` bits behind `base`.
[[nodiscard]] dram::Transfer block_transfer(const MatrixBlock& block, std::uint64_t base,
                                            std::uint64_t first_bit, dram::Direction direction);

}  // namespace metronome::mapping
