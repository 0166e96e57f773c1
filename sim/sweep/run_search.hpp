#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
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

/// Points that are wanted together: those of a generation, or of the front in cycle mode.
struct SearchStage {
  std::string name;  ///< "generation 3", "front"
  const Grid& grid;
  PointsFolder& points;                     ///< as they were scanned last
  const std::vector<std::size_t>& indices;  ///< in the grid, each once

  /// Of the indices those without a result.
  [[nodiscard]] std::size_t missing() const;
  /// Shards of so many with points that are missing: the p-th of the indices belongs to shard p mod
  /// `shards`.
  [[nodiscard]] std::vector<std::size_t> open_shards(std::size_t shards) const;
  /// The indices of a shard.
  [[nodiscard]] std::vector<std::size_t> of(const Shard& shard) const;
};

/// Sees to the results of a stage. False: they are not all there yet, and the search ends without a
/// result.
using Evaluate = std::function<bool(const SearchStage&)>;

/// Searches, taking what stands in `folder`/points, where each result is a line as soon as it is
/// known: killed, it goes on with the same generation. `confirming`: the grid in cycle mode, or
/// null; its results are in `folder`/confirmed. Nothing where a stage is not evaluated. UserError
/// where no point of the first generation has numbers.
[[nodiscard]] std::optional<FinishedSearch> run_search(const SearchSpec& search, const Grid& grid,
                                                       const Grid* confirming,
                                                       const std::filesystem::path& folder,
                                                       const Evaluate& evaluate);

/// A point's objectives, in the order of their names.
[[nodiscard]] std::vector<double> objectives_of(const PointResult& result,
                                                const std::vector<std::string>& names);
/// Where a hypervolume is measured from if nothing else is said: the worst of each objective, a
/// tenth further away. Points without numbers are empty; nothing where none has some.
[[nodiscard]] std::vector<double> reference_behind(const std::vector<std::vector<double>>& points);

struct SearchWorth;
/// Writes evaluations.csv, front.csv, hypervolume.csv, search.md and recipe.json into `folder`,
/// and worth.csv where there is a `worth`.
void write_search_tables(const SearchSpec& search, const Grid& grid, const FinishedSearch& finished,
                         const SearchWorth* worth, const report::Recipe& recipe,
                         const std::filesystem::path& folder);

/// For a terminal: the front, and how much of the space was evaluated.
[[nodiscard]] std::string search_text(const SearchSpec& search, const Grid& grid,
                                      const FinishedSearch& finished);

}  // namespace metronome::sweep
