#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "workloads/tensor/kernels.hpp"
#include "workloads/tensor/step_memory.hpp"

namespace metronome::tensor {

/// One axis of a PlaneGeometry: `values` values `spacing` apart from `origin` on, in a plane of
/// `extent`; a kernel whose taps lie `dilation` apart moves over it by `stride`.
struct PlaneAxis {
  std::size_t values = 1;
  std::size_t extent = 1;
  std::ptrdiff_t origin = 0;
  std::size_t spacing = 1;
  std::size_t kernel = 1, stride = 1, dilation = 1;

  [[nodiscard]] std::size_t outputs() const {
    return (extent - dilation * (kernel - 1) - 1) / stride + 1;
  }
  /// Whether a position of the plane holds a value.
  [[nodiscard]] bool holds_value(std::size_t at) const {
    const std::ptrdiff_t from = static_cast<std::ptrdiff_t>(at) - origin;
    return from >= 0 && static_cast<std::size_t>(from) % spacing == 0 &&
           static_cast<std::size_t>(from) / spacing < values;
  }
};

/// How a kernel walks over planes. A plane holds a feature map with a border, and, for the gradient
/// of a strided convolution, zeros between its values: value (i, j) lies at (y.origin + i *
/// y.spacing, x.origin + j * x.spacing); a value that would lie outside is left out.
struct PlaneGeometry {
  PlaneAxis y, x;

  [[nodiscard]] std::size_t out_height() const { return y.outputs(); }
  [[nodiscard]] std::size_t out_width() const { return x.outputs(); }
  [[nodiscard]] std::size_t values() const { return y.values * x.values; }
  [[nodiscard]] std::size_t plane() const { return y.extent * x.extent; }
  [[nodiscard]] std::size_t outputs() const { return out_height() * out_width(); }
  [[nodiscard]] std::size_t taps() const { return y.kernel * x.kernel; }
  /// Whether kLanes consecutive outputs, from a multiple of kLanes on, read consecutive elements.
  [[nodiscard]] bool in_place() const {
    return x.stride == 1 && ((y.stride == 1 && outputs() == plane()) || out_width() % kLanes == 0);
  }
  /// Where the first tap of an output, counted over samples, reads.
  [[nodiscard]] std::size_t read_by(std::size_t output) const {
    return output / outputs() * plane() + output % outputs() / out_width() * y.stride * x.extent +
           output % out_width() * x.stride;
  }
  /// From there to where tap `t` reads.
  [[nodiscard]] std::size_t tap_offset(std::size_t t) const {
    return t / x.kernel * y.dilation * x.extent + t % x.kernel * x.dilation;
  }
};

/// Copies `samples` feature maps of one channel into its planes; the rest of a plane is untouched.
template <class T>
void place(const PlaneGeometry& geometry, const T* values, std::size_t samples, T* planes);

/// quads[i][j] = channel j's code i, zero for channels from `count` on; code i of channel j is
/// planes[j * channel_stride + i].
void interleave(const std::uint8_t* planes, std::size_t channel_stride, std::size_t count,
                std::size_t codes, UnsignedQuad* quads);

/// sums[t][y][x] += valid(y, x, t) * tap_values[t]: how often and where each tap of the kernel
/// meets a value of the map instead of a zero of the plane, weighted. `sums` has outputs()
/// elements.
void add_valid_taps(const PlaneGeometry& geometry, const float* tap_values, float* sums);

/// The elements that tap `tap` reads, in the order of the outputs.
template <class T>
void gather_tap(const PlaneGeometry& geometry, const T* planes, std::size_t samples,
                std::size_t tap, T* out);

/// The row operand of a PanelProduct, laid out in blocks of rows. A block is as many rows as fill
/// the registers; a row of ones, which sums the other operand, makes the first block one row
/// longer.
template <class Row>
class PackedRows {
 public:
  /// element(row, channel, tap): what a row has at the step of a channel and tap, the steps going
  /// through the taps of each channel; one(channel): what the row of ones has.
  template <class Element, class One>
  PackedRows(std::size_t rows, std::size_t channels, std::size_t taps, const Element& element,
             const One& one)
      : PackedRows(rows, channels * taps, true) {
    fill(channels, taps, [&](std::size_t r, std::size_t c, std::size_t t) {
      return r == 0 ? one(c) : element(r - 1, c, t);
    });
  }
  template <class Element>
  PackedRows(std::size_t rows, std::size_t channels, std::size_t taps, const Element& element)
      : PackedRows(rows, channels * taps, false) {
    fill(channels, taps, element);
  }

  [[nodiscard]] bool ones() const { return ones_; }
  [[nodiscard]] std::size_t blocks() const { return starts_.size() - 1; }
  /// Rows of block b, counting the one of ones.
  [[nodiscard]] std::size_t first_row(std::size_t b) const { return starts_[b]; }
  [[nodiscard]] std::size_t row_count(std::size_t b) const { return starts_[b + 1] - starts_[b]; }
  [[nodiscard]] const Row* block(std::size_t b) const {
    return packed_.data() + starts_[b] * steps_;
  }

 private:
  PackedRows(std::size_t rows, std::size_t steps, bool ones) : steps_(steps), ones_(ones) {
    const std::size_t all = rows + (ones ? 1 : 0);
    starts_.push_back(0);
    for (std::size_t end = std::min(all, kBlockRows - (ones ? 0 : 1)); starts_.back() < all;
         end = std::min(all, end + kBlockRows - 1)) {
      starts_.push_back(end);
    }
    packed_.reserve(all * steps);
  }

  template <class Element>
  void fill(std::size_t channels, std::size_t taps, const Element& element) {
    for (std::size_t b = 0; b < blocks(); ++b) {
      for (std::size_t c = 0; c < channels; ++c) {
        for (std::size_t t = 0; t < taps; ++t) {
          for (std::size_t r = starts_[b]; r < starts_[b + 1]; ++r) {
            packed_.push_back(element(r, c, t));
          }
        }
      }
    }
  }

  std::size_t steps_ = 0;
  bool ones_ = false;
  StepVector<std::size_t> starts_;
  StepVector<Row> packed_;
};

/// Rows of codes [row][channel][tap] as quads of channels, zero beyond the last, with a row of ones
/// over the real channels if asked for.
[[nodiscard]] PackedRows<SignedQuad> pack_codes(const std::int8_t* codes, std::size_t rows,
                                                std::size_t channels, std::size_t taps, bool ones);
/// Sums of one block of rows at up to kPanelLanes consecutive outputs.
template <class Sum>
struct PanelSums {
  std::size_t first_row = 0;  ///< of the rows proper
  std::size_t row_count = 0;
  std::size_t first = 0;  ///< output, counted over samples, height and width
  std::size_t count = 0;
  const Sum* sums = nullptr;  ///< kPanelLanes a row
  const Sum* ones = nullptr;  ///< the row of ones, if there is one
};

/// The outputs of `samples` maps, kPanelLanes at a time, over channels of planes of units: unit i
/// of channel c is planes[c * channel_stride + i].
template <class Unit>
class PanelWalk {
 public:
  PanelWalk(const PlaneGeometry& geometry, std::size_t channels, std::size_t channel_stride,
            std::size_t samples);

  /// Calls use(PanelSums) for every block of rows of every panel, in order.
  template <class Row, class Sum, class Use>
  void run(void (*multiply)(const PanelProduct<Row, Unit, Sum>&), const PackedRows<Row>& rows,
           const Unit* planes, const Use& use) {
    alignas(64) std::array<Sum, kPanelLanes> ones;
    alignas(64) std::array<Sum, kBlockRows * kPanelLanes> sums;
    PanelProduct<Row, Unit, Sum> product;
    product.steps = taps_.size();
    product.sums = sums.data();
    const std::size_t total = samples_ * geometry_.outputs();
    for (std::size_t first = 0; first < total; first += kPanelLanes) {
      PanelSums<Sum> panel{.first = first, .count = std::min(kPanelLanes, total - first)};
      product.vectors = (panel.count + kLanes - 1) / kLanes;
      const bool in_place = geometry_.in_place() && panel.count % kLanes == 0;
      product.offsets = (in_place ? taps_ : gathered_).data();
      product.lanes =
          in_place ? lanes_at(planes, first, panel.count) : gather(planes, first, panel.count);
      for (std::size_t b = 0; b < rows.blocks(); ++b) {
        product.rows = rows.block(b);
        product.row_count = rows.row_count(b);
        multiply(product);
        const std::size_t extra = rows.ones() && b == 0 ? 1 : 0;
        if (extra > 0) {
          std::copy_n(sums.begin(), kPanelLanes, ones.begin());
        }
        panel.first_row = rows.first_row(b) - (rows.ones() && b > 0 ? 1 : 0);
        panel.row_count = product.row_count - extra;
        panel.sums = sums.data() + extra * kPanelLanes;
        panel.ones = rows.ones() ? ones.data() : nullptr;
        use(panel);
      }
    }
  }

 private:
  using Lanes = std::array<const Unit*, kPanelVectors>;
  [[nodiscard]] Lanes lanes_at(const Unit* planes, std::size_t first, std::size_t count) const;
  [[nodiscard]] Lanes gather(const Unit* planes, std::size_t first, std::size_t count);

  PlaneGeometry geometry_;
  std::size_t samples_;
  StepVector<std::ptrdiff_t> taps_;      ///< from an output's first unit, one a step
  StepVector<std::ptrdiff_t> gathered_;  ///< the same in panel_
  StepVector<Unit> panel_;               ///< [step][kPanelLanes]
};

}  // namespace metronome::tensor
