#pragma once

#include <string>
#include <vector>

#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {

/// More lines or bars would crowd a figure.
inline constexpr std::size_t kMostShown = 16;

/// Feasible points that are drawn together.
struct PointGroup {
  std::string label;  ///< of the first axis; empty where there is one axis
  std::string stem;   ///< of the label, in names of files; no two groups have the same
  std::vector<std::size_t> members;
};

/// By the label of the first axis, in order; all in one where there is one axis.
[[nodiscard]] std::vector<PointGroup> groups_of(const FinishedSweep& sweep);

[[nodiscard]] bool feasible(const FinishedSweep& sweep, std::size_t point);

/// The labels of a point of the axes from `begin` to the one before `end`, joined.
[[nodiscard]] std::string joined(const Point& point, std::size_t begin, std::size_t end);

/// The labels of a group's points: without that of the first axis, which is the group's.
[[nodiscard]] std::string member_label(const FinishedSweep& sweep, std::size_t point);

/// Labels for ticks close together: without the end that all share ("_512").
[[nodiscard]] std::vector<std::string> tick_labels(std::vector<std::string> labels);

/// A chart of one of several groups says which, in its name and its title.
template <class Chart>
void name_group(Chart& chart, const FinishedSweep& sweep, const PointGroup& group) {
  if (sweep.axes.size() > 1) {
    chart.frame.name += "_" + group.stem;
    chart.frame.title += ", " + group.label;
  }
}

}  // namespace metronome::sweep
