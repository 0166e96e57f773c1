#pragma once

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// Bits that a layer keeps whatever the schedule says; 0: the schedule's. A schedule in FP32 and
/// one that names the layer take precedence.
struct FixedBits {
  static constexpr std::string_view kSchemaName = "bits";
  int forward = 0;
  int backward = 0;
  bool operator==(const FixedBits&) const = default;
};

/// `quantized` layers take k-bit codes; others run in FP32. Each of `groups` equal parts of the
/// channels is convolved apart. A kernel as large as the image, without pad, is a linear layer on
/// the whole image. A transposed convolution leads from the output of the ordinary one of these
/// sizes to its input, which `output_pad`, below the stride, makes larger at its end.
struct Convolution {
  std::size_t out_channels = 0;
  PerAxis kernel{};
  PerAxis stride{};
  Padding pad{};
  bool quantized = true;
  std::size_t groups = 1;
  bool bias = false;
  FixedBits bits{};
  PerAxis dilation{};
  bool transposed = false;
  PerAxis output_pad{0};

  static constexpr LayerText kText{
      "convolution",
      "{out_channels, (H + top + bottom - dilation (kernel - 1) - 1) / stride + 1, likewise W}; "
      "transposed {out_channels, (H - 1) stride + dilation (kernel - 1) + 1 - top - bottom + "
      "output_pad, likewise W}",
      "out_channels (kernel height x width x C / groups + 1 with bias)",
      "of any kernel, in groups of channels"};
  [[nodiscard]] WindowAxes axes() const { return window_axes(kernel, stride, dilation, pad); }
  /// UserError where the kernel is larger than the padded image, the padding of a transposed one
  /// larger than its output, the groups do not divide the channels, or output_pad is not below the
  /// stride.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  [[nodiscard]] std::uint64_t macs(const LayerInputs& in, const Shape& out) const;
  [[nodiscard]] std::uint64_t parameters(const Shape& in, const Shape& out) const;
  [[nodiscard]] bool multiplies_codes() const { return quantized; }
  bool operator==(const Convolution&) const = default;

 private:
  [[nodiscard]] Shape transposed_output(const LayerInputs& in) const;
};

/// y = W x + b on a feature vector, or at each position of an image or a sequence.
struct Linear {
  std::size_t out_features = 0;
  bool quantized = false;
  FixedBits bits{};

  static constexpr LayerText kText{"linear", "{out_features, H, W}", "out_features (C + 1)",
                                   "W x + b at each position"};
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  [[nodiscard]] static std::uint64_t macs(const LayerInputs& in, const Shape& out);
  [[nodiscard]] std::uint64_t parameters(const Shape& in, const Shape& out) const;
  [[nodiscard]] bool multiplies_codes() const { return quantized; }
  bool operator==(const Linear&) const = default;
};

/// The product of the matrices {height, width} of two inputs, channel by channel: A B, either of
/// them transposed before.
struct MatrixProduct {
  bool transpose_a = false, transpose_b = false;
  bool quantized = true;

  static constexpr LayerText kText{"matmul",
                                   "{C, rows of A, columns of B}",
                                   "0",
                                   "product of two inputs' matrices, channel by channel",
                                   {2, 2}};
  /// UserError where the channels differ, or the columns of A from the rows of B.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  [[nodiscard]] std::uint64_t macs(const LayerInputs& in, const Shape& out) const;
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape&) { return 0; }
  [[nodiscard]] bool multiplies_codes() const { return quantized; }
  /// What is summed over, of the first input.
  [[nodiscard]] std::size_t depth(const Shape& a) const { return transpose_a ? a.height : a.width; }
  bool operator==(const MatrixProduct&) const = default;
};

}  // namespace metronome::model
