#pragma once

#include "workloads/model/graph.hpp"

namespace metronome::train {

/// UserError where a network cannot be trained on a data set, which has one sample to read and one
/// label to tell at each position of a text.
void check_trainable(const model::Graph& graph);

}  // namespace metronome::train
