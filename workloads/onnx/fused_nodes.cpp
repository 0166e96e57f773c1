#include "workloads/onnx/fused_nodes.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace metronome::importers {
namespace {

class Finder {
 public:
  Finder(const ImportedGraph& graph, const TensorUses& uses) : graph_(graph), uses_(uses) {}

  FusedNodes run() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (graph_.nodes[i].op == "Erf") {
        gelu(i);
      } else if (graph_.nodes[i].op == "Sqrt") {
        layer_norm(i);
      }
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] const ImportedNode& node(std::size_t i) const { return graph_.nodes[i]; }

  /// The node that writes a tensor, if it is of this kind.
  [[nodiscard]] std::optional<std::size_t> writer(TensorIndex tensor, const char* op) const {
    const std::size_t at = tensor == kAbsent ? kAbsent : uses_.producers[tensor];
    return at != kAbsent && node(at).op == op ? std::optional(at) : std::nullopt;
  }

  /// The one node that reads a node's output, if it is of this kind.
  [[nodiscard]] std::optional<std::size_t> reader(std::size_t of, const char* op) const {
    const TensorIndex tensor = node(of).outputs[0];
    const bool given =
        std::find(graph_.outputs.begin(), graph_.outputs.end(), tensor) != graph_.outputs.end();
    const auto& readers = uses_.readers[tensor];
    return !given && readers.size() == 1 && node(readers[0]).op == op ? std::optional(readers[0])
                                                                      : std::nullopt;
  }

  [[nodiscard]] std::optional<double> constant(TensorIndex tensor) const {
    if (tensor == kAbsent || !graph_.tensors[tensor].values) {
      return std::nullopt;
    }
    const auto* reals = std::get_if<std::vector<double>>(&*graph_.tensors[tensor].values);
    return reals != nullptr && reals->size() == 1 ? std::optional(reals->front()) : std::nullopt;
  }

  [[nodiscard]] bool reads_constant(std::size_t i, double value) const {
    return std::any_of(node(i).inputs.begin(), node(i).inputs.end(), [&](TensorIndex input) {
      const auto known = constant(input);
      return known && std::abs(*known - value) < 1e-4;
    });
  }

  /// x / sqrt(2), Erf, + 1, * x, * 0.5: as PyTorch writes a GELU.
  void gelu(std::size_t erf) {
    const TensorIndex scaled = node(erf).inputs[0];
    const auto divides = writer(scaled, "Div");
    const auto before = divides ? divides : writer(scaled, "Mul");
    if (!before || uses_.readers[scaled].size() != 1 ||
        !reads_constant(*before, divides ? std::sqrt(2.0) : std::sqrt(0.5))) {
      return;
    }
    const auto plus = reader(erf, "Add");
    const auto times = plus && reads_constant(*plus, 1) ? reader(*plus, "Mul") : std::nullopt;
    const auto half = times ? reader(*times, "Mul") : std::nullopt;
    const TensorIndex x = node(*before).inputs[0];
    if (!half || !reads_constant(*half, 0.5) || !reads(*times, x)) {
      return;
    }
    found_.others.insert({*before, erf, *plus, *times});
    found_.by_last.emplace(*half, FusedLayer{x, model::Gelu{}, kAbsent, kAbsent});
  }

  /// What a node reads beside the output of another.
  [[nodiscard]] TensorIndex other_input(std::size_t i, std::size_t of) const {
    const auto& inputs = node(i).inputs;
    return inputs[inputs[0] == node(of).outputs[0] ? 1 : 0];
  }

  [[nodiscard]] bool reads(std::size_t i, TensorIndex tensor) const {
    const auto& inputs = node(i).inputs;
    return std::find(inputs.begin(), inputs.end(), tensor) != inputs.end();
  }

  /// d = x - mean(x); d / sqrt(mean(d^2) + epsilon), times a weight, plus another: as PyTorch
  /// writes a layer norm before operator set 17.
  void layer_norm(std::size_t root) {
    const auto plus = writer(node(root).inputs[0], "Add");
    const auto variance = plus ? mean_among(*plus) : std::nullopt;
    if (!variance) {
      return;
    }
    const auto squared = writer(node(*variance).inputs[0], "Pow");
    const auto deviation = squared ? writer(node(*squared).inputs[0], "Sub") : std::nullopt;
    const auto mean = deviation ? writer(node(*deviation).inputs[1], "ReduceMean") : std::nullopt;
    const auto quotient = reader(root, "Div");
    if (!mean || !quotient || node(*mean).inputs[0] != node(*deviation).inputs[0] ||
        !is_over_last(*mean) || !is_over_last(*variance) || !reads_constant(*squared, 2) ||
        uses_.readers[node(*deviation).outputs[0]].size() != 2 ||
        node(*quotient).inputs[0] != node(*deviation).outputs[0]) {
      return;
    }
    const auto scaled = reader(*quotient, "Mul");
    const auto shifted = scaled ? reader(*scaled, "Add") : std::nullopt;
    if (!shifted) {
      return;
    }
    found_.others.insert({root, *plus, *variance, *squared, *deviation, *mean, *quotient, *scaled});
    found_.by_last.emplace(
        *shifted, FusedLayer{node(*mean).inputs[0], model::LayerNorm{},
                             other_input(*scaled, *quotient), other_input(*shifted, *scaled)});
  }

  [[nodiscard]] std::optional<std::size_t> mean_among(std::size_t sum) const {
    const auto first = writer(node(sum).inputs[0], "ReduceMean");
    return first ? first : writer(node(sum).inputs[1], "ReduceMean");
  }

  /// Whether a mean is over the last axis alone, which is kept.
  [[nodiscard]] bool is_over_last(std::size_t mean) const {
    const auto at = node(mean).attributes.find("axes");
    const auto* axes = at == node(mean).attributes.end()
                           ? nullptr
                           : std::get_if<std::vector<std::int64_t>>(&at->second);
    const auto rank =
        static_cast<std::int64_t>(graph_.tensors[node(mean).inputs[0]].extents->size());
    const auto kept = node(mean).attributes.find("keepdims");
    return axes != nullptr && axes->size() == 1 &&
           (axes->front() == -1 || axes->front() == rank - 1) &&
           (kept == node(mean).attributes.end() || std::get<std::int64_t>(kept->second) != 0);
  }

  const ImportedGraph& graph_;
  const TensorUses& uses_;
  FusedNodes found_;
};

}  // namespace

TensorUses uses_of(const ImportedGraph& graph) {
  TensorUses uses{std::vector<std::vector<std::size_t>>(graph.tensors.size()),
                  std::vector<std::size_t>(graph.tensors.size(), kAbsent)};
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const TensorIndex input : graph.nodes[i].inputs) {
      if (input != kAbsent) {
        uses.readers[input].push_back(i);
      }
    }
    for (const TensorIndex output : graph.nodes[i].outputs) {
      if (output != kAbsent) {
        uses.producers[output] = i;
      }
    }
  }
  return uses;
}

FusedNodes fused_nodes(const ImportedGraph& graph, const TensorUses& uses) {
  return Finder(graph, uses).run();
}

}  // namespace metronome::importers
