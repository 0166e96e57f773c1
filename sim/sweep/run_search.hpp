#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/report/manifest.hpp"
#include "sim/sweep/nsga2.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "sim/sweep/search_spec.hpp"

namespace metronome::sweep {

/// A point that the search has asked for.
struct SearchedPoint {
  std::size_t index = 0;       ///< in the grid
  std::size_t generation = 0;  ///< from 1
  PointStatus status = PointStatus::done;
  std::string message{};
  std::vector<double> objectives{};  ///< empty without numbers
};

/// After each generation.
struct Hypervolume {
  std::size_t generation = 0;
  std::size_t evaluations = 0;
  std::size_t front = 0;  ///< points on the front so far
  double volume = 0;
};

/// A point of the front in cycle mode.
struct Confirmed {
  std::size_t point = 0;  ///< of FinishedSearch::points
  std::vector<double> objectives{};
  bool stays = false;  ///< on the front of those that were confirmed
};

struct FinishedSearch {
  std::vector<SearchedPoint> points;  ///< in the order in which they were asked for
  std::vector<bool> front;
  std::vector<double> reference;
  std::vector<Hypervolume> volumes;
  std::vector<Confirmed> confirmed;  ///< empty where it was not asked for
};

/// Searches, taking what stands in `folder`/points, where each result is a line as soon as it is
/// known: killed, it goes on with the same generation. `confirming`: the grid in cycle mode, or
/// null; its results are in `folder`/confirmed. UserError where no point of the first generation
/// has numbers.
[[nodiscard]] FinishedSearch run_search(const SearchSpec& search, const Grid& grid,
                                        const Grid* confirming, const std::filesystem::path& folder,
                                        const SweepOptions& options);

/// Writes evaluations.csv, front.csv, hypervolume.csv, search.md and recipe.json into `folder`.
void write_search_tables(const SearchSpec& search, const Grid& grid, const FinishedSearch& finished,
                         const report::Recipe& recipe, const std::filesystem::path& folder);

/// For a terminal: the front, and how much of the space was evaluated.
[[nodiscard]] std::string search_text(const SearchSpec& search, const Grid& grid,
                                      const FinishedSearch& finished);

}  // namespace metronome::sweep
