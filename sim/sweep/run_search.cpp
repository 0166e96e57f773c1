#include "sim/sweep/run_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/sweep/pareto.hpp"

namespace metronome::sweep {
namespace {

namespace fs = std::filesystem;

std::vector<std::size_t> axis_sizes(const SweepSpec& sweep) {
  std::vector<std::size_t> sizes;
  for (const Axis& axis : sweep.axes) {
    sizes.push_back(axis.values.size());
  }
  return sizes;
}

/// Which points to evaluate next.
class Chooser {
 public:
  explicit Chooser(const SearchSpec& search) : search_(search), space_(axis_sizes(search.space)) {
    switch (search.method) {
      case SearchMethod::nsga2:
        nsga2_.emplace(space_, Nsga2Settings{search.population, search.seed});
        return;
      case SearchMethod::random:
        draw(SampleMethod::random);
        return;
      case SearchMethod::sobol:
        draw(SampleMethod::sobol);
        return;
    }
    fail_no_enumerator(search.method);
  }

  [[nodiscard]] std::vector<std::size_t> ask(std::size_t most) {
    if (nsga2_) {
      return nsga2_->ask(most);
    }
    const std::size_t end = std::min({drawn_.size(), next_ + search_.population, next_ + most});
    std::vector<std::size_t> points(drawn_.begin() + static_cast<std::ptrdiff_t>(next_),
                                    drawn_.begin() + static_cast<std::ptrdiff_t>(end));
    next_ = end;
    return points;
  }
  void tell(const std::vector<std::size_t>& points, const std::vector<Objectives>& objectives) {
    if (nsga2_) {
      nsga2_->tell(points, objectives);
    }
  }

 private:
  /// As many as are wanted; of a small space perhaps fewer, as draws that come again are left out.
  void draw(SampleMethod method) {
    constexpr std::uint64_t kMostDraws = 1'000'000;
    const std::size_t wanted = std::min<std::size_t>(search_.evaluations, space_.count());
    for (std::uint64_t count = wanted; drawn_.size() < wanted && count <= kMostDraws; count *= 2) {
      const auto flat =
          sampled_places({.method = method, .count = count, .seed = search_.seed}, space_.sizes());
      drawn_.clear();
      for (std::size_t i = 0; i < flat.size() && drawn_.size() < wanted;
           i += space_.sizes().size()) {
        const auto begin = flat.begin() + static_cast<std::ptrdiff_t>(i);
        drawn_.push_back(
            space_.index({begin, begin + static_cast<std::ptrdiff_t>(space_.sizes().size())}));
      }
    }
  }

  const SearchSpec& search_;
  SearchSpace space_;
  std::optional<Nsga2> nsga2_;
  std::vector<std::size_t> drawn_;
  std::size_t next_ = 0;
};

std::vector<std::vector<double>> values_of(const std::vector<SearchedPoint>& points) {
  std::vector<std::vector<double>> values;
  for (const SearchedPoint& point : points) {
    values.push_back(point.objectives);
  }
  return values;
}

void measure(FinishedSearch& finished, std::size_t generation) {
  const std::vector<std::vector<double>> values = values_of(finished.points);
  finished.front = pareto_front(values);
  std::vector<std::vector<double>> best;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (finished.front[i]) {
      best.push_back(values[i]);
    }
  }
  const std::size_t size = best.size();
  finished.volumes.push_back(
      {generation, values.size(), size, hypervolume(std::move(best), finished.reference)});
}

/// Nothing where they are not all there.
std::optional<std::vector<Confirmed>> confirm(const FinishedSearch& finished, const Grid& grid,
                                              const fs::path& folder, const Evaluate& evaluate) {
  std::vector<std::size_t> indices;
  std::vector<Confirmed> all;
  for (std::size_t i = 0; i < finished.points.size(); ++i) {
    if (finished.front[i]) {
      indices.push_back(finished.points[i].index);
      all.push_back({.point = i});
    }
  }
  PointsFolder points(folder, grid.count());
  if (!evaluate({"front", grid, points, indices})) {
    return std::nullopt;
  }
  std::vector<std::vector<double>> values;
  for (Confirmed& one : all) {
    const PointLine line = points.line(finished.points[one.point].index);
    if (line.result.status == PointStatus::done) {
      one.objectives = objectives_of(line.result, grid.sweep().objectives);
    }
    values.push_back(one.objectives);
  }
  const std::vector<bool> front = pareto_front(values);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].stays = front[i];
  }
  return all;
}

}  // namespace

std::vector<double> objectives_of(const PointResult& result,
                                  const std::vector<std::string>& names) {
  std::vector<double> values;
  for (const std::string& name : names) {
    values.push_back(result.number(name));
  }
  return values;
}

std::vector<double> reference_behind(const std::vector<std::vector<double>>& points) {
  std::vector<double> worst;
  for (const std::vector<double>& point : points) {
    if (worst.empty()) {
      worst = point;
    }
    for (std::size_t i = 0; i < point.size(); ++i) {
      worst[i] = std::max(worst[i], point[i]);
    }
  }
  for (double& one : worst) {
    one += 0.1 * std::abs(one);
  }
  return worst;
}

std::size_t SearchStage::missing() const {
  return static_cast<std::size_t>(
      std::count_if(indices.begin(), indices.end(), [&](std::size_t i) { return !points.has(i); }));
}

std::vector<std::size_t> SearchStage::open_shards(std::size_t shards) const {
  std::set<std::size_t> open;
  for (std::size_t place = 0; place < indices.size(); ++place) {
    if (!points.has(indices[place])) {
      open.insert(place % shards);
    }
  }
  return {open.begin(), open.end()};
}

std::vector<std::size_t> SearchStage::of(const Shard& shard) const {
  std::vector<std::size_t> own;
  for (std::size_t place = 0; place < indices.size(); ++place) {
    if (shard.has(place)) {
      own.push_back(indices[place]);
    }
  }
  return own;
}

std::optional<FinishedSearch> run_search(const SearchSpec& search, const Grid& grid,
                                         const Grid* confirming, const fs::path& folder,
                                         const Evaluate& evaluate) {
  PointsFolder points(folder / "points", grid.count());
  Chooser chooser(search);
  FinishedSearch finished;
  finished.reference = search.reference;
  for (std::size_t generation = 1; finished.points.size() < search.evaluations; ++generation) {
    const auto indices = chooser.ask(search.evaluations - finished.points.size());
    if (indices.empty()) {
      break;  // the space is evaluated
    }
    if (!evaluate({fmt::format("generation {}", generation), grid, points, indices})) {
      return std::nullopt;
    }
    std::vector<Objectives> told;
    for (const std::size_t index : indices) {
      const PointResult result = points.line(index).result;
      SearchedPoint point{index, generation, result.status, result.message};
      told.emplace_back();
      if (result.status == PointStatus::done) {
        point.objectives = objectives_of(result, search.space.objectives);
        told.back() = point.objectives;
      }
      finished.points.push_back(std::move(point));
    }
    chooser.tell(indices, told);
    if (finished.reference.empty()) {
      finished.reference = reference_behind(values_of(finished.points));
    }
    if (finished.reference.empty()) {
      throw UserError("no point of the first generation has numbers; the first: " +
                          finished.points.front().message,
                      "a space with more that is feasible, or a larger population");
    }
    measure(finished, generation);
  }
  if (confirming != nullptr) {
    auto confirmed = confirm(finished, *confirming, folder / "confirmed", evaluate);
    if (!confirmed) {
      return std::nullopt;
    }
    finished.confirmed = std::move(*confirmed);
  }
  return finished;
}

}  // namespace metronome::sweep
