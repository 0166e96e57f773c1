#pragma once

#include <string>

#include "workloads/model/graph.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// The name of the step of programs that only infer.
inline constexpr const char* kInferStep = "infer";
/// The operation that brings what a step's batch norms compute with.
inline constexpr const char* kLoadTables = "tables.load";

/// Behind the name of a batch norm: its two numbers a channel (scale over deviation; shift), in
/// which scales of weights are folded.
[[nodiscard]] inline std::string table_of(const std::string& norm) { return norm + ".table"; }

/// Makes a forward pass (a graph without a loss) that of a network as it is deployed: weights are
/// stored codes that no pass makes, ranges are those of the training, and batch norms are tables
/// that are read once an iteration, before the first operation.
void deploy(Step& step, const model::Graph& graph);

/// Removes tensors that no operation uses.
void drop_unused_tensors(Step& step);

}  // namespace metronome::trace
