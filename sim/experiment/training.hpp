#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/report/manifest.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::experiment {

struct TrainingOptions {
  unsigned threads = 1;   ///< changes no result
  bool restart = false;   ///< begin anew, whatever an earlier training has left
  std::string program{};  ///< as OutputRequest::program
  std::vector<std::filesystem::path> sources{};  ///< files that the workload was read from
  std::function<void(const train::Progress&)> progress{};
  std::function<void(std::uint64_t)> resumed{};  ///< as train::TrainOptions::resumed
  /// Version, command and host; seed, hashes and the training's wall time are filled in.
  std::function<report::Manifest()> manifest = [] { return report::Manifest{}; };
};

/// What a training's test has found.
struct TrainingOutcome {
  double test_accuracy = 0;
  double test_loss = 0;
  trace::Assignment evaluation;
  double earlier_seconds = 0;  ///< wall time that earlier processes have spent on it
  bool was_finished = false;   ///< nothing was trained: the folder held this training already
  /// Of a training of train_parts() whose numbers are not finite any more, why; the rest is then
  /// nothing.
  std::string diverged{};
};

/// Files and folders of the user's that the training reads.
[[nodiscard]] std::vector<std::filesystem::path> training_sources(const train::WorkloadSpec& spec);

/// Absolute, without detours; nothing stays nothing.
[[nodiscard]] std::filesystem::path absolute_place(const std::filesystem::path& place);
/// The same with the places of all files and folders that it names absolute: resolved.yaml then
/// means them wherever it is read and one works.
[[nodiscard]] train::WorkloadSpec with_absolute_places(train::WorkloadSpec spec);

/// A workload in a text of inputs: without what changes no result (when checkpoints are written)
/// and without the places of its files, whose contents add_files() adds.
[[nodiscard]] train::WorkloadSpec decisive_part(train::WorkloadSpec workload);
void add_files(InputsText& inputs, const train::WorkloadSpec& workload);

/// The text of resolved.yaml in a run's folder, beside which its energy table lies as energy.yaml.
[[nodiscard]] std::string resolved_machine(arch::AcceleratorSpec machine);

/// Trains into a folder (sim/base/output_folder.hpp): trace, weights.bin, resolved.yaml and
/// manifest.json appear there as a whole when the training is finished; until then its checkpoints
/// live beside it in OUT.partial, from where a later process goes on. Killed at any moment and
/// called again it ends with the same bytes. UserError as train::train, and as OutputFolder where
/// the folder or its unfinished part is of something else.
[[nodiscard]] TrainingOutcome train_into(const train::WorkloadSpec& spec,
                                         const std::filesystem::path& out,
                                         const TrainingOptions& options);

/// Whether train_part() has nothing left to do for this `target`.
[[nodiscard]] bool is_trained(const std::filesystem::path& target);

/// A training that is part of a larger result: the same, but that `work` has its checkpoints and
/// goes when `target` has appeared. Both lie in an OutputFolder of the caller's, who answers for
/// equal inputs.
[[nodiscard]] TrainingOutcome train_part(const train::WorkloadSpec& spec,
                                         const std::filesystem::path& work,
                                         const std::filesystem::path& target,
                                         const TrainingOptions& options);

}  // namespace metronome::experiment
