#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/markup.hpp"
#include "sim/sweep/run_search.hpp"

namespace metronome::sweep {

/// A search with one method and one seed: how much of the whole space's hypervolume its points have
/// after each generation.
struct SearchedShare {
  SearchMethod method = SearchMethod::nsga2;
  std::uint64_t seed = 0;
  std::vector<Hypervolume> volumes{};
};

/// What searching is worth in a space that is known whole.
struct SearchWorth {
  std::vector<double> reference;        ///< the search's own, or the worst of the whole space
  std::size_t points = 0;               ///< of the space, with numbers
  std::size_t front = 0;                ///< of the space
  double volume = 0;                    ///< of that front; above 0
  std::vector<SearchedShare> searches;  ///< by method, then by seed
};

/// Evaluates the whole grid into `folder`/points and searches it with every method and
/// `compared_seeds` seeds, from the search's own on. Nothing where the grid is not evaluated yet.
/// UserError where no point has numbers, or none is better than the reference in every objective.
[[nodiscard]] std::optional<SearchWorth> search_worth(const SearchSpec& search, const Grid& grid,
                                                      const std::filesystem::path& folder,
                                                      const Evaluate& evaluate);

/// A row for each search and generation.
[[nodiscard]] std::string worth_csv(const SearchWorth& worth);

/// For each method, quartiles over the seeds of the share that its searches have found after a
/// quarter, a half, and all of their generations.
[[nodiscard]] report::Markdown worth_markdown(const SearchWorth& worth);

}  // namespace metronome::sweep
