#include "workloads/methods/feedback/feedback_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::feedback {
namespace {

using model::Graph;
using model::Node;
using model::NodeIndex;
using model::Shape;

bool fully_connected(const Graph& graph, const Node& node) {
  if (node.inputs.size() != 1) {
    return false;
  }
  const Shape& in = graph.nodes[node.inputs.front()].output;
  if (std::holds_alternative<model::Linear>(node.layer)) {
    return in.height == 1 && in.width == 1;
  }
  const auto* convolution = std::get_if<model::Convolution>(&node.layer);
  return convolution != nullptr && !convolution->transposed && convolution->groups == 1 &&
         convolution->kernel == model::PerAxis{in.height, in.width} && node.output.height == 1 &&
         node.output.width == 1;
}

/// Whether errors go through a layer number by number.
bool between(const Node& node) {
  return std::visit(
      []<class Kind>(const Kind&) {
        return model::Function<Kind> || std::is_same_v<Kind, model::Relu> ||
               std::is_same_v<Kind, model::Tanh> || std::is_same_v<Kind, model::Sigmoid> ||
               std::is_same_v<Kind, model::Dropout> || std::is_same_v<Kind, model::Reshape>;
      },
      node.layer);
}

/// How often each node is read.
std::vector<std::size_t> readers(const Graph& graph) {
  std::vector<std::size_t> counts(graph.nodes.size());
  for (const Node& node : graph.nodes) {
    for (const NodeIndex input : node.inputs) {
      ++counts[input];
    }
  }
  return counts;
}

/// From the last node back, as long as each is read once.
std::vector<NodeIndex> last_layers(const Graph& graph) {
  const std::vector<std::size_t> counts = readers(graph);
  std::vector<NodeIndex> layers;
  NodeIndex i = graph.nodes.size() - 1;
  while (i > 0 && (counts[i] <= 1)) {
    const Node& node = graph.nodes[i];
    if (fully_connected(graph, node)) {
      layers.push_back(i);
    } else if (!between(node)) {
      break;
    }
    i = node.inputs.front();
  }
  std::reverse(layers.begin(), layers.end());
  return layers;
}

bool learns_before(const Graph& graph, NodeIndex first) {
  for (NodeIndex i = 0; i < first; ++i) {
    if (model::parameter_count(graph, i) > 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

FeedbackPlan plan_of(const Graph& graph, Boundary boundary) {
  if (const std::size_t outputs = graph.outputs().size(); outputs != 1) {
    throw UserError(
        fmt::format("{}: {} outputs, feedback comes from the error of one", graph.name, outputs),
        "errors: backpropagation");
  }
  FeedbackPlan plan{last_layers(graph), {}, false, graph.classes()};
  if (plan.layers.empty()) {
    throw UserError(graph.name + ": has no fully connected layer at its end, which feedback is for",
                    "errors: backpropagation");
  }
  plan.convolutional = learns_before(graph, plan.layers.front());
  for (std::size_t l = 0; l < plan.layers.size(); ++l) {
    if (l == 0 && (!plan.convolutional || boundary == Boundary::first_fc)) {
      continue;
    }
    const NodeIndex node = graph.nodes[plan.layers[l]].inputs.front();
    plan.points.push_back({node, graph.nodes[node].output.elements(), plan.layers.size() - l});
  }
  if (plan.points.empty()) {
    throw UserError(graph.name + ": a single fully connected layer has no hidden error to feed",
                    plan.convolutional ? "boundary: boundary" : "errors: backpropagation");
  }
  return plan;
}

void check_states(const FeedbackPlan& plan, const std::vector<std::uint32_t>& states) {
  if (std::find(states.begin(), states.end(), 0) != states.end()) {
    throw UserError("a shift register of state 0 gives zeros for ever", "any other state");
  }
  if (!states.empty() && states.size() != plan.points.size()) {
    throw UserError(fmt::format("{} states of registers, errors are fed at {} places",
                                states.size(), plan.points.size()),
                    "one for each in their order, or none: then they are drawn from the seed");
  }
}

trace::FeedbackRoute route_of(const FeedbackPlan& plan, FeedbackKind kind, std::uint64_t delay) {
  const auto operand = [&] {
    switch (kind) {
      case FeedbackKind::uniform:
      case FeedbackKind::product:
        return trace::FeedbackOperand::real;
      case FeedbackKind::binary:
        return trace::FeedbackOperand::signs;
      case FeedbackKind::lfsr:
        return trace::FeedbackOperand::generated;
    }
    fail_no_enumerator(kind);
  };
  trace::FeedbackRoute route{{}, plan.classes, operand(), delay};
  for (const FeedbackPoint& point : plan.points) {
    route.nodes.push_back(point.node);
  }
  return route;
}

std::string plan_text(const Graph& graph, const FeedbackPlan& plan) {
  std::string text;
  for (const FeedbackPoint& point : plan.points) {
    text += fmt::format("{}{} ({} numbers)", text.empty() ? "" : ", ", graph.nodes[point.node].name,
                        point.numbers);
  }
  return plan.has_hidden_errors() ? text
                                  : text + "; a single fully connected layer has no hidden error";
}

}  // namespace metronome::feedback
