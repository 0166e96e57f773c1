#pragma once

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// Layers whose outputs have the shape of their first input, without products or parameters.
struct PointwiseLayer : PlainLayer {
  [[nodiscard]] static Shape output(const LayerInputs& in) { return in.front(); }
  bool operator==(const PointwiseLayer&) const = default;
};

/// The data set's sample. With `gradient` it stands for what another network computes: its error is
/// computed too, as for an inner layer.
struct Input : PlainLayer {
  Shape shape{1, 1, 1};
  bool gradient = false;

  static constexpr LayerText kText{"input", "as stated", "0", "the sample", {0, 0}};
  [[nodiscard]] Shape output(const LayerInputs&) const { return shape; }
  bool operator==(const Input&) const = default;
};

/// A trained tensor that no sample changes (learned positions, a token of its own, factors of
/// channels), the same for each sample; from a normal distribution at first [dosovitskiy2021vit].
struct Learned {
  std::size_t channels = 1, height = 1, width = 1;
  double mean = 0, deviation = 0.02;

  static constexpr LayerText kText{
      "learned", "as stated", "C H W", "a trained tensor, the same for each sample", {0, 0}};
  [[nodiscard]] Shape output(const LayerInputs&) const { return {channels, height, width}; }
  [[nodiscard]] static std::uint64_t macs(const LayerInputs&, const Shape&) { return 0; }
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape& out) {
    return out.elements();
  }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const Learned&) const = default;
};

struct Relu : PointwiseLayer {
  static constexpr LayerText kText{"relu", "{C, H, W}", "0", "max(x, 0)"};
  bool operator==(const Relu&) const = default;
};
struct LeakyRelu : PointwiseLayer {
  double slope = 0.01;

  static constexpr LayerText kText{"leaky_relu", "{C, H, W}", "0", "x, below zero times a slope"};
  bool operator==(const LeakyRelu&) const = default;
};
/// ReLU6 with its defaults.
struct Clip : PointwiseLayer {
  double low = 0, high = 6;

  static constexpr LayerText kText{"clip", "{C, H, W}", "0", "x between two bounds (ReLU6: 0, 6)"};
  bool operator==(const Clip&) const = default;
};
struct Tanh : PointwiseLayer {
  static constexpr LayerText kText{"tanh", "{C, H, W}", "0", "tanh(x)"};
  bool operator==(const Tanh&) const = default;
};
struct Sigmoid : PointwiseLayer {
  static constexpr LayerText kText{"sigmoid", "{C, H, W}", "0", "1 / (1 + exp(-x))"};
  bool operator==(const Sigmoid&) const = default;
};
struct HardSigmoid : PointwiseLayer {
  static constexpr LayerText kText{"hard_sigmoid", "{C, H, W}", "0",
                                   "x / 6 + 1 / 2 between 0 and 1"};
  bool operator==(const HardSigmoid&) const = default;
};
struct HardSwish : PointwiseLayer {
  static constexpr LayerText kText{"hard_swish", "{C, H, W}", "0", "x hard_sigmoid(x)"};
  bool operator==(const HardSwish&) const = default;
};
struct Silu : PointwiseLayer {
  static constexpr LayerText kText{"silu", "{C, H, W}", "0", "x sigmoid(x)"};
  bool operator==(const Silu&) const = default;
};
struct Gelu : PointwiseLayer {
  static constexpr LayerText kText{"gelu", "{C, H, W}", "0",
                                   "x times the normal distribution function of x"};
  bool operator==(const Gelu&) const = default;
};
/// factor x + shift.
struct Scale : PointwiseLayer {
  double factor = 1, shift = 0;

  static constexpr LayerText kText{"scale", "{C, H, W}", "0", "x times a constant, plus another"};
  bool operator==(const Scale&) const = default;
};
struct Softmax : PointwiseLayer {
  Axis axis = Axis::channels;

  static constexpr LayerText kText{"softmax", "{C, H, W}", "0",
                                   "exp(x) / sum of exp(x), along an axis"};
  bool operator==(const Softmax&) const = default;
};

/// Sum of its two inputs (a residual connection).
struct Add : PointwiseLayer {
  static constexpr LayerText kText{
      "add", "{C, H, W}", "0", "sum of two inputs of one shape", {2, 2}};
  /// UserError where the shapes differ.
  [[nodiscard]] static Shape output(const LayerInputs& in);
  bool operator==(const Add&) const = default;
};

/// Product of its two inputs; the second may be {C, 1, 1}, one factor for each channel
/// (squeeze-and-excitation).
struct Multiply : PointwiseLayer {
  static constexpr LayerText kText{
      "multiply",
      "{C, H, W}",
      "0",
      "product of two inputs, the second of the same shape or {C, 1, 1}",
      {2, 2}};
  /// UserError where the second fits neither.
  [[nodiscard]] static Shape output(const LayerInputs& in);
  bool operator==(const Multiply&) const = default;
};

/// Training sets elements to zero with probability `rate` and divides the others by 1 - rate.
struct Dropout : PointwiseLayer {
  double rate = 0.1;

  static constexpr LayerText kText{"dropout", "{C, H, W}", "0",
                                   "zeros at a rate in training, the others divided by 1 - rate"};
  bool operator==(const Dropout&) const = default;
};

}  // namespace metronome::model
