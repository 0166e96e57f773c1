#include <fmt/format.h>

#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::model {

Graph mlp(const std::vector<std::size_t>& hidden, Shape input, std::size_t classes) {
  GraphBuilder b("mlp", input);
  NodeIndex x = 0;
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    // The first layer reads the whole image: a kernel of its size.
    x = b.convolution(fmt::format("fc{}", i + 1), x,
                      {.out_channels = hidden[i], .kernel = b.shape(x).height, .bias = true});
    x = b.relu(fmt::format("relu{}", i + 1), x);
  }
  b.linear(fmt::format("fc{}", hidden.size() + 1), x, {.out_features = classes});
  return b.graph();
}

Graph lenet_5(const LeNetSpec& spec, Shape input, std::size_t classes) {
  GraphBuilder b("lenet-5", input);
  const auto convolution = [&](const std::string& name, NodeIndex x, std::size_t channels,
                               std::size_t kernel) {
    return b.convolution(name, x, {.out_channels = channels, .kernel = kernel, .bias = true});
  };
  NodeIndex x = b.pointwise("tanh1", convolution("conv1", 0, spec.first_maps, 5), Tanh{});
  x = b.average_pool("pool1", x, {});
  x = b.pointwise("tanh2", convolution("conv2", x, spec.second_maps, 5), Tanh{});
  x = b.average_pool("pool2", x, {});
  x = b.pointwise("tanh3", convolution("conv3", x, spec.features, b.shape(x).height), Tanh{});
  x = b.linear("fc1", x, {.out_features = spec.last_features, .quantized = true});
  x = b.pointwise("tanh4", x, Tanh{});
  b.linear("fc2", x, {.out_features = classes});
  return b.graph();
}

}  // namespace metronome::model
