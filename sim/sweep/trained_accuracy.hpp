#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/sweep/sweep_spec.hpp"

namespace metronome::sweep {

/// Test accuracies of one training at its end, in percent, over seeds.
struct TrainedAccuracy {
  double mean_percent = 0;
  double deviation_percent = 0;  ///< sample standard deviation; 0 of a single seed
  std::size_t seeds = 0;
  bool operator==(const TrainedAccuracy&) const = default;

  /// "90.21 ± 0.08 % (3 seeds)"; "90.21 % (one seed)".
  [[nodiscard]] std::string text() const;
};

/// That of the run `accuracy_run` of `accuracy_table`; nothing where the trace names none.
/// `dx_scale` is that of the point's machine. Seeds that diverged are left out. UserError where the
/// table has no such run, or where it is one of another schedule, number of iterations or
/// arithmetic of input gradients than the point's, or, as far as the table says, of another model,
/// data set or batch.
[[nodiscard]] std::optional<TrainedAccuracy> trained_accuracy(const TraceSpec& trace,
                                                              trace::DxScale dx_scale);

}  // namespace metronome::sweep
