#include "workloads/nn/elementwise.hpp"

#include <algorithm>
#include <cmath>

#include "workloads/nn/map.hpp"
#include "workloads/nn/sums.hpp"

namespace metronome::nn {

template <class T>
void relu_forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass) {
  y.reshape(x.dims());
  for_pieces(*pass.workspace, x.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               const T* from = x.data() + first;
               T* to = y.data() + first;
               for (std::size_t i = 0; i < n; ++i) {
                 to[i] = from[i] < T(0) ? T(0) : from[i];  // keeps NaN
               }
             });
}

template <class T>
void relu_backward(const tensor::Tensor<T>& y, const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
                   const Pass<T>& pass) {
  dx.reshape(dy.dims());
  for_pieces(*pass.workspace, y.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               const T* value = y.data() + first;
               const T* error = dy.data() + first;
               T* to = dx.data() + first;
               for (std::size_t i = 0; i < n; ++i) {
                 to[i] = value[i] > T(0) ? error[i] : T(0);
               }
             });
}

template <class T>
void tanh_forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass) {
  map(x, y, pass, [](T v) { return std::tanh(v); });
}

template <class T>
void tanh_backward(const tensor::Tensor<T>& y, const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
                   const Pass<T>& pass) {
  map(y, dy, dx, pass, [](T value, T error) { return error * (T(1) - value * value); });
}

template <class T>
void sigmoid_forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass) {
  map(x, y, pass, [](T v) { return T(1) / (T(1) + std::exp(-v)); });
}

template <class T>
void sigmoid_backward(const tensor::Tensor<T>& y, const tensor::Tensor<T>& dy,
                      tensor::Tensor<T>& dx, const Pass<T>& pass) {
  map(y, dy, dx, pass, [](T value, T error) { return error * value * (T(1) - value); });
}

template <class T>
void copy(const tensor::Tensor<T>& from, tensor::Tensor<T>& to, const Pass<T>& pass) {
  to.reshape(from.dims());
  for_pieces(*pass.workspace, to.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               std::copy_n(from.data() + first, n, to.data() + first);
             });
}

template <class T>
void fill_with_zeros(tensor::Tensor<T>& to, const Pass<T>& pass) {
  for_pieces(*pass.workspace, to.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               std::fill_n(to.data() + first, n, T(0));
             });
}

template <class T>
void accumulate(const tensor::Tensor<T>& from, tensor::Tensor<T>& to, const Pass<T>& pass) {
  for_pieces(*pass.workspace, to.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               const T* source = from.data() + first;
               T* target = to.data() + first;
               for (std::size_t i = 0; i < n; ++i) {
                 target[i] += source[i];
               }
             });
}

template <class T>
void average_pool_forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass) {
  y.reshape({x.dim(0), x.dim(1), 1, 1});
  const std::size_t plane = x.dim(2) * x.dim(3);
  pass.workspace->pool().run(x.dim(0), [&](std::size_t c, std::size_t) {
    for (std::size_t n = 0; n < x.dim(1); ++n) {
      const T* image = x.row(c) + n * plane;
      const double sum = sum_of<T>(plane, [image](std::size_t i) { return image[i]; });
      y.row(c)[n] = static_cast<T>(sum / static_cast<double>(plane));
    }
  });
}

template <class T>
void average_pool_backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
                           const Pass<T>& pass) {
  const std::size_t plane = dx.dim(2) * dx.dim(3);
  pass.workspace->pool().run(dx.dim(0), [&](std::size_t c, std::size_t) {
    for (std::size_t n = 0; n < dx.dim(1); ++n) {
      const T share = dy.row(c)[n] / static_cast<T>(plane);
      T* image = dx.row(c) + n * plane;
      for (std::size_t i = 0; i < plane; ++i) {
        image[i] += share;
      }
    }
  });
}

#define METRONOME_INSTANTIATE(T)                                                               \
  template void tanh_forward(const tensor::Tensor<T>&, tensor::Tensor<T>&, const Pass<T>&);    \
  template void tanh_backward(const tensor::Tensor<T>&, const tensor::Tensor<T>&,              \
                              tensor::Tensor<T>&, const Pass<T>&);                             \
  template void sigmoid_forward(const tensor::Tensor<T>&, tensor::Tensor<T>&, const Pass<T>&); \
  template void sigmoid_backward(const tensor::Tensor<T>&, const tensor::Tensor<T>&,           \
                                 tensor::Tensor<T>&, const Pass<T>&);                          \
  template void relu_forward(const tensor::Tensor<T>&, tensor::Tensor<T>&, const Pass<T>&);    \
  template void relu_backward(const tensor::Tensor<T>&, const tensor::Tensor<T>&,              \
                              tensor::Tensor<T>&, const Pass<T>&);                             \
  template void copy(const tensor::Tensor<T>&, tensor::Tensor<T>&, const Pass<T>&);            \
  template void fill_with_zeros(tensor::Tensor<T>&, const Pass<T>&);                           \
  template void accumulate(const tensor::Tensor<T>&, tensor::Tensor<T>&, const Pass<T>&);      \
  template void average_pool_forward(const tensor::Tensor<T>&, tensor::Tensor<T>&,             \
                                     const Pass<T>&);                                          \
  template void average_pool_backward(const tensor::Tensor<T>&, tensor::Tensor<T>&, const Pass<T>&);
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
