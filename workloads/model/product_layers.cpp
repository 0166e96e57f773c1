#include "workloads/model/product_layers.hpp"

#include "sim/base/error.hpp"

namespace metronome::model {

Shape Convolution::output(const LayerInputs& in) const {
  METRONOME_ASSERT(in.front().channels % groups == 0 && out_channels % groups == 0,
                   "groups divide the channels");
  return window_output(in, out_channels, kernel, stride, pad);
}

std::uint64_t Convolution::macs(const Shape& in, const Shape& out) const {
  return std::uint64_t{out.elements()} * (in.channels / groups) * kernel * kernel;
}

std::uint64_t Convolution::parameters(const Shape& in, const Shape& /*out*/) const {
  const std::size_t window = kernel * kernel;
  return std::uint64_t{out_channels} * (in.channels / groups * window + (bias ? 1 : 0));
}

Shape Linear::output(const LayerInputs& in) const {
  return {out_features, in.front().height, in.front().width};
}

std::uint64_t Linear::macs(const Shape& in, const Shape& out) {
  return std::uint64_t{out.elements()} * in.channels;
}

std::uint64_t Linear::parameters(const Shape& in, const Shape& /*out*/) const {
  return std::uint64_t{out_features} * (in.channels + 1);
}

}  // namespace metronome::model
