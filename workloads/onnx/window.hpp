#pragma once

#include "workloads/onnx/node_scope.hpp"

namespace metronome::importers {

/// How a convolution or a pooling steps over its input; one entry a spatial axis.
struct Window {
  Extents kernel;
  Extents strides;
  Extents dilations;
  Extents pads_begin;
  Extents pads_end;

  /// Rows that a kernel spans along an axis: dilation * (kernel - 1) + 1.
  [[nodiscard]] std::int64_t span(std::size_t axis) const {
    return dilations[axis] * (kernel[axis] - 1) + 1;
  }
};

/// The window of a node with that kernel over the spatial extents `in`. `auto_pad` is worked out:
/// SAME pads so that there are ceil(in / stride) outputs.
[[nodiscard]] Window window_of(const NodeScope& node, const Extents& in, const Extents& kernel);

/// Outputs along each axis: floor or, with `ceil`, ceil of (in + pads - span) / stride, plus 1. A
/// window that ceil adds starts in the input or in the pad before it, as PyTorch has it.
[[nodiscard]] Extents windows_along(const NodeScope& node, const Window& window, const Extents& in,
                                    bool ceil);

}  // namespace metronome::importers
