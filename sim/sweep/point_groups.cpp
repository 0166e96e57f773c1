#include "sim/sweep/point_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/base/text.hpp"

namespace metronome::sweep {

std::string joined(const Point& point, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) {
    out += (out.empty() ? "" : ", ") + point.labels[i];
  }
  return out;
}

std::string member_label(const FinishedSweep& sweep, std::size_t point) {
  return joined(sweep.points[point], sweep.axes.size() > 1 ? 1 : 0, sweep.axes.size());
}

std::vector<std::string> tick_labels(std::vector<std::string> labels) {
  const std::size_t cut = labels.front().rfind('_');
  if (labels.size() > 1 && cut != std::string::npos) {
    const std::string end = labels.front().substr(cut);
    if (std::all_of(labels.begin(), labels.end(), [&](const std::string& label) {
          return label.size() > end.size() && label.ends_with(end);
        })) {
      for (std::string& label : labels) {
        label.erase(label.size() - end.size());
      }
    }
  }
  return labels;
}

bool feasible(const FinishedSweep& sweep, std::size_t point) {
  return sweep.results[point].message.empty();
}

std::vector<PointGroup> groups_of(const FinishedSweep& sweep) {
  std::vector<PointGroup> groups;
  std::set<std::string> stems;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const std::string label = sweep.axes.size() > 1 ? sweep.points[i].labels.front() : "";
    if (!feasible(sweep, i)) {
      continue;
    }
    if (groups.empty() || groups.back().label != label) {
      std::string stem = file_stem(label);
      for (int n = 2; !stems.insert(stem).second; ++n) {
        stem = fmt::format("{}_{}", file_stem(label), n);
      }
      groups.push_back({label, stem, {}});
    }
    groups.back().members.push_back(i);
  }
  return groups;
}

}  // namespace metronome::sweep
