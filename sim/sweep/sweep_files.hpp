#pragma once

#include <filesystem>

#include "sim/report/manifest.hpp"
#include "sim/sweep/points_folder.hpp"
#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {

/// Writes sweep.csv, levels.csv, waterfall.csv, sweep.tex and figures/ into `folder`. Returns the
/// state of the figures, for the manifest.
std::string write_tables(const FinishedSweep& sweep, const std::filesystem::path& folder);

/// Before the work: how many points there are, how many of them have a result of their own, and how
/// many a constraint refuses; the first of them by their labels.
[[nodiscard]] std::string points_text(const Grid& grid);

/// The points that have a result in the folder, in the order of the grid; all in memory.
[[nodiscard]] FinishedSweep finished_sweep(const Grid& grid, const PointsFolder& points,
                                           bool allow_unlike);

/// The headline of each point for a terminal: axes, savings, seconds, joules; `*` marks the front.
[[nodiscard]] std::string terminal_table(const FinishedSweep& sweep);

}  // namespace metronome::sweep
