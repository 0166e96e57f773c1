#include "workloads/model/graph.hpp"

#include <algorithm>

namespace metronome::model {

bool Graph::reads_tokens() const {
  return std::any_of(nodes.begin(), nodes.end(), [](const Node& node) {
    return std::holds_alternative<Embedding>(node.layer);
  });
}

std::uint64_t forward_macs(const Graph& graph, NodeIndex index) {
  const Node& node = graph.nodes.at(index);
  const auto in = [&]() -> const Shape& { return graph.nodes[node.inputs.front()].output; };
  if (const auto* convolution = std::get_if<Convolution>(&node.layer)) {
    return std::uint64_t{node.output.elements()} * (in().channels / convolution->groups) *
           convolution->kernel * convolution->kernel;
  }
  if (std::holds_alternative<Linear>(node.layer)) {
    return std::uint64_t{node.output.elements()} * in().channels;
  }
  if (std::holds_alternative<Attention>(node.layer)) {
    return 2 * std::uint64_t{node.output.elements()} * node.output.height;
  }
  if (std::holds_alternative<Lstm>(node.layer)) {
    return 4 * std::uint64_t{node.output.elements()} * (in().channels + node.output.channels);
  }
  return 0;
}

std::uint64_t forward_macs(const Graph& graph) {
  std::uint64_t macs = 0;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    macs += forward_macs(graph, i);
  }
  return macs;
}

std::uint64_t parameter_count(const Graph& graph, NodeIndex index) {
  const Node& node = graph.nodes.at(index);
  const auto in = [&]() -> const Shape& { return graph.nodes[node.inputs.front()].output; };
  if (const auto* convolution = std::get_if<Convolution>(&node.layer)) {
    const std::size_t window = convolution->kernel * convolution->kernel;
    return std::uint64_t{convolution->out_channels} *
           (in().channels / convolution->groups * window + (convolution->bias ? 1 : 0));
  }
  if (std::holds_alternative<BatchNorm>(node.layer) ||
      std::holds_alternative<LayerNorm>(node.layer)) {
    return 2 * std::uint64_t{node.output.channels};
  }
  if (const auto* linear = std::get_if<Linear>(&node.layer)) {
    return std::uint64_t{linear->out_features} * (in().channels + 1);
  }
  if (const auto* embedding = std::get_if<Embedding>(&node.layer)) {
    return std::uint64_t{embedding->vocabulary} * embedding->features;
  }
  if (const auto* lstm = std::get_if<Lstm>(&node.layer)) {
    return 4 * std::uint64_t{lstm->hidden} * (in().channels + lstm->hidden + 1);
  }
  return 0;
}

}  // namespace metronome::model
