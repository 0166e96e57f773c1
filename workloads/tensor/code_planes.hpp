#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "workloads/tensor/aligned.hpp"
#include "workloads/tensor/kernels.hpp"

namespace metronome::tensor {

/// How a square kernel walks over planes of codes. A plane holds a feature map with a border, and,
/// for the gradient of a strided convolution, zeros between its values: value (y, x) lies at
/// (origin + y * spacing, origin + x * spacing); a value that would lie outside is left out.
struct PlaneGeometry {
  std::size_t height = 1, width = 1;  ///< of the feature map
  std::size_t plane_height = 1, plane_width = 1;
  std::ptrdiff_t origin = 0;
  std::size_t spacing = 1;
  std::size_t kernel = 1, stride = 1;

  [[nodiscard]] std::size_t out_height() const { return (plane_height - kernel) / stride + 1; }
  [[nodiscard]] std::size_t out_width() const { return (plane_width - kernel) / stride + 1; }
  [[nodiscard]] std::size_t values() const { return height * width; }
  [[nodiscard]] std::size_t plane() const { return plane_height * plane_width; }
  [[nodiscard]] std::size_t outputs() const { return out_height() * out_width(); }
  [[nodiscard]] std::size_t taps() const { return kernel * kernel; }
};

/// Copies `samples` feature maps of one channel into its planes; the rest of a plane is untouched.
template <class T>
void place(const PlaneGeometry& geometry, const T* values, std::size_t samples, T* planes);

/// quads[4 i + j] = channel j's plane byte i, zero for channels from `count` on; plane byte i of
/// channel j is planes[j * channel_stride + i].
void interleave(const std::uint8_t* planes, std::size_t channel_stride, std::size_t count,
                std::size_t bytes, std::uint8_t* quads);

/// sums[t][y][x] += valid(y, x, t) * tap_values[t]: how often and where each tap of the kernel
/// meets a value of the map instead of a zero of the plane, weighted. `sums` has outputs()
/// elements.
void add_valid_taps(const PlaneGeometry& geometry, const float* tap_values, float* sums);

/// The bytes that tap `tap` reads, in the order of the outputs.
void gather_tap(const PlaneGeometry& geometry, const std::uint8_t* planes, std::size_t samples,
                std::size_t tap, std::uint8_t* out);

/// Signed codes of weights, laid out for PanelProduct: rows of channels * taps codes, in blocks.
/// With `ones`, row 0 of the layout is the sum of the other operand's codes over real channels.
class PackedRows {
 public:
  /// codes[(row * channels + channel) * taps + tap].
  PackedRows() = default;
  PackedRows(const std::int8_t* codes, std::size_t rows, std::size_t channels, std::size_t taps,
             bool ones);

  [[nodiscard]] std::size_t rows() const { return rows_; }  ///< without the row of ones
  [[nodiscard]] bool ones() const { return ones_; }
  [[nodiscard]] std::size_t steps() const { return steps_; }
  [[nodiscard]] std::size_t layout_rows() const { return rows_ + (ones_ ? 1 : 0); }
  /// First layout row of each block and the end.
  [[nodiscard]] const std::vector<std::size_t>& blocks() const { return blocks_; }
  [[nodiscard]] const std::int8_t* block(std::size_t b) const {
    return packed_.data() + blocks_[b] * steps_ * kQuad;
  }

 private:
  std::size_t rows_ = 0, steps_ = 0;
  bool ones_ = false;
  std::vector<std::size_t> blocks_;
  AlignedVector<std::int8_t> packed_;
};

/// Sums of one block of rows at up to kPanelLanes consecutive outputs.
struct PanelSums {
  std::size_t first_row = 0;  ///< of the rows proper
  std::size_t row_count = 0;
  std::size_t first = 0;  ///< output, counted over samples, height and width
  std::size_t count = 0;
  const std::int32_t* sums = nullptr;  ///< kPanelLanes a row
  const std::int32_t* ones = nullptr;  ///< the row of ones, if there is one
};

/// The convolution of `samples` planes of quads with packed rows.
/// quads: [channel quads][samples][plane height][plane width][4], and kReadSlack bytes behind.
class PanelWalk {
 public:
  static constexpr std::size_t kReadSlack = 256;

  PanelWalk(const PlaneGeometry& geometry, std::size_t channels, std::size_t samples);

  /// Bytes of the quads of all channels.
  [[nodiscard]] std::size_t quad_bytes() const { return channel_quads_ * quad_stride_; }

  /// Calls use(PanelSums) for every block of every panel, in order.
  template <class Use>
  void run(const CodeKernels& kernels, const PackedRows& rows, const std::uint8_t* quads,
           const Use& use) {
    alignas(64) std::int32_t ones[kPanelLanes];
    alignas(64) std::int32_t sums[kBlockRows * kPanelLanes];
    const std::size_t total = samples_ * geometry_.outputs();
    for (std::size_t first = 0; first < total; first += kPanelLanes) {
      PanelSums panel{.first = first, .count = std::min(kPanelLanes, total - first)};
      PanelProduct product = start(quads, first, panel.count);
      product.sums = sums;
      for (std::size_t b = 0; b + 1 < rows.blocks().size(); ++b) {
        product.rows = rows.block(b);
        product.row_count = rows.blocks()[b + 1] - rows.blocks()[b];
        kernels.multiply(product);
        const bool has_ones = rows.ones() && b == 0;
        if (has_ones) {
          std::copy_n(sums, kPanelLanes, ones);
        }
        panel.first_row = rows.blocks()[b] - (rows.ones() && b > 0 ? 1 : 0);
        panel.row_count = product.row_count - (has_ones ? 1 : 0);
        panel.sums = sums + (has_ones ? kPanelLanes : 0);
        panel.ones = rows.ones() ? ones : nullptr;
        use(panel);
      }
    }
  }

 private:
  [[nodiscard]] PanelProduct start(const std::uint8_t* quads, std::size_t first, std::size_t count);
  [[nodiscard]] std::size_t quad_of(std::size_t output) const;
  void gather(const std::uint8_t* quads, std::size_t first, std::size_t count);

  PlaneGeometry geometry_;
  std::size_t channel_quads_, samples_, quad_stride_;
  bool in_place_;                        ///< 16 consecutive outputs read 16 consecutive quads
  std::vector<std::ptrdiff_t> taps_;     ///< bytes from an output's first quad, one a step
  std::vector<std::ptrdiff_t> offsets_;  ///< what PanelProduct steps by
  AlignedVector<std::uint32_t> panel_;   ///< [step][kPanelLanes], where not in place
};

}  // namespace metronome::tensor
