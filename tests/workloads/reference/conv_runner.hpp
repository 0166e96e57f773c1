#pragma once

#include "tests/workloads/reference/cpt_reference.hpp"
#include "workloads/nn/convolution.hpp"

namespace metronome::reference {

/// The operands of one convolution, in double: x and dy as features, w as weights.
struct ConvOperands {
  nn::ConvolutionShape shape;
  trace::Precision precision;
  tensor::Tensor<double> x, w, dy;
};

template <class T>
struct ConvResults {
  tensor::Tensor<T> y, dx, dw;
};

template <class T, class From>
[[nodiscard]] tensor::Tensor<T> cast(const tensor::Tensor<From>& from) {
  tensor::Tensor<T> to(from.dims());
  for (std::size_t i = 0; i < from.size(); ++i) {
    to.data()[i] = static_cast<T>(from.data()[i]);
  }
  return to;
}

/// A training pass as the reference was made: errors are rounded half to even.
template <class T>
[[nodiscard]] nn::Pass<T> reference_pass(nn::Workspace<T>& workspace) {
  return {.workspace = &workspace, .training = true, .stochastic = false};
}

template <class T>
[[nodiscard]] ConvResults<T> run_conv(const ConvOperands& in, trace::DxScale dx_scale) {
  nn::Workspace<T> workspace(1);
  const nn::Pass<T> pass = reference_pass(workspace);
  nn::Convolution<T> layer(in.shape, dx_scale, 0);
  layer.weight() = cast<T>(in.w);
  ConvResults<T> out;
  layer.forward(cast<T>(in.x), out.y, pass, in.precision);
  out.dx = tensor::Tensor<T>(in.x.dims());
  layer.backward(cast<T>(in.dy), &out.dx, pass, in.precision);
  out.dw = layer.gradient();
  return out;
}

/// The operands with the values that float could round to another code moved (see settle_ties).
[[nodiscard]] inline ConvOperands settled(ConvOperands in) {
  settle_ties(in.x.values(), 1, in.precision.weight_bits);
  settle_ties(in.w.values(), in.shape.out_channels, in.precision.weight_bits);
  settle_ties(in.dy.values(), 1, in.precision.error_bits);
  return in;
}

}  // namespace metronome::reference
