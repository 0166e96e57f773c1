#pragma once

#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// y = max(x, 0). `y` may be `x`.
template <class T>
void relu_forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass);

/// dx = dy where y > 0, else 0, with y the output of relu_forward. `dx` may be `dy`.
template <class T>
void relu_backward(const tensor::Tensor<T>& y, const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
                   const Pass<T>& pass);

/// y = tanh(x), y = 1 / (1 + exp(-x)); dx = dy (1 - y^2), dx = dy y (1 - y).
template <class T>
void tanh_forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass);
template <class T>
void tanh_backward(const tensor::Tensor<T>& y, const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
                   const Pass<T>& pass);
template <class T>
void sigmoid_forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass);
template <class T>
void sigmoid_backward(const tensor::Tensor<T>& y, const tensor::Tensor<T>& dy,
                      tensor::Tensor<T>& dx, const Pass<T>& pass);

/// to = from.
template <class T>
void copy(const tensor::Tensor<T>& from, tensor::Tensor<T>& to, const Pass<T>& pass);
template <class T>
void fill_with_zeros(tensor::Tensor<T>& to, const Pass<T>& pass);

/// to += from.
template <class T>
void accumulate(const tensor::Tensor<T>& from, tensor::Tensor<T>& to, const Pass<T>& pass);

/// y {C, batch, 1, 1} = mean of x {C, batch, H, W} over H and W.
template <class T>
void average_pool_forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass);

/// dx += dy / (H W), spread over each plane.
template <class T>
void average_pool_backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx, const Pass<T>& pass);

}  // namespace metronome::nn
