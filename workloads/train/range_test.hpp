#pragma once

#include <optional>
#include <vector>

#include "workloads/train/trainer.hpp"

namespace metronome::train {

/// One level of a precision range test.
struct RangeLevel {
  int bits = 0;               ///< forward
  double train_accuracy = 0;  ///< mean of the level's last `window` iterations, a fraction
  double gain = 0;            ///< over the level below; the first: over guessing
  double loss = 0;            ///< mean of the same iterations
  bool operator==(const RangeLevel&) const = default;
};

struct RangeTest {
  std::vector<RangeLevel> levels;
  std::optional<int> min_bits;         ///< Bmin; nothing where no level gains enough
  int max_bits = 0;                    ///< Bmax: the last level's, the precision to match
  std::vector<trace::Metric> metrics;  ///< of every iteration
  double seconds = 0;                  ///< wall time of all processes that had a part in it
};

/// Levels and bounds of a training whose bits rose from range_test.start_bits to end_bits.
/// `metrics` has iterations_per_level rows for each level.
[[nodiscard]] RangeTest judge_range_test(const RangeTestSpec& spec,
                                         const std::vector<trace::Metric>& metrics,
                                         double guessing);

/// The precision range test (Fu et al., ICLR 2021, section 3.3; the paper states neither window nor
/// threshold): trains from scratch at rising forward bits, `iterations_per_level` at each, with the
/// learning rate of the run's start and the backward bits of the workload's schedule. Bmin is the
/// first level whose training accuracy gains more than `threshold`: below it training makes no
/// progress. A checkpoint is written at the end of each level at the latest, where `options` has
/// any. UserError as for train().
[[nodiscard]] RangeTest range_test(const WorkloadSpec& spec, const TrainOptions& options);

}  // namespace metronome::train
