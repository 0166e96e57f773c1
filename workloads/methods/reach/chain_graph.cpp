#include "workloads/methods/reach/chain_graph.hpp"

#include <fmt/format.h>

namespace metronome::reach {
namespace {

constexpr std::size_t kMostConnections = 4000000;  // of a layer, as a matrix
constexpr std::size_t kMostInputs = 5000;          // of a layer: as many unit vectors

template <class Kind>
constexpr bool kHasProduct =
    std::is_same_v<Kind, model::Linear> || std::is_same_v<Kind, model::Convolution>;

template <class Kind>
constexpr bool kBounded =
    kHasProduct<Kind> || std::is_same_v<Kind, model::Input> || std::is_same_v<Kind, model::Relu> ||
    std::is_same_v<Kind, model::Reshape> || std::is_same_v<Kind, model::Dropout>;

/// Empty: none.
std::string kind_fault(const model::Node& node) {
  return std::visit(
      []<class Kind>(const Kind&) {
        return kBounded<Kind> ? std::string()
                              : fmt::format("is a layer of kind {}, which cannot be bounded",
                                            Kind::kText.kind);
      },
      node.layer);
}

}  // namespace

std::size_t volume(const model::Shape& shape) {
  return shape.channels * shape.height * shape.width;
}

std::optional<ChainFault> chain_fault(const model::Graph& graph) {
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const model::Node& node = graph.nodes[i];
    if (const std::string what = kind_fault(node); !what.empty()) {
      return ChainFault{i, what};
    }
    const bool input = std::holds_alternative<model::Input>(node.layer);
    if (input != (i == 0) || (i > 0 && node.inputs != std::vector<model::NodeIndex>{i - 1})) {
      return ChainFault{i, "does not read the layer before it, and only that"};
    }
  }
  return std::nullopt;
}

std::optional<ChainFault> size_fault(const model::Graph& graph) {
  for (model::NodeIndex i = 1; i < graph.nodes.size(); ++i) {
    const std::size_t in = volume(graph.nodes[i - 1].output);
    const std::size_t out = volume(graph.nodes[i].output);
    const bool product =
        std::visit([]<class Kind>(const Kind&) { return kHasProduct<Kind>; }, graph.nodes[i].layer);
    if (product && (in > kMostInputs || in * out > kMostConnections)) {
      return ChainFault{
          i, fmt::format("of {} inputs and {} outputs is too large to be bounded", in, out)};
    }
  }
  return std::nullopt;
}

}  // namespace metronome::reach
