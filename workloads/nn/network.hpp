#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workloads/model/graph.hpp"
#include "workloads/nn/activations.hpp"
#include "workloads/nn/attention.hpp"
#include "workloads/nn/batch_norm.hpp"
#include "workloads/nn/convolution.hpp"
#include "workloads/nn/decoder_layers.hpp"
#include "workloads/nn/embedding.hpp"
#include "workloads/nn/group_norm.hpp"
#include "workloads/nn/layer_norm.hpp"
#include "workloads/nn/learned.hpp"
#include "workloads/nn/linear.hpp"
#include "workloads/nn/lstm.hpp"
#include "workloads/nn/matrix_product.hpp"
#include "workloads/nn/node_run.hpp"
#include "workloads/nn/pooling.hpp"
#include "workloads/nn/rms_norm.hpp"
#include "workloads/nn/shape_layers.hpp"
#include "workloads/nn/stateless_layers.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::nn {

/// What runs a node: one alternative for each kind of layer that the trainer tells apart.
template <class T, NetworkLayer<T>... Layers>
using NodeLayerOf = std::variant<Layers...>;
template <class T, class... Layers, model::Function... Kinds>
NodeLayerOf<T, Layers..., Activation<T, Kinds>...> with_activations(std::variant<Layers...>,
                                                                    model::FunctionKinds<Kinds...>);
template <class T>
using OtherNodeLayer =
    NodeLayerOf<T, InputLayer<T>, Convolution<T>, BatchNorm<T>, Linear<T>, MaxPool<T>,
                AveragePool<T>, GlobalAveragePool<T>, Relu<T>, Tanh<T>, Sigmoid<T>, Add<T>,
                Dropout<T>, LayerNorm<T>, Embedding<T>, Attention<T>, Lstm<T>, Softmax<T>,
                Multiply<T>, GroupNorm<T>, Concat<T>, Slice<T>, Reshape<T>, Transpose<T>,
                Upsample<T>, Learned<T>, MatrixProduct<T>, RmsNorm<T>, SwiGlu<T>, Rope<T>,
                RepeatHeads<T>, TiedLinear<T>>;
template <class T>
using NodeLayer =
    decltype(with_activations<T>(std::declval<OtherNodeLayer<T>>(), model::Functions()));

/// Makes what runs a node, of its kind: a kind of model::Layer without a function here does not
/// compile.
template <class T>
struct LayerMaker {
  const model::Graph& graph;
  model::NodeIndex index;
  trace::DxScale dx_scale;

  NodeLayer<T> operator()(const model::Input& kind) const;
  NodeLayer<T> operator()(const model::Convolution& kind) const;
  NodeLayer<T> operator()(const model::BatchNorm& kind) const;
  NodeLayer<T> operator()(const model::Relu& kind) const;
  NodeLayer<T> operator()(const model::Add& kind) const;
  NodeLayer<T> operator()(const model::GlobalAveragePool& kind) const;
  NodeLayer<T> operator()(const model::Linear& kind) const;
  NodeLayer<T> operator()(const model::Tanh& kind) const;
  NodeLayer<T> operator()(const model::Sigmoid& kind) const;
  NodeLayer<T> operator()(const model::MaxPool& kind) const;
  NodeLayer<T> operator()(const model::AveragePool& kind) const;
  NodeLayer<T> operator()(const model::LayerNorm& kind) const;
  NodeLayer<T> operator()(const model::Embedding& kind) const;
  NodeLayer<T> operator()(const model::Dropout& kind) const;
  NodeLayer<T> operator()(const model::Attention& kind) const;
  NodeLayer<T> operator()(const model::Lstm& kind) const;
  NodeLayer<T> operator()(const model::Softmax& kind) const;
  NodeLayer<T> operator()(const model::Multiply& kind) const;
  NodeLayer<T> operator()(const model::GroupNorm& kind) const;
  NodeLayer<T> operator()(const model::InstanceNorm& kind) const;
  NodeLayer<T> operator()(const model::GlobalMaxPool& kind) const;
  NodeLayer<T> operator()(const model::Concat& kind) const;
  NodeLayer<T> operator()(const model::Slice& kind) const;
  NodeLayer<T> operator()(const model::Reshape& kind) const;
  NodeLayer<T> operator()(const model::Transpose& kind) const;
  NodeLayer<T> operator()(const model::Upsample& kind) const;
  NodeLayer<T> operator()(const model::Learned& kind) const;
  NodeLayer<T> operator()(const model::MatrixProduct& kind) const;
  NodeLayer<T> operator()(const model::RmsNorm& kind) const;
  NodeLayer<T> operator()(const model::SwiGlu& kind) const;
  NodeLayer<T> operator()(const model::Rope& kind) const;
  NodeLayer<T> operator()(const model::RepeatHeads& kind) const;
  NodeLayer<T> operator()(const model::TiedLinear& kind) const;
  template <model::Function Kind>
  NodeLayer<T> operator()(const Kind& kind) const {
    return Activation<T, Kind>(kind);
  }

 private:
  [[nodiscard]] const model::Node& node() const { return graph.nodes[index]; }
  /// Of the first input.
  [[nodiscard]] const model::Shape& input() const {
    return graph.nodes[node().inputs.front()].output;
  }
};

/// Whether the trainer executes a kind of layer.
template <class Kind>
inline constexpr bool kExecutes = std::invocable<const LayerMaker<float>&, const Kind&>;

/// The bits that a node's products run at: the assignment's, those that the layer keeps, or FP32
/// where it is not quantized.
[[nodiscard]] trace::Precision precision_of(const model::Node& node,
                                            const trace::Assignment& assignment);

/// A graph with its parameters, run forward and backward in training or evaluation.
template <class T>
class Network {
 public:
  using Tensor = tensor::Tensor<T>;
  using Observer = std::function<void(model::NodeIndex, const Tensor&)>;
  using Change = std::function<void(model::NodeIndex, Tensor&)>;

  Network(model::Graph graph, trace::DxScale dx_scale);

  [[nodiscard]] const model::Graph& graph() const { return graph_; }
  [[nodiscard]] NodeLayer<T>& layer(model::NodeIndex node) { return layers_.at(node); }
  /// In execution order, weight before bias.
  [[nodiscard]] std::vector<Parameter<T>> parameters();
  /// Of quantized layers, in execution order.
  [[nodiscard]] std::vector<NamedRange<T>> ranges();
  /// Of training.
  [[nodiscard]] std::vector<NamedState<T>> carried_states();
  /// Running means and variances, in execution order.
  [[nodiscard]] std::vector<NamedState<T>> statistics();
  /// Lets layers that any of these assignments gives delayed scales keep them from now on: their
  /// statistics() have them.
  void keep_scales(const std::vector<trace::Assignment>& assignments);
  /// The first weights and biases of a run: the CPT authors' (each layer's initialise). Each
  /// parameter has a random stream of its own.
  void initialise(std::uint64_t seed);

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
  /// Called with a node's output before another node reads it: what it makes of it is what they
  /// read, and errors pass as if it were not there.
  void change_outputs(Change change) { change_output_ = std::move(change); }

 private:
  void place_buffers();
  /// The gradients of a node's products to codes, one range per tensor, rounded as errors are.
  void quantize_gradients(model::NodeIndex node, int bits, const Pass<T>& pass);
  [[nodiscard]] bool runs_in_place(const model::Node& node,
                                   const std::vector<std::size_t>& consumers) const;
  [[nodiscard]] Tensor& value(model::NodeIndex node) { return values_[buffer_of_[node]]; }
  [[nodiscard]] Tensor& error(model::NodeIndex node) { return errors_[buffer_of_[node]]; }
  [[nodiscard]] bool in_place(model::NodeIndex node) const {
    const std::vector<model::NodeIndex>& inputs = graph_.nodes[node].inputs;
    return !inputs.empty() && buffer_of_[node] == buffer_of_[inputs.front()];
  }

  class Run;
  [[nodiscard]] LayerState<T> state(model::NodeIndex node);
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
  std::vector<NodeLayer<T>> layers_;
  std::vector<std::size_t> buffer_of_;
  std::vector<Tensor> values_;
  std::vector<Tensor> errors_;  ///< by buffer; empty: nothing delivered yet
  std::vector<Tensor> spare_;
  Observer observe_input_;
  Observer observe_error_;
  Change change_output_;
};

}  // namespace metronome::nn
