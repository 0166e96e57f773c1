#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/config/schema.hpp"
#include "sim/experiment/reach_tables.hpp"
#include "sim/ledger/run_result.hpp"
#include "workloads/methods/reach/constrained_training.hpp"

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

/// `progress`: what is done, and its share. The same for any number of jobs. UserError as
/// train_constrained and simulate.
[[nodiscard]] ReachExperimentResult run_reach_experiment(
    const ReachExperimentSpec& spec, unsigned jobs,
    const std::function<void(const std::string&, double)>& progress);

}  // namespace metronome::experiment

namespace metronome::config {
template <>
const StructSchema<experiment::ReachExperimentSpec>& schema_of<experiment::ReachExperimentSpec>();
}  // namespace metronome::config
