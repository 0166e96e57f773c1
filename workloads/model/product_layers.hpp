#pragma once

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// Bits that a layer keeps whatever the schedule says; 0: the schedule's. A schedule in FP32 and
/// one that names the layer take precedence.
struct FixedBits {
  int forward = 0;
  int backward = 0;
  bool operator==(const FixedBits&) const = default;
};

/// Square kernel. `quantized` layers take k-bit codes; others run in FP32. Each of `groups` equal
/// parts of the channels is convolved apart. A kernel as large as the image, without pad, is a
/// linear layer on the whole image.
struct Convolution {
  std::size_t out_channels = 0;
  std::size_t kernel = 1;
  std::size_t stride = 1;
  std::size_t pad = 0;
  bool quantized = true;
  std::size_t groups = 1;
  bool bias = false;
  FixedBits bits{};

  static constexpr LayerText kText{
      "convolution", "{out_channels, (H + 2 pad - kernel) / stride + 1, likewise W}",
      "out_channels (kernel^2 C / groups + 1 with bias)", "square kernel, in groups of channels"};
  /// UserError where the kernel is larger than the padded image.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  [[nodiscard]] std::uint64_t macs(const Shape& in, const Shape& out) const;
  [[nodiscard]] std::uint64_t parameters(const Shape& in, const Shape& out) const;
  [[nodiscard]] bool multiplies_codes() const { return quantized; }
  bool operator==(const Convolution&) const = default;
};

/// y = W x + b on a feature vector, or at each position of an image or a sequence.
struct Linear {
  std::size_t out_features = 0;
  bool quantized = false;

  static constexpr LayerText kText{"linear", "{out_features, H, W}", "out_features (C + 1)",
                                   "W x + b at each position"};
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  [[nodiscard]] static std::uint64_t macs(const Shape& in, const Shape& out);
  [[nodiscard]] std::uint64_t parameters(const Shape& in, const Shape& out) const;
  [[nodiscard]] bool multiplies_codes() const { return quantized; }
  bool operator==(const Linear&) const = default;
};

}  // namespace metronome::model
