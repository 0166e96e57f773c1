#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/config/schema.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/equal.hpp"
#include "sim/report/run_directory.hpp"
#include "workloads/schedule/schedule_name.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::experiment {

/// The main job: train with cycling precision and statically, simulate both on several machines,
/// compare. Without training the traces are made from shapes and schedules, there is no accuracy,
/// and machines whose time depends on values borrow those of `statistics`, the folder of a trained
/// trace. configs/experiments/*.yaml.
struct ExperimentSpec {
  static constexpr std::string_view kSchemaName = "experiment";
  std::string name;
  train::WorkloadSpec workload;
  schedule::ScheduleName baseline_schedule = "static:8,backward=8";
  std::optional<train::Errors> errors_beside{};     ///< of two more trainings, under both schedules
  std::vector<arch::AcceleratorSpec> accelerators;  ///< as given: `equal` changes their sizes
  EqualSpec equal;
  Mode mode = Mode::cycle;
  bool exact = false;
  bool train = true;
  config::FilePath statistics;
  bool operator==(const ExperimentSpec&) const = default;
};

/// Told what is being done; the text of one line without its end.
struct Progress {
  std::string what;         ///< "training cpt:3-8,..."
  double share = 0;         ///< 0 to 1 of this part
  std::string detail;       ///< rate, loss, ...
  double seconds_left = 0;  ///< negative: unknown
};

struct ExperimentOptions {
  unsigned jobs = 1;           ///< threads of training, processes of simulation; changes no result
  bool allow_unlike = false;   ///< the machines' energy tables may be of several technologies
  bool figures = true;         ///< false: none is drawn
  FileCache* cache = nullptr;  ///< SimulateOptions::cache
  std::function<void(const Progress&)> progress;
  std::function<void(const std::string&)> message;  ///< a line to be kept on the screen
  /// Version, command and host; seed, hashes and wall time are filled in.
  std::function<report::Manifest()> manifest = [] { return report::Manifest{}; };
};

/// Adds a machine with the content of its energy table to what decides a result.
void add_machine(InputsText& inputs, const arch::AcceleratorSpec& machine);

/// The energy table of a machine, with the rows of its DRAM device.
[[nodiscard]] EnergyTable complete_table(const arch::AcceleratorSpec& machine);

/// Adds what a machine's results depend on: the digests of its resolved file (wherever its energy
/// table lies), its DRAM device and its energy table. `of`: " NAME" where there are several.
void add_inputs(report::Recipe& recipe, const arch::AcceleratorSpec& machine,
                const std::string& of = {});

/// What decides the results, for the output folder.
[[nodiscard]] std::string experiment_inputs(const ExperimentSpec& spec);

/// Runs the experiment and publishes everything in `out`, which is not finished yet: one run
/// directory for each accelerator, the two traces, comparison.csv, report.html, figures/,
/// resolved.yaml and manifest.json; the static run of each accelerator in a folder `baseline` of
/// its own. With errors_beside all this once more of the trainings under that rule, in a folder
/// errors_RULE, and a table of all, errors.csv. Until then the trainings and the operations that
/// were simulated lie in out.work(), so that it goes on from there and ends with the same bytes,
/// killed at whatever moment. Returns the report for a terminal.
std::string run_experiment(const ExperimentSpec& given, OutputFolder& out,
                           const ExperimentOptions& options);

}  // namespace metronome::experiment

namespace metronome::config {
template <>
const StructSchema<experiment::ExperimentSpec>& schema_of<experiment::ExperimentSpec>();
}  // namespace metronome::config
