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

/// A language model of stacked LSTMs, as in [wolfe2024schedules], with dropout between them; the
/// output layer is quantized, the embedding is not.
struct LstmSpec {
  std::size_t layers = 2, hidden = 650;
  double dropout = 0.5;
};
[[nodiscard]] Graph lstm_model(const std::string& name, const LstmSpec& spec, Shape input,
                               std::size_t vocabulary);

}  // namespace metronome::model
