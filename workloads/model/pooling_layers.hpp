#pragma once

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// Mean over height and width.
struct GlobalAveragePool {
  static constexpr LayerText kText{"global_average_pool", "{C, 1, 1}", "0",
                                   "mean over height and width"};
  [[nodiscard]] static Shape output(const LayerInputs& in) { return {in.front().channels, 1, 1}; }
  [[nodiscard]] static std::uint64_t macs(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const GlobalAveragePool&) const = default;
};

/// Largest of each square window; the border is never the largest.
struct MaxPool {
  std::size_t kernel = 2, stride = 2, pad = 0;

  static constexpr LayerText kText{"max_pool", "{C, (H + 2 pad - kernel) / stride + 1, likewise W}",
                                   "0", "largest of each square window"};
  /// UserError where the window is larger than the padded image.
  [[nodiscard]] Shape output(const LayerInputs& in) const {
    return window_output(in, in.front().channels, kernel, stride, pad);
  }
  [[nodiscard]] static std::uint64_t macs(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const MaxPool&) const = default;
};

/// Mean of each square window.
struct AveragePool {
  std::size_t kernel = 2, stride = 2;

  static constexpr LayerText kText{"average_pool", "{C, (H - kernel) / stride + 1, likewise W}",
                                   "0", "mean of each square window"};
  /// UserError where the window is larger than the image.
  [[nodiscard]] Shape output(const LayerInputs& in) const {
    return window_output(in, in.front().channels, kernel, stride, 0);
  }
  [[nodiscard]] static std::uint64_t macs(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const AveragePool&) const = default;
};

}  // namespace metronome::model
