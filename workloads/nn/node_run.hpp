#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <vector>

#include "workloads/nn/pass.hpp"
#include "workloads/quant/running_range.hpp"
#include "workloads/tensor/tensor.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::nn {

template <class T>
class Embedding;

/// A trained tensor and its gradient: "<node>.weight" or "<node>.bias".
template <class T>
struct Parameter {
  std::string name;
  tensor::Tensor<T>* value = nullptr;
  tensor::Tensor<T>* gradient = nullptr;
  bool of_product = false;  ///< weights of a matrix product: their gradient may be codes
};

/// A tensor of a layer beside its parameters.
template <class T>
struct NamedState {
  std::string name;
  tensor::Tensor<T>* value = nullptr;
};

/// The range of a quantized operand at evaluation: "<node>.input_range"; of an LSTM
/// "<node>.input.input_range" and "<node>.recurrent.input_range", of attention "<node>.query_range"
/// and those of key, value and probability.
template <class T>
struct NamedRange {
  std::string name;
  quant::RunningRange<T>* range = nullptr;
};

/// What a layer keeps from one iteration to the next.
template <class T>
struct LayerState {
  std::vector<Parameter<T>> parameters{};   ///< weight before bias
  std::vector<NamedState<T>> statistics{};  ///< of evaluation: "<norm>.running_mean"
  std::vector<NamedRange<T>> ranges{};      ///< of its operands where they are quantized
  std::vector<NamedState<T>> carried{};     ///< from sequence to sequence: "<lstm>.state"
};

/// A node of a network while it runs: the tensors around it, the pass and its precision.
template <class T>
class NodeRun {
 public:
  using Tensor = tensor::Tensor<T>;

  NodeRun(const Pass<T>& pass, trace::Precision precision) : pass_(pass), precision_(precision) {}
  NodeRun(const NodeRun&) = delete;
  NodeRun& operator=(const NodeRun&) = delete;
  virtual ~NodeRun() = default;

  [[nodiscard]] const Pass<T>& pass() const { return pass_; }
  /// FP32 where the layer is not quantized.
  [[nodiscard]] trace::Precision precision() const { return precision_; }

  /// Of the batch.
  [[nodiscard]] virtual std::size_t samples() = 0;
  [[nodiscard]] virtual const Tensor& input(std::size_t i = 0) = 0;
  /// May be the first input itself: in_place().
  [[nodiscard]] virtual Tensor& output() = 0;
  [[nodiscard]] virtual bool in_place() const = 0;
  /// Of the output; in place it becomes that of the first input.
  [[nodiscard]] virtual Tensor& error() = 0;
  /// Where a layer adds the error of its first input; null for the images themselves.
  [[nodiscard]] virtual Tensor* wanted_error() = 0;
  /// Adds a contribution to the error of an input, or makes it that error if it is the first.
  virtual void deliver(std::size_t input, Tensor&& contribution) = 0;
  /// The embedding whose table the node multiplies.
  [[nodiscard]] virtual Embedding<T>& table() = 0;
  /// Of unspecified content, for deliver().
  [[nodiscard]] virtual Tensor take_buffer(const tensor::Dims& dims) = 0;

 private:
  const Pass<T>& pass_;
  trace::Precision precision_;
};

/// What the trainer asks of every kind of layer.
template <class L, class T>
concept NetworkLayer = requires(L& layer, NodeRun<T>& run, const std::string& name,
                                std::uint64_t seed) {
  layer.forward(run);
  layer.backward(run);  // of the last training forward()
  { layer.state(name) } -> std::same_as<LayerState<T>>;
  layer.initialise(seed, seed);  // of a run's seed and the node's number
};

/// Layers that keep nothing.
template <class T>
struct StatelessLayer {
  [[nodiscard]] static LayerState<T> state(const std::string& /*name*/) { return {}; }
  static void initialise(std::uint64_t /*seed*/, std::uint64_t /*node*/) {}
};

}  // namespace metronome::nn
