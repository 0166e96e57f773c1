#include "sim/sweep/relative_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "sim/energy/energy_split.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/names.hpp"
#include "sim/report/palette.hpp"

namespace metronome::sweep {
namespace {

using report::append_figure;
using report::BarChart;
using report::BarKind;
using report::ChartSeries;
using report::Figure;

/// Names of trainings in columns, and what bars call them.
struct Training {
  const char* column;
  const char* label;
};
constexpr std::array kTrainings{Training{"static", "baseline"}, Training{"cpt", "run"}};

/// Of the baseline training of a group's first point, to which the group is relative.
double reference_of(const FinishedSweep& sweep, const PointGroup& group, const char* number) {
  return sweep.results[group.members.front()].number(number);
}

/// Whether the group's points compare: one training, which takes time.
bool compares(const FinishedSweep& sweep, const PointGroup& group) {
  return group.members.size() > 1 && group.members.size() <= kMostShown &&
         std::all_of(group.members.begin(), group.members.end(), [&](std::size_t i) {
           return sweep.points[i].training_key ==
                      sweep.points[group.members.front()].training_key &&
                  sweep.results[i].number("static_time_s") > 0 &&
                  sweep.results[i].number("cpt_time_s") > 0;
         });
}

std::vector<PointGroup> comparable_groups(const FinishedSweep& sweep) {
  std::vector<PointGroup> groups = groups_of(sweep);
  std::erase_if(groups, [&](const PointGroup& group) { return !compares(sweep, group); });
  return groups;
}

/// Of the points of all groups, each once, in order of appearance.
std::vector<std::string> member_labels(const FinishedSweep& sweep,
                                       const std::vector<PointGroup>& groups) {
  std::vector<std::string> labels;
  for (const PointGroup& group : groups) {
    for (const std::size_t i : group.members) {
      const std::string label = member_label(sweep, i);
      if (std::find(labels.begin(), labels.end(), label) == labels.end()) {
        labels.push_back(label);
      }
    }
  }
  return labels;
}

/// By group; 0, an empty place, where a group lacks the point.
std::vector<double> speedups(const FinishedSweep& sweep, const std::vector<PointGroup>& groups,
                             const std::string& label) {
  std::vector<double> values;
  for (const PointGroup& group : groups) {
    const auto at = std::find_if(group.members.begin(), group.members.end(),
                                 [&](std::size_t i) { return member_label(sweep, i) == label; });
    values.push_back(at == group.members.end() ? 0
                                               : reference_of(sweep, group, "static_time_s") /
                                                     sweep.results[*at].number("cpt_time_s"));
  }
  return values;
}

void append_speedups(std::vector<Figure>& figures, const FinishedSweep& sweep,
                     const std::vector<PointGroup>& groups) {
  const std::vector<std::string> labels = member_labels(sweep, groups);
  if (labels.size() > kMostShown || groups.size() > kMostShown) {
    return;
  }
  BarChart chart;
  chart.frame = {.name = "speedup",
                 .title = "Speed-up over the baseline training of the first point",
                 .value_label = "Speed-up",
                 .unit = "",
                 .value_column = "speedup"};
  chart.kind = BarKind::side_by_side;
  std::vector<std::string> names;
  for (const PointGroup& group : groups) {
    names.push_back(group.label);
  }
  for (std::string& name : names.size() > 1 ? tick_labels(names) : names) {
    chart.groups.emplace_back(name, std::vector<std::string>{});
  }
  if (groups.size() > 1) {
    chart.groups.emplace_back("geometric mean", std::vector<std::string>{});
  }
  for (const std::string& label : labels) {
    const std::optional<report::Look> look = report::look_of_label(label);
    ChartSeries series{label, look ? look->colour : report::line_colour(chart.series.size()),
                       speedups(sweep, groups, label)};
    if (groups.size() > 1) {
      const bool complete =
          std::find(series.values.begin(), series.values.end(), 0.0) == series.values.end();
      series.values.push_back(complete ? report::geometric_mean(series.values) : 0);
    }
    chart.series.push_back(std::move(series));
  }
  append_figure(figures, chart,
                "How much faster each point's run trains than the baseline training of the first "
                "point that its group has, " +
                    labels.front() +
                    " in the first. A point that a group lacks has no bar there, and no mean.");
}

/// Bars of both trainings for each point of a group, stacked of parts that `value` gives by the
/// column prefix of the training; parts that are nowhere above zero are left out.
template <class Part, class Value>
BarChart stacks(const FinishedSweep& sweep, const PointGroup& group,
                const std::vector<std::pair<Part, std::string>>& parts,
                const std::function<std::string(Part)>& colour, const Value& value) {
  BarChart chart;
  std::vector<std::string> labels;
  for (const std::size_t i : group.members) {
    labels.push_back(member_label(sweep, i));
  }
  for (const std::string& label : tick_labels(labels)) {
    chart.groups.emplace_back(label,
                              std::vector<std::string>{kTrainings[0].label, kTrainings[1].label});
  }
  for (const auto& [part, name] : parts) {
    ChartSeries series{report::spoken(name), colour(part), {}};
    double sum = 0;
    for (const std::size_t i : group.members) {
      for (const Training& training : kTrainings) {
        series.values.push_back(value(sweep.results[i], training.column, name));
        sum += series.values.back();
      }
    }
    if (sum > 0) {
      chart.series.push_back(std::move(series));
    }
  }
  return chart;
}

template <class E>
std::vector<std::pair<E, std::string>> named() {
  std::vector<std::pair<E, std::string>> rows;
  for (const auto& [value, name] : kEnumRows<E>) {
    rows.emplace_back(value, std::string(name));
  }
  return rows;
}

void append_energies(std::vector<Figure>& figures, const FinishedSweep& sweep,
                     const PointGroup& group) {
  const double reference = reference_of(sweep, group, "static_energy_j");
  if (!(reference > 0)) {
    return;
  }
  BarChart chart = stacks<EnergyPart>(
      sweep, group, named<EnergyPart>(),
      [](EnergyPart part) { return report::effect_colour(report::spoken(enum_name(part))); },
      [&](const PointResult& result, const char* training, const std::string& part) {
        return result.number(fmt::format("{}_split_{}_j", training, part)) / reference;
      });
  const std::string first = member_label(sweep, group.members.front());
  chart.frame = {.name = "energy_relative",
                 .title = "Energy relative to the baseline training of " + first,
                 .value_label = "Relative energy",
                 .unit = "",
                 .value_column = "relative_energy"};
  name_group(chart, sweep, group);
  append_figure(figures, chart,
                "What the energy of both trainings is for, relative to the baseline training of " +
                    first + ".");
}

void append_times(std::vector<Figure>& figures, const FinishedSweep& sweep,
                  const PointGroup& group) {
  const double reference = reference_of(sweep, group, "static_time_s");
  BarChart chart = stacks<Bin>(
      sweep, group, named<Bin>(), [](Bin bin) { return report::colour_of(bin); },
      [&](const PointResult& result, const char* training, const std::string& bin) {
        double cycles = 0;
        for (const auto& [each, name] : kEnumRows<Bin>) {
          cycles += result.number(fmt::format("{}_{}_cycles", training, name));
        }
        return result.number(fmt::format("{}_{}_cycles", training, bin)) / cycles *
               result.number(fmt::format("{}_time_s", training)) / reference;
      });
  const std::string first = member_label(sweep, group.members.front());
  chart.frame = {.name = "time_relative",
                 .title = "Time relative to the baseline training of " + first,
                 .value_label = "Relative time",
                 .unit = "",
                 .value_column = "relative_time"};
  name_group(chart, sweep, group);
  append_figure(figures, chart,
                "What the array does in the time of both trainings, relative to the baseline "
                "training of " +
                    first +
                    ": busy, fill and drain, stalls by what was waited for, idle by what runs "
                    "instead.");
}

}  // namespace

std::vector<Figure> relative_figures(const FinishedSweep& sweep) {
  std::vector<Figure> figures;
  const std::vector<PointGroup> groups = comparable_groups(sweep);
  if (groups.empty()) {
    return figures;
  }
  append_speedups(figures, sweep, groups);
  for (const PointGroup& group : groups) {
    append_energies(figures, sweep, group);
    append_times(figures, sweep, group);
  }
  return figures;
}

}  // namespace metronome::sweep
