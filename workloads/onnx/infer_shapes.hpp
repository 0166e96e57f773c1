#pragma once

#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// Works out the shape of every tensor, and the values of those that decide shapes, from the shapes
/// of inputs and weights. UserError with the node's name where an operator is not known, shapes
/// contradict each other, or a shape depends on what the network is given. Time and memory are
/// proportional to the file's size.
void infer_shapes(ImportedGraph& graph);

}  // namespace metronome::importers
