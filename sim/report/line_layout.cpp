#include "sim/report/line_layout.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/report/text_width.hpp"

namespace metronome::report {
namespace {

// Heights of the font.
constexpr double kLabelGap = 0.7;  ///< between an axis and its labels
constexpr double kPanelGap = 1.2;  ///< panels
constexpr double kMargin = 0.5;

struct Ends {
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  void cover(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool none() const { return low > high; }
};

/// The values of a panel (`second`), or the places of its points on the x axis.
Ends ends_of(const LinePanel& panel, bool second) {
  Ends ends;
  for (const LineSeries& series : panel.series) {
    for (const auto& [x, y] : series.points) {
      ends.cover(second ? y : x);
    }
  }
  return ends;
}

/// The axis of a panel's values, in what is shown.
Axis value_axis(const LinePanel& panel, const Ends& ends, double factor) {
  Axis axis;
  axis.logarithmic = panel.logarithmic;
  const double low = ends.low / factor, high = ends.high / factor;
  if (panel.logarithmic) {
    axis.low = low / 1.5;
    axis.high = high * 1.5;
    return axis;
  }
  const double margin = high > low ? (high - low) * 0.06 : std::max(1e-9, std::abs(high) * 0.1);
  axis.low = panel.from_zero ? std::min(0.0, low * 1.08) : low - margin;
  axis.high = panel.from_zero ? (high > 0 ? high * 1.08 : axis.low < 0 ? 0.0 : 1.0) : high + margin;
  return axis;
}

Sample sample_of(LineStyle style) {
  switch (style) {
    case LineStyle::line:
    case LineStyle::step:
      return Sample::line;
    case LineStyle::points:
      return Sample::marked_line;
    case LineStyle::marks:
      return Sample::mark;
  }
  fail_no_enumerator(style);
}

/// What is shown of a look: marks without a line have no dash, lines without marks no mark.
Look shown_part(Look look, Sample sample) {
  look.dash = sample == Sample::mark ? 0 : look.dash;
  look.mark = sample == Sample::line ? 0 : look.mark;
  return look;
}

/// The looks of entries of one kind of sample are told apart by what is shown of them.
void tell_apart(std::vector<LegendEntry>& entries) {
  for (const Sample sample : {Sample::line, Sample::marked_line, Sample::mark}) {
    std::vector<Look> looks;
    std::vector<LegendEntry*> owners;
    for (LegendEntry& entry : entries) {
      if (entry.sample == sample) {
        looks.push_back(shown_part(entry.look, sample));
        owners.push_back(&entry);
      }
    }
    looks = sample == Sample::line ? told_apart_by_dash(std::move(looks))
                                   : told_apart(std::move(looks));
    for (std::size_t i = 0; i < owners.size(); ++i) {
      owners[i]->look = looks[i];
    }
  }
}

}  // namespace

std::vector<LegendEntry> LineLayout::choose_looks(const LineChart& chart) {
  std::vector<LegendEntry> entries;
  std::vector<std::string> keys;
  for (const LinePanel& panel : chart.panels) {
    for (const LineSeries& series : panel.series) {
      const std::string key = key_of(series);
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
        continue;
      }
      const int own = static_cast<int>(keys.size());
      Look look = series.look.value_or(
          Look{series.colour, series.dashed ? 1 : own % kDashes, own % kMarks});
      keys.push_back(key);
      entries.push_back({series.name, std::move(look), sample_of(series.style)});
    }
  }
  mark_lines = std::count_if(entries.begin(), entries.end(), [](const LegendEntry& entry) {
                 return entry.sample == Sample::line;
               }) > kDashes;
  for (LegendEntry& entry : entries) {
    entry.sample = mark_lines && entry.sample == Sample::line ? Sample::marked_line : entry.sample;
  }
  tell_apart(entries);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    looks.emplace(keys[i], entries[i].look);
  }
  return entries;
}

void LineLayout::lay_values(const LineChart& chart, const Canvas& canvas, double plot) {
  double shares = 0;
  for (const LinePanel& panel : chart.panels) {
    shares += panel.share;
  }
  double widest_label = 0;
  std::size_t lines = 0;
  for (const LinePanel& panel : chart.panels) {
    PanelLayout layout;
    const Ends ends = ends_of(panel, true);
    const double high = ends.none() ? 1 : ends.high;
    layout.scale = panel.percent
                       ? Scale{0.01, ""}
                       : scale_for(std::max(std::abs(high), ends.none() ? 0 : std::abs(ends.low)));
    layout.values = value_axis(panel, ends.none() ? Ends{0, 1} : ends, layout.scale.factor);
    const double own = plot * panel.share / shares;
    add_tics(layout.values, static_cast<std::size_t>(own / (2.0 * canvas.small)) + 1,
             panel.tic_step);
    layout.label = broken_text(
        panel.percent ? panel.label + " (%)" : axis_label(panel.label, panel.unit, layout.scale),
        own / canvas.font);
    layout.top = own;  // its height so far
    widest_label = std::max(widest_label, layout.values.widest_label());
    lines = std::max(lines, layout.label.size());
    panels.push_back(std::move(layout));
  }
  left = (kMargin + kLabelGap + static_cast<double>(lines) * kLineHeight) * canvas.font +
         widest_label * canvas.small;
  right = canvas.width - std::max(legend.width_beside(), 1.4 * canvas.font);
}

void LineLayout::lay_across(const LineChart& chart, const Canvas& canvas) {
  Ends ends;
  for (const LinePanel& panel : chart.panels) {
    const Ends own = ends_of(panel, false);
    if (!own.none()) {
      ends.cover(own.low);
      ends.cover(own.high);
    }
  }
  x_axis.logarithmic = chart.logarithmic_x;
  const double margin = chart.whole_x || !chart.x_labels.empty() ? 0.25 : 0;
  if (chart.logarithmic_x) {
    x_axis.low = ends.low / 1.25;
    x_axis.high = ends.high * 1.25;
  } else {
    x_axis.low = ends.low - margin;
    x_axis.high = ends.high > ends.low || margin > 0 ? ends.high + margin
                                                     : ends.low + std::max(1.0, std::abs(ends.low));
  }
  const double width = right - left;
  if (chart.x_labels.empty()) {
    add_tics(x_axis, static_cast<std::size_t>(width / (4.2 * canvas.small)) + 1,
             chart.whole_x ? 1 : 0);
  } else {
    for (std::size_t i = 0; i < chart.x_labels.size(); ++i) {
      x_axis.tics.emplace_back(static_cast<double>(i), chart.x_labels[i]);
    }
  }
  std::vector<std::string> texts;
  for (const auto& [place, text] : x_axis.tics) {
    x_places.push_back(at(place));
    texts.push_back(text);
  }
  std::vector<double> rooms(texts.size(), width);
  for (std::size_t i = 0; i + 1 < x_places.size(); ++i) {
    rooms[i] = std::min(rooms[i], x_places[i + 1] - x_places[i]);
    rooms[i + 1] = std::min(rooms[i + 1], x_places[i + 1] - x_places[i]);
  }
  x_labels = label_row(texts, rooms, canvas.small);
}

void LineLayout::lay_up(const LineChart& chart, const Canvas& canvas) {
  note = note_lines(chart.frame.note, canvas);
  x_label = chart.x_label.empty() ? std::vector<std::string>{}
                                  : broken_text(chart.x_label, (right - left) / canvas.font);
  bottom = (kMargin + kLabelGap) * canvas.font + x_labels.height +
           static_cast<double>(x_label.size()) * kLineHeight * canvas.font;
  double top = bottom;
  for (auto panel = panels.rbegin(); panel != panels.rend(); ++panel) {
    const double own = panel->top;
    panel->bottom = top;
    panel->top = top + own;
    top += own + kPanelGap * canvas.font;
  }
  height = std::ceil(top - kPanelGap * canvas.font + kMargin * canvas.font + legend.height_above() +
                     static_cast<double>(note.size()) * kLineHeight * canvas.small);
}

LineLayout::LineLayout(const LineChart& chart, const Canvas& canvas)
    : legend(choose_looks(chart), canvas, plot_height(canvas, chart.frame.height, 1)) {
  METRONOME_ASSERT(!chart.panels.empty(), "a line chart has panels");
  double most = 0, sum = 0;
  for (const LinePanel& panel : chart.panels) {
    most = std::max(most, panel.share);
    sum += panel.share;
  }
  const double plot = plot_height(canvas, chart.frame.height, sum / most);
  lay_values(chart, canvas, plot);
  lay_across(chart, canvas);
  lay_up(chart, canvas);
}

}  // namespace metronome::report
