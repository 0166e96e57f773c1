#include "workloads/nn/group_norm.hpp"

#include <cmath>

#include "workloads/nn/sums.hpp"

namespace metronome::nn {
namespace {

constexpr double kGroupNormEpsilon = 1e-5;

}  // namespace

template <class T>
GroupNorm<T>::GroupNorm(std::size_t channels, std::size_t groups)
    : groups_(groups),
      weight_({channels, 1, 1, 1}),
      bias_(weight_.dims()),
      weight_gradient_(weight_.dims()),
      bias_gradient_(weight_.dims()) {
  weight_.fill(T(1));
}

template <class T>
template <class Body>
void GroupNorm<T>::for_group(const tensor::Dims& dims, std::size_t sample, std::size_t group,
                             const Body& body) const {
  const std::size_t channels = dims[0] / groups_;
  const std::size_t plane = dims[2] * dims[3];
  for (std::size_t c = group * channels; c < (group + 1) * channels; ++c) {
    for (std::size_t i = (c * dims[1] + sample) * plane; i < (c * dims[1] + sample + 1) * plane;
         ++i) {
      body(c, i);
    }
  }
}

template <class T>
void GroupNorm<T>::forward(NodeRun<T>& run) {
  const tensor::Tensor<T>& x = run.input();
  tensor::Tensor<T>& y = run.output();
  y.reshape(x.dims());
  normalised_.reshape(x.dims());
  inverse_deviation_.resize(x.dim(1) * groups_);
  const double n = static_cast<double>(x.size() / inverse_deviation_.size());
  run.pass().workspace->pool().run(inverse_deviation_.size(), [&](std::size_t at, std::size_t) {
    const std::size_t sample = at / groups_;
    const std::size_t group = at % groups_;
    double sum = 0;
    for_group(x.dims(), sample, group,
              [&](std::size_t, std::size_t i) { sum += static_cast<double>(x.data()[i]); });
    const double mean = sum / n;
    double squares = 0;
    for_group(x.dims(), sample, group, [&](std::size_t, std::size_t i) {
      const double d = static_cast<double>(x.data()[i]) - mean;
      squares += d * d;
    });
    const double inverse = 1 / std::sqrt(squares / n + kGroupNormEpsilon);
    inverse_deviation_[at] = static_cast<T>(inverse);
    for_group(x.dims(), sample, group, [&](std::size_t c, std::size_t i) {
      const T normalised = static_cast<T>((static_cast<double>(x.data()[i]) - mean) * inverse);
      normalised_.data()[i] = normalised;
      y.data()[i] = normalised * weight_.data()[c] + bias_.data()[c];
    });
  });
}

template <class T>
void GroupNorm<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& dy = run.error();
  tensor::Tensor<T> dx = run.take_buffer(dy.dims());
  run.pass().workspace->pool().run(dy.dim(0), [&](std::size_t c, std::size_t) {
    const T* error = dy.row(c);
    const T* normalised = normalised_.row(c);
    bias_gradient_.data()[c] =
        static_cast<T>(sum_of<T>(dy.row_size(), [=](std::size_t p) { return error[p]; }));
    weight_gradient_.data()[c] = static_cast<T>(
        sum_of<T>(dy.row_size(), [=](std::size_t p) { return error[p] * normalised[p]; }));
  });
  const double n = static_cast<double>(dy.size() / inverse_deviation_.size());
  run.pass().workspace->pool().run(inverse_deviation_.size(), [&](std::size_t at, std::size_t) {
    const std::size_t sample = at / groups_;
    const std::size_t group = at % groups_;
    double sum = 0;
    double product = 0;
    for_group(dy.dims(), sample, group, [&](std::size_t c, std::size_t i) {
      const double g = static_cast<double>(weight_.data()[c]) * static_cast<double>(dy.data()[i]);
      sum += g;
      product += g * static_cast<double>(normalised_.data()[i]);
    });
    const T mean = static_cast<T>(sum / n);
    const T slope = static_cast<T>(product / n);
    for_group(dy.dims(), sample, group, [&](std::size_t c, std::size_t i) {
      dx.data()[i] = (weight_.data()[c] * dy.data()[i] - mean - normalised_.data()[i] * slope) *
                     inverse_deviation_[at];
    });
  });
  run.deliver(0, std::move(dx));
}

template <class T>
LayerState<T> GroupNorm<T>::state(const std::string& name) {
  return {.parameters = {{name + ".weight", &weight_, &weight_gradient_},
                         {name + ".bias", &bias_, &bias_gradient_}}};
}

template class GroupNorm<float>;
template class GroupNorm<double>;

}  // namespace metronome::nn
