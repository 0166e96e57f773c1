#pragma once

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// Layers whose outputs have the shape of their first input, without products or parameters.
struct PointwiseLayer {
  [[nodiscard]] static Shape output(const LayerInputs& in) { return in.front(); }
  [[nodiscard]] static std::uint64_t macs(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const PointwiseLayer&) const = default;
};

/// The data set's sample, the first node of a graph.
struct Input : PointwiseLayer {
  static constexpr LayerText kText{"input", "{C, H, W}", "0", "the sample"};
  bool operator==(const Input&) const = default;
};

struct Relu : PointwiseLayer {
  static constexpr LayerText kText{"relu", "{C, H, W}", "0", "max(x, 0)"};
  bool operator==(const Relu&) const = default;
};
struct Tanh : PointwiseLayer {
  static constexpr LayerText kText{"tanh", "{C, H, W}", "0", "tanh(x)"};
  bool operator==(const Tanh&) const = default;
};
struct Sigmoid : PointwiseLayer {
  static constexpr LayerText kText{"sigmoid", "{C, H, W}", "0", "1 / (1 + exp(-x))"};
  bool operator==(const Sigmoid&) const = default;
};

/// Sum of its two inputs (a residual connection).
struct Add : PointwiseLayer {
  static constexpr LayerText kText{"add", "{C, H, W}", "0", "sum of two inputs of one shape"};
  [[nodiscard]] static Shape output(const LayerInputs& in);
  bool operator==(const Add&) const = default;
};

/// Training sets elements to zero with probability `rate` and divides the others by 1 - rate.
struct Dropout {
  double rate = 0.1;

  static constexpr LayerText kText{"dropout", "{C, H, W}", "0",
                                   "zeros at a rate in training, the others divided by 1 - rate"};
  [[nodiscard]] static Shape output(const LayerInputs& in) { return in.front(); }
  [[nodiscard]] static std::uint64_t macs(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const Dropout&) const = default;
};

}  // namespace metronome::model
