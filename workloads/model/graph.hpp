#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace metronome::model {

/// Channels, height, width of one sample. A vector of features is {n, 1, 1}; a sequence of tokens
/// has a token in each row: {1, tokens, 1} as numbers, {features, tokens, 1} once embedded.
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

/// Bits that a layer keeps whatever the schedule says; 0: the schedule's. A schedule in FP32 and
/// one that names the layer take precedence.
struct FixedBits {
  int forward = 0;
  int backward = 0;
  bool operator==(const FixedBits&) const = default;
};

/// Square kernel. `quantized` layers take k-bit codes; others run in FP32. Each of `groups` equal
/// parts of the channels is convolved apart. A kernel as large as the image, without pad, is a
/// linear layer on the whole image.
struct Convolution {
  std::size_t out_channels = 0;
  std::size_t kernel = 1;
  std::size_t stride = 1;
  std::size_t pad = 0;
  bool quantized = true;
  std::size_t groups = 1;
  bool bias = false;
  FixedBits bits{};
  bool operator==(const Convolution&) const = default;
};

/// Per-channel, batch statistics in training, running ones in evaluation.
struct BatchNorm {
  bool operator==(const BatchNorm&) const = default;
};

struct Relu {
  bool operator==(const Relu&) const = default;
};
struct Tanh {
  bool operator==(const Tanh&) const = default;
};
struct Sigmoid {
  bool operator==(const Sigmoid&) const = default;
};

/// Sum of its two inputs (a residual connection).
struct Add {
  bool operator==(const Add&) const = default;
};

/// Mean over height and width.
struct GlobalAveragePool {
  bool operator==(const GlobalAveragePool&) const = default;
};

/// Largest (mean) of each square window; MaxPool's border is never the largest.
struct MaxPool {
  std::size_t kernel = 2, stride = 2, pad = 0;
  bool operator==(const MaxPool&) const = default;
};
struct AveragePool {
  std::size_t kernel = 2, stride = 2;
  bool operator==(const AveragePool&) const = default;
};

/// Over the channels of each position.
struct LayerNorm {
  bool operator==(const LayerNorm&) const = default;
};

/// A row of a table, in FP32, for each token: {1, tokens, 1} to {features, tokens, 1}.
struct Embedding {
  std::size_t vocabulary = 0;
  std::size_t features = 0;
  bool positions = false;  ///< adds the sinusoids of the token's place [vaswani2017attention]
  bool operator==(const Embedding&) const = default;
};

/// Training sets elements to zero with probability `rate` and divides the others by 1 - rate.
struct Dropout {
  double rate = 0.1;
  bool operator==(const Dropout&) const = default;
};

/// softmax(Q K' / sqrt(d)) V in each head, d = features / heads; inputs Q, K, V. `causal`: tokens
/// do not see later ones.
struct Attention {
  std::size_t heads = 1;
  bool causal = true;
  bool quantized = true;
  bool operator==(const Attention&) const = default;
};

/// One layer over a sequence, from zero states: gates i, f, g, o = W x_t + U h_(t-1) + b;
/// c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(g); h_t = sigmoid(o) tanh(c_t). The gradient runs
/// back through the sequence and no further (truncated backpropagation).
struct Lstm {
  std::size_t hidden = 0;
  bool quantized = true;
  bool operator==(const Lstm&) const = default;
};

/// y = W x + b on a feature vector, or at each position of an image or a sequence.
struct Linear {
  std::size_t out_features = 0;
  bool quantized = false;
  bool operator==(const Linear&) const = default;
};

using Layer =
    std::variant<Input, Convolution, BatchNorm, Relu, Add, GlobalAveragePool, Linear, Tanh, Sigmoid,
                 MaxPool, AveragePool, LayerNorm, Embedding, Dropout, Attention, Lstm>;

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

/// A network up to its logits; the loss is softmax cross-entropy at each position. Nodes are in
/// execution order, the first is the Input, the last gives the logits.
struct Graph {
  std::string name;
  std::vector<Node> nodes;

  [[nodiscard]] const Shape& input() const { return nodes.front().output; }
  [[nodiscard]] std::size_t classes() const { return nodes.back().output.channels; }
  /// Whether the input is a sequence of tokens.
  [[nodiscard]] bool reads_tokens() const;
  bool operator==(const Graph&) const = default;
};

/// Multiply-accumulates of one forward pass of one sample: convolutions, linear layers, the two
/// products of attention, the gates of an LSTM.
[[nodiscard]] std::uint64_t forward_macs(const Graph& graph);
/// The same for one node; 0 for layers without a matrix product.
[[nodiscard]] std::uint64_t forward_macs(const Graph& graph, NodeIndex node);

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
