#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::model {
namespace {

/// Expansion, output channels, blocks, stride of the first block.
struct Stage {
  std::size_t expansion, channels, blocks, stride;
};
constexpr std::array<Stage, 7> kStages{{{1, 16, 1, 1},
                                        {6, 24, 2, 1},
                                        {6, 32, 3, 2},
                                        {6, 64, 4, 2},
                                        {6, 96, 3, 1},
                                        {6, 160, 3, 2},
                                        {6, 320, 1, 1}}};

struct InvertedBlock {
  std::size_t expansion, channels, stride;
  FixedBits depthwise;
};

/// 1x1 expand, 3x3 depthwise, 1x1 project. The shortcut is the identity or, where only the channels
/// change, a 1x1 convolution; there is none over a stride.
NodeIndex inverted_residual(GraphBuilder& b, const std::string& name, NodeIndex input,
                            const InvertedBlock& block) {
  const std::size_t in = b.shape(input).channels;
  const std::size_t wide = in * block.expansion;
  NodeIndex x = b.convolution(name + ".conv1", input, {.out_channels = wide});
  x = b.relu(name + ".relu1", b.batch_norm(name + ".bn1", x));
  x = b.convolution(name + ".conv2", x,
                    {.out_channels = wide,
                     .kernel = 3,
                     .stride = block.stride,
                     .pad = 1,
                     .groups = wide,
                     .bits = block.depthwise});
  x = b.relu(name + ".relu2", b.batch_norm(name + ".bn2", x));
  x = b.convolution(name + ".conv3", x, {.out_channels = block.channels});
  x = b.batch_norm(name + ".bn3", x);
  if (block.stride != 1) {
    return x;
  }
  NodeIndex shortcut = input;
  if (in != block.channels) {
    shortcut = b.convolution(name + ".shortcut", input, {.out_channels = block.channels});
    shortcut = b.batch_norm(name + ".bn4", shortcut);
  }
  return b.add(name + ".add", x, shortcut);
}

}  // namespace

Graph mobilenet_v2(const MobileNetSpec& spec, Shape input, std::size_t classes) {
  const auto width = [&](std::size_t channels) {
    return std::max<std::size_t>(channels / spec.width_divisor, 2);
  };
  GraphBuilder b("mobilenet-v2", input);
  NodeIndex x = b.convolution("conv1", 0, {.out_channels = width(32), .kernel = 3, .pad = 1});
  x = b.relu("relu1", b.batch_norm("bn1", x));
  std::size_t layer = 0;
  for (const Stage& stage : kStages) {
    for (std::size_t i = 0; i < stage.blocks; ++i) {
      x = inverted_residual(
          b, fmt::format("layer{}", layer++), x,
          {stage.expansion, width(stage.channels), i == 0 ? stage.stride : 1, spec.depthwise});
    }
  }
  x = b.convolution("conv2", x, {.out_channels = width(1280)});
  x = b.relu("relu2", b.batch_norm("bn2", x));
  x = b.global_average_pool("pool", x);
  b.linear("linear", x, {.out_features = classes});
  return b.graph();
}

}  // namespace metronome::model
