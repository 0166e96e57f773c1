#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/train/form_modes.hpp"
#include "workloads/train/width_search.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// How far a run is.
struct Progress {
  std::uint64_t iteration = 0;  ///< iterations done
  std::uint64_t iterations = 0;
  double samples_per_second = 0;  ///< images or sequences of this process so far
  bool reads_text = false;
  double seconds_left = 0;
  double loss = 0;
  double learning_rate = 0;
  trace::Precision precision;
};

/// "iteration 120 of 384, 412 images/s, 5/8 bit, loss 1.234".
[[nodiscard]] std::string progress_text(const Progress& progress);

struct CheckpointOptions {
  std::filesystem::path file;
  std::uint64_t every = 0;  ///< iterations; 0: one is written where the process is interrupted only
  bool resume = false;      ///< go on from `file` if it exists
};

struct TrainOptions {
  unsigned threads = 1;  ///< the result does not depend on it
  /// Called after each iteration, if set.
  std::function<void(const Progress&)> progress{};
  /// Called once, if set, before a run goes on from a checkpoint of so many iterations.
  std::function<void(std::uint64_t)> resumed{};
  /// Instead of the workload's, if set.
  std::optional<schedule::Schedule> schedule{};
  /// Whether changes of precision that are for good are tested (TestedSwitches).
  bool tests_switches = true;
  /// Checkpoints are replaced atomically; only a network of finite numbers makes one.
  std::optional<CheckpointOptions> checkpoints{};
};

struct TrainResult {
  trace::DataShape shape;  ///< of the data; of texts with the words of the training file
  /// One for each iteration, with a test where the workload's test_every asks for it, and a last
  /// one, of iteration number `iterations`, with the test; its weight and activation bits are those
  /// of the test, the others those of the last step.
  std::vector<trace::Metric> metrics;
  /// The precision phases that were trained.
  std::vector<trace::Phase> phases;
  trace::ValueStatistics values;  ///< of the sampled iterations
  double test_accuracy = 0;       ///< fraction of the test samples, or of a text's words
  double test_loss = 0;           ///< mean over them; of a text its exponential is the perplexity
  trace::Assignment evaluation;   ///< of the test
  std::string weights;            ///< see weights.hpp
  std::vector<FormFacts> forms;   ///< of layers whose weights have a form; `affine`: none
  std::optional<FoundWidths> widths{};  ///< of a search (weights: blended)
  double guessing = 0;         ///< accuracy of naming the most frequent training label always
  std::string data_digest;     ///< of the samples that were read or made
  std::string kernel_set;      ///< results are equal bytes for equal kernel sets
  double seconds = 0;          ///< wall time of all processes that had a part in it
  double earlier_seconds = 0;  ///< of them, those before this one
};

/// Trains on a data set and tests on the whole test split (of a text all whole sequences, with the
/// state carried from one to the next), with running batch-norm statistics and running activation
/// ranges. A run that goes on from a checkpoint has the result, byte for byte,
/// of one that was never stopped. UserError where the data cannot be had, where a checkpoint is of
/// another workload or has what no run of it has, and where the loss or a gradient is no finite
/// number any more (naming iteration and layer; the last checkpoint stays).
[[nodiscard]] TrainResult train(const WorkloadSpec& spec, const TrainOptions& options);

}  // namespace metronome::train
