#pragma once

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// Mean over height and width.
struct GlobalAveragePool : PlainLayer {
  static constexpr LayerText kText{"global_average_pool", "{C, 1, 1}", "0",
                                   "mean over height and width"};
  [[nodiscard]] static Shape output(const LayerInputs& in) { return {in.front().channels, 1, 1}; }
  bool operator==(const GlobalAveragePool&) const = default;
};

/// Largest over height and width.
struct GlobalMaxPool : PlainLayer {
  static constexpr LayerText kText{"global_max_pool", "{C, 1, 1}", "0",
                                   "largest over height and width"};
  [[nodiscard]] static Shape output(const LayerInputs& in) { return {in.front().channels, 1, 1}; }
  bool operator==(const GlobalMaxPool&) const = default;
};

/// The windows of a pooling layer. With `ceil` a last window that does not lie wholly in the padded
/// image counts too, if it begins in the image or in its border before it.
struct PoolWindow {
  PerAxis kernel{2}, stride{2};
  Padding pad{};
  bool ceil = false;

  /// The axes over an image of this size, its last windows completed by more border. UserError
  /// where the window is larger than the padded image.
  [[nodiscard]] WindowAxes axes(const LayerInputs& in) const;
  bool operator==(const PoolWindow&) const = default;
};

/// Largest of each window; the border is never the largest.
struct MaxPool : PlainLayer, PoolWindow {
  static constexpr LayerText kText{"max_pool",
                                   "{C, (H + top + bottom - kernel) / stride + 1, likewise W}", "0",
                                   "largest of each window"};
  /// UserError where the window is larger than the padded image.
  [[nodiscard]] Shape output(const LayerInputs& in) const {
    return window_output(in, in.front().channels, axes(in));
  }
  bool operator==(const MaxPool&) const = default;
};

/// Mean of each window, over its kernel's elements with zeros in the border, or (without
/// `count_pad`) over those inside the image.
struct AveragePool : PlainLayer, PoolWindow {
  bool count_pad = true;

  static constexpr LayerText kText{"average_pool",
                                   "{C, (H + top + bottom - kernel) / stride + 1, likewise W}", "0",
                                   "mean of each window"};
  /// UserError where the window is larger than the padded image.
  [[nodiscard]] Shape output(const LayerInputs& in) const {
    return window_output(in, in.front().channels, axes(in));
  }
  bool operator==(const AveragePool&) const = default;
};

}  // namespace metronome::model
