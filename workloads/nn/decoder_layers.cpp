#include "workloads/nn/decoder_layers.hpp"

#include <algorithm>
#include <cmath>

#include "workloads/nn/elementwise.hpp"
#include "workloads/nn/embedding.hpp"
#include "workloads/nn/map.hpp"
#include "workloads/nn/sums.hpp"

namespace metronome::nn {
namespace {

constexpr trace::Precision kReal{0, 0};

template <class T>
T sigmoid_of(T x) {
  return T(1) / (T(1) + std::exp(-x));
}

}  // namespace

template <class T>
void SwiGlu<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& gate = run.input(0);
  const tensor::Tensor<T>& up = run.input(1);
  tensor::Tensor<T>& y = run.output();
  y.reshape(gate.dims());
  for_pieces(*run.pass().workspace, gate.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               for (std::size_t i = first; i < first + n; ++i) {
                 const T x = gate.data()[i];
                 y.data()[i] = x * sigmoid_of(x) * up.data()[i];
               }
             });
}

template <class T>
void SwiGlu<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& gate = run.input(0);
  const tensor::Tensor<T>& up = run.input(1);
  const tensor::Tensor<T>& dy = run.error();
  tensor::Tensor<T> of_gate = run.take_buffer(gate.dims());
  tensor::Tensor<T> of_up = run.take_buffer(gate.dims());
  for_pieces(*run.pass().workspace, gate.size(), kMapPiece,
             [&](std::size_t first, std::size_t n, std::size_t) {
               for (std::size_t i = first; i < first + n; ++i) {
                 const T x = gate.data()[i];
                 const T s = sigmoid_of(x);
                 const T error = dy.data()[i];
                 of_gate.data()[i] = error * up.data()[i] * (s + x * s * (T(1) - s));
                 of_up.data()[i] = error * x * s;
               }
             });
  run.deliver(0, std::move(of_gate));
  run.deliver(1, std::move(of_up));
}

template <class T>
void Rope<T>::turn(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, double direction,
                   const Pass<T>& pass) const {
  const std::size_t half = kind_.head_features / 2;
  const std::size_t tokens = x.dim(2);
  y.reshape(x.dims());
  const auto pair = [&](std::size_t head, std::size_t i) {
    const std::size_t a = head * kind_.head_features + i;
    const std::size_t b = a + half;
    const double frequency =
        std::pow(kind_.theta, -static_cast<double>(i) / static_cast<double>(half));
    for (std::size_t t = 0; t < tokens; ++t) {
      const double angle = static_cast<double>(t) * frequency;
      const T cosine = static_cast<T>(std::cos(angle));
      const T sine = static_cast<T>(direction * std::sin(angle));
      for (std::size_t p = t; p < x.row_size(); p += tokens) {
        const T first = x.row(a)[p];
        const T second = x.row(b)[p];
        y.row(a)[p] = first * cosine - second * sine;
        y.row(b)[p] = second * cosine + first * sine;
      }
    }
  };
  pass.workspace->pool().run(
      x.dim(0) / 2, [&](std::size_t task, std::size_t) { pair(task / half, task % half); });
}

template <class T>
void Rope<T>::forward(NodeRun<T>& run) {
  turn(run.input(), run.output(), 1, run.pass());
}

template <class T>
void Rope<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
  turn(run.error(), dx, -1, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
void RepeatHeads<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& x = run.input();
  tensor::Tensor<T>& y = run.output();
  const std::size_t features = x.dim(0) / kind_.heads;
  y.reshape({x.dim(0) * kind_.times, x.dim(1), x.dim(2), x.dim(3)});
  for (std::size_t c = 0; c < y.dim(0); ++c) {
    const std::size_t head = c / (features * kind_.times);
    std::copy_n(x.row(head * features + c % features), x.row_size(), y.row(c));
  }
}

template <class T>
void RepeatHeads<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& dy = run.error();
  tensor::Tensor<T> dx = run.take_buffer(run.input().dims());
  const std::size_t features = dx.dim(0) / kind_.heads;
  dx.fill(T(0));
  for (std::size_t c = 0; c < dy.dim(0); ++c) {
    T* sum = dx.row(c / (features * kind_.times) * features + c % features);
    std::transform(dy.row(c), dy.row(c) + dy.row_size(), sum, sum, [](T a, T b) { return a + b; });
  }
  run.deliver(0, std::move(dx));
}

template <class T>
TiedLinear<T>::TiedLinear(const ConvolutionShape& shape, bool bias, std::uint64_t id)
    : product_(shape, trace::DxScale::segmented, id) {
  if (bias) {
    bias_.reshape({shape.out_channels, 1, 1, 1});
    bias_.fill(T(0));
    bias_gradient_.reshape(bias_.dims());
    bias_gradient_.fill(T(0));
  }
}

template <class T>
void TiedLinear<T>::forward(NodeRun<T>& run) {
  copy(run.table().weight(), product_.weight(), run.pass());
  product_.forward(run.input(), run.output(), run.pass(), kReal);
  tensor::Tensor<T>& y = run.output();
  for (std::size_t o = 0; o < bias_.size(); ++o) {
    T* row = y.row(o);
    std::transform(row, row + y.row_size(), row, [&](T value) { return value + bias_.data()[o]; });
  }
}

template <class T>
void TiedLinear<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& dy = run.error();
  product_.backward(dy, run.wanted_error(), run.pass(), kReal);
  run.table().add_gradient(product_.gradient());
  for (std::size_t o = 0; o < bias_.size(); ++o) {
    const T* row = dy.row(o);
    bias_gradient_.data()[o] =
        static_cast<T>(sum_of<T>(dy.row_size(), [row](std::size_t n) { return row[n]; }));
  }
}

template <class T>
LayerState<T> TiedLinear<T>::state(const std::string& name) {
  if (bias_.size() == 0) {
    return {};
  }
  return {.parameters = {{name + ".bias", &bias_, &bias_gradient_}}};
}

template class SwiGlu<float>;
template class SwiGlu<double>;
template class Rope<float>;
template class Rope<double>;
template class RepeatHeads<float>;
template class RepeatHeads<double>;
template class TiedLinear<float>;
template class TiedLinear<double>;

}  // namespace metronome::nn
