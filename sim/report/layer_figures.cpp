#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "sim/report/chart.hpp"
#include "sim/report/figures.hpp"
#include "sim/report/names.hpp"
#include "sim/report/palette.hpp"

namespace metronome::report {
namespace {

using trace::OperationClass;

/// The layers of a run in the order of their first operations.
std::vector<std::string> layers_of(const RunResult& run) {
  std::vector<std::string> layers;
  for (const OperationResult& operation : run.operations) {
    if (std::find(layers.begin(), layers.end(), operation.layer) == layers.end()) {
      layers.push_back(operation.layer);
    }
  }
  return layers;
}

using OfOperation = std::function<double(std::size_t)>;

/// A bar a layer, by class; `of`: an operation of the whole run.
BarChart layer_chart(const RunResult& run, ChartFrame frame, const OfOperation& of) {
  BarChart chart;
  chart.frame = std::move(frame);
  const std::vector<std::string> layers = layers_of(run);
  std::map<std::string, std::size_t> places;
  std::vector<std::string> labels;
  for (const std::string& layer : layers) {
    places.emplace(layer, labels.size());
    labels.push_back(layer.empty() ? "(whole step)" : layer);
  }
  chart.groups.emplace_back("", labels);
  EnumArray<OperationClass, std::vector<double>> sums;
  for (const OperationClass cls : kEnumValues<OperationClass>) {
    sums[cls].assign(labels.size(), 0.0);
  }
  for (std::size_t i = 0; i < run.operations.size(); ++i) {
    const OperationResult& operation = run.operations[i];
    sums[operation.cls][places.at(operation.layer)] += of(i);
  }
  for (const auto& [cls, name] : kEnumRows<OperationClass>) {
    const auto& values = sums[cls];
    if (std::any_of(values.begin(), values.end(), [](double value) { return value > 0; })) {
      chart.series.push_back({spoken(name), colour_of(cls), values});
    }
  }
  return chart;
}

void append_layers(std::vector<Figure>& figures, const ReportEntry& entry) {
  const RunResult& run = entry.run;
  const std::vector<std::uint64_t> times = run.executions();
  const std::string whole = " of the run on " + run.accelerator + " by layer and class";
  append_figure(figures,
                layer_chart(run,
                            {.name = "layers_time",
                             .title = "Time" + whole,
                             .value_label = "Time of the run",
                             .unit = "s",
                             .value_column = "time_s"},
                            [&](std::size_t i) {
                              return run.seconds(run.operations[i].measure.cycles.total()).count() *
                                     static_cast<double>(times[i]);
                            }),
                "Time of each layer in the whole run, in the order in which a step first reaches "
                "them, by class of "
                "work.");
  append_figure(figures,
                layer_chart(run,
                            {.name = "layers_energy",
                             .title = "Energy" + whole,
                             .value_label = "Energy of the run",
                             .unit = "J",
                             .value_column = "energy_j"},
                            [&](std::size_t i) {
                              return entry.costs.operations[i].energy.total().count() *
                                     static_cast<double>(times[i]);
                            }),
                "Energy of each layer in the whole run, in the order in which a step first reaches "
                "them, by class of "
                "work.");
}

/// Operand widths of equal peak: the pair with the fewest bits and that with the most.
struct RoofWidths {
  std::pair<int, int> least, most;

  void add(int a_bits, int b_bits) {
    const auto bits = [](const std::pair<int, int>& pair) {
      return std::pair(pair.first * pair.second, pair.first);
    };
    const std::pair pair(a_bits, b_bits);
    least = least.first == 0 || bits(pair) < bits(least) ? pair : least;
    most = bits(pair) > bits(most) ? pair : most;
  }
  [[nodiscard]] std::string text() const {
    const std::string end = fmt::format("{}x{}", most.first, most.second);
    return least == most ? end : fmt::format("{}x{} to {}", least.first, least.second, end);
  }
};

/// The roof of a pair of widths: below the slope of the memory, then the array's peak.
LineSeries roof(double bandwidth, double peak, const std::string& widths, double least, double most,
                std::size_t n) {
  LineSeries line{fmt::format("roof, {} bits", widths), "#5b6470", LineStyle::line, true, {}, {}};
  // Marked only where they are more than dashes: with open marks, which no operation has.
  constexpr int kOpenMarks = kMarks - kFilledMarks;
  line.look = Look{"#5b6470", static_cast<int>(n % kDashes),
                   kFilledMarks + static_cast<int>((n / kDashes) % kOpenMarks)};
  if (bandwidth > 0) {
    const double ridge = peak / bandwidth;
    for (const double intensity : {std::min(least, ridge), ridge}) {
      line.points.emplace_back(intensity, intensity * bandwidth);
    }
    line.points.emplace_back(std::max(most, ridge), peak);
  } else {
    line.points = {{least, peak}, {most, peak}};
  }
  return line;
}

void append_roofline(std::vector<Figure>& figures, const ReportEntry& entry) {
  const RunResult& run = entry.run;
  LineChart chart;
  chart.frame = {.name = "roofline",
                 .title = "Operations below the roofs of " + run.accelerator,
                 .value_label = "Throughput",
                 .unit = "MAC/s",
                 .value_column = "macs_per_s",
                 .height = 440};
  chart.x_label = "Multiply-accumulates per DRAM byte";
  chart.x_column = "macs_per_byte";
  chart.logarithmic_x = true;
  LinePanel panel{.label = "Throughput", .unit = "MAC/s", .series = {}, .logarithmic = true};
  std::map<OperationClass, LineSeries> marks;
  std::map<double, RoofWidths, std::greater<>> peaks;
  double least = 0, most = 0;
  for (const OperationResult& operation : run.operations) {
    const auto bytes = static_cast<double>(
        (operation.measure.total_traffic().read + operation.measure.total_traffic().write).count());
    const auto macs = static_cast<double>(operation.measure.macs.count());
    if (operation.peak_macs_per_cycle <= 0 || bytes <= 0 || macs <= 0) {
      continue;
    }
    const double intensity = macs / bytes;
    const double rate = macs / run.seconds(operation.measure.cycles.total()).count();
    const auto at = marks.try_emplace(operation.cls, LineSeries{spoken(enum_name(operation.cls)),
                                                                colour_of(operation.cls),
                                                                LineStyle::marks,
                                                                false,
                                                                {}});
    at.first->second.points.emplace_back(intensity, rate);
    peaks[operation.peak_macs_per_cycle * run.clock.count()].add(operation.a_bits,
                                                                 operation.b_bits);
    least = least == 0 ? intensity : std::min(least, intensity);
    most = std::max(most, intensity);
  }
  for (auto& [cls, series] : marks) {
    panel.series.push_back(std::move(series));
  }
  std::size_t n = 0;
  for (const auto& [peak, widths] : peaks) {
    panel.series.push_back(
        roof(entry.memory_bytes_per_second, peak, widths.text(), least, most, n++));
  }
  chart.panels.push_back(std::move(panel));
  append_figure(figures, chart,
                "Each matrix product once for each precision that it runs at: what it reaches "
                "against what it computes per byte of DRAM. A roof is the memory's peak, then the "
                "array's at these widths of its operands; widths of equal peak share one.");
}

/// Energy of an iteration of each level by component.
void append_components(std::vector<Figure>& figures, const ReportEntry& entry) {
  LineChart chart;
  chart.frame = {.name = "components",
                 .title = "Energy of an iteration by component and level",
                 .value_label = "Energy",
                 .unit = "J",
                 .value_column = "energy_j",
                 .height = 400};
  chart.x_label = "Level: forward / backward bits";
  chart.x_column = "level";
  chart.whole_x = true;
  LinePanel panel{.label = "Energy per iteration", .unit = "J", .series = {}};
  for (const LevelResult& level : entry.run.levels) {
    chart.x_labels.push_back(level_name(entry.run, level));
  }
  for (const auto& [component, name] : kEnumRows<Component>) {
    const Look look = look_of(component);
    LineSeries series{spoken(name), look.colour, LineStyle::points, false, {}, look};
    double sum = 0;
    for (std::size_t l = 0; l < entry.costs.levels.size(); ++l) {
      const double joules = entry.costs.levels[l].per_iteration.energy.of(component).count();
      series.points.emplace_back(static_cast<double>(l), joules);
      sum += joules;
    }
    if (sum > 0) {
      panel.series.push_back(std::move(series));
    }
  }
  chart.panels.push_back(std::move(panel));
  append_figure(figures, chart,
                "A component that is as high on the right as on the left does not save with bits.");
}

}  // namespace

std::vector<Figure> layer_figures(const ReportData& data) {
  constexpr std::size_t kMostLevels = 32;
  std::vector<Figure> figures;
  if (data.entries.size() != 1) {
    return figures;
  }
  const ReportEntry& entry = data.entries.front();
  append_roofline(figures, entry);
  append_layers(figures, entry);
  if (entry.run.levels.size() > 1 && entry.run.levels.size() <= kMostLevels) {
    append_components(figures, entry);
  }
  return figures;
}

}  // namespace metronome::report
