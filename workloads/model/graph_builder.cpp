#include "workloads/model/graph_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metronome::model {

GraphBuilder::GraphBuilder(std::string name) { graph_.name = std::move(name); }

GraphBuilder::GraphBuilder(std::string name, const Shape& input) : GraphBuilder(std::move(name)) {
  Input layer;
  layer.shape = input;
  append("input", layer, {});
}

NodeIndex GraphBuilder::convolution(const std::string& name, NodeIndex input,
                                    const Convolution& layer) {
  return append(name, layer, {input});
}

NodeIndex GraphBuilder::max_pool(const std::string& name, NodeIndex input, const MaxPool& layer) {
  return append(name, layer, {input});
}

NodeIndex GraphBuilder::average_pool(const std::string& name, NodeIndex input,
                                     const AveragePool& layer) {
  return append(name, layer, {input});
}

NodeIndex GraphBuilder::pointwise(const std::string& name, NodeIndex input, const Layer& layer) {
  return append(name, layer, {input});
}

NodeIndex GraphBuilder::embedding(const std::string& name, NodeIndex input,
                                  const Embedding& layer) {
  return append(name, layer, {input});
}

NodeIndex GraphBuilder::attention(const std::string& name, NodeIndex q, NodeIndex k, NodeIndex v,
                                  const Attention& layer) {
  return append(name, layer, {q, k, v});
}

NodeIndex GraphBuilder::lstm(const std::string& name, NodeIndex input, const Lstm& layer) {
  return append(name, layer, {input});
}

NodeIndex GraphBuilder::batch_norm(const std::string& name, NodeIndex input) {
  return append(name, BatchNorm{}, {input});
}

NodeIndex GraphBuilder::relu(const std::string& name, NodeIndex input) {
  return append(name, Relu{}, {input});
}

NodeIndex GraphBuilder::add(const std::string& name, NodeIndex a, NodeIndex b) {
  return append(name, Add{}, {a, b});
}

NodeIndex GraphBuilder::global_average_pool(const std::string& name, NodeIndex input) {
  return append(name, GlobalAveragePool{}, {input});
}

NodeIndex GraphBuilder::linear(const std::string& name, NodeIndex input, const Linear& layer) {
  return append(name, layer, {input});
}

NodeIndex GraphBuilder::append(const std::string& name, const Layer& layer,
                               std::vector<NodeIndex> inputs) {
  LayerInputs in{{}, fmt::format("{}: {}", graph_.name, name)};
  if (const auto fault = names_.fault(name)) {
    refuse_inputs(in, fault->what, fault->hint);
  }
  for (const NodeIndex input : inputs) {
    in.shapes.push_back(shape(input));
  }
  if (const auto* tied = std::get_if<TiedLinear>(&layer)) {
    check_table(in, *tied);
  }
  const Shape output = output_of(layer, in);
  names_.insert(name);
  graph_.nodes.push_back({name, layer, std::move(inputs), output});
  return graph_.nodes.size() - 1;
}

void GraphBuilder::check_table(const LayerInputs& in, const TiedLinear& tied) const {
  const auto at = std::find_if(graph_.nodes.begin(), graph_.nodes.end(),
                               [&](const Node& node) { return node.name == tied.table; });
  const auto* table = at == graph_.nodes.end() ? nullptr : std::get_if<Embedding>(&at->layer);
  if (table == nullptr) {
    refuse_inputs(
        in,
        fmt::format("multiplies the table of `{}`, which is no embedding before it", tied.table),
        "the name of an embedding");
  }
  if (table->vocabulary != tied.out_features || table->features != in.front().channels) {
    refuse_inputs(in,
                  fmt::format("leads from {} to {} features by the table of `{}`, which has {} "
                              "rows of {}",
                              in.front().channels, tied.out_features, tied.table, table->vocabulary,
                              table->features),
                  "features like the embedding's, out_features like its vocabulary");
  }
}

}  // namespace metronome::model
