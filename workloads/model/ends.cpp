#include "workloads/model/ends.hpp"

#include <algorithm>
#include <type_traits>

#include "sim/base/error.hpp"

namespace metronome::model {
namespace {

bool has_products(const Graph& graph, NodeIndex node) {
  return forward_macs(graph, node) > 0 ||
         std::holds_alternative<Embedding>(graph.nodes[node].layer);
}

/// Of each node, whether an input reaches it with no products on the way.
std::vector<bool> reached_from_inputs(const Graph& graph) {
  std::vector<bool> reached(graph.nodes.size(), false);
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const auto& inputs = graph.nodes[i].inputs;
    reached[i] = std::holds_alternative<Input>(graph.nodes[i].layer) ||
                 std::any_of(inputs.begin(), inputs.end(), [&](NodeIndex from) {
                   return reached[from] && !has_products(graph, from);
                 });
  }
  return reached;
}

/// Of each node, whether it reaches an output with no products on the way.
std::vector<bool> reaching_outputs(const Graph& graph) {
  std::vector<bool> reaches(graph.nodes.size(), false);
  for (const NodeIndex output : graph.outputs()) {
    reaches[output] = true;
  }
  for (NodeIndex i = graph.nodes.size(); i-- > 0;) {
    if (reaches[i] && !has_products(graph, i)) {
      for (const NodeIndex from : graph.nodes[i].inputs) {
        reaches[from] = true;
      }
    }
  }
  return reaches;
}

template <class L>
constexpr bool kHasBits = std::is_same_v<L, Convolution> || std::is_same_v<L, Linear>;

/// Convolutions and linear layers among the nodes that are marked.
std::vector<NodeIndex> layers_among(const Graph& graph, const std::vector<bool>& marked) {
  std::vector<NodeIndex> layers;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const bool takes_bits =
        std::visit([](const auto& layer) { return kHasBits<std::decay_t<decltype(layer)>>; },
                   graph.nodes[i].layer);
    if (takes_bits && marked[i]) {
      layers.push_back(i);
    }
  }
  return layers;
}

}  // namespace

std::vector<NodeIndex> end_layers(const Graph& graph) {
  std::vector<bool> ends = reached_from_inputs(graph);
  const std::vector<bool> last = reaching_outputs(graph);
  for (NodeIndex i = 0; i < ends.size(); ++i) {
    ends[i] = ends[i] || last[i];
  }
  return layers_among(graph, ends);
}

std::vector<NodeIndex> last_layers(const Graph& graph) {
  return layers_among(graph, reaching_outputs(graph));
}

Graph with_ends(Graph graph, Ends ends) {
  if (ends == Ends::network) {
    return graph;
  }
  const std::vector<NodeIndex> layers = end_layers(graph);
  if (layers.empty()) {
    throw UserError(graph.name + ": neither a first nor a last layer is a convolution or linear",
                    "ends: network");
  }
  for (const NodeIndex i : layers) {
    std::visit(
        [&](auto& layer) {
          if constexpr (kHasBits<std::decay_t<decltype(layer)>>) {
            layer.quantized = ends == Ends::bits_8;
            layer.bits = ends == Ends::bits_8 ? FixedBits{.forward = 8} : FixedBits{};
          }
        },
        graph.nodes[i].layer);
  }
  return graph;
}

FixedBits fixed_bits(const Layer& layer) {
  return std::visit(
      [](const auto& kind) {
        if constexpr (kHasBits<std::decay_t<decltype(kind)>>) {
          return kind.quantized ? kind.bits : FixedBits{};
        } else {
          return FixedBits{};
        }
      },
      layer);
}

bool takes_form(const Layer& layer) {
  return multiplies_codes(layer) && fixed_bits(layer) == FixedBits{};
}

}  // namespace metronome::model
