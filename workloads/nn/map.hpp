#pragma once

#include <algorithm>

#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// Elements of one task of elementwise work.
inline constexpr std::size_t kMapPiece = std::size_t{1} << 16;

/// y[i] = f(x[i]).
template <class T, class F>
void map(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass, const F& f) {
  y.reshape(x.dims());
  for_pieces(*pass.workspace, x.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               std::transform(x.data() + first, x.data() + first + n, y.data() + first, f);
             });
}

/// dx[i] = f(y[i], dy[i]).
template <class T, class F>
void map(const tensor::Tensor<T>& y, const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
         const Pass<T>& pass, const F& f) {
  dx.reshape(dy.dims());
  for_pieces(*pass.workspace, y.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               std::transform(y.data() + first, y.data() + first + n, dy.data() + first,
                              dx.data() + first, f);
             });
}

}  // namespace metronome::nn
