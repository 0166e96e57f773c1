#include "sim/sweep/set_apart.hpp"

#include <algorithm>
#include <map>

namespace metronome::sweep {
namespace {

PointResult missing() {
  PointResult result;
  result.status = PointStatus::failed;
  result.message = "no result yet";
  return result;
}

}  // namespace

SetApart set_apart(const FinishedSweep& sweep) {
  if (!sweep.reference || !sweep.reference->columns) {
    return {sweep, {}, {}};
  }
  const std::size_t axis = sweep.reference->index;
  const auto place = static_cast<std::ptrdiff_t>(axis);
  SetApart out{sweep, {}, {}};
  out.rows.axes.erase(out.rows.axes.begin() + place);
  out.rows.reference.reset();
  out.rows.total = 0;
  out.rows.points.clear();
  out.rows.results.clear();
  std::map<std::vector<std::string>, std::map<std::string, std::size_t>> others;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    Point point = sweep.points[i];
    const std::string label = point.labels[axis];
    point.labels.erase(point.labels.begin() + place);
    if (label == sweep.reference->label) {
      out.rows.points.push_back(std::move(point));
      out.rows.results.push_back(sweep.results[i]);
      continue;
    }
    others[point.labels][label] = i;
    if (std::find(out.labels.begin(), out.labels.end(), label) == out.labels.end()) {
      out.labels.push_back(label);
    }
  }
  for (const Point& row : out.rows.points) {
    std::vector<PointResult>& cells = out.beside.emplace_back();
    for (const std::string& label : out.labels) {
      const auto& of_row = others[row.labels];
      const auto at = of_row.find(label);
      cells.push_back(at == of_row.end() ? missing() : sweep.results[at->second]);
    }
  }
  return out;
}

}  // namespace metronome::sweep
