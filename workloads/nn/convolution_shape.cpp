#include "workloads/nn/convolution_shape.hpp"

namespace metronome::nn {
namespace {

using model::WindowAxis;
using tensor::PlaneAxis;

model::WindowAxes axes_of(const ConvolutionShape& s) {
  return model::window_axes(s.kernel, s.stride, s.dilation, s.pad);
}

/// Values beside one another in their border: the window moves over them by its stride.
PlaneAxis bordered(std::size_t values, std::size_t extent, const WindowAxis& w) {
  return {values, extent, static_cast<std::ptrdiff_t>(w.before), 1, w.kernel, w.stride, w.dilation};
}

/// Values a stride apart: the window moves by one position to each of `outputs` outputs.
PlaneAxis spaced(std::size_t values, std::size_t outputs, const WindowAxis& w) {
  const std::size_t reach = w.span() - 1;
  return {values,
          outputs + reach,
          static_cast<std::ptrdiff_t>(reach) - static_cast<std::ptrdiff_t>(w.before),
          w.stride,
          w.kernel,
          1,
          w.dilation};
}

PlaneAxis input_axis(const ConvolutionShape& s, std::size_t in, const WindowAxis& w,
                     std::size_t output_pad) {
  return s.transposed ? spaced(in, w.inverse(in, output_pad), w)
                      : bordered(in, in + w.before + w.after, w);
}

PlaneAxis error_axis(const ConvolutionShape& s, std::size_t in, std::size_t out,
                     const WindowAxis& w) {
  return s.transposed ? bordered(out, w.reach(in, 0), w) : spaced(out, in, w);
}

}  // namespace

tensor::PlaneGeometry ConvolutionShape::input_planes() const {
  const auto [rows, columns] = axes_of(*this);
  return {input_axis(*this, in_height, rows, output_pad.height),
          input_axis(*this, in_width, columns, output_pad.width)};
}

tensor::PlaneGeometry ConvolutionShape::error_planes() const {
  const auto [rows, columns] = axes_of(*this);
  return {error_axis(*this, in_height, out_height(), rows),
          error_axis(*this, in_width, out_width(), columns)};
}

}  // namespace metronome::nn
