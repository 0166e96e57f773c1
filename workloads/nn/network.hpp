#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "workloads/model/graph.hpp"
#include "workloads/nn/attention.hpp"
#include "workloads/nn/batch_norm.hpp"
#include "workloads/nn/convolution.hpp"
#include "workloads/nn/embedding.hpp"
#include "workloads/nn/layer_norm.hpp"
#include "workloads/nn/linear.hpp"
#include "workloads/nn/lstm.hpp"
#include "workloads/nn/pooling.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::nn {

/// A trained tensor and its gradient: "<node>.weight" or "<node>.bias".
template <class T>
struct Parameter {
  std::string name;
  tensor::Tensor<T>* value = nullptr;
  tensor::Tensor<T>* gradient = nullptr;
};

/// The range of a quantized operand at evaluation: "<node>.input_range"; of an LSTM
/// "<node>.input.input_range" and "<node>.recurrent.input_range", of attention "<node>.query_range"
/// and those of key, value and probability.
template <class T>
struct NamedRange {
  std::string name;
  quant::RunningRange<T>* range = nullptr;
};

/// The state that the next sequence goes on from: "<lstm>.state" and "<lstm>.cell".
template <class T>
struct CarriedState {
  std::string name;
  tensor::Tensor<T>* value = nullptr;
};

/// A graph with its parameters, run forward and backward in training or evaluation.
template <class T>
class Network {
 public:
  using Tensor = tensor::Tensor<T>;
  using NodeLayer = std::variant<std::monostate, Convolution<T>, BatchNorm<T>, Linear<T>,
                                 MaxPool<T>, LayerNorm<T>, Embedding<T>, Attention<T>, Lstm<T>>;
  using Observer = std::function<void(model::NodeIndex, const Tensor&)>;

  Network(model::Graph graph, trace::DxScale dx_scale);

  [[nodiscard]] const model::Graph& graph() const { return graph_; }
  /// The state of a node; monostate for layers without parameters.
  [[nodiscard]] NodeLayer& layer(model::NodeIndex node) { return layers_.at(node); }
  /// In execution order, weight before bias.
  [[nodiscard]] std::vector<Parameter<T>> parameters();
  /// Of quantized layers, in execution order.
  [[nodiscard]] std::vector<NamedRange<T>> ranges();
  /// Of training.
  [[nodiscard]] std::vector<CarriedState<T>> carried_states();

  /// Logits {classes, batch, 1, 1} of features {channels, batch, height, width}; valid until the
  /// next forward().
  const Tensor& forward(const Tensor& input, const Pass<T>& pass,
                        const trace::Assignment& assignment);
  /// Gradients of every parameter for the last training forward(), given d loss / d logits.
  void backward(const Tensor& logits_gradient, const Pass<T>& pass,
                const trace::Assignment& assignment);

  /// Called with a node's first input before the node runs, and with the error of its output before
  /// its backward runs. For tests and statistics.
  void observe(Observer input, Observer error) {
    observe_input_ = std::move(input);
    observe_error_ = std::move(error);
  }

 private:
  void place_buffers();
  [[nodiscard]] bool runs_in_place(const model::Node& node,
                                   const std::vector<std::size_t>& consumers) const;
  [[nodiscard]] Tensor& value(model::NodeIndex node) { return values_[buffer_of_[node]]; }
  [[nodiscard]] Tensor& error(model::NodeIndex node) { return errors_[buffer_of_[node]]; }
  [[nodiscard]] bool in_place(model::NodeIndex node) const {
    return buffer_of_[node] == buffer_of_[graph_.nodes[node].inputs.front()];
  }

  void forward_node(model::NodeIndex node, const Pass<T>& pass,
                    const trace::Assignment& assignment);
  /// Whether the node is of a layer of sequences, which then has run.
  bool forward_sequence(model::NodeIndex node, const Pass<T>& pass,
                        const trace::Assignment& assignment);
  bool backward_sequence(model::NodeIndex node, const Pass<T>& pass,
                         const trace::Assignment& assignment);
  void forward_stateless(model::NodeIndex node, const Pass<T>& pass);
  void backward_node(model::NodeIndex node, const Pass<T>& pass,
                     const trace::Assignment& assignment);
  void backward_stateless(model::NodeIndex node, const Pass<T>& pass);
  /// Where a layer adds the error of its input; null for the images themselves.
  [[nodiscard]] Tensor* wanted_error(model::NodeIndex node, const Pass<T>& pass);
  /// Adds `contribution` to the error of a node's output, or makes it that error if it is the
  /// first.
  void deliver(model::NodeIndex node, Tensor&& contribution, const Pass<T>& pass);
  /// The error of a node's output for a layer that adds to it: zeros if nothing was delivered yet.
  Tensor& error_to_add_to(model::NodeIndex node, const Pass<T>& pass);
  /// Buffers are kept, because fresh memory of this size costs a page fault for every 4 KiB.
  [[nodiscard]] Tensor take_buffer(const tensor::Dims& dims);
  void give_back(Tensor&& buffer);

  model::Graph graph_;
  std::vector<NodeLayer> layers_;
  std::vector<std::size_t> buffer_of_;
  std::vector<Tensor> values_;
  std::vector<Tensor> errors_;  ///< by buffer; empty: nothing delivered yet
  std::vector<Tensor> spare_;
  Observer observe_input_;
  Observer observe_error_;
};

}  // namespace metronome::nn
