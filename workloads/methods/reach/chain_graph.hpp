#pragma once

#include <optional>
#include <string>

#include "workloads/model/graph.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::reach {

/// What keeps a graph from being bounded: the layer, and the end of a sentence about it.
struct ChainFault {
  model::NodeIndex node = 0;
  std::string what;
};

/// What would be right.
inline constexpr const char* kChainHint =
    "a chain of linear, convolution, relu, reshape and dropout layers";

/// Nothing where it is a chain of layers that can be bounded (input, linear, convolution, relu,
/// reshape, dropout), each reading the one before it.
[[nodiscard]] std::optional<ChainFault> chain_fault(const model::Graph& graph);
/// Nothing where each product of a chain is small enough to be a matrix.
[[nodiscard]] std::optional<ChainFault> size_fault(const model::Graph& graph);

/// Numbers of a sample there.
[[nodiscard]] std::size_t volume(const model::Shape& shape);

/// The convolution of a layer, or the one that a linear layer is, and the bias of each output
/// channel.
template <class T>
struct ChainProduct {
  nn::Convolution<T>* convolution = nullptr;  ///< null: the layer has no product
  const tensor::Tensor<T>* bias = nullptr;    ///< null: none
};

template <class T>
[[nodiscard]] ChainProduct<T> product_of(nn::NodeLayer<T>& layer) {
  if (auto* linear = std::get_if<nn::Linear<T>>(&layer)) {
    return {&linear->product(), &linear->bias()};
  }
  if (auto* convolution = std::get_if<nn::Convolution<T>>(&layer)) {
    return {convolution, nullptr};
  }
  return {};
}

}  // namespace metronome::reach
