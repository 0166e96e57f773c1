#pragma once

#include <filesystem>
#include <string>

#include "sim/report/manifest.hpp"
#include "sim/sweep/grid.hpp"
#include "sim/sweep/points_folder.hpp"

namespace metronome::sweep {

/// Writes sweep.csv (as of a full sweep), sweep.md (counts and the front) and recipe.json of the
/// points that are there into `folder`. Takes some tens of bytes of memory a point, however long
/// the lines are. `unlike`: SweepIdentity::unlike. Returns what there is: "1000 of 1000 points: 990
/// ok, 10 infeasible; 12 on the front".
std::string write_summary_tables(const Grid& grid, const PointsFolder& points,
                                 const report::Recipe& recipe, const std::string& unlike,
                                 const std::filesystem::path& folder);

}  // namespace metronome::sweep
