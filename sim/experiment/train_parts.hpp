#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "sim/experiment/training.hpp"

namespace metronome::experiment {

/// One of the trainings that a larger result is made of.
struct PartTraining {
  std::string name;  ///< in messages
  train::WorkloadSpec spec;
  std::filesystem::path work, target;  ///< as those of train_part()
};

/// How far trainings are that run at once.
struct PartsProgress {
  std::size_t finished = 0;  ///< trainings
  std::size_t total = 0;
  double share = 0;          ///< of all iterations, 0 to 1
  double seconds_left = -1;  ///< negative: unknown
  std::string detail;        ///< of the training that was heard of last
};

/// "3 of 12 trainings, cpt-seed1: iteration 120 of 384, 412 images/s, 5/8 bit, loss 1.234".
[[nodiscard]] std::string progress_text(const PartsProgress& progress);

struct PartsOptions {
  unsigned jobs = 1;  ///< changes no result
  std::function<void(const PartsProgress&)> progress{};
  std::function<void(const std::string&)> message{};  ///< a line to be kept on the screen
  /// As TrainingOptions::manifest.
  std::function<report::Manifest()> manifest = [] { return report::Manifest{}; };
};

/// Trains what is not there yet (train_part()), and says what all have found, in their order. Up to
/// `jobs` trainings run at a time, each in a process of its own, because threads of one training
/// wait for each other many times an iteration; where fewer are left they share `jobs` threads.
/// A training that diverges is a result as others are: why stands in `target`.diverged. When a
/// training fails, those that run are finished, none is begun, and its error is thrown.
/// Ended by a signal, trainings go on from their last checkpoints.
[[nodiscard]] std::vector<TrainingOutcome> train_parts(const std::vector<PartTraining>& parts,
                                                       const PartsOptions& options);

}  // namespace metronome::experiment
