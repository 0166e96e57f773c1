#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "workloads/train/trained_network.hpp"

namespace metronome::train {

/// A sample as a trained network answers it.
struct Answer {
  bool correct = false;
  double margin = 0;  ///< of its largest probability over the second one
  bool operator==(const Answer&) const = default;
};

struct EvaluateRequest {
  TrainedSource source;
  /// "low" or "high", of a training with modes; without one the mode that a training reports.
  std::optional<std::string> mode{};
  std::optional<std::string> dataset_path{};  ///< in the place of the training's
  unsigned threads = 1;                       ///< changes no result
  /// In the place of the split on which the training was tested. UserError where it is validation
  /// and the training held nothing out.
  std::optional<TestedSplit> split{};
  /// Batches of the training split in the place of the test split, in the order of an epoch behind
  /// the training, at most those of an epoch; 0: the test split.
  std::uint64_t training_batches = 0;
  bool answers = false;  ///< Evaluation::answers are wanted
  std::function<void(double share)> progress{};
};

/// What a test of a trained network has found.
struct Evaluation {
  std::string mode;  ///< empty where a training has no modes
  double accuracy = 0;
  double loss = 0;                ///< mean over the samples
  std::uint64_t samples = 0;      ///< that were tested; of texts words
  trace::Assignment assignment;   ///< what was tested
  std::vector<Answer> answers{};  ///< in the order of the samples
};

/// Batches that an epoch of a training's data set has, wherever its files lie now. UserError as
/// evaluate().
[[nodiscard]] std::uint64_t batches_of_epoch(const TrainedSource& source,
                                             const std::optional<std::string>& dataset_path);

/// Tests a checkpoint, or weights beside a resolved.yaml, on the whole test split of its training's
/// data set, as the training itself does at its end: with running statistics, and, where the
/// workload says so, statistics estimated anew (batch_norm_batches). UserError as load_trained,
/// where a training has no such mode, has not trained it yet or does not say what it was trained
/// on.
[[nodiscard]] Evaluation evaluate(const EvaluateRequest& request);

}  // namespace metronome::train
