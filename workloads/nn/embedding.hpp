#pragma once

#include <vector>

#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pass.hpp"
#include "workloads/tensor/tensor.hpp"

namespace metronome::nn {

/// y {features, batch, tokens, 1} = row x of a table for each x of {1, batch, tokens, 1}, numbers
/// of words. With `positions` the token's place t is added as in [vaswani2017attention], 3.5:
/// feature 2i gets sin(t / 10000^(2i/features)), feature 2i+1 the cosine.
template <class T>
class Embedding {
 public:
  Embedding(std::size_t vocabulary, std::size_t features, bool positions);

  /// {vocabulary, features, 1, 1}
  [[nodiscard]] tensor::Tensor<T>& weight() { return weight_; }
  [[nodiscard]] tensor::Tensor<T>& gradient() { return gradient_; }

  void forward(const tensor::Tensor<T>& x, tensor::Tensor<T>& y);
  /// gradient() of the last forward(), zero for words that it had not.
  void backward(const tensor::Tensor<T>& dy);
  /// What a layer that multiplies the same table has as its gradient, before the next backward().
  void add_gradient(const tensor::Tensor<T>& gradient);

  /// As a node of a network (node_run.hpp).
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Weights of a normal distribution of variance one over the features.
  void initialise(std::uint64_t seed, std::uint64_t node);

 private:
  tensor::Tensor<T> weight_, gradient_;
  bool positions_;
  bool has_gradient_ = false;  ///< of other layers
  std::vector<std::size_t> words_;
};

/// Training: y = x / (1 - rate) where a draw of at least `rate` keeps it, else 0; evaluation: y =
/// x. The same call on an error is its backward pass. `y` may be `x`.
template <class T>
void dropout(double rate, std::uint64_t id, const tensor::Tensor<T>& x, tensor::Tensor<T>& y,
             const Pass<T>& pass);

}  // namespace metronome::nn
