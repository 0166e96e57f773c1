#pragma once

#include <vector>

#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// y = gamma (x - mean) / sqrt(var + 1e-5) + beta over the channels of each position. backward,
/// with m channels, xh the normalised input and g = gamma dy:
///   dx = (g - mean(g) - xh mean(g xh)) / sqrt(var + eps); dgamma = sum dy xh; dbeta = sum dy.
template <class T>
class LayerNorm {
 public:
  explicit LayerNorm(std::size_t channels);

  [[nodiscard]] tensor::Tensor<T>& weight() { return weight_; }
  [[nodiscard]] tensor::Tensor<T>& bias() { return bias_; }
  [[nodiscard]] tensor::Tensor<T>& weight_gradient() { return weight_gradient_; }
  [[nodiscard]] tensor::Tensor<T>& bias_gradient() { return bias_gradient_; }

  void forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass);
  /// dx of the last forward().
  void backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx, const Pass<T>& pass);

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Nothing: the constructor makes scales of one and shifts of zero.
  void initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {}

 private:
  tensor::Tensor<T> weight_, bias_;
  tensor::Tensor<T> weight_gradient_, bias_gradient_;
  tensor::Tensor<T> normalised_;      ///< xh
  std::vector<T> inverse_deviation_;  ///< of each position
};

}  // namespace metronome::nn
