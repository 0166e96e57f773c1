#include "workloads/nn/linear.hpp"

#include <cmath>

#include "workloads/nn/initial_values.hpp"
#include "workloads/nn/sums.hpp"

namespace metronome::nn {

template <class T>
Linear<T>::Linear(std::size_t in_features, std::size_t out_features, trace::DxScale dx_scale,
                  std::uint64_t id)
    : Linear({.in_channels = in_features, .out_channels = out_features}, dx_scale, id) {}

template <class T>
Linear<T>::Linear(const ConvolutionShape& shape, trace::DxScale dx_scale, std::uint64_t id)
    : product_(shape, dx_scale, id), bias_({shape.out_channels, 1, 1, 1}), bias_gradient_(bias_) {}

template <class T>
void Linear<T>::forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass,
                        trace::Precision precision) {
  product_.forward(x, y, pass, precision);
  for (std::size_t o = 0; o < y.dim(0); ++o) {
    T* row = y.row(o);
    for (std::size_t n = 0; n < y.row_size(); ++n) {
      row[n] += bias_.data()[o];
    }
  }
}

template <class T>
void Linear<T>::backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>* dx, const Pass<T>& pass,
                         trace::Precision precision) {
  product_.backward(dy, dx, pass, precision);
  for (std::size_t o = 0; o < dy.dim(0); ++o) {
    const T* row = dy.row(o);
    bias_gradient_.data()[o] =
        static_cast<T>(sum_of<T>(dy.row_size(), [row](std::size_t n) { return row[n]; }));
  }
}

template <class T>
void Linear<T>::forward(NodeRun<T>& run) {
  forward(run.input(), run.output(), run.pass(), run.precision());
}

template <class T>
void Linear<T>::backward(NodeRun<T>& run) {
  backward(run.error(), run.wanted_error(), run.pass(), run.precision());
}

template <class T>
LayerState<T> Linear<T>::state(const std::string& name) {
  LayerState<T> state = product_.state(name);
  state.parameters.push_back({name + ".bias", &bias_, &bias_gradient_});
  return state;
}

template <class T>
void Linear<T>::initialise(std::uint64_t seed, std::uint64_t node) {
  tensor::Tensor<T>& weight = product_.weight();
  const double bound = 1.0 / std::sqrt(static_cast<double>(weight.row_size()));
  fill_uniform(weight, bound, RandomStream(seed, "initial_weight", node));
  fill_uniform(bias_, bound, RandomStream(seed, "initial_bias", node));
}

template class Linear<float>;
template class Linear<double>;

}  // namespace metronome::nn
