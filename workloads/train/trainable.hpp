#pragma once

#include "workloads/model/graph.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::train {

/// A data set has one sample to read and one label to tell at each position of a text. UserError
/// where a network has other inputs or outputs, or no loss.
void check_trainable(const model::Graph& graph);

/// UserError where a schedule has more bits than the trainer quantizes to, before the first
/// iteration: a run of hours must not end at a width that it reaches last.
void check_trainable(const schedule::Schedule& schedule);

}  // namespace metronome::train
