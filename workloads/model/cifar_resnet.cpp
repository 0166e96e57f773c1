#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::model {
namespace {

constexpr Convolution conv3x3(std::size_t out_channels, std::size_t stride) {
  return {.out_channels = out_channels, .kernel = 3, .stride = stride, .pad = 1};
}

/// Two 3x3 convolutions and a shortcut, which is a 1x1 convolution where the shape changes.
NodeIndex basic_block(GraphBuilder& builder, const std::string& name, NodeIndex input,
                      std::size_t channels, std::size_t stride) {
  NodeIndex x = builder.convolution(name + ".conv1", input, conv3x3(channels, stride));
  x = builder.batch_norm(name + ".bn1", x);
  x = builder.relu(name + ".relu1", x);
  x = builder.convolution(name + ".conv2", x, conv3x3(channels, 1));
  x = builder.batch_norm(name + ".bn2", x);
  NodeIndex shortcut = input;
  if (stride != 1 || builder.shape(input).channels != channels) {
    shortcut = builder.convolution(name + ".downsample", input,
                                   {.out_channels = channels, .kernel = 1, .stride = stride});
    shortcut = builder.batch_norm(name + ".bn3", shortcut);
  }
  x = builder.add(name + ".add", x, shortcut);
  return builder.relu(name + ".relu2", x);
}

}  // namespace

Graph cifar_resnet(std::size_t blocks_per_group, Shape input, std::size_t classes) {
  METRONOME_ASSERT(blocks_per_group > 0, "a ResNet has at least one block in a group");
  GraphBuilder builder(fmt::format("resnet-{}", 6 * blocks_per_group + 2), input);
  NodeIndex x = builder.convolution("conv1", 0, conv3x3(16, 1));
  x = builder.batch_norm("bn1", x);
  x = builder.relu("relu1", x);
  for (std::size_t group = 0; group < 3; ++group) {
    for (std::size_t block = 0; block < blocks_per_group; ++block) {
      const std::size_t stride = group > 0 && block == 0 ? 2 : 1;
      x = basic_block(builder, fmt::format("group{}_layer{}", group + 1, block), x,
                      std::size_t{16} << group, stride);
    }
  }
  x = builder.global_average_pool("pool", x);
  builder.linear("fc", x, {.out_features = classes});
  return builder.graph();
}

}  // namespace metronome::model
