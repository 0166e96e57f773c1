#pragma once

#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// Fills `order`. UserError where nodes read from each other in a circle, with all of a circle's
/// nodes or the first ones.
void order_nodes(ImportedGraph& graph);

}  // namespace metronome::importers
