#include "workloads/nn/convolution_shape.hpp"

namespace metronome::nn {
namespace {

using model::WindowAxis;
using tensor::PlaneAxis;

WindowAxis rows_of(const ConvolutionShape& s) {
  return {s.kernel.height, s.stride.height, s.dilation.height, s.pad.top, s.pad.bottom};
}

WindowAxis columns_of(const ConvolutionShape& s) {
  return {s.kernel.width, s.stride.width, s.dilation.width, s.pad.left, s.pad.right};
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

std::size_t transposed_extent(std::size_t in, const WindowAxis& w, std::size_t output_pad) {
  return (in - 1) * w.stride + w.span() + output_pad - w.before - w.after;
}

PlaneAxis input_axis(const ConvolutionShape& s, std::size_t in, const WindowAxis& w,
                     std::size_t output_pad) {
  return s.transposed ? spaced(in, transposed_extent(in, w, output_pad), w)
                      : bordered(in, in + w.before + w.after, w);
}

PlaneAxis error_axis(const ConvolutionShape& s, std::size_t in, std::size_t out,
                     const WindowAxis& w) {
  return s.transposed ? bordered(out, (in - 1) * w.stride + w.span(), w) : spaced(out, in, w);
}

}  // namespace

tensor::PlaneGeometry ConvolutionShape::input_planes() const {
  return {input_axis(*this, in_height, rows_of(*this), output_pad.height),
          input_axis(*this, in_width, columns_of(*this), output_pad.width)};
}

tensor::PlaneGeometry ConvolutionShape::error_planes() const {
  return {error_axis(*this, in_height, out_height(), rows_of(*this)),
          error_axis(*this, in_width, out_width(), columns_of(*this))};
}

}  // namespace metronome::nn
