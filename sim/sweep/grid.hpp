#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/sweep/sweep_spec.hpp"
#include "sim/sweep/trained_accuracy.hpp"

namespace metronome::sweep {

/// One point of the grid with everything resolved.
struct Point {
  std::vector<std::string> labels;  ///< by axis
  PointSpec spec;
  trace::Facts equality{};                    ///< RunResult::equality
  std::optional<TrainedAccuracy> accuracy{};  ///< of a table, where the sweep names one
  std::string refused;       ///< the constraint that does not hold; empty: it is simulated
  std::string key;           ///< 16 hexadecimal digits: what the result depends on
  std::string training_key;  ///< likewise, of the training alone: points that may be compared
};

/// Reads every point of the sweep, the last axis varying fastest, or those that are drawn.
/// `overrides` win over base and axes. UserError with the complaints of all points, each with its
/// place in the sweep's file.
[[nodiscard]] std::vector<Point> grid_of(const SweepSpec& sweep,
                                         const std::vector<config::Override>& overrides);

}  // namespace metronome::sweep
