#include "sim/sweep/nsga2.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

#include "sim/base/random.hpp"
#include "sim/sweep/pareto.hpp"
#include "sim/sweep/sample.hpp"

namespace metronome::sweep {
namespace {

/// Of points in [0, reference) by their first `axes` objectives; sorted by the last of them.
double sliced_volume(std::vector<std::vector<double>> front, const std::vector<double>& reference,
                     std::size_t axes) {
  if (front.empty()) {
    return 0;
  }
  const std::size_t last = axes - 1;
  std::sort(front.begin(), front.end(),
            [&](const auto& a, const auto& b) { return a[last] < b[last]; });
  if (axes == 1) {
    return reference[0] - front.front()[0];
  }
  double volume = 0;
  for (std::size_t i = 0; i < front.size(); ++i) {
    const double next = i + 1 < front.size() ? front[i + 1][last] : reference[last];
    if (next > front[i][last]) {
      const auto end = front.begin() + static_cast<std::ptrdiff_t>(i + 1);
      volume += (next - front[i][last]) * sliced_volume({front.begin(), end}, reference, axes - 1);
    }
  }
  return volume;
}

}  // namespace

SearchSpace::SearchSpace(std::vector<std::size_t> sizes) : sizes_(std::move(sizes)) {
  for (const std::size_t size : sizes_) {
    count_ *= size;
  }
}

std::vector<std::size_t> SearchSpace::places(std::size_t index) const {
  std::vector<std::size_t> places(sizes_.size());
  for (std::size_t axis = sizes_.size(); axis-- > 0;) {
    places[axis] = index % sizes_[axis];
    index /= sizes_[axis];
  }
  return places;
}

std::size_t SearchSpace::index(const std::vector<std::size_t>& places) const {
  std::size_t index = 0;
  for (std::size_t axis = 0; axis < sizes_.size(); ++axis) {
    index = index * sizes_[axis] + places[axis];
  }
  return index;
}

std::vector<std::size_t> domination_ranks(const std::vector<Objectives>& points) {
  std::vector<std::size_t> left;
  std::vector<std::size_t> ranks(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i]) {
      left.push_back(i);
    }
  }
  std::size_t rank = 0;
  for (; !left.empty(); ++rank) {
    std::vector<std::size_t> behind;
    for (const std::size_t i : left) {
      const bool beaten = std::any_of(left.begin(), left.end(), [&](std::size_t other) {
        return dominates(*points[other], *points[i]);
      });
      if (beaten) {
        behind.push_back(i);
      } else {
        ranks[i] = rank;
      }
    }
    left = std::move(behind);
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    ranks[i] = points[i] ? ranks[i] : rank;
  }
  return ranks;
}

std::vector<double> crowding_distances(const std::vector<std::vector<double>>& front) {
  std::vector<double> distances(front.size(), 0);
  const std::size_t objectives = front.empty() ? 0 : front.front().size();
  for (std::size_t o = 0; o < objectives; ++o) {
    std::vector<std::size_t> order(front.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return front[a][o] < front[b][o]; });
    const double span = front[order.back()][o] - front[order.front()][o];
    distances[order.front()] = std::numeric_limits<double>::infinity();
    distances[order.back()] = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i + 1 < order.size() && span > 0; ++i) {
      distances[order[i]] += (front[order[i + 1]][o] - front[order[i - 1]][o]) / span;
    }
  }
  return distances;
}

double hypervolume(std::vector<std::vector<double>> front, const std::vector<double>& reference) {
  std::erase_if(front, [&](const std::vector<double>& point) {
    for (std::size_t i = 0; i < reference.size(); ++i) {
      if (point[i] >= reference[i]) {
        return true;
      }
    }
    return false;
  });
  return sliced_volume(std::move(front), reference, reference.size());
}

/// The draws of one generation, one after the other.
class Nsga2::Draws {
 public:
  Draws(std::uint64_t seed, std::size_t generation)
      : stream_(seed, "search generation", generation) {}
  std::size_t below(std::size_t n) { return stream_.below(next_++, n); }
  double uniform() { return stream_.uniform(next_++); }

 private:
  RandomStream stream_;
  std::uint64_t next_ = 0;
};

Nsga2::Nsga2(SearchSpace space, const Nsga2Settings& settings)
    : space_(std::move(space)), settings_(settings) {}

std::vector<std::size_t> Nsga2::ask(std::size_t most) {
  most = std::min({most, settings_.population, space_.count() - known_.size()});
  return known_.empty() ? first(most) : children(most);
}

/// Spread evenly over the space.
std::vector<std::size_t> Nsga2::first(std::size_t most) const {
  std::vector<std::size_t> points;
  for (std::uint64_t count = most; points.size() < most; count *= 2) {
    const auto flat = sampled_places(
        {.method = SampleMethod::latin_hypercube, .count = count, .seed = settings_.seed},
        space_.sizes());
    points.clear();
    for (std::size_t i = 0; i < flat.size() && points.size() < most; i += space_.sizes().size()) {
      const auto begin = flat.begin() + static_cast<std::ptrdiff_t>(i);
      points.push_back(
          space_.index({begin, begin + static_cast<std::ptrdiff_t>(space_.sizes().size())}));
    }
  }
  return points;
}

/// The better of two of the population.
std::size_t Nsga2::parent(Draws& draws) const {
  const std::size_t a = draws.below(population_.size());
  const std::size_t b = draws.below(population_.size());
  if (ranks_[a] != ranks_[b]) {
    return population_[ranks_[a] < ranks_[b] ? a : b];
  }
  return population_[crowding_[a] >= crowding_[b] ? a : b];
}

std::size_t Nsga2::child(Draws& draws) const {
  constexpr double kCrossover = 0.9;
  const std::vector<std::size_t>& sizes = space_.sizes();
  std::vector<std::size_t> places = space_.places(parent(draws));
  const std::vector<std::size_t> other = space_.places(parent(draws));
  const bool crosses = draws.uniform() < kCrossover;
  for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
    if (draws.below(2) == 1 && crosses) {
      places[axis] = other[axis];
    }
    if (draws.below(sizes.size()) == 0) {
      const std::size_t step = draws.below(4);  // down, up, or two of four: anywhere
      const std::size_t anywhere = draws.below(sizes[axis]);
      if (step == 0) {
        places[axis] -= places[axis] > 0 ? 1 : 0;
      } else if (step == 1) {
        places[axis] += places[axis] + 1 < sizes[axis] ? 1 : 0;
      } else {
        places[axis] = anywhere;
      }
    }
  }
  return space_.index(places);
}

std::vector<std::size_t> Nsga2::children(std::size_t most) {
  constexpr std::size_t kTrials = 50;  // until a child is one of its own
  Draws draws(settings_.seed, generation_);
  std::vector<std::size_t> points;
  std::set<std::size_t> taken;
  const auto is_new = [&](std::size_t point) {
    return !known_.contains(point) && !taken.contains(point);
  };
  while (points.size() < most) {
    std::size_t point = child(draws);
    for (std::size_t trial = 1; trial < kTrials && !is_new(point); ++trial) {
      point = child(draws);
    }
    if (!is_new(point)) {  // what is near is known: anywhere, from there on
      point = draws.below(space_.count());
      while (!is_new(point)) {
        point = (point + 1) % space_.count();
      }
    }
    taken.insert(point);
    points.push_back(point);
  }
  return points;
}

void Nsga2::tell(const std::vector<std::size_t>& points,
                 const std::vector<Objectives>& objectives) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    known_[points[i]] = objectives[i];
    population_.push_back(points[i]);
  }
  ++generation_;
  select();
}

/// The best of the population stay: by rank, of the last rank the least crowded, of equal ones the
/// first.
void Nsga2::select() {
  std::vector<Objectives> all;
  for (const std::size_t point : population_) {
    all.push_back(known_.at(point));
  }
  const std::vector<std::size_t> ranks = domination_ranks(all);
  std::vector<double> crowding(all.size(), 0);
  const std::size_t worst = ranks.empty() ? 0 : *std::max_element(ranks.begin(), ranks.end());
  for (std::size_t rank = 0; rank <= worst; ++rank) {
    std::vector<std::size_t> members;
    std::vector<std::vector<double>> front;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (ranks[i] == rank && all[i]) {
        members.push_back(i);
        front.push_back(*all[i]);
      }
    }
    const std::vector<double> distances = crowding_distances(front);
    for (std::size_t k = 0; k < members.size(); ++k) {
      crowding[members[k]] = distances[k];
    }
  }
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return ranks[a] != ranks[b] ? ranks[a] < ranks[b] : crowding[a] > crowding[b];
  });
  order.resize(std::min(order.size(), settings_.population));
  std::vector<std::size_t> chosen;
  ranks_.clear();
  crowding_.clear();
  for (const std::size_t i : order) {
    chosen.push_back(population_[i]);
    ranks_.push_back(ranks[i]);
    crowding_.push_back(crowding[i]);
  }
  population_ = std::move(chosen);
}

}  // namespace metronome::sweep
