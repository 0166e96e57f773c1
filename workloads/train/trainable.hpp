#pragma once

#include "workloads/model/graph.hpp"

namespace metronome::train {

/// A data set has one sample to read and one label to tell at each position of a text. UserError
/// where a network has other inputs or outputs, or no loss.
void check_trainable(const model::Graph& graph);

}  // namespace metronome::train
