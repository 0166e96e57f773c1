#include "sim/sweep/sweep_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sim/energy/energy_split.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/units.hpp"

namespace metronome::sweep {
namespace {

using report::Markdown;
using report::MarkdownTable;
using report::percent;
using report::significant;

/// "term_serial_512 †": a label of the last axis, with the marks that all of its points have.
std::string marked(const FinishedSweep& sweep, std::size_t column, std::size_t columns) {
  std::size_t feasible = 0;
  std::size_t lent = 0;
  std::size_t bfp = 0;
  for (std::size_t i = column; i < sweep.results.size(); i += columns) {
    const PointResult& result = sweep.results[i];
    feasible += result.message.empty() ? 1 : 0;
    lent += borrows(result) ? 1 : 0;
    bfp += block_floating_point(result) ? 1 : 0;
  }
  return sweep.points[column].labels[1] + (lent > 0 && lent == feasible ? " †" : "") +
         (bfp > 0 && bfp == feasible ? " ‡" : "");
}

/// The labels of an axis in order.
std::vector<std::string> labels_of(const FinishedSweep& sweep, std::size_t axis) {
  std::vector<std::string> labels;
  for (const Point& point : sweep.points) {
    if (std::find(labels.begin(), labels.end(), point.labels[axis]) == labels.end()) {
      labels.push_back(point.labels[axis]);
    }
  }
  return labels;
}

Markdown matrix(const FinishedSweep& sweep,
                const std::function<std::string(const PointResult&)>& cell) {
  const std::vector<std::string> columns = labels_of(sweep, 1);
  std::vector<std::string> head{sweep.axes[0]};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    head.push_back(marked(sweep, i, columns.size()));
  }
  MarkdownTable table(head, 1);
  for (std::size_t i = 0; i < sweep.points.size(); i += columns.size()) {
    std::vector<std::string> cells{sweep.points[i].labels[0]};
    for (std::size_t j = i; j < i + columns.size(); ++j) {
      const PointResult& result = sweep.results[j];
      cells.push_back(result.message.empty() ? cell(result)
                                             : std::string(status_text(result.status)));
    }
    table.texts(cells);
  }
  return table.markdown();
}

/// Whether each pair of labels of two axes has its point, in the order of a grid.
bool is_matrix(const FinishedSweep& sweep) {
  if (sweep.axes.size() != 2 || sweep.points.empty()) {
    return false;
  }
  const std::vector<std::string> rows = labels_of(sweep, 0);
  const std::vector<std::string> columns = labels_of(sweep, 1);
  if (rows.size() * columns.size() != sweep.points.size()) {
    return false;
  }
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    if (sweep.points[i].labels[0] != rows[i / columns.size()] ||
        sweep.points[i].labels[1] != columns[i % columns.size()]) {
      return false;
    }
  }
  return true;
}

}  // namespace

Markdown matrices(const FinishedSweep& sweep) {
  if (!is_matrix(sweep)) {
    return {};
  }
  Markdown text("\n## Savings: time / energy (5 to 95 %)\n\n");
  text += matrix(sweep, [](const PointResult& result) {
    return percent(result.number("cycle_saving_fraction")) + " / " + energy_saving(result);
  });
  text += "\n## Joules of the run with cycling precision\n\n";
  text += matrix(
      sweep, [](const PointResult& result) { return significant(result.number("cpt_energy_j")); });
  return text;
}

Markdown energy_parts(const FinishedSweep& sweep) {
  std::vector<std::string> head = sweep.axes;
  head.emplace_back("static J");
  for (const auto& [part, name] : kEnumRows<EnergyPart>) {
    head.push_back(std::string(name));
  }
  head.emplace_back("saved J");
  for (const auto& [part, name] : kEnumRows<EnergyPart>) {
    head.push_back(fmt::format("{} J", name));
  }
  MarkdownTable table(head, sweep.axes.size());
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const PointResult& result = sweep.results[i];
    if (!result.message.empty()) {
      continue;
    }
    std::vector<std::string> cells = sweep.points[i].labels;
    const double joules = result.number("static_energy_j");
    cells.push_back(significant(joules));
    for (const auto& [part, name] : kEnumRows<EnergyPart>) {
      cells.push_back(percent(result.number(fmt::format("static_split_{}_j", name)) / joules));
    }
    cells.push_back(significant(joules - result.number("cpt_energy_j")));
    for (const auto& [part, name] : kEnumRows<EnergyPart>) {
      cells.push_back(significant(result.number(fmt::format("static_split_{}_j", name)) -
                                  result.number(fmt::format("cpt_split_{}_j", name))));
    }
    table.texts(cells);
  }
  Markdown text(
      "\n## What the energy is for\n\nOf the static training in percent, and the joules that CPT "
      "saves of each part (docs/energy.md).\n\n");
  return text + table.markdown();
}

}  // namespace metronome::sweep
