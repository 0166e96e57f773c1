#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/report/canvas.hpp"
#include "sim/report/look.hpp"
#include "sim/report/markup.hpp"

namespace metronome::report {

/// What all charts have. A chart is a value: its script and its data follow from it alone.
struct ChartFrame {
  std::string name;          ///< file stem, of letters, digits and `-._`
  std::string title;         ///< for screen readers and the script
  std::string value_label;   ///< "Time per iteration"
  std::string unit;          ///< base unit, "s": shown with the SI prefix that fits; may be empty
  std::string value_column;  ///< of the CSV, with unit: "time_s"
  int height = 340;          ///< of a page's figure 940 pixels wide, without the legend above it
  std::string note{};        ///< a warning above the plot; may be empty
};

struct ChartSeries {
  std::string name;
  std::string colour;
  std::vector<double> values;
  std::vector<double> begins{};  ///< of spans: where each value's bar begins
};

/// What the bars of a chart are. Stacked: `values[i]` of each series is its part of bar i, counted
/// over all groups. Side by side: each series is one bar of every group, `values[g]` its height.
/// Spans: bar i reaches from `begins[i]` to `values[i]` of the one series where these differ.
enum class BarKind { stacked, side_by_side, spans };

/// A dashed line across each group.
struct GroupLine {
  std::string name;
  std::vector<double> values;  ///< by group
};

struct BarChart {
  ChartFrame frame;
  BarKind kind = BarKind::stacked;
  bool percent = false;  ///< values are fractions, shown in percent
  std::vector<std::pair<std::string, std::vector<std::string>>>
      groups;  ///< label, its bars' labels
  std::vector<ChartSeries> series;
  std::optional<GroupLine> line{};
};

enum class LineStyle { line, step, points, marks };  ///< marks: points without a line

struct LineSeries {
  std::string name;
  std::string colour;
  LineStyle style = LineStyle::line;
  bool dashed = false;
  std::vector<std::pair<double, double>> points;
  std::optional<Look> look{};  ///< in the place of colour and dash; else they follow the order
};

struct LinePanel {
  std::string label;
  std::string unit;
  bool percent = false;
  bool from_zero = true;
  double tic_step = 0;  ///< between labels, in shown units; 0: as fits
  double share = 1;     ///< of the chart's height, relative to the other panels
  std::vector<LineSeries> series;
  bool logarithmic = false;  ///< values must be positive
};

/// Panels above each other with one x axis.
struct LineChart {
  ChartFrame frame;  ///< value_column names the y values of the CSV
  std::string x_label;
  std::string x_column;
  bool whole_x = false;  ///< label every whole x value
  bool logarithmic_x = false;
  std::vector<std::string> x_labels{};  ///< of x = 0, 1, 2, ...; empty: numbers
  std::vector<LinePanel> panels;
};

using Chart = std::variant<BarChart, LineChart>;

/// A place of a chart and what it shows, for a pointer that rests on it. In the canvas's units from
/// the upper left corner.
struct HoverPlace {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
  std::string text;
};

/// A chart laid out on a canvas. Every text of it has a place of its own, and every series stands
/// in the legend.
struct LaidOut {
  Gnuplot script;  ///< complete in itself: writes NAME.svg (.pdf, .png) into the current folder
  double height = 0;
  std::vector<HoverPlace> places;
};
[[nodiscard]] LaidOut lay_out(const BarChart& chart, const Canvas& canvas);
[[nodiscard]] LaidOut lay_out(const LineChart& chart, const Canvas& canvas);
[[nodiscard]] LaidOut lay_out(const Chart& chart, const Canvas& canvas);

/// The data behind the chart in base units, tidy: one value a row.
[[nodiscard]] std::string chart_csv(const BarChart& chart);
[[nodiscard]] std::string chart_csv(const LineChart& chart);

[[nodiscard]] const ChartFrame& frame_of(const Chart& chart);
[[nodiscard]] ChartFrame& frame_of(Chart& chart);

}  // namespace metronome::report
