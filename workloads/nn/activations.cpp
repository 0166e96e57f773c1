#include "workloads/nn/activations.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "workloads/nn/map.hpp"
#include "workloads/nn/sums.hpp"

namespace metronome::nn {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double hard_sigmoid(double x) { return std::clamp(x / 6 + 0.5, 0.0, 1.0); }
double normal_distribution(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }
double normal_density(double x) {
  return std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

}  // namespace

template <>
double ActivationFunction<model::LeakyRelu>::value(double x) const {
  return x < 0 ? x * kind.slope : x;
}
template <>
double ActivationFunction<model::LeakyRelu>::slope(double x) const {
  return x < 0 ? kind.slope : 1;
}

template <>
double ActivationFunction<model::Clip>::value(double x) const {
  return x < kind.low ? kind.low : (x > kind.high ? kind.high : x);  // keeps NaN
}
template <>
double ActivationFunction<model::Clip>::slope(double x) const {
  return x > kind.low && x < kind.high ? 1 : 0;
}

template <>
double ActivationFunction<model::HardSigmoid>::value(double x) const {
  return hard_sigmoid(x);
}
template <>
double ActivationFunction<model::HardSigmoid>::slope(double x) const {
  return x > -3 && x < 3 ? 1.0 / 6 : 0;
}

template <>
double ActivationFunction<model::HardSwish>::value(double x) const {
  return x * hard_sigmoid(x);
}
template <>
double ActivationFunction<model::HardSwish>::slope(double x) const {
  return x <= -3 ? 0 : (x >= 3 ? 1 : x / 3 + 0.5);
}

template <>
double ActivationFunction<model::Silu>::value(double x) const {
  return x * sigmoid(x);
}
template <>
double ActivationFunction<model::Silu>::slope(double x) const {
  const double s = sigmoid(x);
  return s + x * s * (1 - s);
}

template <>
double ActivationFunction<model::Gelu>::value(double x) const {
  return x * normal_distribution(x);
}
template <>
double ActivationFunction<model::Gelu>::slope(double x) const {
  return normal_distribution(x) + x * normal_density(x);
}

template <class T, class Kind>
void Activation<T, Kind>::forward(NodeRun<T>& run) {
  map(run.input(), run.output(), run.pass(),
      [this](T x) { return static_cast<T>(function_.value(static_cast<double>(x))); });
}

template <class T, class Kind>
void Activation<T, Kind>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
  map(run.input(), run.error(), dx, run.pass(), [this](T x, T dy) {
    return static_cast<T>(static_cast<double>(dy) * function_.slope(static_cast<double>(x)));
  });
  run.deliver(0, std::move(dx));
}

namespace {

/// Calls body(position) for each position of the samples.
template <class T, class Body>
void for_positions(const tensor::Tensor<T>& x, const Pass<T>& pass, const Body& body) {
  constexpr std::size_t kPositions = 1024;  // of one task
  for_pieces(*pass.workspace, x.row_size(), kPositions,
             [&](std::size_t first, std::size_t n, std::size_t) {
               for (std::size_t p = first; p < first + n; ++p) {
                 body(p);
               }
             });
}

}  // namespace

template <class T>
void Softmax<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& x = run.input();
  tensor::Tensor<T>& y = run.output();
  y.reshape(x.dims());
  for_positions(x, run.pass(), [&](std::size_t p) {
    T top = x.row(0)[p];
    for (std::size_t c = 1; c < x.dim(0); ++c) {
      top = std::max(top, x.row(c)[p]);
    }
    const double sum =
        sum_of<T>(x.dim(0), [&](std::size_t c) { return std::exp(x.row(c)[p] - top); });
    for (std::size_t c = 0; c < x.dim(0); ++c) {
      y.row(c)[p] = static_cast<T>(static_cast<double>(std::exp(x.row(c)[p] - top)) / sum);
    }
  });
}

template <class T>
void Softmax<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& y = run.output();
  const tensor::Tensor<T>& dy = run.error();
  tensor::Tensor<T> dx = run.take_buffer(dy.dims());
  for_positions(y, run.pass(), [&](std::size_t p) {
    const T mean = static_cast<T>(
        sum_of<T>(y.dim(0), [&](std::size_t c) { return dy.row(c)[p] * y.row(c)[p]; }));
    for (std::size_t c = 0; c < y.dim(0); ++c) {
      dx.row(c)[p] = y.row(c)[p] * (dy.row(c)[p] - mean);
    }
  });
  run.deliver(0, std::move(dx));
}

template <class T>
void Multiply<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& a = run.input(0);
  const tensor::Tensor<T>& b = run.input(1);
  tensor::Tensor<T>& y = run.output();
  y.reshape(a.dims());
  const std::size_t plane = a.size() / b.size();  // elements of a that share a factor
  run.pass().workspace->pool().run(a.dim(0), [&](std::size_t c, std::size_t) {
    for (std::size_t i = 0; i < a.row_size(); ++i) {
      y.row(c)[i] = a.row(c)[i] * b.row(c)[i / plane];
    }
  });
}

template <class T>
void Multiply<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& a = run.input(0);
  const tensor::Tensor<T>& b = run.input(1);
  const tensor::Tensor<T>& dy = run.error();
  const std::size_t plane = a.size() / b.size();
  tensor::Tensor<T> da = run.take_buffer(a.dims());
  tensor::Tensor<T> db = run.take_buffer(b.dims());
  run.pass().workspace->pool().run(a.dim(0), [&](std::size_t c, std::size_t) {
    for (std::size_t i = 0; i < a.row_size(); ++i) {
      da.row(c)[i] = dy.row(c)[i] * b.row(c)[i / plane];
    }
    for (std::size_t f = 0; f < b.row_size(); ++f) {
      db.row(c)[f] = static_cast<T>(sum_of<T>(plane, [&](std::size_t i) {
        return dy.row(c)[f * plane + i] * a.row(c)[f * plane + i];
      }));
    }
  });
  run.deliver(0, std::move(da));
  run.deliver(1, std::move(db));
}

#define METRONOME_INSTANTIATE(T)                    \
  template class Activation<T, model::LeakyRelu>;   \
  template class Activation<T, model::Clip>;        \
  template class Activation<T, model::HardSigmoid>; \
  template class Activation<T, model::HardSwish>;   \
  template class Activation<T, model::Silu>;        \
  template class Activation<T, model::Gelu>;        \
  template struct Softmax<T>;                       \
  template struct Multiply<T>;
METRONOME_INSTANTIATE(float)
METRONOME_INSTANTIATE(double)
#undef METRONOME_INSTANTIATE

}  // namespace metronome::nn
