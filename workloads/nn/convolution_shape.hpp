#pragma once

#include <cstddef>

#include "workloads/tensor/planes.hpp"

namespace metronome::nn {

struct ConvolutionShape {
  std::size_t in_channels = 1, in_height = 1, in_width = 1;
  std::size_t out_channels = 1;
  std::size_t kernel = 1, stride = 1, pad = 0;
  std::size_t groups = 1;  ///< divides the channels: each part is convolved apart

  [[nodiscard]] std::size_t out_height() const { return input_planes().out_height(); }
  [[nodiscard]] std::size_t out_width() const { return input_planes().out_width(); }
  [[nodiscard]] std::size_t group_inputs() const { return in_channels / groups; }
  [[nodiscard]] std::size_t group_outputs() const { return out_channels / groups; }

  /// The input with its border, as Y and dW read it.
  [[nodiscard]] tensor::PlaneGeometry input_planes() const {
    return {in_height,
            in_width,
            in_height + 2 * pad,
            in_width + 2 * pad,
            static_cast<std::ptrdiff_t>(pad),
            1,
            kernel,
            stride};
  }
  /// The output's error with zeros between its values and around them, over which the kernel turned
  /// by half a circle walks to make dX.
  [[nodiscard]] tensor::PlaneGeometry error_planes() const {
    return {out_height(),
            out_width(),
            in_height + kernel - 1,
            in_width + kernel - 1,
            static_cast<std::ptrdiff_t>(kernel) - 1 - static_cast<std::ptrdiff_t>(pad),
            stride,
            kernel,
            1};
  }
  bool operator==(const ConvolutionShape&) const = default;
};

/// Samples of which one task convolves at a time, so that its planes of `bytes` a sample stay in
/// the second-level cache.
[[nodiscard]] inline std::size_t samples_per_task(std::size_t bytes, std::size_t batch) {
  constexpr std::size_t kPlaneBytes = std::size_t{160} << 10;
  return std::clamp<std::size_t>(kPlaneBytes / bytes, 1, batch);
}

}  // namespace metronome::nn
