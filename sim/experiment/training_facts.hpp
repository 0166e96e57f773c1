#pragma once

#include <filesystem>

#include "workloads/trace/facts.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::experiment {

/// Of a training's workload, all keys that decide how well it learns and that runs must share to be
/// compared: not the precision over time, the seed, what is measured on the way, or who computes.
[[nodiscard]] trace::Facts workload_facts(const train::WorkloadSpec& workload);

/// The same of a trace's folder; empty where the trace was made without training.
[[nodiscard]] trace::Facts workload_facts(const std::filesystem::path& trace_folder);

/// A trace with all that is known of its training: trace::facts_of, and the workload's.
struct Training {
  trace::Trace trace;
  trace::Facts workload;

  [[nodiscard]] trace::Facts facts() const;
};
/// UserError as trace::read_trace.
[[nodiscard]] Training load_training(const std::filesystem::path& folder);

}  // namespace metronome::experiment
