#pragma once

#include "workloads/model/sequence_layers.hpp"
#include "workloads/nn/convolution.hpp"
#include "workloads/nn/node_run.hpp"

namespace metronome::nn {

/// Layers of today's language models (model/sequence_layers.hpp, pointwise_layers.hpp).

/// y = silu(gate) up; d gate = dy up (s + x s (1 - s)), d up = dy silu(gate), s = sigmoid(gate).
template <class T>
class SwiGlu : public StatelessLayer<T> {
 public:
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
};

/// A rotation of each pair; backward is the rotation back.
template <class T>
class Rope : public StatelessLayer<T> {
 public:
  explicit Rope(const model::Rope& kind) : kind_(kind) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  /// `direction` 1 or -1. Tensors {features, samples, tokens, 1}.
  void turn(const tensor::Tensor<T>& x, tensor::Tensor<T>& y, double direction,
            const Pass<T>& pass) const;

  model::Rope kind_;
};

/// Backward sums over the copies.
template <class T>
class RepeatHeads : public StatelessLayer<T> {
 public:
  explicit RepeatHeads(const model::RepeatHeads& kind) : kind_(kind) {}
  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);

 private:
  model::RepeatHeads kind_;
};

/// y = E x + b with the table of an embedding: the gradient of E goes to that layer, which adds its
/// own.
template <class T>
class TiedLinear {
 public:
  TiedLinear(const ConvolutionShape& shape, bool bias, std::uint64_t id);

  void forward(NodeRun<T>& run);
  void backward(NodeRun<T>& run);
  /// The bias alone.
  [[nodiscard]] LayerState<T> state(const std::string& name);
  /// Nothing: the bias begins at zero.
  void initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {}

 private:
  Convolution<T> product_;                  ///< its weights are a copy of the table
  tensor::Tensor<T> bias_, bias_gradient_;  ///< empty without a bias
};

}  // namespace metronome::nn
