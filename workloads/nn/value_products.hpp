#pragma once

#include <cstddef>

#include "workloads/nn/convolution_shape.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// The three products of a convolution in floating point. The order of every sum depends on the
/// shapes only.

/// Y of `input` with its border: {channels, batch, height + 2 pad, width + 2 pad}.
template <class T>
void multiply_forward(const ConvolutionShape& shape, const tensor::Tensor<T>& input,
                      const tensor::Tensor<T>& weight, tensor::Tensor<T>& y,
                      Workspace<T>& workspace);
/// Adds dX of the error operand and the weight operand to `dx`.
template <class T>
void add_input_gradient(const ConvolutionShape& shape, const tensor::Tensor<T>& error,
                        const tensor::Tensor<T>& weight, tensor::Tensor<T>& dx,
                        Workspace<T>& workspace);
/// dW of `input` with its border and the error.
template <class T>
void multiply_weight_gradient(const ConvolutionShape& shape, const tensor::Tensor<T>& input,
                              const tensor::Tensor<T>& error, tensor::Tensor<T>& gradient,
                              Workspace<T>& workspace);

}  // namespace metronome::nn
