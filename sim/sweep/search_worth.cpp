#include "sim/sweep/search_worth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/sweep/pareto.hpp"

namespace metronome::sweep {
namespace {

namespace fs = std::filesystem;

std::vector<std::vector<double>> objectives_of_all(const SearchSpec& search,
                                                   const PointsFolder& points) {
  std::vector<std::vector<double>> all;
  for (std::size_t index = 0; index < points.count(); ++index) {
    const PointResult result = points.line(index).result;
    if (result.status == PointStatus::done) {
      all.push_back(objectives_of(result, search.space.objectives));
    }
  }
  return all;
}

/// Linear between the order statistics, as spreadsheets and NumPy have it.
double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const double place = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], place - static_cast<double>(below));
}

/// Of the searches with a method, what they have after so many of their generations.
std::vector<double> shares_after(const SearchWorth& worth, SearchMethod method,
                                 std::size_t generation) {
  std::vector<double> shares;
  for (const SearchedShare& one : worth.searches) {
    if (one.method == method) {
      const std::size_t at = std::min(generation, one.volumes.size());
      shares.push_back(one.volumes[at - 1].volume / worth.volume);
    }
  }
  return shares;
}

}  // namespace

std::optional<SearchWorth> search_worth(const SearchSpec& search, const Grid& grid,
                                        const fs::path& folder, const Evaluate& evaluate) {
  PointsFolder points(folder / "points", grid.count());
  std::vector<std::size_t> indices(grid.count());
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  if (!evaluate({"the whole space", grid, points, indices})) {
    return std::nullopt;
  }
  const auto all = objectives_of_all(search, points);
  if (all.empty()) {
    throw UserError("no point of the space has numbers", "a space with more that is feasible");
  }
  SearchWorth worth;
  worth.points = all.size();
  worth.reference = search.reference.empty() ? reference_behind(all) : search.reference;
  std::vector<std::vector<double>> front;
  const std::vector<bool> best = pareto_front(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (best[i]) {
      front.push_back(all[i]);
    }
  }
  worth.front = front.size();
  worth.volume = hypervolume(std::move(front), worth.reference);
  if (!(worth.volume > 0)) {
    throw UserError("no point of the space is better than `reference` in every objective",
                    "a reference behind the points, or none");
  }
  for (const auto& [method, name] : kEnumRows<SearchMethod>) {
    for (std::uint64_t i = 0; i < search.compared_seeds; ++i) {
      SearchSpec one = search;
      one.method = method;
      one.seed = search.seed + i;
      one.reference = worth.reference;
      const auto finished = run_search(one, grid, nullptr, folder, evaluate);
      if (!finished) {
        return std::nullopt;
      }
      worth.searches.push_back({method, one.seed, finished->volumes});
    }
  }
  return worth;
}

std::string worth_csv(const SearchWorth& worth) {
  report::Csv out(
      {"search_method", "search_seed", "evaluations", "hypervolume", "hypervolume_share"});
  for (const SearchedShare& search : worth.searches) {
    for (const Hypervolume& one : search.volumes) {
      out.add(enum_name(search.method)).add(search.seed).add(std::uint64_t{one.evaluations});
      out.add(one.volume).add(one.volume / worth.volume);
      out.end_row();
    }
  }
  return out.text();
}

report::Markdown worth_markdown(const SearchWorth& worth) {
  report::MarkdownTable table(
      {"method", "evaluations", "lower quartile", "median", "upper quartile", "least"}, 1);
  for (const auto& [method, name] : kEnumRows<SearchMethod>) {
    const auto first =
        std::find_if(worth.searches.begin(), worth.searches.end(),
                     [&, of = method](const SearchedShare& one) { return one.method == of; });
    const std::size_t generations = first->volumes.size();
    for (const std::size_t part : {4, 2, 1}) {
      const std::size_t at = std::max<std::size_t>(1, generations / part);
      const std::vector<double> shares = shares_after(worth, method, at);
      std::vector<std::string> row{std::string(name),
                                   fmt::format("{}", first->volumes[at - 1].evaluations)};
      for (const double share : {0.25, 0.5, 0.75, 0.0}) {
        row.push_back(fmt::format("{:.2f}", 100 * quantile(shares, share)));
      }
      table.texts(row);
    }
  }
  report::Markdown text = report::code<report::Markdown>(
      "Share of the hypervolume of the whole space ({} points with numbers, {} of them on the "
      "front) that "
      "searches find, in percent, over {} seeds:\n\n",
      worth.points, worth.front, worth.searches.size() / kEnumRows<SearchMethod>.size());
  text += table.markdown();
  return text;
}

}  // namespace metronome::sweep
