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
  METRONOME_ASSERT(in.channels % layer.groups == 0 && layer.out_channels % layer.groups == 0,
                   "groups divide the channels");
  return append(name, layer, {input},
                windows(name, in, layer.out_channels, layer.kernel, layer.stride, layer.pad));
}

NodeIndex GraphBuilder::max_pool(const std::string& name, NodeIndex input, const MaxPool& layer) {
  const Shape in = shape(input);
  return append(name, layer, {input},
                windows(name, in, in.channels, layer.kernel, layer.stride, layer.pad));
}

NodeIndex GraphBuilder::average_pool(const std::string& name, NodeIndex input,
                                     const AveragePool& layer) {
  const Shape in = shape(input);
  return append(name, layer, {input},
                windows(name, in, in.channels, layer.kernel, layer.stride, 0));
}

NodeIndex GraphBuilder::pointwise(const std::string& name, NodeIndex input, const Layer& layer) {
  return append(name, layer, {input}, shape(input));
}

NodeIndex GraphBuilder::embedding(const std::string& name, NodeIndex input,
                                  const Embedding& layer) {
  return append(name, layer, {input}, {layer.features, shape(input).height, 1});
}

NodeIndex GraphBuilder::attention(const std::string& name, NodeIndex q, NodeIndex k, NodeIndex v,
                                  const Attention& layer) {
  METRONOME_ASSERT(shape(q) == shape(k) && shape(q) == shape(v) &&
                       shape(q).channels % layer.heads == 0 && shape(q).width == 1,
                   "attention takes three equal sequences whose features the heads divide");
  return append(name, layer, {q, k, v}, shape(v));
}

NodeIndex GraphBuilder::lstm(const std::string& name, NodeIndex input, const Lstm& layer) {
  METRONOME_ASSERT(shape(input).width == 1, "an LSTM takes a sequence");
  return append(name, layer, {input}, {layer.hidden, shape(input).height, 1});
}

Shape GraphBuilder::windows(const std::string& name, const Shape& in, std::size_t channels,
                            std::size_t kernel, std::size_t stride, std::size_t pad) const {
  const std::size_t border = 2 * pad;
  if (in.height + border < kernel || in.width + border < kernel) {
    throw UserError(fmt::format("{}: {} does not fit an image of {} x {}", graph_.name, name,
                                in.height, in.width),
                    "use larger images");
  }
  return {channels, (in.height + border - kernel) / stride + 1,
          (in.width + border - kernel) / stride + 1};
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
  const Shape in = shape(input);
  return append(name, layer, {input}, {layer.out_features, in.height, in.width});
}

NodeIndex GraphBuilder::append(const std::string& name, const Layer& layer,
                               std::vector<NodeIndex> inputs, const Shape& output) {
  graph_.nodes.push_back({name, layer, std::move(inputs), output});
  return graph_.nodes.size() - 1;
}

}  // namespace metronome::model
