#include "workloads/model/graph.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::model {

bool Graph::reads_tokens() const {
  return std::any_of(nodes.begin(), nodes.end(), [](const Node& node) {
    return std::holds_alternative<Embedding>(node.layer);
  });
}

std::vector<NodeIndex> Graph::outputs() const {
  std::vector<bool> read(nodes.size(), false);
  for (const Node& node : nodes) {
    for (const NodeIndex input : node.inputs) {
      read[input] = true;
    }
  }
  std::vector<NodeIndex> found;
  for (NodeIndex i = 0; i < nodes.size(); ++i) {
    if (!read[i]) {
      found.push_back(i);
    }
  }
  return found;
}

namespace {

LayerInputs inputs_of(const Graph& graph, const Node& node) {
  LayerInputs inputs{{}, node.name};
  for (const NodeIndex input : node.inputs) {
    inputs.shapes.push_back(graph.nodes[input].output);
  }
  return inputs;
}

/// The shape of a node's first input; of the graph's input its own.
const Shape& input_shape(const Graph& graph, const Node& node) {
  return node.inputs.empty() ? node.output : graph.nodes[node.inputs.front()].output;
}

}  // namespace

std::uint64_t forward_macs(const Graph& graph, NodeIndex index) {
  const Node& node = graph.nodes.at(index);
  return std::visit(
      [&](const auto& kind) { return kind.macs(inputs_of(graph, node), node.output); }, node.layer);
}

std::uint64_t forward_macs(const Graph& graph) {
  std::uint64_t macs = 0;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    macs += forward_macs(graph, i);
  }
  return macs;
}

std::optional<NodeIndex> tied_table(const Graph& graph, NodeIndex index) {
  const auto* tied = std::get_if<TiedLinear>(&graph.nodes.at(index).layer);
  if (tied == nullptr) {
    return std::nullopt;
  }
  const auto at = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                               [&](const Node& node) { return node.name == tied->table; });
  METRONOME_ASSERT(at != graph.nodes.end(), "a table that is tied stands in the graph");
  return static_cast<NodeIndex>(at - graph.nodes.begin());
}

std::uint64_t parameter_count(const Graph& graph, NodeIndex index) {
  const Node& node = graph.nodes.at(index);
  return std::visit(
      [&](const auto& kind) { return kind.parameters(input_shape(graph, node), node.output); },
      node.layer);
}

}  // namespace metronome::model
