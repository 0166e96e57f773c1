#pragma once

#include <filesystem>

#include "arch/links/system_spec.hpp"
#include "workloads/trace/facts.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::experiment {

/// Of a training's workload, all keys that decide how well it learns and that runs must share to be
/// compared: not the precision over time, the seed, what is measured on the way, or who computes.
[[nodiscard]] trace::Facts workload_facts(const train::WorkloadSpec& workload);

/// The same of a trace's folder; empty where the trace was made without training.
[[nodiscard]] trace::Facts workload_facts(const std::filesystem::path& trace_folder);

/// UserError where a trained trace's chips are not those of the system that it is to run on: their
/// number, how gradients are added up and of what batch norm takes its statistics, so that accuracy
/// and cost belong to one arithmetic. A training on one chip, and a trace without training, say
/// nothing about sums over chips. `folder`: named in the error.
void require_trained_chips(const trace::Facts& workload, const std::string& folder,
                           const links::SystemSpec& system);

/// A trace with all that is known of its training: trace::facts_of, and the workload's.
struct Training {
  trace::Trace trace;
  trace::Facts workload;

  [[nodiscard]] trace::Facts facts() const;
};
/// UserError as trace::read_trace.
[[nodiscard]] Training load_training(const std::filesystem::path& folder);

}  // namespace metronome::experiment
