#pragma once

#include <cstddef>

#include "workloads/model/window.hpp"
#include "workloads/tensor/planes.hpp"

namespace metronome::nn {

/// A convolution of feature maps, or a transposed one (model::Convolution), whose weights here are
/// those of the ordinary convolution of its input with zeros inserted: {out, in / groups, kernel
/// height, kernel width}, turned by half a circle against the usual form of transposed weights.
struct ConvolutionShape {
  std::size_t in_channels = 1, in_height = 1, in_width = 1;
  std::size_t out_channels = 1;
  model::PerAxis kernel{}, stride{};
  model::Padding pad{};
  std::size_t groups = 1;  ///< divides the channels: each part is convolved apart
  model::PerAxis dilation{};
  bool transposed = false;
  model::PerAxis output_pad{0};

  [[nodiscard]] std::size_t out_height() const { return input_planes().out_height(); }
  [[nodiscard]] std::size_t out_width() const { return input_planes().out_width(); }
  [[nodiscard]] std::size_t group_inputs() const { return in_channels / groups; }
  [[nodiscard]] std::size_t group_outputs() const { return out_channels / groups; }

  /// The input with its border, of a transposed convolution also with zeros between its values, as
  /// Y and dW read it.
  [[nodiscard]] tensor::PlaneGeometry input_planes() const;
  /// The output's error with its border, of an ordinary strided convolution with zeros between its
  /// values, over which the kernel turned by half a circle walks to make dX.
  [[nodiscard]] tensor::PlaneGeometry error_planes() const;

  bool operator==(const ConvolutionShape&) const = default;
};

/// Samples of which one task convolves at a time, so that its planes of `bytes` a sample stay in
/// the second-level cache.
[[nodiscard]] inline std::size_t samples_per_task(std::size_t bytes, std::size_t batch) {
  constexpr std::size_t kPlaneBytes = std::size_t{160} << 10;
  return std::clamp<std::size_t>(kPlaneBytes / bytes, 1, batch);
}

}  // namespace metronome::nn
