#include "workloads/onnx/infer_shapes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

/// Elements whose values are worked out for one network; what is beyond them is not known.
constexpr std::size_t kMostFolded = 20'000'000;

[[noreturn]] void fail_unknown(const ImportedGraph& graph, const ImportedNode& node) {
  const std::string near = nearest_name(node.op, known_operators());
  fail_at_node(graph, node, "operator `" + node.op + "` is not known",
               fmt::format("{}export the network without it, or cut it off before this node; "
                           "docs/importing.md lists the operators",
                           near.empty() ? "" : "did you mean `" + near + "`? Else "));
}

/// Elements that the node would make values of; nothing where it has no such values.
std::optional<std::size_t> foldable_elements(const ImportedGraph& graph, const ImportedNode& node) {
  std::size_t elements = 1;
  for (const TensorIndex input : node.inputs) {
    if (input == kAbsent || !graph.tensors[input].values) {
      return std::nullopt;
    }
  }
  for (const TensorIndex output : node.outputs) {
    const std::uint64_t count =
        output == kAbsent ? 0 : element_count(*graph.tensors[output].extents).value();
    if (count > kMostValues) {
      return std::nullopt;
    }
    elements += static_cast<std::size_t>(count);
  }
  return elements;
}

/// All operators give their first output, but for recurrent ones, of which it is all states.
void require_first_output(const ImportedGraph& graph, const ImportedNode& node) {
  const bool recurrent = node.op == "LSTM" || node.op == "GRU" || node.op == "RNN";
  if (node.outputs.empty() || (!recurrent && node.outputs[0] == kAbsent)) {
    fail_at_node(graph, node, "gives no first output");
  }
}

void require_outputs(const ImportedGraph& graph, const ImportedNode& node) {
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    if (node.outputs[i] != kAbsent && !graph.tensors[node.outputs[i]].extents) {
      fail_at_node(graph, node,
                   fmt::format("output {} (`{}`) is one that the operator does not have", i,
                               graph.tensors[node.outputs[i]].name));
    }
  }
}

bool is_constant(const ImportedGraph& graph, const ImportedNode& node) {
  return std::all_of(node.outputs.begin(), node.outputs.end(), [&](TensorIndex output) {
    return output == kAbsent || graph.tensors[output].values.has_value();
  });
}

void infer_node(ImportedGraph& graph, ImportedNode& node, std::size_t& budget) {
  const OperatorRule* rule = rule_of(node.op);
  if (rule == nullptr) {
    fail_unknown(graph, node);
  }
  require_first_output(graph, node);
  NodeScope scope(graph, node);
  rule->infer(scope);
  require_outputs(graph, node);
  if (rule->fold != nullptr) {
    const auto elements = foldable_elements(graph, node);
    if (elements && *elements <= budget) {
      budget -= *elements;
      rule->fold(scope);
    }
  }
  node.constant = node.op == "Constant" || is_constant(graph, node);
  if (node.op == "Constant") {
    graph.tensors[node.outputs.front()].origin = Origin::constant;
  }
}

}  // namespace

void infer_shapes(ImportedGraph& graph) {
  std::size_t budget = kMostFolded;
  for (const std::size_t index : graph.order) {
    infer_node(graph, graph.nodes[index], budget);
  }
}

}  // namespace metronome::importers
