#include <fmt/format.h>

#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::model {
namespace {

struct ResidualBlock {
  std::size_t channels;  ///< of the 3x3 convolutions
  std::size_t out_channels;
  std::size_t stride;
  bool bottleneck;
};

Convolution middle_convolution(std::size_t channels, std::size_t stride) {
  return {.out_channels = channels, .kernel = 3, .stride = stride, .pad = 1};
}

NodeIndex shortcut_of(GraphBuilder& b, const std::string& name, NodeIndex input,
                      const ResidualBlock& block) {
  if (block.stride == 1 && b.shape(input).channels == block.out_channels) {
    return input;
  }
  const NodeIndex x = b.convolution(
      name + ".downsample", input,
      {.out_channels = block.out_channels, .stride = block.stride, .quantized = false});
  return b.batch_norm(name + ".downsample_bn", x);
}

NodeIndex residual_block(GraphBuilder& b, const std::string& name, NodeIndex input,
                         const ResidualBlock& block) {
  NodeIndex x = b.convolution(name + ".conv1", input,
                              block.bottleneck ? Convolution{.out_channels = block.channels}
                                               : middle_convolution(block.channels, block.stride));
  x = b.relu(name + ".relu1", b.batch_norm(name + ".bn1", x));
  x = b.convolution(name + ".conv2", x,
                    middle_convolution(block.channels, block.bottleneck ? block.stride : 1));
  x = b.batch_norm(name + ".bn2", x);
  if (block.bottleneck) {
    x = b.convolution(name + ".conv3", b.relu(name + ".relu2", x),
                      {.out_channels = block.out_channels});
    x = b.batch_norm(name + ".bn3", x);
  }
  x = b.add(name + ".add", x, shortcut_of(b, name, input, block));
  return b.relu(name + ".relu3", x);
}

}  // namespace

Graph imagenet_resnet(const std::string& name, const ImageNetResNetSpec& spec, Shape input,
                      std::size_t classes) {
  GraphBuilder b(name, input);
  NodeIndex x = b.convolution(
      "conv1", 0,
      {.out_channels = spec.channels, .kernel = 7, .stride = 2, .pad = 3, .quantized = false});
  x = b.relu("relu1", b.batch_norm("bn1", x));
  x = b.max_pool("maxpool", x, {{}, {.kernel = 3, .stride = 2, .pad = 1}});
  for (std::size_t stage = 0; stage < spec.blocks.size(); ++stage) {
    const std::size_t channels = spec.channels << stage;
    for (std::size_t i = 0; i < spec.blocks[stage]; ++i) {
      x = residual_block(b, fmt::format("layer{}_{}", stage + 1, i), x,
                         {channels, spec.bottleneck ? 4 * channels : channels,
                          stage > 0 && i == 0 ? std::size_t{2} : 1, spec.bottleneck});
    }
  }
  x = b.global_average_pool("avgpool", x);
  b.linear("fc", x, {.out_features = classes});
  return b.graph();
}

}  // namespace metronome::model
