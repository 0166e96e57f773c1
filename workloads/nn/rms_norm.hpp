#pragma once

#include <vector>

#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// y = gamma x r, r = 1 / sqrt(mean(x^2) + 1e-5), over the channels of each position
/// [zhang2019rmsnorm]. backward, with m channels and g = gamma dy:
///   dx = r (g - x r^2 mean(g x)); dgamma = sum dy x r.
template <class T>
class RmsNorm {
 public:
  explicit RmsNorm(std::size_t channels);

  [[nodiscard]] tensor::Tensor<T>& weight() { return weight_; }
  [[nodiscard]] tensor::Tensor<T>& weight_gradient() { return weight_gradient_; }

  void forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, const Pass<T>& pass);
  /// dx of the last forward().
  void backward(const tensor::Tensor<T>& dy, tensor::Tensor<T>& dx, const Pass<T>& pass);

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Nothing: the constructor makes scales of one.
  void initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {}

 private:
  tensor::Tensor<T> weight_, weight_gradient_;
  tensor::Tensor<T> normalised_;  ///< x r
  std::vector<T> inverse_root_;   ///< r of each position
};

}  // namespace metronome::nn
