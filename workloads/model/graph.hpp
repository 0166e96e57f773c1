#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/model/layer.hpp"

namespace metronome::model {

using NodeIndex = std::size_t;

/// One layer of a model. Names are those of the CPT authors' parameters ("group2_layer0.conv1"),
/// so that "<name>.weight" and "<name>.bias" identify a parameter everywhere.
struct Node {
  std::string name;
  Layer layer;
  std::vector<NodeIndex> inputs;  ///< indices below this node's own
  Shape output;                   ///< per sample

  bool operator==(const Node&) const = default;
};

/// What training makes smaller: softmax cross-entropy at each position; the mean square of the
/// difference from the labels, a label being 1 in its class and 0 in the others; or nothing, of a
/// network that only infers.
enum class Loss { cross_entropy, mse, none };
constexpr auto enum_rows(Loss) {
  using enum Loss;
  return enum_list<Loss>({{cross_entropy, "cross_entropy"}, {mse, "mse"}, {none, "none"}});
}

/// A network up to its outputs. Nodes are in execution order; the first is an Input, the last an
/// output.
struct Graph {
  std::string name;
  std::vector<Node> nodes;
  Loss loss = Loss::cross_entropy;

  [[nodiscard]] const Shape& input() const { return nodes.front().output; }
  /// Nodes that no other reads, in their order; the last is the last of all.
  [[nodiscard]] std::vector<NodeIndex> outputs() const;
  [[nodiscard]] std::size_t classes() const { return nodes.back().output.channels; }
  /// Whether the input is a sequence of tokens.
  [[nodiscard]] bool reads_tokens() const;
  bool operator==(const Graph&) const = default;
};

/// Multiply-accumulates of one forward pass of one sample.
[[nodiscard]] std::uint64_t forward_macs(const Graph& graph);
/// The same for one node; 0 for layers without a matrix product.
[[nodiscard]] std::uint64_t forward_macs(const Graph& graph, NodeIndex node);

/// The embedding whose table a node multiplies; nothing for other kinds. A graph that was built has
/// it.
[[nodiscard]] std::optional<NodeIndex> tied_table(const Graph& graph, NodeIndex node);

/// Trained numbers of one node: weights, biases, batch-norm scale and shift.
[[nodiscard]] std::uint64_t parameter_count(const Graph& graph, NodeIndex node);

/// CIFAR-style ResNet-(6n+2): 16, 32, 64 channels in three groups of n basic blocks; 1x1 stride-2
/// convolution + batch norm on the shortcut of the first block of groups 2 and 3; global average
/// pool; FP32 linear layer. The network of [he2016resnet] with the shortcuts of [fu2021code].
[[nodiscard]] Graph cifar_resnet(std::size_t blocks_per_group, Shape input, std::size_t classes);

/// The names that make_model knows, such as "resnet-8", in the order of `metronome list models`.
[[nodiscard]] std::vector<std::string> model_names();

/// A model by name for the given input and number of classes; "resnet-N" for any N = 6n+2, listed
/// or not; "mobilenet-v2:depthwise=F/G" (bits) or "...=schedule", 8/16 by default;
/// "lstm-2:hidden=N,layers=N" and "transformer-base:layers=N,features=N,inner=N,heads=N" for other
/// sizes. Models of tokens take a sequence as long as the input is high, and as many words as there
/// are classes. UserError with the nearest name.
[[nodiscard]] Graph make_model(const std::string& name, Shape input, std::size_t classes);

}  // namespace metronome::model
