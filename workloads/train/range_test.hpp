#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "workloads/train/trainer.hpp"

namespace metronome::train {

/// One level of a precision range test.
struct RangeLevel {
  int bits = 0;               ///< forward
  double train_accuracy = 0;  ///< mean of the level's last `window` iterations, a fraction
  double standard_error = 0;  ///< of that mean: standard_error_of()
  double gain = 0;            ///< over the level below, or over guessing where that is more
  double gain_error = 0;      ///< standard error of the gain; guessing has none
  bool progress = false;      ///< the gain exceeds the threshold by more than kErrors gain_error
  double loss = 0;            ///< mean of the same iterations
  bool operator==(const RangeLevel&) const = default;
};

struct RangeTest {
  std::vector<RangeLevel> levels;
  double guessing = 0;                 ///< accuracy of naming the most frequent label always
  std::optional<int> min_bits;         ///< Bmin: the first level of progress; nothing without one
  int max_bits = 0;                    ///< Bmax: the last level's, the precision to match
  std::vector<trace::Metric> metrics;  ///< of every iteration
  std::string data_digest;             ///< TrainResult's
  double seconds = 0;                  ///< wall time of all processes that had a part in it
};

/// By how many standard errors a gain must exceed the threshold.
inline constexpr double kErrors = 2;

/// Of the mean of the accuracies of `iterations` batches: the larger of what they scatter by (their
/// sample standard deviation over the root of their number) and of what counting right answers of
/// `samples` independent samples in all scatters by, which is all there is of a single batch.
[[nodiscard]] double standard_error_of(std::span<const double> accuracies, double samples);
/// Of all levels.
[[nodiscard]] std::uint64_t iterations_of(const RangeTestSpec& spec);

/// Levels and bounds of a training whose bits rose from range_test.start_bits to end_bits.
/// `metrics` has iterations_per_level rows for each level, each of `batch` samples.
[[nodiscard]] RangeTest judge_range_test(const RangeTestSpec& spec,
                                         const std::vector<trace::Metric>& metrics, double guessing,
                                         std::uint64_t batch);

/// The precision range test ([fu2021cpt], section 3.3; the paper states neither window nor
/// threshold): trains from scratch at rising forward bits, `iterations_per_level` at each, with the
/// learning rate of the run's start and the backward bits of the workload's schedule. Bmin is the
/// first level of progress: its training accuracy exceeds that of the level below, and guessing, by
/// more than `threshold` and twice the standard error of the difference. A checkpoint is written at
/// the end of each level at the latest, where `options` has any. UserError as for train().
[[nodiscard]] RangeTest range_test(const WorkloadSpec& spec, const TrainOptions& options);

}  // namespace metronome::train
