#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/report/figures.hpp"
#include "workloads/train/evaluate.hpp"
#include "workloads/train/inference_trace.hpp"

/// A dual-precision network on an accelerator, image by image: what each mode, a switch and a
/// cascade take (docs/dual_precision.md).
namespace metronome::experiment {

/// What an iteration of something takes.
struct ModeCost {
  double seconds = 0;
  double joules = 0;
  double weight_bytes = 0;  ///< read of DRAM: codes of weights
  double bytes = 0;         ///< all that crosses the pins
};

/// Of one machine. `refine` is the high mode behind the low one, `up` the switch to it: missing
/// planes and its tables where weights stay on chip, and training.switch_cycles; `down` the way
/// back: its tables.
struct DualCosts {
  ModeCost low, high, refine, up, down;
  ModeCost low_alone, high_alone;  ///< two models with packed codes of their own
  double stored_bytes = 0;         ///< of weights: codes of the high mode, once
  double two_models_bytes = 0;     ///< low and high mode's

  /// Of an image where the `share` of uncertain ones goes on in the high mode.
  [[nodiscard]] double cascade_joules(double share) const;
  [[nodiscard]] double cascade_seconds(double share) const;
  /// Images that must be inferred in the low mode between two switches up for it to take less
  /// energy than to stay in the high mode; infinite where the low mode takes no less.
  [[nodiscard]] double break_even_images() const;
};

/// Simulates the programs of a stored training on a machine, a batch of `batch` an iteration.
[[nodiscard]] DualCosts dual_costs(const train::TrainedSource& source, std::uint64_t batch,
                                   const arch::AcceleratorSpec& machine,
                                   const sim::SimulateOptions& how);

/// Low and high answers of the same samples.
struct DualAnswers {
  std::vector<train::Answer> low, high;
};

/// A threshold of margins, and what it means on some samples.
struct CascadePoint {
  double threshold = 0;
  double share = 0;     ///< of samples that go on to the high mode
  double accuracy = 0;  ///< of the answers of the modes that they end in
};
[[nodiscard]] CascadePoint cascade_point(const DualAnswers& answers, double threshold);

/// 0 (always low), hundredths below 1, and above 1 (always high).
[[nodiscard]] std::vector<double> cascade_thresholds();

/// The index of the threshold that is right most often on training samples; of equal ones the
/// smallest, which sends the fewest on.
[[nodiscard]] std::size_t chosen_threshold(const std::vector<CascadePoint>& training);

/// A row for each threshold: what the training and test samples say, and what an image takes.
[[nodiscard]] std::string cascade_csv(const std::vector<CascadePoint>& training,
                                      const std::vector<CascadePoint>& test,
                                      const DualCosts& costs);
/// A row for each mode, switch and model: time, energy, bytes.
[[nodiscard]] std::string modes_csv(const DualCosts& costs);
/// Accuracy against energy of an image over the threshold, beside two models.
[[nodiscard]] report::Figure cascade_figure(const std::vector<CascadePoint>& test,
                                            const DualCosts& costs, std::size_t chosen);

}  // namespace metronome::experiment
