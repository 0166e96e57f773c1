#include "sim/report/figures.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "sim/energy/uncertainty.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/names.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/waterfall_chart.hpp"

namespace metronome::report {
namespace {

template <class Chart>
void append_if(bool shows, std::vector<Figure>& figures, const Chart& chart, std::string caption) {
  if (shows) {
    figures.push_back(
        {chart.frame.name, chart.frame.title, std::move(caption), chart, chart_csv(chart)});
  }
}

/// What one bar shows: a whole run, or (on the page of one accelerator) one iteration.
struct RunBar {
  const RunResult* run;
  const Cost* cost;
  ClassCosts classes;
  double repetitions;  ///< the cost's iterations that are shown as one
};

using Part = std::function<double(const RunBar&)>;

double seconds_of(const RunBar& bar, Cycles cycles) { return bar.run->seconds(cycles).count(); }

void add_run(std::vector<RunBar>& bars, const RunResult& run, const RunCosts& costs, bool alone) {
  const auto iterations = static_cast<double>(iterations_of(run));
  bars.push_back({&run, &costs.total, costs.classes, alone ? iterations : 1.0});
}

/// Whether each level has a bar: of a page of one accelerator, where they are few.
bool draws_levels(const ReportData& data) {
  constexpr std::size_t kMostBars = 64;
  return data.entries.size() == 1 && data.entries.front().run.levels.size() <= kMostBars;
}

/// Several accelerators: the whole runs, static and cycling beside each other. One: an iteration of
/// the mean of each training, then of each level.
std::vector<RunBar> bars_of(const ReportData& data) {
  std::vector<RunBar> bars;
  const bool alone = data.entries.size() == 1;
  for (const ReportEntry& entry : data.entries) {
    if (entry.baseline != nullptr) {
      add_run(bars, *entry.baseline, *entry.baseline_costs, alone);
    }
    add_run(bars, entry.run, entry.costs, alone);
    for (std::size_t l = 0; draws_levels(data) && l < entry.costs.levels.size(); ++l) {
      bars.push_back({&entry.run, &entry.costs.levels[l].per_iteration,
                      classes_of(entry.run, entry.costs, entry.run.levels[l]), 1.0});
    }
  }
  return bars;
}

/// The labels that belong to bars_of.
BarChart labelled_chart(const ReportData& data, ChartFrame frame) {
  BarChart chart;
  chart.frame = std::move(frame);
  const bool alone = data.entries.size() == 1;
  chart.frame.value_label += alone ? " per iteration" : " of the run";
  for (const ReportEntry& entry : data.entries) {
    std::vector<std::string> bars;
    if (entry.baseline != nullptr) {
      bars.push_back(training_label(*entry.baseline));
    }
    bars.push_back(training_label(entry.run));
    chart.groups.emplace_back(alone ? "mean of the run" : entry.run.accelerator, std::move(bars));
  }
  if (draws_levels(data)) {
    const RunResult& run = data.entries.front().run;
    std::vector<std::string> levels;
    for (const LevelResult& level : run.levels) {
      levels.push_back(level_name(run, level));
    }
    chart.groups.emplace_back("level: forward / backward bits", std::move(levels));
  }
  return chart;
}

/// The part of every bar; a series that is nowhere above zero is left out.
void add_series(BarChart& chart, const ReportData& data, std::string_view name,
                const std::string& colour, const Part& part) {
  ChartSeries series{spoken(name), colour, {}};
  double sum = 0;
  for (const RunBar& bar : bars_of(data)) {
    series.values.push_back(part(bar) / bar.repetitions);
    sum += series.values.back();
  }
  if (sum > 0) {
    chart.series.push_back(std::move(series));
  }
}

void append_savings(std::vector<Figure>& figures, const ReportData& data) {
  BarChart chart;
  chart.frame = {.name = "savings",
                 .title = "Ideal and achieved saving by accelerator",
                 .value_label = "Saving over static training",
                 .unit = "",
                 .value_column = "saving_fraction",
                 .height = 320};
  chart.kind = BarKind::side_by_side;
  chart.percent = true;
  chart.series = {{"ideal: bit operations", kIdealColour, {}},
                  {"achieved: cycles", kRunColour, {}},
                  {"achieved: energy", kBaselineColour, {}}};
  for (const ComparisonRow& row : data.comparison()) {
    chart.groups.emplace_back(row.accelerator, std::vector<std::string>{});
    chart.series[0].values.push_back(row.saved.bit_operations);
    chart.series[1].values.push_back(row.saved.cycles);
    chart.series[2].values.push_back(row.saved.energy);
  }
  append_figure(
      figures, chart,
      "What the bit-operation count promises (hatched) and what each accelerator keeps of it in "
      "cycles (dark) and in energy (light), both for the whole training run.");
}

void append_attribution(std::vector<Figure>& figures, const ReportData& data) {
  BarChart chart = labelled_chart(data, {.name = "attribution",
                                         .title = "Where the array's time goes",
                                         .value_label = "Time",
                                         .unit = "s",
                                         .value_column = "time_s"});
  for (const Bin bin : kEnumValues<Bin>) {
    add_series(chart, data, bin_name(bin), colour_of(bin),
               [bin](const RunBar& bar) { return seconds_of(bar, Cycles(bar.cost->cycles[bin])); });
  }
  append_figure(figures, chart,
                "Every array cycle in exactly one bin; the stacks read as the legend, from the "
                "bottom up: busy, fill and drain, stalls by what was waited for, idle by what runs "
                "instead.");
}

void append_classes(std::vector<Figure>& figures, const ReportData& data) {
  BarChart chart = labelled_chart(data, {.name = "gemm_classes",
                                         .title = "Time by class of work",
                                         .value_label = "Time",
                                         .unit = "s",
                                         .value_column = "time_s"});
  for (const auto& [cls, name] : kEnumRows<trace::OperationClass>) {
    add_series(chart, data, name, colour_of(cls), [c = cls](const RunBar& bar) {
      return seconds_of(bar, bar.classes[c].cycles.total());
    });
  }
  append_figure(figures, chart,
                "Time by class: the three matrix products of training, and the vector "
                "unit's work, quantization and the optimiser (crossed).");
}

void append_energy(std::vector<Figure>& figures, const ReportData& data) {
  BarChart chart = labelled_chart(data, {.name = "energy",
                                         .title = "Energy by component",
                                         .value_label = "Energy",
                                         .unit = "J",
                                         .value_column = "energy_j"});
  for (const auto& [component, name] : kEnumRows<Component>) {
    add_series(chart, data, name, colour_of(component),
               [c = component](const RunBar& bar) { return bar.cost->energy.of(c).count(); });
  }
  append_figure(figures, chart,
                "Energy by component; leakage covers every cycle, waiting included.");
}

/// The rows whose intervals decide, widest first.
void append_tornado(std::vector<Figure>& figures, const ReportData& data) {
  constexpr std::size_t kShown = 10;
  if (data.entries.size() != 1) {
    return;
  }
  const ReportEntry& entry = data.entries.front();
  const bool saving = entry.baseline != nullptr;
  std::vector<RowEffect> effects = row_effects(
      entry.costs.energy, saving ? &entry.baseline_costs->energy : nullptr, entry.table);
  effects.resize(std::min(effects.size(), kShown));
  BarChart chart;
  chart.frame = {.name = "tornado",
                 .title = "The prices that decide",
                 .value_label = saving ? "Saving in energy" : "Energy of the run",
                 .unit = saving ? "" : "J",
                 .value_column = saving ? "saving_fraction" : "energy_j",
                 .height = 380};
  chart.kind = BarKind::side_by_side;
  chart.percent = saving;
  chart.series = {{"row at its low end", kIdealColour, {}},
                  {"row at its high end", kRunColour, {}}};
  for (const RowEffect& effect : effects) {
    const EnergyRow& row = entry.table.rows.at(effect.row);
    chart.groups.emplace_back(row.action + (row.bits.empty() ? "" : " " + row.bits),
                              std::vector<std::string>{});
    chart.series[0].values.push_back(effect.low);
    chart.series[1].values.push_back(effect.high);
  }
  append_figure(figures, chart,
                "Each of the ten prices that move the result most, alone at the ends of its "
                "interval, the others at their values; the widest first.");
}

void append_traffic(std::vector<Figure>& figures, const ReportData& data) {
  BarChart chart = labelled_chart(data, {.name = "dram_traffic",
                                         .title = "DRAM traffic by operand role",
                                         .value_label = "Bytes moved",
                                         .unit = "B",
                                         .value_column = "dram_bytes"});
  for (const auto& [role, name] : kEnumRows<trace::Role>) {
    add_series(chart, data, name, colour_of(role), [r = role](const RunBar& bar) {
      const Traffic& bytes = bar.cost->dram[r];
      return static_cast<double>((bytes.read + bytes.write).count());
    });
  }
  append_figure(
      figures, chart,
      "Bytes read and written by the role of the tensor they belong to. Traffic at 16 or 32 bits "
      "does not shrink with precision; it bounds what cycling can save.");
}

void append_waterfalls(std::vector<Figure>& figures, const ReportData& data) {
  std::vector<std::string> labels;
  std::vector<Waterfall> cycles, energy;
  for (const ReportEntry& entry : data.entries) {
    const ComparedRun compared{entry.run, *entry.baseline, entry.costs, *entry.baseline_costs,
                               entry.table};
    labels.push_back(entry.run.accelerator);
    cycles.push_back(cycle_waterfall(compared));
    energy.push_back(energy_waterfall(compared));
  }
  const std::string how =
      "Of each machine: the ideal saving (dashed line), what one effect after the other takes from "
      "it or adds to it, in the order of the legend, and where that ends: what is achieved. "
      "Effects "
      "below 0.05 points are one bar.";
  append_figure(figures, waterfall_chart("cycles", labels, cycles),
                "From bit operations to cycles. " + how);
  append_figure(figures, waterfall_chart("energy", labels, energy),
                "From bit operations to energy. " + how);
}

}  // namespace

void append_figure(std::vector<Figure>& figures, const BarChart& chart, std::string caption) {
  append_if(!chart.groups.empty() && !chart.series.empty(), figures, chart, std::move(caption));
}

void append_figure(std::vector<Figure>& figures, const LineChart& chart, std::string caption) {
  const auto drawn = [](const LineSeries& series) { return !series.points.empty(); };
  const bool shows =
      std::any_of(chart.panels.begin(), chart.panels.end(), [&](const LinePanel& panel) {
        return std::any_of(panel.series.begin(), panel.series.end(), drawn);
      });
  append_if(shows, figures, chart, std::move(caption));
}

std::vector<Figure> saving_figures(const ReportData& data) {
  std::vector<Figure> figures;
  if (data.has_baselines()) {
    append_savings(figures, data);
    append_waterfalls(figures, data);
  }
  return figures;
}

std::vector<Figure> part_figures(const ReportData& data) {
  std::vector<Figure> figures;
  append_classes(figures, data);
  append_attribution(figures, data);
  append_traffic(figures, data);
  append_energy(figures, data);
  append_tornado(figures, data);
  return figures;
}

std::vector<Figure> figures_of(const ReportData& data) {
  std::vector<Figure> figures;
  for (const auto make : kFigureMakers) {
    for (Figure& figure : make(data)) {
      figures.push_back(std::move(figure));
    }
  }
  return figures;
}

}  // namespace metronome::report
