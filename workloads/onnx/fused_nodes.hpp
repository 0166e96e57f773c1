#pragma once

#include <map>
#include <set>
#include <variant>
#include <vector>

#include "workloads/model/layer.hpp"
#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// Several nodes by which exporters write one layer.
struct FusedLayer {
  TensorIndex reads;
  std::variant<model::Gelu, model::LayerNorm> layer;
  TensorIndex scale = kAbsent, shift = kAbsent;  ///< of a layer norm
};

struct FusedNodes {
  std::map<std::size_t, FusedLayer> by_last;  ///< by the node that gives the layer's output
  std::set<std::size_t> others;               ///< that make nothing of their own
};

/// Who reads and writes the tensors of a graph.
struct TensorUses {
  std::vector<std::vector<std::size_t>> readers;  ///< nodes, by tensor
  std::vector<std::size_t> producers;             ///< by tensor; kAbsent: none
};
[[nodiscard]] TensorUses uses_of(const ImportedGraph& graph);

/// GELUs and layer norms of nodes that nothing else reads.
[[nodiscard]] FusedNodes fused_nodes(const ImportedGraph& graph, const TensorUses& uses);

}  // namespace metronome::importers
