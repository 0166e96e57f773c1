#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace metronome::model {

/// Channels, height, width of one sample. A vector of features is {n, 1, 1}.
struct Shape {
  std::size_t channels = 0;
  std::size_t height = 1;
  std::size_t width = 1;

  [[nodiscard]] std::size_t elements() const { return channels * height * width; }
  bool operator==(const Shape&) const = default;
};

struct Input {
  bool operator==(const Input&) const = default;
};

/// Square kernel, no bias. `quantized` layers take k-bit codes; others run in FP32.
struct Convolution {
  std::size_t out_channels = 0;
  std::size_t kernel = 1;
  std::size_t stride = 1;
  std::size_t pad = 0;
  bool quantized = true;
  bool operator==(const Convolution&) const = default;
};

/// Per-channel, batch statistics in training, running ones in evaluation.
struct BatchNorm {
  bool operator==(const BatchNorm&) const = default;
};

struct Relu {
  bool operator==(const Relu&) const = default;
};

/// Sum of its two inputs (a residual connection).
struct Add {
  bool operator==(const Add&) const = default;
};

/// Mean over height and width.
struct GlobalAveragePool {
  bool operator==(const GlobalAveragePool&) const = default;
};

/// y = W x + b on a feature vector.
struct Linear {
  std::size_t out_features = 0;
  bool quantized = false;
  bool operator==(const Linear&) const = default;
};

using Layer = std::variant<Input, Convolution, BatchNorm, Relu, Add, GlobalAveragePool, Linear>;

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

/// A network up to its logits; the loss is softmax cross-entropy. Nodes are in execution order, the
/// first is the Input, the last gives the logits.
struct Graph {
  std::string name;
  std::vector<Node> nodes;

  [[nodiscard]] const Shape& input() const { return nodes.front().output; }
  [[nodiscard]] std::size_t classes() const { return nodes.back().output.elements(); }
  bool operator==(const Graph&) const = default;
};

/// Multiply-accumulates of one forward pass of one sample, convolutions and linear layers.
[[nodiscard]] std::uint64_t forward_macs(const Graph& graph);
/// The same for one node; 0 for layers without a matrix product.
[[nodiscard]] std::uint64_t forward_macs(const Graph& graph, NodeIndex node);

/// Trained numbers of one node: weights, biases, batch-norm scale and shift.
[[nodiscard]] std::uint64_t parameter_count(const Graph& graph, NodeIndex node);

/// CIFAR-style ResNet-(6n+2): 16, 32, 64 channels in three groups of n basic blocks; 1x1 stride-2
/// convolution + batch norm on the shortcut of the first block of groups 2 and 3; global average
/// pool; FP32 linear layer. Sources: notes on CPT, section 2.1.
[[nodiscard]] Graph cifar_resnet(std::size_t blocks_per_group, Shape input, std::size_t classes);

/// The names that make_model knows, such as "resnet-8", in the order of `metronome list models`.
[[nodiscard]] std::vector<std::string> model_names();

/// A model by name for the given input and number of classes; "resnet-N" for any N = 6n+2, listed
/// or not. UserError with the nearest name.
[[nodiscard]] Graph make_model(const std::string& name, Shape input, std::size_t classes);

}  // namespace metronome::model
