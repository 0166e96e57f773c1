#include "workloads/nn/rms_norm.hpp"

#include <cmath>

#include "workloads/nn/sums.hpp"

namespace metronome::nn {
namespace {

constexpr double kRmsNormEpsilon = 1e-5;
constexpr std::size_t kPositionsPerPiece = 256;  ///< of one task

}  // namespace

template <class T>
RmsNorm<T>::RmsNorm(std::size_t channels)
    : weight_({channels, 1, 1, 1}), weight_gradient_(weight_.dims()) {
  weight_.fill(T(1));
}

template <class T>
void RmsNorm<T>::forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass) {
  const std::size_t channels = x.dim(0);
  y.reshape(x.dims());
  normalised_.reshape(x.dims());
  inverse_root_.resize(x.row_size());
  const auto position = [&](std::size_t p) {
    const double squares = sum_of<T>(channels, [&](std::size_t c) {
      const T value = x.row(c)[p];
      return value * value;
    });
    const T inverse =
        static_cast<T>(1.0 / std::sqrt(squares / static_cast<double>(channels) + kRmsNormEpsilon));
    inverse_root_[p] = inverse;
    for (std::size_t c = 0; c < channels; ++c) {
      const T normalised = x.row(c)[p] * inverse;
      normalised_.row(c)[p] = normalised;
      y.row(c)[p] = normalised * weight_.data()[c];
    }
  };
  for_pieces(*pass.workspace, x.row_size(), kPositionsPerPiece,
             [&](std::size_t first, std::size_t count, std::size_t) {
               for (std::size_t p = first; p < first + count; ++p) {
                 position(p);
               }
             });
}

template <class T>
void RmsNorm<T>::backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx, const Pass<T>& pass) {
  const std::size_t channels = dy.dim(0);
  const std::size_t positions = dy.row_size();
  dx.reshape(dy.dims());
  pass.workspace->pool().run(channels, [&](std::size_t c, std::size_t) {
    const T* error = dy.row(c);
    const T* normalised = normalised_.row(c);
    weight_gradient_.data()[c] = static_cast<T>(
        sum_of<T>(positions, [=](std::size_t p) { return error[p] * normalised[p]; }));
  });
  const auto position = [&](std::size_t p) {
    const auto g = [&](std::size_t c) { return weight_.data()[c] * dy.row(c)[p]; };
    const T slope = static_cast<T>(
        sum_of<T>(channels, [&](std::size_t c) { return g(c) * normalised_.row(c)[p]; }) /
        static_cast<double>(channels));
    for (std::size_t c = 0; c < channels; ++c) {
      dx.row(c)[p] = (g(c) - normalised_.row(c)[p] * slope) * inverse_root_[p];
    }
  };
  for_pieces(*pass.workspace, positions, kPositionsPerPiece,
             [&](std::size_t first, std::size_t count, std::size_t) {
               for (std::size_t p = first; p < first + count; ++p) {
                 position(p);
               }
             });
}

template <class T>
void RmsNorm<T>::forward(NodeRun<T>& run) {
  forward(run.input(), run.output(), run.pass());
}

template <class T>
void RmsNorm<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
  backward(run.error(), dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
LayerState<T> RmsNorm<T>::state(const std::string& name) {
  return {.parameters = {{name + ".weight", &weight_, &weight_gradient_}}};
}

template class RmsNorm<float>;
template class RmsNorm<double>;

}  // namespace metronome::nn
