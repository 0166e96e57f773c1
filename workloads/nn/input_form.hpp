#pragma once

#include <span>

#include "workloads/nn/convolution_shape.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// What a layer multiplies in the place of its input, with a rule of its own for the error: forms
/// of weights that come with a form of activations (workloads/methods/formed/layer_input.hpp).
template <class T>
class InputForm {
 public:
  virtual ~InputForm() = default;

  /// out[i] stands in the place of x[i].
  virtual void forward(std::span<const T> x, std::span<T> out) = 0;
  /// From dL/d(out) of the last forward() to dL/dx, which overwrites `dx` and may be `gradient`.
  virtual void backward(std::span<const T> x, std::span<const T> gradient, std::span<T> dx) = 0;
  /// The whole product of an evaluation, in an arithmetic of its own; false: it has none for this
  /// layer, whose product is that of real numbers.
  [[nodiscard]] virtual bool multiply(const ConvolutionShape& shape, const tensor::Tensor<T>& x,
                                      tensor::Tensor<T>& y, Workspace<T>& workspace) = 0;
};

}  // namespace metronome::nn
