#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "sim/report/manifest.hpp"
#include "workloads/train/trainer.hpp"

namespace metronome::experiment {

struct TrainingOptions {
  unsigned threads = 1;  ///< changes no result
  bool resume = false;   ///< go on with an unfinished training, leave a finished one as it is
  std::function<void(const train::Progress&)> progress{};
  /// Version, command, host and the time since the start; seed and hashes are filled in.
  std::function<report::Manifest()> manifest = [] { return report::Manifest{}; };
};

/// What a training's test has found.
struct TrainingOutcome {
  double test_accuracy = 0;
  double test_loss = 0;
  int evaluation_bits = 0;
  bool was_finished = false;  ///< nothing was trained: the folder held this training already
};

/// Trains into a folder: trace, weights.bin, resolved.yaml and manifest.json appear there as a
/// whole when the training is finished; until then its checkpoints live beside it in OUT.partial,
/// from where a later process can go on. Killed at any moment and resumed it ends with the same
/// bytes. UserError as train::train, where --resume would be needed not to lose an unfinished
/// training, and where the folder to resume holds another configuration.
[[nodiscard]] TrainingOutcome train_into(const train::WorkloadSpec& spec,
                                         const std::filesystem::path& out,
                                         const TrainingOptions& options);

}  // namespace metronome::experiment
