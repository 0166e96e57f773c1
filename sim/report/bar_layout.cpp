#include "sim/report/bar_layout.hpp"

#include <algorithm>
#include <cmath>

#include "sim/report/text_width.hpp"

namespace metronome::report {
namespace {

constexpr double kGroupGap = 0.7;  // bar widths
// Heights of the font.
constexpr double kTic = 0.7;  ///< between an axis and its labels
constexpr double kEdge = 0.5;

/// One unit apart, groups further.
std::vector<BarPlace> places_of(const BarChart& chart) {
  std::vector<BarPlace> bars;
  double x = 0;
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    const auto& labels = chart.groups[g].second;
    const bool labelled = chart.kind != BarKind::side_by_side;
    const std::size_t count = labelled ? labels.size() : chart.series.size();
    for (std::size_t i = 0; i < count; ++i, x += 1) {
      bars.push_back({g, x, i < labels.size() ? labels[i] : std::string()});
    }
    x += kGroupGap;
  }
  return bars;
}

std::vector<LegendEntry> entries_of(const BarChart& chart, const Canvas& canvas) {
  std::vector<LegendEntry> entries;
  const std::vector<Hatch> hatches = hatches_of(colours_of(chart));
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const ChartSeries& series = chart.series[s];
    entries.push_back({series.name, {series.colour}, Sample::box, hatches[s]});
  }
  if (chart.kind == BarKind::stacked && canvas.legend_beside) {
    std::reverse(entries.begin(), entries.end());  // as the stack stands
  }
  if (chart.line) {
    entries.push_back({chart.line->name, {kInk, 1}, Sample::line});
  }
  return entries;
}

}  // namespace

std::vector<std::string> colours_of(const BarChart& chart) {
  std::vector<std::string> colours;
  for (const ChartSeries& series : chart.series) {
    colours.push_back(series.colour);
  }
  return colours;
}

std::vector<std::pair<double, double>> bar_ends(const BarChart& chart, std::size_t bars) {
  std::vector<std::pair<double, double>> ends(bars, {0.0, 0.0});
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const ChartSeries& series = chart.series[s];
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      switch (chart.kind) {
        case BarKind::stacked:
          ends[i].first += series.values[i];
          break;
        case BarKind::side_by_side:
          ends[i * chart.series.size() + s] = {std::max(0.0, series.values[i]),
                                               std::min(0.0, series.values[i])};
          break;
        case BarKind::spans:
          if (series.values[i] != series.begins[i]) {
            ends[i] = {std::max(series.begins[i], series.values[i]),
                       std::min(series.begins[i], series.values[i])};
          }
          break;
      }
    }
  }
  return ends;
}

void BarLayout::lay_across(const Canvas& canvas) {
  const double few = canvas.own_height ? 3 : 6;
  const double side = 0.8 + std::max(0.0, few - bars.back().x) / 2;  // few bars stay slim
  x_low = -side;
  x_high = bars.back().x + side;
  left = (kEdge + kTic) * canvas.font +
         static_cast<double>(label.size()) * kLineHeight * canvas.font +
         values.widest_label() * canvas.small;
  right = canvas.width - std::max(legend.width_beside(), canvas.font);
}

void BarLayout::lay_labels(const BarChart& chart, const Canvas& canvas) {
  std::vector<std::string> texts;
  std::vector<double> rooms(bars.size(), pitch());
  std::vector<double> members(chart.groups.size(), 0);
  for (const BarPlace& bar : bars) {
    texts.push_back(bar.label);
    members[bar.group] += 1;
  }
  bar_labels = label_row(texts, rooms, canvas.small);
  texts.clear();
  rooms.clear();
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    texts.push_back(chart.groups[g].first);
    rooms.push_back((members[g] + kGroupGap * (chart.groups.size() > 1 ? 1.0 : 3.0)) * pitch());
  }
  group_labels = label_row(texts, rooms, canvas.small);
}

void BarLayout::lay_numbers(const BarChart& chart, const Canvas& canvas, double plot) {
  const double longest = text_width("\u221200.0") * canvas.small;
  numbers = chart.percent && chart.kind != BarKind::stacked && pitch() > 1.05 * canvas.small;
  numbers_turned = pitch() < longest + 0.2 * canvas.small;
  if (numbers) {
    const double room = (numbers_turned ? longest : canvas.small) + 0.6 * canvas.small;
    values.high *= plot / (plot - room);
    values.low = values.low < 0 ? values.low * (1 + room / plot) : 0;
  }
}

void BarLayout::lay_up(const BarChart& chart, const Canvas& canvas, double plot) {
  note = note_lines(chart.frame.note, canvas);
  const double below = kTic * canvas.font + bar_labels.height + group_labels.height;
  bottom = below + kEdge * canvas.font * 0.5;
  top = bottom + plot;
  height = std::ceil(top + kEdge * canvas.font + legend.height_above() +
                     static_cast<double>(note.size()) * kLineHeight * canvas.small);
}

BarLayout::BarLayout(const BarChart& chart, const Canvas& canvas)
    : bars(places_of(chart)),
      legend(entries_of(chart, canvas), canvas, plot_height(canvas, chart.frame.height, 1)) {
  const double plot = plot_height(canvas, chart.frame.height, 1);
  double most = 0, least = 0;
  for (const auto& [upper, lower] : bar_ends(chart, bars.size())) {
    most = std::max(most, upper);
    least = std::min(least, lower);
  }
  if (chart.line) {
    most = std::max(most, *std::max_element(chart.line->values.begin(), chart.line->values.end()));
  }
  scale = chart.percent ? Scale{0.01, ""} : scale_for(std::max(most, -least));
  values.high = most > 0 ? shown(most) * 1.04 : (least < 0 ? 0.0 : 1.0);
  values.low = shown(least) * 1.04;
  const std::string text = chart.percent
                               ? chart.frame.value_label + " (%)"
                               : axis_label(chart.frame.value_label, chart.frame.unit, scale);
  label = broken_text(text, plot / canvas.font);
  const auto room = static_cast<std::size_t>(plot / (2.4 * canvas.font)) + 1;
  add_tics(values, room);
  lay_across(canvas);
  lay_numbers(chart, canvas, plot);
  values.tics.clear();
  add_tics(values, room);
  lay_across(canvas);
  lay_labels(chart, canvas);
  lay_up(chart, canvas, plot);
}

}  // namespace metronome::report
