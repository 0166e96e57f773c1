#include <fmt/format.h>

#include <algorithm>

#include "sim/energy/energy_split.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/figures.hpp"
#include "sim/report/names.hpp"
#include "sim/report/palette.hpp"

namespace metronome::report {
namespace {

double seconds_of(const RunResult& run, const RunCosts& costs) {
  return run.seconds(costs.total.cycles.total()).count();
}

/// Of the reference machine's static training (reference_index).
struct Reference {
  std::string accelerator;
  double seconds = 0;
  double joules = 0;
};

Reference reference_of(const ReportData& data) {
  std::vector<ComparedRun> runs;
  for (const ReportEntry& entry : data.entries) {
    runs.push_back({entry.run, *entry.baseline, entry.costs, *entry.baseline_costs, entry.table});
  }
  const ComparedRun& reference = runs[reference_index(runs)];
  return {reference.run.accelerator, seconds_of(reference.baseline, reference.baseline_costs),
          reference.baseline_costs.total.energy.total().count()};
}

/// What a training takes: below zero nothing has a logarithm.
bool takes_time(const ReportEntry& entry) {
  return entry.costs.total.cycles.total().count() > 0 &&
         entry.baseline_costs->total.cycles.total().count() > 0;
}

void append_speedups(std::vector<Figure>& figures, const ReportData& data,
                     const Reference& reference) {
  BarChart chart;
  chart.frame = {.name = "speedup",
                 .title = "Speed-up over static training on " + reference.accelerator,
                 .value_label = "Speed-up",
                 .unit = "",
                 .value_column = "speedup"};
  chart.kind = BarKind::side_by_side;
  chart.series = {{training_label(*data.entries.front().baseline), kBaselineColour, {}},
                  {training_label(data.entries.front().run), kRunColour, {}}};
  for (const ReportEntry& entry : data.entries) {
    chart.groups.emplace_back(entry.run.accelerator, std::vector<std::string>{});
    chart.series[0].values.push_back(reference.seconds /
                                     seconds_of(*entry.baseline, *entry.baseline_costs));
    chart.series[1].values.push_back(reference.seconds / seconds_of(entry.run, entry.costs));
  }
  chart.groups.emplace_back("geometric mean", std::vector<std::string>{});
  for (ChartSeries& series : chart.series) {
    series.values.push_back(geometric_mean(series.values));
  }
  append_figure(figures, chart,
                "How much faster each training is than the static one on " + reference.accelerator +
                    " (1), and the geometric mean over the machines.");
}

/// An empty place in a row of bars has zeros.
void append_energies(std::vector<Figure>& figures, const ReportData& data,
                     const Reference& reference) {
  BarChart chart;
  chart.frame = {.name = "energy_relative",
                 .title = "Energy relative to static training on " + reference.accelerator,
                 .value_label = "Relative energy",
                 .unit = "",
                 .value_column = "relative_energy"};
  for (const EnergyPart part : kEnumValues<EnergyPart>) {
    const std::string name = spoken(enum_name(part));
    ChartSeries series{name, effect_colour(name), {}};
    double sum = 0;
    for (const ReportEntry& entry : data.entries) {
      for (const RunCosts* costs : {&*entry.baseline_costs, &entry.costs}) {
        series.values.push_back(energy_split(costs->energy)[part].count() / reference.joules);
        sum += series.values.back();
      }
    }
    if (sum > 0) {
      chart.series.push_back(std::move(series));
    }
  }
  for (const ReportEntry& entry : data.entries) {
    chart.groups.emplace_back(
        entry.run.accelerator,
        std::vector<std::string>{training_label(*entry.baseline), training_label(entry.run)});
  }
  append_figure(figures, chart,
                "What the energy of both trainings is for on each machine, relative to that of the "
                "static training on " +
                    reference.accelerator + ".");
}

}  // namespace

std::vector<Figure> relative_figures(const ReportData& data) {
  std::vector<Figure> figures;
  if (data.entries.size() < 2 || !data.has_baselines() ||
      !std::all_of(data.entries.begin(), data.entries.end(), takes_time)) {
    return figures;
  }
  const Reference reference = reference_of(data);
  append_speedups(figures, data, reference);
  if (reference.joules > 0) {
    append_energies(figures, data, reference);
  }
  return figures;
}

}  // namespace metronome::report
