#pragma once

#include <string>

#include "sim/sweep/points_folder.hpp"

namespace metronome::sweep {

/// "12 points: 4 done, 1 infeasible, 0 unpriced, 0 failed, 7 missing; 0.5 points a second\n", the
/// rate where somebody writes, and what goes on with it.
[[nodiscard]] std::string progress_text(const PointsFolder& points, const std::string& command);
/// {"points", "done", "infeasible", "unpriced", "failed", "missing", "rate_per_second", "command"}.
[[nodiscard]] std::string progress_json(const PointsFolder& points, const std::string& command);

}  // namespace metronome::sweep
