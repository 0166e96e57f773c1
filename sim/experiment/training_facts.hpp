#pragma once

#include <filesystem>

#include "arch/links/system_spec.hpp"
#include "workloads/trace/facts.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::experiment {

/// Of a training's workload, all keys that decide how well it learns and that runs must share to be
/// compared: not the precision over time, what is measured on the way, or who computes; and the
/// seed, which is told but not compared.
[[nodiscard]] trace::Facts workload_facts(const train::WorkloadSpec& workload);

/// The same of a trace's folder; empty where the trace was made without training.
[[nodiscard]] trace::Facts workload_facts(const std::filesystem::path& trace_folder);

/// A trace with all that is known of its training: trace::facts_of, and the workload's.
struct Training {
  trace::Trace trace;
  trace::Facts workload;

  [[nodiscard]] trace::Facts facts() const;
};
/// Whether gradients of any layer are codes, not FP32.
[[nodiscard]] bool has_gradient_codes(const trace::Assignment& assignment);

/// Whether a system has as many chips as the training had, or its other facts alone count.
enum class ChipCount { as_trained, any };

/// UserError where a trained trace's chips are not those of the system that it is to run on: their
/// number, what of a batch each has, how codes of gradients are added up (nothing where gradients
/// are FP32) and of what batch norm takes its statistics, so that accuracy and cost belong to one
/// arithmetic; and on a pipeline, whose chips share no batch. A training on one chip, and a trace
/// without training, say nothing about sums over chips. `folder`: named in the error.
void require_trained_chips(const Training& training, const std::string& folder,
                           const links::SystemSpec& system, ChipCount count);

/// UserError as trace::read_trace.
[[nodiscard]] Training load_training(const std::filesystem::path& folder);

}  // namespace metronome::experiment
