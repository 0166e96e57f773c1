#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sim/report/chart.hpp"
#include "sim/report/figures.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/progress.hpp"

namespace metronome::report {
namespace {

/// Curves are drawn from at most this many points; metrics.csv holds all of them.
constexpr std::size_t kCurvePoints = 400;
/// Curves of at most this many points show them.
constexpr std::size_t kMarkedPoints = 40;
/// A run of more phases is drawn as means over neighbouring ones; phases.csv holds all of them.
constexpr std::size_t kMostPhasesDrawn = 4096;

using Points = std::vector<std::pair<double, double>>;
using OfCost = std::function<double(const Cost&)>;

double seconds_of(const RunResult& run, const Cost& cost) {
  return run.seconds(cost.cycles.total()).count();
}

/// A staircase over the run's phases, held to its end.
Points staircase(const RunResult& run, const std::function<double(std::size_t)>& of_level) {
  Points points;
  const std::size_t bin = (run.phases.size() + kMostPhasesDrawn - 1) / kMostPhasesDrawn;
  for (std::size_t first = 0; first < run.phases.size(); first += bin) {
    const std::size_t end = std::min(run.phases.size(), first + bin);
    double sum = 0;
    double iterations = 0;
    for (std::size_t i = first; i < end; ++i) {
      const auto length = static_cast<double>(run.phases[i].iterations);
      sum += of_level(run.phases[i].level) * length;
      iterations += length;
    }
    points.emplace_back(run.phases[first].first_iteration,
                        bin == 1 ? of_level(run.phases[first].level) : sum / iterations);
  }
  if (!run.phases.empty()) {
    points.emplace_back(run.phases.back().first_iteration + run.phases.back().iterations,
                        points.back().second);
  }
  return points;
}

/// FP32 is drawn as 32 bits.
double drawn_bits(int bits) { return bits == 0 ? 32.0 : static_cast<double>(bits); }

bool all_short(const RunResult& run) {
  return std::all_of(run.levels.begin(), run.levels.end(),
                     [](const LevelResult& level) { return level.assignment.all.is_short(); });
}

/// Whether a curve of its own tells something: the first two always, the others where any of the
/// precisions has what the short form does not say.
template <class Items, class PrecisionOf>
std::vector<trace::PrecisionField> drawn_fields(const Items& items, const PrecisionOf& of) {
  std::vector<trace::PrecisionField> drawn;
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    if (std::any_of(items.begin(), items.end(), [&](const auto& item) {
          const trace::Precision& p = of(item);
          return field.bits == &trace::Precision::gradient_bits ? p.gradient_bits != 0
                 : field.bits == &trace::Precision::stash_bits  ? p.stash_bits != p.activation_bits
                                                                : true;
        })) {
      drawn.push_back(field);
    }
  }
  return drawn;
}

/// One curve of the forward bits, or one of each number that the levels tell.
void add_bits(LinePanel& panel, const RunResult& run) {
  const auto series = [&](const std::string& name, const std::string& colour,
                          int trace::Precision::*bits) {
    panel.series.push_back(
        {name, colour, LineStyle::step, false, staircase(run, [&](std::size_t level) {
           return drawn_bits(run.levels[level].assignment.all.*bits);
         })});
  };
  if (all_short(run)) {
    series("schedule", "#33373d", &trace::Precision::weight_bits);
    return;
  }
  panel.label = "Bits";
  std::size_t colour = 0;
  for (const auto& field : drawn_fields(
           run.levels,
           [](const LevelResult& level) -> const auto& { return level.assignment.all; })) {
    series(field.option, line_colour(colour++), field.bits);
  }
}

Points cost_staircase(const RunResult& run, const RunCosts& costs, const OfCost& of) {
  return staircase(run, [&](std::size_t level) { return of(costs.levels[level].per_iteration); });
}

void add_entry(LinePanel& panel, const ReportData& data, std::size_t index,
               const std::function<OfCost(const RunResult&)>& of) {
  const ReportEntry& entry = data.entries[index];
  const bool alone = data.entries.size() == 1;
  const Look look = alone ? Look{kRunColour} : look_of_machine(entry.run.accelerator);
  panel.series.push_back({alone ? training_label(entry.run) : entry.run.accelerator, look.colour,
                          LineStyle::step, false,
                          cost_staircase(entry.run, entry.costs, of(entry.run)), look});
  if (alone && entry.baseline != nullptr) {
    panel.series.push_back(
        {training_label(*entry.baseline), kBaselineColour, LineStyle::step, true,
         cost_staircase(*entry.baseline, *entry.baseline_costs, of(*entry.baseline))});
  }
}

void append_phases(std::vector<Figure>& figures, const ReportData& data) {
  LineChart chart;
  chart.frame = {.name = "phases",
                 .title = "Precision, time and energy along the run",
                 .value_label = "",
                 .unit = "",
                 .value_column = "value",
                 .height = 520};
  chart.x_label = "Iteration";
  chart.x_column = "first_iteration";
  LinePanel bits{"Forward bits", "", false, true, 2, 0.6, {}};
  LinePanel time{"Time / iteration", "s", false, true, 0, 1, {}};
  LinePanel energy{"Energy / iteration", "J", false, true, 0, 1, {}};
  add_bits(bits, data.entries.front().run);
  for (std::size_t i = 0; i < data.entries.size(); ++i) {
    add_entry(time, data, i, [](const RunResult& run) -> OfCost {
      return [&run](const Cost& cost) { return seconds_of(run, cost); };
    });
    add_entry(energy, data, i, [](const RunResult&) -> OfCost {
      return [](const Cost& cost) { return cost.energy.total().count(); };
    });
  }
  chart.panels = {std::move(bits), std::move(time), std::move(energy)};
  append_figure(figures, chart,
                "Bits of every precision phase, and time and energy of one iteration "
                "in it. A curve that stays flat while the bits fall saves nothing there.");
}

/// What levels are laid out by: the forward bits, or the first number that differs between them.
struct LevelAxis {
  std::string label = "Forward bits of the level";
  std::string column = "forward_bits";
  int trace::Precision::*bits = &trace::Precision::weight_bits;
};

LevelAxis level_axis(const RunResult& run) {
  if (all_short(run)) {
    return {};
  }
  const trace::Precision& first = run.levels.front().assignment.all;
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    if (std::any_of(run.levels.begin(), run.levels.end(), [&](const LevelResult& level) {
          return level.assignment.all.*field.bits != first.*field.bits;
        })) {
      return {fmt::format("Bits of {} in the level", field.option), field.name, field.bits};
    }
  }
  return {"Bits of weights in the level", "weight_bits", &trace::Precision::weight_bits};
}

/// Per-iteration value of every level against its bits, relative to `unit`.
Points by_level(const RunResult& run, const std::function<double(std::size_t)>& of_level,
                double unit) {
  const LevelAxis axis = level_axis(run);
  Points points;
  for (std::size_t l = 0; l < run.levels.size(); ++l) {
    points.emplace_back(drawn_bits(run.levels[l].assignment.all.*axis.bits), of_level(l) / unit);
  }
  std::sort(points.begin(), points.end());
  return points;
}

/// The whole run's value spread over its iterations.
double mean(double whole, const RunResult& run) {
  return whole / static_cast<double>(std::max<std::uint64_t>(1, iterations_of(run)));
}

void add_level_series(LineChart& chart, const ReportData& data, std::size_t index) {
  const ReportEntry& entry = data.entries[index];
  const RunCosts& base = *entry.baseline_costs;
  const Look look = look_of_machine(entry.run.accelerator);
  const auto of = [&](const OfCost& part) {
    return by_level(
        entry.run, [&](std::size_t l) { return part(entry.costs.levels[l].per_iteration); },
        mean(part(base.total), *entry.baseline));
  };
  chart.panels[0].series.push_back(
      {entry.run.accelerator, look.colour, LineStyle::points, false,
       of([](const Cost& cost) { return static_cast<double>(cost.cycles.total().count()); }),
       look});
  chart.panels[1].series.push_back(
      {entry.run.accelerator, look.colour, LineStyle::points, false,
       of([](const Cost& cost) { return cost.energy.total().count(); }), look});
}

void append_levels(std::vector<Figure>& figures, const ReportData& data) {
  LineChart chart;
  chart.frame = {.name = "levels",
                 .title = "Cost of an iteration by precision level",
                 .value_label = "",
                 .unit = "",
                 .value_column = "relative_to_static",
                 .height = 520};
  const LevelAxis axis = level_axis(data.entries.front().run);
  chart.x_label = axis.label;
  chart.x_column = axis.column;
  chart.whole_x = true;
  chart.panels = {{"Time, static = 1", "", false, true, 0.2, 1, {}},
                  {"Energy, static = 1", "", false, true, 0.2, 1, {}}};
  const ReportEntry& first = data.entries.front();
  const Points ideal = by_level(
      first.run,
      [&](std::size_t l) { return first.costs.levels[l].per_iteration.bit_operations_paper; },
      mean(first.baseline_costs->total.bit_operations_paper, *first.baseline));
  for (LinePanel& panel : chart.panels) {
    panel.series.push_back(
        {"ideal: bit operations", line_colour(0), LineStyle::points, true, ideal});
  }
  for (std::size_t i = 0; i < data.entries.size(); ++i) {
    add_level_series(chart, data, i);
  }
  append_figure(figures, chart,
                "One iteration of each level relative to one of static training on the same "
                "accelerator; the dashed line is the bit-operation count. The distance between "
                "a curve and it is what the hardware does not turn into time or energy.");
}

/// Mean of neighbouring points, so that at most kCurvePoints remain.
Points thinned(const Points& points) {
  const std::size_t bin = (points.size() + kCurvePoints - 1) / kCurvePoints;
  if (bin <= 1) {
    return points;
  }
  Points out;
  for (std::size_t i = 0; i < points.size(); i += bin) {
    const std::size_t end = std::min(points.size(), i + bin);
    double x = 0;
    double y = 0;
    for (std::size_t j = i; j < end; ++j) {
      x += points[j].first;
      y += points[j].second;
    }
    const auto count = static_cast<double>(end - i);
    out.emplace_back(x / count, y / count);
  }
  return out;
}

Points curve(const Metrics& metrics,
             const std::function<std::optional<double>(const trace::Metric&)>& value) {
  Points points;
  for (const trace::Metric& metric : metrics) {
    if (const auto y = value(metric)) {
      points.emplace_back(metric.iteration, *y);
    }
  }
  return thinned(points);
}

void add_curve(LinePanel& panel, const std::string& name, const char* colour, bool dashed,
               Points points, LineStyle style = LineStyle::line) {
  if (!points.empty()) {
    panel.series.push_back({name, colour, style, dashed, std::move(points)});
  }
}

/// One number of each iteration: a point for each change, and the end.
Points bits_of(const Metrics& metrics, int trace::Precision::*number) {
  Points points;
  for (const trace::Metric& metric : metrics) {
    if (!metric.loss) {
      continue;  // a row with a test alone is no iteration
    }
    const double bits = drawn_bits(metric.precision.*number);
    if (points.empty() || points.back().second != bits) {
      points.emplace_back(metric.iteration, bits);
    }
  }
  if (!points.empty()) {
    points.emplace_back(metrics.back().iteration, points.back().second);
  }
  return points;
}

/// Panels: loss, accuracy of the batches, of the tests, bits.
void add_training(std::vector<LinePanel>& panels, const Metrics& metrics, const std::string& name,
                  const char* colour, bool dashed) {
  add_curve(panels[0], name, colour, dashed,
            curve(metrics, [](const trace::Metric& m) { return m.loss; }));
  add_curve(panels[1], name, colour, dashed,
            curve(metrics, [](const trace::Metric& m) { return m.train_accuracy; }));
  Points accuracy =
      curve(reported_rows(metrics), [](const trace::Metric& m) { return m.test_accuracy; });
  const bool few = accuracy.size() <= kMarkedPoints;
  add_curve(panels[2], name, colour, dashed, std::move(accuracy),
            few ? LineStyle::points : LineStyle::line);
}

/// The forward bits under the training's name, or each number that they do not tell under its own.
void add_bits(LinePanel& panel, const std::string& name, const Metrics& metrics) {
  const auto precision = [](const trace::Metric& metric) -> const auto& {
    return metric.precision;
  };
  if (std::all_of(metrics.begin(), metrics.end(), [](const trace::Metric& metric) {
        return !metric.loss || metric.precision.is_short();
      })) {
    add_curve(panel, name, kRunColour, false, bits_of(metrics, &trace::Precision::weight_bits),
              LineStyle::step);
    return;
  }
  panel.label = "Bits";
  std::size_t colour = 0;
  for (const trace::PrecisionField& field : drawn_fields(metrics, precision)) {
    add_curve(panel, field.option, line_colour(colour++).c_str(), false,
              bits_of(metrics, field.bits), LineStyle::step);
  }
}

}  // namespace

std::vector<Figure> precision_figures(const ReportData& data) {
  std::vector<Figure> figures;
  if (data.entries.empty() || data.entries.front().run.phases.empty()) {
    return figures;
  }
  append_phases(figures, data);
  const std::size_t levels = data.entries.front().run.levels.size();
  if (data.has_baselines() && levels > 1 && levels <= kMostLevelsShown) {
    append_levels(figures, data);
  }
  return figures;
}

std::vector<Figure> training_figures(const ReportData& data) {
  if (data.metrics.run.empty()) {
    return {};
  }
  LineChart chart;
  chart.frame = {.name = "training",
                 .title = "Training curves",
                 .value_label = "",
                 .unit = "",
                 .value_column = "value",
                 .height = 720};
  chart.x_label = "Iteration";
  chart.x_column = "iteration";
  chart.panels = {{"Training loss", "", false, true, 0, 1, {}},
                  {"Training accuracy", "", true, false, 0, 1, {}},
                  {"Test accuracy", "", true, false, 0, 1, {}},
                  {"Forward bits", "", false, true, 2, 0.6, {}}};
  const bool both = !data.metrics.baseline.empty();
  const std::string name = data.entries.empty() ? "run" : training_label(data.entries.front().run);
  add_training(chart.panels, data.metrics.run, name, kRunColour, false);
  if (both) {
    add_training(chart.panels, data.metrics.baseline, "static", kBaselineColour, true);
  }
  add_bits(chart.panels[3], name, data.metrics.run);
  std::erase_if(chart.panels, [](const LinePanel& panel) { return panel.series.empty(); });
  std::vector<Figure> figures;
  append_figure(figures, chart,
                "Loss and accuracy of the training batches (averaged over neighbouring iterations "
                "where there are many), accuracy of the tests (these axes do not begin at "
                "zero), and the bits of each iteration.");
  return figures;
}

std::vector<Figure> accuracy_figures(const ReportData& data) {
  LineChart chart;
  chart.frame = {.name = "accuracy_energy",
                 .title = "Test accuracy against the energy of training",
                 .value_label = "Test accuracy",
                 .unit = "",
                 .value_column = "test_accuracy_fraction",
                 .height = 420};
  chart.x_label = "Energy (J)";
  chart.x_column = "energy_j";
  LinePanel panel{
      .label = "Test accuracy", .unit = "", .percent = true, .from_zero = false, .series = {}};
  const auto add = [&](const RunResult& run, const RunCosts& costs, const Metrics& metrics,
                       bool fixed) {
    const Look look = fixed ? look_of_static(run.accelerator) : look_of_machine(run.accelerator);
    LineSeries line{run.accelerator + (fixed ? ", static" : ""),
                    look.colour,
                    LineStyle::points,
                    fixed,
                    {},
                    look};
    for (const ProgressPoint& point : progress_of(run, costs, metrics)) {
      line.points.emplace_back(point.energy_j, point.test_accuracy);
    }
    if (line.points.size() > 1) {
      panel.series.push_back(std::move(line));
    }
  };
  for (const ReportEntry& entry : data.entries) {
    add(entry.run, entry.costs, data.metrics.run, false);
    if (entry.baseline != nullptr) {
      add(*entry.baseline, *entry.baseline_costs, data.metrics.baseline, true);
    }
  }
  chart.panels.push_back(std::move(panel));
  std::vector<Figure> figures;
  append_figure(figures, chart,
                "Every test of a training against the energy that it had taken by then, at the "
                "bits of its evaluation; open marks: static precision.");
  return figures;
}

}  // namespace metronome::report
