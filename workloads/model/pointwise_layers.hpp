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
struct Tanh : PointwiseLayer {
  static constexpr LayerText kText{"tanh", "{C, H, W}", "0", "tanh(x)"};
  bool operator==(const Tanh&) const = default;
};
struct Sigmoid : PointwiseLayer {
  static constexpr LayerText kText{"sigmoid", "{C, H, W}", "0", "1 / (1 + exp(-x))"};
  bool operator==(const Sigmoid&) const = default;
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

/// silu(gate) times up, of its two inputs gate and up [shazeer2020glu].
struct SwiGlu : PointwiseLayer {
  static constexpr LayerText kText{
      "swiglu", "{C, H, W}", "0", "x sigmoid(x) of one input times another of one shape", {2, 2}};
  /// UserError where the shapes differ.
  [[nodiscard]] static Shape output(const LayerInputs& in);
  bool operator==(const SwiGlu&) const = default;
};

/// Training sets elements to zero with probability `rate` and divides the others by 1 - rate.
struct Dropout : PointwiseLayer {
  double rate = 0.1;

  static constexpr LayerText kText{"dropout", "{C, H, W}", "0",
                                   "zeros at a rate in training, the others divided by 1 - rate"};
  bool operator==(const Dropout&) const = default;
};

}  // namespace metronome::model
