#include "workloads/nn/learned.hpp"

#include <algorithm>

#include "sim/base/random.hpp"
#include "workloads/nn/initial_values.hpp"

namespace metronome::nn {

template <class T>
Learned<T>::Learned(const model::Learned& kind)
    : kind_(kind),
      weight_({kind.channels, 1, kind.height, kind.width}),
      gradient_(weight_.dims()) {}

template <class T>
void Learned<T>::forward(NodeRun<T>& run) {
  tensor::Tensor<T>& y = run.output();
  y.reshape({kind_.channels, run.samples(), kind_.height, kind_.width});
  const std::size_t plane = weight_.row_size();
  for (std::size_t c = 0; c < kind_.channels; ++c) {
    for (std::size_t n = 0; n < run.samples(); ++n) {
      std::copy_n(weight_.row(c), plane, y.row(c) + n * plane);
    }
  }
}

template <class T>
void Learned<T>::backward(NodeRun<T>& run) {
  const tensor::Tensor<T>& dy = run.error();
  const std::size_t plane = weight_.row_size();
  gradient_.fill(T(0));
  for (std::size_t c = 0; c < kind_.channels; ++c) {
    for (std::size_t n = 0; n < run.samples(); ++n) {
      for (std::size_t i = 0; i < plane; ++i) {
        gradient_.row(c)[i] += dy.row(c)[n * plane + i];
      }
    }
  }
}

template <class T>
LayerState<T> Learned<T>::state(const std::string& name) {
  return {.parameters = {{name + ".weight", &weight_, &gradient_}}};
}

template <class T>
void Learned<T>::initialise(std::uint64_t seed, std::uint64_t node) {
  fill_normal(weight_, kind_.deviation, RandomStream(seed, "initial_weight", node));
  for (std::size_t i = 0; i < weight_.size(); ++i) {
    weight_.data()[i] += static_cast<T>(kind_.mean);
  }
}

template class Learned<float>;
template class Learned<double>;

}  // namespace metronome::nn
