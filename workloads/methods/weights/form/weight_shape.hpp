#pragma once

#include <cstddef>

namespace metronome::weights {

/// The weights of one convolution or linear layer, in C order:
/// {outputs, inputs of a group, kernel_height, kernel_width}.
struct WeightShape {
  std::size_t outputs = 1, inputs = 1, kernel_height = 1, kernel_width = 1;

  /// Weights of one output: the reduction axis of the forward product.
  [[nodiscard]] std::size_t row() const { return inputs * kernel_height * kernel_width; }
  [[nodiscard]] std::size_t elements() const { return outputs * row(); }
  bool operator==(const WeightShape&) const = default;
};

}  // namespace metronome::weights
