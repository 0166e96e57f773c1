#include "sim/sweep/pareto.hpp"

#include <algorithm>

namespace metronome::sweep {
namespace {

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

}  // namespace

std::vector<bool> pareto_front(const std::vector<std::vector<double>>& points) {
  std::vector<bool> front(points.size(), false);
  for (std::size_t i = 0; i < points.size(); ++i) {
    front[i] = !points[i].empty() &&
               std::none_of(points.begin(), points.end(), [&](const std::vector<double>& other) {
                 return !other.empty() && dominates(other, points[i]);
               });
  }
  return front;
}

}  // namespace metronome::sweep
