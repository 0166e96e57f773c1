#pragma once

#include "workloads/model/pointwise_layers.hpp"
#include "workloads/nn/node_run.hpp"

namespace metronome::nn {

/// A trained tensor, for each sample the same; its gradient is the sum of the samples' errors.
template <class T>
class Learned {
 public:
  explicit Learned(const model::Learned& kind);
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Values of the kind's normal distribution.
  void initialise(std::uint64_t seed, std::uint64_t node);

 private:
  model::Learned kind_;
  tensor::Tensor<T> weight_, gradient_;  ///< {C, 1, H, W}
};

}  // namespace metronome::nn
