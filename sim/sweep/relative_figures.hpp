#pragma once

#include <vector>

#include "sim/report/figures.hpp"
#include "sim/sweep/point_groups.hpp"

namespace metronome::sweep {

/// Groups of at least two points that train the same (others do not compare). `speedup`: how much
/// faster each point trains than the baseline training of its group's first point, with the
/// geometric mean over groups. `energy_relative...` and `time_relative...`, one a group: what
/// energy (by cause) and time (by what the array does) of both trainings are for, relative to the
/// baseline training of the group's first point.
[[nodiscard]] std::vector<report::Figure> relative_figures(const FinishedSweep& sweep);

}  // namespace metronome::sweep
