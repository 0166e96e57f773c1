#include "workloads/model/product_layers.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::model {

Shape Convolution::output(const LayerInputs& in) const {
  if (in.front().channels % groups != 0 || out_channels % groups != 0) {
    throw UserError(fmt::format("{}: {} groups do not divide {} channels into {}", in.place, groups,
                                in.front().channels, out_channels),
                    "a divisor of both");
  }
  return transposed ? transposed_output(in) : window_output(in, out_channels, axes());
}

Shape Convolution::transposed_output(const LayerInputs& in) const {
  if (output_pad.height >= stride.height || output_pad.width >= stride.width) {
    throw UserError(in.place + ": output_pad is not below the stride", "0 to stride - 1");
  }
  const auto extent = [&](std::uint64_t input, const WindowAxis& axis, std::uint64_t extra) {
    if (axis.reach(input, extra) <= axis.before + axis.after) {
      throw UserError(in.place + ": the padding leaves nothing of the output", "a smaller pad");
    }
    return axis.inverse(input, extra);
  };
  const auto [rows, columns] = axes();
  return {out_channels, extent(in.front().height, rows, output_pad.height),
          extent(in.front().width, columns, output_pad.width)};
}

/// Zeros that a transposed convolution inserts are not multiplied.
std::uint64_t Convolution::macs(const LayerInputs& in, const Shape& out) const {
  const Shape& places = transposed ? in.front() : out;
  return std::uint64_t{places.height} * places.width * out_channels *
         (in.front().channels / groups) * kernel.product();
}

std::uint64_t Convolution::parameters(const Shape& in, const Shape& /*out*/) const {
  return std::uint64_t{out_channels} * (in.channels / groups * kernel.product() + (bias ? 1 : 0));
}

Shape Linear::output(const LayerInputs& in) const {
  return {out_features, in.front().height, in.front().width};
}

std::uint64_t Linear::macs(const LayerInputs& in, const Shape& out) {
  return std::uint64_t{out.elements()} * in.front().channels;
}

std::uint64_t Linear::parameters(const Shape& in, const Shape& /*out*/) const {
  return std::uint64_t{out_features} * (in.channels + 1);
}

Shape MatrixProduct::output(const LayerInputs& in) const {
  const auto operand = [](const Shape& shape, bool transposed) {
    return transposed ? Shape{shape.channels, shape.width, shape.height} : shape;
  };
  const Shape a = operand(in.front(), transpose_a);
  const Shape b = operand(in.shapes.at(1), transpose_b);
  if (a.channels != b.channels || a.width != b.height) {
    refuse_inputs(in,
                  fmt::format("multiplies shapes {}{} and {}{}", text_of(in.front()),
                              transpose_a ? " (transposed)" : "", text_of(in.shapes[1]),
                              transpose_b ? " (transposed)" : ""),
                  "equal channels, and as many columns of the first as rows of the second");
  }
  return {a.channels, a.height, b.width};
}

std::uint64_t MatrixProduct::macs(const LayerInputs& in, const Shape& out) const {
  return std::uint64_t{out.elements()} * depth(in.front());
}

}  // namespace metronome::model
