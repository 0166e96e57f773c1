#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// How far a run is.
struct Progress {
  std::uint64_t iteration = 0;  ///< iterations done
  std::uint64_t iterations = 0;
  double images_per_second = 0;  ///< of the whole run so far
  double seconds_left = 0;
  double loss = 0;
  double learning_rate = 0;
  int forward_bits = 0;
  int backward_bits = 0;
};

struct TrainOptions {
  unsigned threads = 1;  ///< the result does not depend on it
  /// Called after each iteration, if set.
  std::function<void(const Progress&)> progress{};
};

struct TrainResult {
  /// One for each iteration, and a last one, of iteration number `iterations`, with the test
  /// accuracy; its forward bits are those of the test, its backward bits those of the last step.
  std::vector<trace::Metric> metrics;
  double test_accuracy = 0;  ///< fraction of the test samples
  int evaluation_bits = 0;   ///< forward bits of the test: the largest of the schedule
  std::string weights;       ///< see weights.hpp
  std::string kernel_set;    ///< results are equal bytes for equal kernel sets
};

/// Trains on a data set and tests on the whole test split, with running batch-norm statistics and
/// running activation ranges. UserError where the data cannot be had, and where the loss is no
/// finite number any more.
[[nodiscard]] TrainResult train(const WorkloadSpec& spec, const TrainOptions& options);

}  // namespace metronome::train
