#pragma once

#include <vector>

#include "sim/report/figures.hpp"
#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {

/// `savings`: ideal, cycle and energy saving along the last axis, a line for each combination of
/// the others. `waterfall...`: for each value of the first of several axes (or once), what becomes
/// of the ideal saving at each point. Where all points train the same: `pareto` (the first two
/// objectives) and `roofline` (a point for each level). Figures that more than 16 lines or bars
/// would crowd are left out.
[[nodiscard]] std::vector<report::Figure> figures_of(const FinishedSweep& sweep);

}  // namespace metronome::sweep
