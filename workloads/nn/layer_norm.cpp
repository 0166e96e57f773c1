#include "workloads/nn/layer_norm.hpp"

#include <cmath>

#include "workloads/nn/sums.hpp"

namespace metronome::nn {
namespace {

constexpr double kLayerNormEpsilon = 1e-5;
constexpr std::size_t kRowsPerPiece = 256;  ///< positions of one task

}  // namespace

template <class T>
LayerNorm<T>::LayerNorm(std::size_t channels)
    : weight_({channels, 1, 1, 1}),
      bias_(weight_.dims()),
      weight_gradient_(weight_.dims()),
      bias_gradient_(weight_.dims()) {
  weight_.fill(T(1));
}

template <class T>
void LayerNorm<T>::forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass) {
  const std::size_t channels = x.dim(0);
  y.reshape(x.dims());
  normalised_.reshape(x.dims());
  inverse_deviation_.resize(x.row_size());
  for_pieces(*pass.workspace, x.row_size(), kRowsPerPiece,
             [&](std::size_t first, std::size_t count, std::size_t) {
               for (std::size_t p = first; p < first + count; ++p) {
                 const double n = static_cast<double>(channels);
                 const double mean =
                     sum_of<T>(channels, [&](std::size_t c) { return x.row(c)[p]; }) / n;
                 const T center = static_cast<T>(mean);
                 const double variance = sum_of<T>(channels,
                                                   [&](std::size_t c) {
                                                     const T d = x.row(c)[p] - center;
                                                     return d * d;
                                                   }) /
                                         n;
                 const T inverse = static_cast<T>(1.0 / std::sqrt(variance + kLayerNormEpsilon));
                 inverse_deviation_[p] = inverse;
                 for (std::size_t c = 0; c < channels; ++c) {
                   const T normalised = (x.row(c)[p] - center) * inverse;
                   normalised_.row(c)[p] = normalised;
                   y.row(c)[p] = normalised * weight_.data()[c] + bias_.data()[c];
                 }
               }
             });
}

template <class T>
void LayerNorm<T>::backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx,
                            const Pass<T>& pass) {
  const std::size_t channels = dy.dim(0);
  const std::size_t positions = dy.row_size();
  dx.reshape(dy.dims());
  pass.workspace->pool().run(channels, [&](std::size_t c, std::size_t) {
    const T* error = dy.row(c);
    const T* normalised = normalised_.row(c);
    bias_gradient_.data()[c] =
        static_cast<T>(sum_of<T>(positions, [error](std::size_t p) { return error[p]; }));
    weight_gradient_.data()[c] = static_cast<T>(
        sum_of<T>(positions, [=](std::size_t p) { return error[p] * normalised[p]; }));
  });
  for_pieces(
      *pass.workspace, positions, kRowsPerPiece,
      [&](std::size_t first, std::size_t count, std::size_t) {
        for (std::size_t p = first; p < first + count; ++p) {
          const auto g = [&](std::size_t c) { return weight_.data()[c] * dy.row(c)[p]; };
          const double n = static_cast<double>(channels);
          const T mean = static_cast<T>(sum_of<T>(channels, g) / n);
          const T slope = static_cast<T>(
              sum_of<T>(channels, [&](std::size_t c) { return g(c) * normalised_.row(c)[p]; }) / n);
          for (std::size_t c = 0; c < channels; ++c) {
            dx.row(c)[p] = (g(c) - mean - normalised_.row(c)[p] * slope) * inverse_deviation_[p];
          }
        }
      });
}

template <class T>
void LayerNorm<T>::forward(NodeRun<T>& run) {
  forward(run.input(), run.output(), run.pass());
}

template <class T>
void LayerNorm<T>::backward(NodeRun<T>& run) {
  tensor::Tensor<T> dx = run.take_buffer(run.error().dims());
  backward(run.error(), dx, run.pass());
  run.deliver(0, std::move(dx));
}

template <class T>
LayerState<T> LayerNorm<T>::state(const std::string& name) {
  return {.parameters = {{name + ".weight", &weight_, &weight_gradient_},
                         {name + ".bias", &bias_, &bias_gradient_}}};
}

template class LayerNorm<float>;
template class LayerNorm<double>;

}  // namespace metronome::nn
