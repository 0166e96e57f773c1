#include "sim/sweep/pareto.hpp"

#include <algorithm>

namespace metronome::sweep {

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
  bool better = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i]) {
      return false;
    }
    better = better || a[i] < b[i];
  }
  return better;
}

std::vector<bool> pareto_front(const std::vector<std::vector<double>>& points) {
  // In the order of their values a point comes behind all that dominate it, so that it is compared
  // with the front so far alone.
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].empty()) {
      order.push_back(i);
    }
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
  std::vector<bool> front(points.size(), false);
  std::vector<std::size_t> best;  // the latest at the end: the likeliest to dominate
  for (const std::size_t i : order) {
    if (std::none_of(best.rbegin(), best.rend(),
                     [&](std::size_t other) { return dominates(points[other], points[i]); })) {
      front[i] = true;
      if (best.empty() || points[best.back()] != points[i]) {
        best.push_back(i);
      }
    }
  }
  return front;
}

}  // namespace metronome::sweep
