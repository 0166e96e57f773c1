#include "workloads/model/graph.hpp"

#include "sim/base/error.hpp"

namespace metronome::model {

std::uint64_t forward_macs(const Graph& graph, NodeIndex index) {
  const Node& node = graph.nodes.at(index);
  const auto in = [&]() -> const Shape& { return graph.nodes[node.inputs.front()].output; };
  if (const auto* convolution = std::get_if<Convolution>(&node.layer)) {
    return std::uint64_t{node.output.elements()} * in().channels * convolution->kernel *
           convolution->kernel;
  }
  if (std::holds_alternative<Linear>(node.layer)) {
    return std::uint64_t{node.output.elements()} * in().elements();
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
    return std::uint64_t{convolution->out_channels} * in().channels * convolution->kernel *
           convolution->kernel;
  }
  if (std::holds_alternative<BatchNorm>(node.layer)) {
    return 2 * std::uint64_t{node.output.channels};
  }
  if (const auto* linear = std::get_if<Linear>(&node.layer)) {
    return std::uint64_t{linear->out_features} * (in().elements() + 1);
  }
  return 0;
}

}  // namespace metronome::model
