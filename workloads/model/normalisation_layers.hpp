#pragma once

#include "workloads/model/layer_shapes.hpp"

namespace metronome::model {

/// Layers that keep the shape and have a scale and a shift for each channel.
struct NormalisationLayer {
  [[nodiscard]] static Shape output(const LayerInputs& in) { return in.front(); }
  [[nodiscard]] static std::uint64_t macs(const LayerInputs&, const Shape&) { return 0; }
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape& out) {
    return 2 * std::uint64_t{out.channels};
  }
  [[nodiscard]] static bool multiplies_codes() { return false; }
  bool operator==(const NormalisationLayer&) const = default;
};

/// Per-channel, batch statistics in training, running ones in evaluation.
struct BatchNorm : NormalisationLayer {
  static constexpr LayerText kText{"batch_norm", "{C, H, W}", "2 C",
                                   "per channel, over batch and positions"};
  bool operator==(const BatchNorm&) const = default;
};

/// Over the channels of each position.
struct LayerNorm : NormalisationLayer {
  static constexpr LayerText kText{"layer_norm", "{C, H, W}", "2 C",
                                   "per position, over the channels"};
  bool operator==(const LayerNorm&) const = default;
};

/// Over the channels of each position, by their root mean square alone: no mean is taken off and
/// nothing is added [zhang2019rmsnorm].
struct RmsNorm : NormalisationLayer {
  static constexpr LayerText kText{"rms_norm", "{C, H, W}", "C",
                                   "per position, by the root mean square of the channels"};
  [[nodiscard]] static std::uint64_t parameters(const Shape&, const Shape& out) {
    return out.channels;
  }
  bool operator==(const RmsNorm&) const = default;
};

/// Over the positions of each sample and of each of `groups` equal parts of its channels.
struct GroupNorm : NormalisationLayer {
  std::uint64_t groups = 32;

  static constexpr LayerText kText{"group_norm", "{C, H, W}", "2 C",
                                   "per sample and group of channels, over its positions"};
  /// UserError where the groups do not divide the channels.
  [[nodiscard]] Shape output(const LayerInputs& in) const;
  bool operator==(const GroupNorm&) const = default;
};

/// Over the positions of each sample and channel.
struct InstanceNorm : NormalisationLayer {
  static constexpr LayerText kText{"instance_norm", "{C, H, W}", "2 C",
                                   "per sample and channel, over its positions"};
  bool operator==(const InstanceNorm&) const = default;
};

}  // namespace metronome::model
