#pragma once

#include "workloads/trace/trace.hpp"
#include "workloads/trace/update_rule.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::train {

/// What the workload's optimizer keeps for each weight.
[[nodiscard]] trace::UpdateRule update_rule(const WorkloadSpec& spec);

/// Makes a trace's batch norm take its statistics as the workload says.
void set_statistics(trace::Trace& trace, const WorkloadSpec& spec);

/// The trace of a training: the model's step, the phases that were trained (a schedule that the
/// loss drives has them from training only) and what training measured.
[[nodiscard]] trace::Trace result_trace(const WorkloadSpec& spec, const TrainResult& result);

}  // namespace metronome::train
