#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/config/schema.hpp"
#include "sim/experiment/reach_tables.hpp"
#include "sim/ledger/run_result.hpp"
#include "workloads/train/constrained/constrained_training.hpp"

namespace metronome::experiment {

/// A training under a constraint beside one on the objective alone, as long: what is proven of both
/// as deployed at each width, and what they take on machines (docs/reachability.md).
/// configs/experiments/reachability.yaml.
struct ReachExperimentSpec {
  static constexpr std::string_view kSchemaName = "reach_experiment";
  std::string name;
  reach::ConstrainedTrainingSpec training;
  std::vector<arch::AcceleratorSpec> accelerators;
  std::vector<int> deployed_bits{0, 8, 7, 6, 5, 4, 3};
  Mode mode = Mode::cycle;
  bool operator==(const ReachExperimentSpec&) const = default;
};

/// What decides the results, for the output folder.
[[nodiscard]] std::string reach_experiment_inputs(const ReachExperimentSpec& spec);

/// The same training without its steps on the constraint, with as many on the objective.
[[nodiscard]] reach::ConstrainedTrainingSpec without_constraint(
    const reach::ConstrainedTrainingSpec& spec);

struct ReachTraining {
  std::string name;  ///< constrained, unconstrained
  reach::ConstrainedTrainingSpec spec;
  reach::ConstrainedResult result;
};

struct ReachExperimentResult {
  std::vector<ReachTraining> trainings;
  ReachTable verdicts;  ///< a row for each training and width
  ReachTable costs;     ///< a row for each training and machine
};

struct ReachExperimentOptions {
  unsigned jobs = 1;             ///< changes no result
  std::filesystem::path work{};  ///< where checkpoints of the trainings lie; empty: none are kept
  FileCache* cache = nullptr;    ///< SimulateOptions::cache
  /// What is done, and its share.
  std::function<void(const std::string&, double)> progress{};
  std::function<void(const std::string&)> message{};  ///< a line to be kept on the screen
};

/// UserError where a training would be refused, or a machine cannot execute its program: before
/// either is begun.
void check_reach_experiment(const ReachExperimentSpec& spec);

/// Continued with what `work` holds it ends with the same results. UserError as
/// train_constrained and simulate.
[[nodiscard]] ReachExperimentResult run_reach_experiment(const ReachExperimentSpec& spec,
                                                         const ReachExperimentOptions& options);

}  // namespace metronome::experiment

namespace metronome::config {
template <>
const StructSchema<experiment::ReachExperimentSpec>& schema_of<experiment::ReachExperimentSpec>();
}  // namespace metronome::config
