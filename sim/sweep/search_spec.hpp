#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"
#include "sim/sweep/sweep_spec.hpp"

namespace metronome::sweep {

/// How points are chosen:
///   nsga2   generation by generation, from the best so far [deb2002genetic];
///   random  drawn, as `sample` of a sweep draws them;
///   sobol   likewise, evenly spread.
enum class SearchMethod { nsga2, random, sobol };
constexpr auto enum_rows(SearchMethod) {
  using enum SearchMethod;
  return enum_list<SearchMethod>({{nsga2, "nsga2"}, {random, "random"}, {sobol, "sobol"}});
}

/// configs/searches/*.yaml: the best points of a space in the objectives of its sweep.
struct SearchSpec {
  static constexpr std::string_view kSchemaName = "search";
  std::string name;
  SweepSpec space;  ///< its grid, of which a part is evaluated
  SearchMethod method = SearchMethod::nsga2;
  std::uint64_t population = 32;
  std::uint64_t evaluations = 320;
  std::uint64_t seed = 1;
  /// Of the hypervolume, an objective each; empty: the worst of the first generation.
  std::vector<double> reference;
  bool confirm = false;  ///< runs the front once more in cycle mode
  /// Above 0: runs the whole space too, and compares every method with so many seeds by what it
  /// finds of the whole front (search_worth).
  std::uint64_t compared_seeds = 0;
};

/// In a search's folder: the search as it was read.
inline constexpr const char* kSearchName = "search.yaml";

}  // namespace metronome::sweep

namespace metronome::config {
template <>
const StructSchema<sweep::SearchSpec>& schema_of<sweep::SearchSpec>();
}  // namespace metronome::config
