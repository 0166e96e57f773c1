#include "workloads/train/initialise.hpp"

#include <cmath>

#include "sim/base/random.hpp"

namespace metronome::train {
namespace {

template <class T>
void fill_normal(tensor::Tensor<T>& tensor, double deviation, const RandomStream& stream) {
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    tensor.data()[i] = static_cast<T>(deviation * stream.normal(i));
  }
}

template <class T>
void fill_uniform(tensor::Tensor<T>& tensor, double bound, const RandomStream& stream) {
  for (std::size_t i = 0; i < tensor.size(); ++i) {
    tensor.data()[i] = static_cast<T>(bound * (2 * stream.uniform(i) - 1));
  }
}

}  // namespace

template <class T>
void initialise(nn::Network<T>& network, std::uint64_t seed) {
  for (model::NodeIndex i = 0; i < network.graph().nodes.size(); ++i) {
    const RandomStream weights(seed, "initial_weight", i);
    if (auto* convolution = std::get_if<nn::Convolution<T>>(&network.layer(i))) {
      const nn::ConvolutionShape& shape = convolution->shape();
      const double fan_out = static_cast<double>(shape.kernel * shape.kernel * shape.out_channels);
      fill_normal(convolution->weight(), std::sqrt(2.0 / fan_out), weights);
    } else if (auto* norm = std::get_if<nn::BatchNorm<T>>(&network.layer(i))) {
      norm->weight().fill(T(1));
      norm->bias().fill(T(0));
    } else if (auto* linear = std::get_if<nn::Linear<T>>(&network.layer(i))) {
      tensor::Tensor<T>& weight = linear->product().weight();
      const double bound = 1.0 / std::sqrt(static_cast<double>(weight.row_size()));
      fill_uniform(weight, bound, weights);
      fill_uniform(linear->bias(), bound, RandomStream(seed, "initial_bias", i));
    } else if (auto* table = std::get_if<nn::Embedding<T>>(&network.layer(i))) {
      const double features = static_cast<double>(table->weight().row_size());
      fill_normal(table->weight(), 1.0 / std::sqrt(features), weights);
    } else if (auto* lstm = std::get_if<nn::Lstm<T>>(&network.layer(i))) {
      const double hidden = static_cast<double>(lstm->recurrent().weight().row_size());
      const double bound = 1.0 / std::sqrt(hidden);
      fill_uniform(lstm->input().product().weight(), bound, weights);
      fill_uniform(lstm->input().bias(), bound, RandomStream(seed, "initial_bias", i));
      fill_uniform(lstm->recurrent().weight(), bound, RandomStream(seed, "initial_recurrent", i));
    }
  }
}

template void initialise(nn::Network<float>&, std::uint64_t);
template void initialise(nn::Network<double>&, std::uint64_t);

}  // namespace metronome::train
