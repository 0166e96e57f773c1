#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/experiment/experiment.hpp"
#include "sim/experiment/width_costs.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::experiment {

/// A search of widths for several machines (docs/width_search.md): each cost is searched for, what
/// is found is trained anew and compared with widths that all layers have alike.
/// configs/experiments/ebs.yaml.
struct WidthExperimentSpec {
  static constexpr std::string_view kSchemaName = "width_experiment";
  std::string name;
  train::WorkloadSpec workload;  ///< the search: weights: blended
  std::vector<arch::AcceleratorSpec> accelerators;
  std::vector<weights::CostUnit> costs{weights::CostUnit::bit_operations,
                                       weights::CostUnit::cycles};
  std::vector<int> uniform_bits{1, 2, 3};
  std::vector<std::string> uniform_pairs{};  ///< "3x2": 3-bit weights and 2-bit inputs
  int target_bits = 2;  ///< the target is what all layers cost at it; 0: the workload's target
  std::uint64_t retraining_iterations = 0;  ///< 0: those of the search
  std::vector<std::uint64_t> seeds{1};
  std::uint64_t batch = 1;  ///< of the inference that is costed
  Mode mode = Mode::cycle;
  int least_bits = 1;         ///< of cycled schedules
  std::uint64_t periods = 0;  ///< of them; 0: none is written
  bool operator==(const WidthExperimentSpec&) const = default;
};

/// "3x2" as {3, 2}; nothing of other texts, and of widths that no form has.
[[nodiscard]] std::optional<std::pair<int, int>> width_pair(const std::string& text);

/// Of each training with fixed widths.
[[nodiscard]] std::uint64_t iterations_retrained(const WidthExperimentSpec& spec);

/// What decides the results, for the output folder.
[[nodiscard]] std::string width_experiment_inputs(const WidthExperimentSpec& spec);

/// Runs it and publishes in `out`: costs/MACHINE.csv, searches/NAME/ (widths.csv, a schedule;
/// search.csv; search.json; widths_cycled.csv), searches.csv, choices.csv, correlation.csv,
/// resolved.yaml, recipe.json and manifest.json. Trainings and tables that are finished lie in
/// out.work() until then, so that it goes on from there. Returns the tables for a terminal.
std::string run_width_experiment(const WidthExperimentSpec& spec, OutputFolder& out,
                                 const ExperimentOptions& options);

}  // namespace metronome::experiment

namespace metronome::config {
template <>
const StructSchema<experiment::WidthExperimentSpec>& schema_of<experiment::WidthExperimentSpec>();
}  // namespace metronome::config
