#pragma once

#include <string>
#include <vector>

#include "sim/report/comparison.hpp"

namespace metronome::report {

/// One effect on the way from the ideal to the achieved saving. Negative: the effect costs saving.
struct WaterfallStep {
  std::string effect;
  double change = 0;
};

/// ideal + sum of the changes = achieved, to rounding.
struct Waterfall {
  double ideal = 0;
  std::vector<WaterfallStep> steps;
  double achieved = 0;
};

/// From the ideal saving (bit operations of the paper's formula) to the saving in cycles. The
/// effects are switched on one after the other, in this order, in both trainings alike; after each
/// the saving is 1 - run / baseline of the time that is in the model so far:
///   exempt work        only what the array executes counts (no first-layer dX, no FP32 layers);
///   supported widths   multiply-accumulates at the array's peak rate for their operands;
///   utilisation        busy cycles: ragged tiles, and lanes that wait for the values of others;
///   fill and drain, each stall, idle (vector, quantize, update, switch): their cycles are added.
/// The last time is the total, so the steps sum to achieved - ideal exactly.
[[nodiscard]] Waterfall cycle_waterfall(const ComparedRun& compared);

/// From the ideal saving to the saving in energy: array, buffers, memory traffic, vector unit and
/// controller, each with its leakage, and the memory's idle states last, each added to both
/// trainings in this order (energy_split.hpp).
[[nodiscard]] Waterfall energy_waterfall(const ComparedRun& compared);

}  // namespace metronome::report
