#pragma once

#include <string>
#include <vector>

#include "sim/report/manifest.hpp"
#include "sim/sweep/grid.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::sweep {

/// What the points of a sweep are of.
struct SweepIdentity {
  std::vector<trace::Facts> points;  ///< by point, as report::identity_of
  std::string unlike;  ///< how trained runs differ from their baselines in more than precision
};

/// UserError where a trained run and its baseline are unlike (report/identity.hpp), unless
/// `allow_unlike`.
[[nodiscard]] SweepIdentity identity_of(const std::vector<Point>& points, bool allow_unlike);

/// What a point's row is made from: its key, and accuracies that stand beside the result.
[[nodiscard]] std::string inputs_text(const Point& point);

/// The digests of all that the points are made from: the sweep's file, each energy table, and
/// `points`, which covers each point's training, machine, energy table and mode.
void add_inputs(report::Recipe& recipe, const SweepSpec& sweep, const std::vector<Point>& points);

}  // namespace metronome::sweep
