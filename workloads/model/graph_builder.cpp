#include "workloads/model/graph_builder.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::model {

GraphBuilder::GraphBuilder(std::string name, const Shape& input) {
  graph_.name = std::move(name);
  append("input", Input{}, {}, input);
}

NodeIndex GraphBuilder::convolution(const std::string& name, NodeIndex input,
                                    const Convolution& layer) {
  const Shape in = shape(input);
  const std::size_t border = 2 * layer.pad;
  if (in.height + border < layer.kernel || in.width + border < layer.kernel) {
    throw UserError(fmt::format("{}: {} does not fit an image of {} x {}", graph_.name, name,
                                in.height, in.width),
                    "use larger images");
  }
  return append(name, layer, {input},
                {layer.out_channels, (in.height + border - layer.kernel) / layer.stride + 1,
                 (in.width + border - layer.kernel) / layer.stride + 1});
}

NodeIndex GraphBuilder::batch_norm(const std::string& name, NodeIndex input) {
  return append(name, BatchNorm{}, {input}, shape(input));
}

NodeIndex GraphBuilder::relu(const std::string& name, NodeIndex input) {
  return append(name, Relu{}, {input}, shape(input));
}

NodeIndex GraphBuilder::add(const std::string& name, NodeIndex a, NodeIndex b) {
  METRONOME_ASSERT(shape(a) == shape(b), "an addition needs equal shapes");
  return append(name, Add{}, {a, b}, shape(a));
}

NodeIndex GraphBuilder::global_average_pool(const std::string& name, NodeIndex input) {
  return append(name, GlobalAveragePool{}, {input}, {shape(input).channels, 1, 1});
}

NodeIndex GraphBuilder::linear(const std::string& name, NodeIndex input, const Linear& layer) {
  METRONOME_ASSERT(shape(input).height == 1 && shape(input).width == 1,
                   "a linear layer takes a feature vector");
  return append(name, layer, {input}, {layer.out_features, 1, 1});
}

NodeIndex GraphBuilder::append(const std::string& name, const Layer& layer,
                               std::vector<NodeIndex> inputs, const Shape& output) {
  graph_.nodes.push_back({name, layer, std::move(inputs), output});
  return graph_.nodes.size() - 1;
}

}  // namespace metronome::model
