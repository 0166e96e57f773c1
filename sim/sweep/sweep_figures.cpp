#include "sim/sweep/sweep_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "sim/base/number.hpp"
#include "sim/base/text.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/waterfall_chart.hpp"
#include "sim/sweep/point_groups.hpp"
#include "sim/sweep/relative_figures.hpp"

namespace metronome::sweep {
namespace {

using report::append_figure;
using report::BarChart;
using report::Figure;
using report::LineChart;
using report::LinePanel;
using report::LineSeries;
using report::LineStyle;

std::optional<double> number_in(const std::string& text) {
  return read_number<double>(text, kAnyReal).value;
}

bool one_training(const FinishedSweep& sweep) {
  return std::all_of(sweep.points.begin(), sweep.points.end(), [&](const Point& point) {
    return point.training_key == sweep.points.front().training_key;
  });
}

/// The series of a chart by name, in order of appearance.
class SeriesTable {
 public:
  LineSeries& of(const std::string& name, LineStyle style) {
    const auto [at, fresh] = index_.try_emplace(name, series_.size());
    if (fresh) {
      const std::optional<report::Look> look = report::look_of_label(name);
      series_.push_back({name,
                         look ? look->colour : report::line_colour(series_.size()),
                         style,
                         false,
                         {},
                         look});
    }
    return series_[at->second];
  }
  [[nodiscard]] std::vector<LineSeries> take() { return std::move(series_); }
  [[nodiscard]] std::size_t size() const { return series_.size(); }

 private:
  std::map<std::string, std::size_t> index_;
  std::vector<LineSeries> series_;
};

/// Positions of the last axis's values: themselves where all are numbers, else 0, 1, 2, ...
struct XAxis {
  std::vector<std::string> labels;
  bool numeric = true;

  explicit XAxis(const FinishedSweep& sweep) {
    for (const Point& point : sweep.points) {
      const std::string& label = point.labels.back();
      if (std::find(labels.begin(), labels.end(), label) == labels.end()) {
        labels.push_back(label);
        numeric = numeric && number_in(label).has_value();
      }
    }
  }
  [[nodiscard]] double at(const std::string& label) const {
    return numeric ? *number_in(label)
                   : static_cast<double>(std::find(labels.begin(), labels.end(), label) -
                                         labels.begin());
  }
};

LinePanel saving_panel(const FinishedSweep& sweep, const XAxis& x, const std::string& what) {
  SeriesTable table;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    if (feasible(sweep, i)) {
      const Point& point = sweep.points[i];
      const std::string name = joined(point, 0, point.labels.size() - 1);
      table.of(name.empty() ? "achieved" : name, x.numeric ? LineStyle::points : LineStyle::marks)
          .points.emplace_back(x.at(point.labels.back()),
                               sweep.results[i].number(what + "_saving_fraction"));
    }
  }
  return {.label = what + " saving", .unit = "", .percent = true, .series = table.take()};
}

void append_savings(std::vector<Figure>& figures, const FinishedSweep& sweep) {
  const XAxis x(sweep);
  LineChart chart;
  chart.frame = {.name = "savings",
                 .title = "Ideal and achieved saving along " + sweep.axes.back(),
                 .value_label = "Saving",
                 .unit = "",
                 .value_column = "saving_fraction",
                 .height = 620};
  chart.x_label = sweep.axes.back();
  chart.x_column = "x";
  if (!x.numeric) {
    chart.x_labels = tick_labels(x.labels);
    chart.x_label.clear();  // names say what they are
  }
  for (const char* what : {"ideal", "cycle", "energy"}) {
    chart.panels.push_back(saving_panel(sweep, x, what));
  }
  if (!chart.panels.front().series.empty() && chart.panels.front().series.size() <= kMostShown) {
    append_figure(
        figures, chart,
        "What the bit operations promise (top) and what is kept of it in cycles and energy.");
  }
}

BarChart waterfall_chart(const FinishedSweep& sweep, const std::vector<std::size_t>& members,
                         std::size_t which) {
  std::vector<std::string> labels;
  std::vector<report::Waterfall> waterfalls;
  labels.reserve(members.size());
  waterfalls.reserve(members.size());
  for (const std::size_t i : members) {
    labels.push_back(member_label(sweep, i));
    waterfalls.push_back(sweep.results[i].waterfalls.at(which).waterfall);
  }
  return report::waterfall_chart(sweep.results[members.front()].waterfalls.at(which).saving,
                                 tick_labels(labels), waterfalls);
}

void append_waterfalls(std::vector<Figure>& figures, const FinishedSweep& sweep) {
  for (const PointGroup& group : groups_of(sweep)) {
    for (std::size_t which = 0; which < 2 && group.members.size() <= kMostShown; ++which) {
      BarChart chart = waterfall_chart(sweep, group.members, which);
      name_group(chart, sweep, group);
      append_figure(figures, chart,
                    "The ideal saving (dashed line), what each effect takes from it or adds to it, "
                    "and what is "
                    "achieved.");
    }
  }
}

void append_pareto(std::vector<Figure>& figures, const FinishedSweep& sweep) {
  const std::string& x = sweep.objectives[0];
  const std::string& y = sweep.objectives[sweep.objectives.size() > 1 ? 1 : 0];
  SeriesTable table;
  LineSeries line{"Pareto front", "#8a8f96", LineStyle::line, true, {}};
  const std::vector<bool> front = sweep.front();
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    if (!feasible(sweep, i)) {
      continue;
    }
    const std::pair<double, double> at(sweep.results[i].number(x), sweep.results[i].number(y));
    table.of(sweep.points[i].labels.front(), LineStyle::marks).points.push_back(at);
    if (front[i]) {
      line.points.push_back(at);
    }
  }
  std::sort(line.points.begin(), line.points.end());
  LineChart chart;
  chart.frame = {.name = "pareto",
                 .title = "Pareto front of " + x + " and " + y,
                 .value_label = y,
                 .unit = "",
                 .value_column = y,
                 .height = 420};
  chart.x_label = x;
  chart.x_column = x;
  LinePanel panel{.label = y, .unit = "", .from_zero = false, .series = table.take()};
  panel.series.push_back(std::move(line));
  chart.panels.push_back(std::move(panel));
  if (table.size() <= kMostShown) {
    append_figure(figures, chart, "Every point; the line joins those that none dominates.");
  }
}

/// Test accuracy against what the trainings of these points had cost by then, in energy or time:
/// repetitions of one training in one colour.
LineChart accuracy_chart(const FinishedSweep& sweep, const std::vector<std::size_t>& members,
                         bool energy) {
  SeriesTable table;
  std::vector<LineSeries> lines;
  for (const std::size_t i : members) {
    const std::string name = member_label(sweep, i);
    LineSeries line{
        name, table.of(without_seed(name), LineStyle::points).colour, LineStyle::points, false, {}};
    for (const report::ProgressPoint& point : sweep.results[i].progress) {
      line.points.emplace_back(energy ? point.energy_j : point.time_s, point.test_accuracy);
    }
    lines.push_back(std::move(line));
  }
  const std::string what = energy ? "energy" : "time";
  LineChart chart;
  chart.frame = {.name = "accuracy_" + what,
                 .title = "Test accuracy against the " + what + " of training",
                 .value_label = "Test accuracy",
                 .unit = "",
                 .value_column = "test_accuracy_fraction",
                 .height = 420};
  chart.x_label = energy ? "energy (J)" : "time (s)";
  chart.x_column = energy ? "energy_j" : "time_s";
  chart.panels.push_back({.label = "test accuracy",
                          .unit = "",
                          .percent = true,
                          .from_zero = false,
                          .series = std::move(lines)});
  return chart;
}

void append_accuracy(std::vector<Figure>& figures, const FinishedSweep& sweep) {
  for (const PointGroup& group : groups_of(sweep)) {
    const std::vector<std::size_t>& members = group.members;
    const bool trained = std::all_of(members.begin(), members.end(), [&](std::size_t i) {
      return !sweep.results[i].progress.empty();
    });
    for (std::size_t which = 0; trained && which < 2 && members.size() <= kMostShown; ++which) {
      LineChart chart = accuracy_chart(sweep, members, which == 0);
      name_group(chart, sweep, group);
      append_figure(figures, chart, "Every test of each training, at the bits of its evaluation.");
    }
  }
}

/// One for each DRAM bandwidth of the sweep.
std::vector<LineSeries> roofs(const FinishedSweep& sweep) {
  std::map<double, const arch::AcceleratorSpec*> machines;
  for (const Point& point : sweep.points) {
    const arch::AcceleratorSpec& machine = point.spec.accelerator;
    machines.try_emplace(machine.memory.peak_bytes_per_second(), &machine);
  }
  std::vector<LineSeries> lines;
  for (const auto& [bandwidth, machine] : machines) {
    const double peak = array::peak_macs_per_cycle(machine->array, {}) * machine->clock_hz.count();
    LineSeries roof{
        fmt::format("roof: {:.1f} GB/s", bandwidth * 1e-9), "#8a8f96", LineStyle::line, true, {}};
    for (const double intensity : {peak / bandwidth / 8, peak / bandwidth, peak / bandwidth * 8}) {
      roof.points.emplace_back(intensity, std::min(peak, intensity * bandwidth));
    }
    lines.push_back(std::move(roof));
  }
  return lines;
}

void append_roofline(std::vector<Figure>& figures, const FinishedSweep& sweep) {
  SeriesTable table;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    for (const LevelRow& level : sweep.results[i].levels) {
      if (level.dram_bytes > 0 && level.macs > 0) {
        table.of(sweep.points[i].labels.front(), LineStyle::marks)
            .points.emplace_back(level.macs / level.dram_bytes, level.macs / level.time_s);
      }
    }
  }
  LineChart chart;
  chart.frame = {.name = "roofline",
                 .title = "Roofline: a point for each level of both trainings",
                 .value_label = "Multiply-accumulates per second",
                 .unit = "MAC/s",
                 .value_column = "macs_per_s",
                 .height = 420};
  chart.x_label = "multiply-accumulates per DRAM byte";
  chart.x_column = "macs_per_byte";
  chart.logarithmic_x = true;
  LinePanel panel{
      .label = "Throughput", .unit = "MAC/s", .series = table.take(), .logarithmic = true};
  if (panel.series.size() > kMostShown) {
    return;
  }
  for (LineSeries& roof : roofs(sweep)) {
    panel.series.push_back(std::move(roof));
  }
  chart.panels.push_back(std::move(panel));
  append_figure(
      figures, chart,
      "All work of an iteration over all its DRAM bytes, one point a level. Roofs are those of "
      "the DRAM bandwidths and of the 8-bit peak of the first machine that has them; "
      "flexible arrays may pass the peak at fewer bits.");
}

}  // namespace

std::vector<Figure> figures_of(const FinishedSweep& sweep) {
  std::vector<Figure> figures;
  bool any = false;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    any = any || feasible(sweep, i);
  }
  if (!any) {
    return figures;
  }
  append_savings(figures, sweep);
  for (Figure& figure : relative_figures(sweep)) {
    figures.push_back(std::move(figure));
  }
  append_waterfalls(figures, sweep);
  append_accuracy(figures, sweep);
  if (one_training(sweep)) {
    append_pareto(figures, sweep);
    append_roofline(figures, sweep);
  }
  return figures;
}

}  // namespace metronome::sweep
