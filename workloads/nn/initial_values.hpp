#pragma once

#include <cstddef>

#include "sim/base/random.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

template <class T>
void fill_normal(tensor::Tensor<T>& tensor, double deviation, const RandomStream& stream) {
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    tensor.data()[i] = static_cast<T>(deviation * stream.normal(i));
  }
}

/// From -bound to bound.
template <class T>
void fill_uniform(tensor::Tensor<T>& tensor, double bound, const RandomStream& stream) {
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    tensor.data()[i] = static_cast<T>(bound * (2 * stream.uniform(i) - 1));
  }
}

}  // namespace metronome::nn
