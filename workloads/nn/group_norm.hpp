#pragma once

#include <vector>

#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// y = gamma (x - mean) / sqrt(var + 1e-5) + beta, mean and variance over the positions of one
/// sample and of the channels of one group; gamma and beta belong to channels. backward as
/// LayerNorm with the mean over the same elements.
template <class T>
class GroupNorm {
 public:
  GroupNorm(std::size_t channels, std::size_t groups);

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Nothing: the constructor makes scales of one and shifts of zero.
  void initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {}

 private:
  /// Calls body(index of the element) for the elements of one group of one sample.
  template <class Body>
  void for_group(const tensor::Dims& dims, std::size_t sample, std::size_t group,
                 const Body& body) const;

  std::size_t groups_;
  tensor::Tensor<T> weight_, bias_;
  tensor::Tensor<T> weight_gradient_, bias_gradient_;
  tensor::Tensor<T> normalised_;
  std::vector<T> inverse_deviation_;  ///< [sample][group]
};

}  // namespace metronome::nn
