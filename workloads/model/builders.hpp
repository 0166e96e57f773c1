#pragma once

#include "workloads/model/graph.hpp"

/// The models besides the CIFAR ResNets (graph.hpp). Which layers stay in FP32 follows the CPT
/// authors' code [fu2021code] where it has the model.
namespace metronome::model {

/// MobileNetV2 [sandler2018mobilenet] for small images: seven stages of inverted residuals.
/// Channels are divided by `width_divisor`, for tests.
struct MobileNetSpec {
  FixedBits depthwise{8, 16};
  std::size_t width_divisor = 1;
};
[[nodiscard]] Graph mobilenet_v2(const MobileNetSpec& spec, Shape input, std::size_t classes);

/// ImageNet ResNets [he2016resnet]: 7x7 stride-2 convolution, max pool, four stages of basic or
/// bottleneck blocks (stride on the 3x3); first convolution, shortcuts and linear layer stay in
/// FP32.
struct ImageNetResNetSpec {
  std::vector<std::size_t> blocks{2, 2, 2, 2};
  bool bottleneck = false;
  std::size_t channels = 64;  ///< of the first stage
};
[[nodiscard]] Graph imagenet_resnet(const std::string& name, const ImageNetResNetSpec& spec,
                                    Shape input, std::size_t classes);

/// Linear layers with ReLU between them; the last one stays in FP32.
[[nodiscard]] Graph mlp(const std::vector<std::size_t>& hidden, Shape input, std::size_t classes);

/// LeNet-5 [lecun1998gradient] with average pooling and tanh: 6 and 16 maps of 5x5 windows, 120
/// and 84 features; the last layer stays in FP32. Other sizes for tests.
struct LeNetSpec {
  std::size_t first_maps = 6, second_maps = 16, features = 120, last_features = 84;
};
[[nodiscard]] Graph lenet_5(const LeNetSpec& spec, Shape input, std::size_t classes);

/// A decoder-only language model [vaswani2017attention]: pre-norm blocks of attention and a ReLU
/// network; embedding, norms, softmax and the output layer stay in FP32. The embedding is not tied
/// to the output layer, and neither is adaptive (both are in [baevski2018adaptive]).
struct TransformerSpec {
  std::size_t layers = 6, features = 512, inner = 2048, heads = 8;
  double dropout = 0.1;
};
[[nodiscard]] Graph transformer(const std::string& name, const TransformerSpec& spec, Shape input,
                                std::size_t vocabulary);

/// GPT-2 [radford2019language]: learned positions, pre-norm blocks with one product for Q, K and V,
/// a GELU network of four times the features, an output layer tied to the embedding. Of the
/// `positions` that are trained the input's tokens use the first. Embeddings, norms, softmax and
/// output layer stay in FP32.
struct Gpt2Spec {
  std::size_t layers = 12, features = 768, heads = 12, positions = 1024;
};
[[nodiscard]] Graph gpt2(const std::string& name, const Gpt2Spec& spec, Shape input,
                         std::size_t vocabulary);

/// Llama 3.2 [grattafiori2024llama]: no biases, RMSNorm, rotary positions, heads of keys and values
/// that several of queries share, SwiGLU, an output layer tied to the embedding. What stays in FP32
/// as in gpt2().
struct LlamaSpec {
  std::size_t layers = 16, features = 2048, inner = 8192, heads = 32, kv_heads = 8;
  double theta = 5e5;
};
[[nodiscard]] Graph llama(const std::string& name, const LlamaSpec& spec, Shape input,
                          std::size_t vocabulary);

/// BERT [devlin2019bert] with its head for masked words: learned positions and kinds of segments
/// (all tokens of the first), post-norm blocks that see the whole sequence, a dense layer and a
/// decoder tied to the embedding. What stays in FP32 as in gpt2().
struct BertSpec {
  std::size_t layers = 12, features = 768, heads = 12, positions = 512;
};
[[nodiscard]] Graph bert(const std::string& name, const BertSpec& spec, Shape input,
                         std::size_t vocabulary);

/// A vision transformer [dosovitskiy2021vit]: patches, a token of its own, learned positions,
/// pre-norm blocks with one product for Q, K and V, the class from the first token. Patches and the
/// last layer stay in FP32.
struct VitSpec {
  std::size_t layers = 12, features = 384, heads = 6, patch = 16;
};
[[nodiscard]] Graph vision_transformer(const std::string& name, const VitSpec& spec, Shape input,
                                       std::size_t classes);

/// A language model of stacked LSTMs, as in [wolfe2024schedules], with dropout between them; the
/// output layer is quantized, the embedding is not.
struct LstmSpec {
  std::size_t layers = 2, hidden = 650;
  double dropout = 0.5;
};
[[nodiscard]] Graph lstm_model(const std::string& name, const LstmSpec& spec, Shape input,
                               std::size_t vocabulary);

}  // namespace metronome::model
