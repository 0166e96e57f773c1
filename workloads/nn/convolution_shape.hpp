#pragma once

#include <cstddef>

#include "workloads/tensor/patches.hpp"

namespace metronome::nn {

struct ConvolutionShape {
  std::size_t in_channels = 1, in_height = 1, in_width = 1;
  std::size_t out_channels = 1;
  std::size_t kernel = 1, stride = 1, pad = 0;
  std::size_t groups = 1;  ///< divides the channels: each part is convolved apart

  /// Of one group.
  [[nodiscard]] tensor::PatchGeometry patches() const {
    return {in_channels / groups, in_height + 2 * pad, in_width + 2 * pad, kernel, stride};
  }
  [[nodiscard]] std::size_t out_height() const { return patches().out_height(); }
  [[nodiscard]] std::size_t out_width() const { return patches().out_width(); }
  [[nodiscard]] std::size_t group_inputs() const { return in_channels / groups; }
  [[nodiscard]] std::size_t group_outputs() const { return out_channels / groups; }
  bool operator==(const ConvolutionShape&) const = default;
};

}  // namespace metronome::nn
