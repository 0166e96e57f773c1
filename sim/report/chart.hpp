#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/report/markup.hpp"

namespace metronome::report {

/// What all charts have. A chart is a value: its script and its data follow from it alone.
struct ChartFrame {
  std::string name;          ///< file stem, of letters, digits and `-._`
  std::string title;         ///< for screen readers and the script
  std::string value_label;   ///< "Time per iteration"
  std::string unit;          ///< base unit, "s": shown with the SI prefix that fits; may be empty
  std::string value_column;  ///< of the CSV, with unit: "time_s"
  int width = 940;
  int height = 340;
};

struct ChartSeries {
  std::string name;
  std::string colour;
  std::vector<double> values;
};

/// Bars in groups. Stacked: `values[i]` of each series is its part of bar i, counted over all
/// groups. Side by side: each series is one bar of every group, `values[g]` its height.
struct BarChart {
  ChartFrame frame;
  bool stacked = true;
  bool percent = false;  ///< values are fractions, shown in percent and written above the bars
  std::vector<std::pair<std::string, std::vector<std::string>>>
      groups;  ///< label, its bars' labels
  std::vector<ChartSeries> series;
};

enum class LineStyle { line, step, points, marks };  ///< marks: points without a line

struct LineSeries {
  std::string name;
  std::string colour;
  LineStyle style = LineStyle::line;
  bool dashed = false;
  std::vector<std::pair<double, double>> points;
};

struct LinePanel {
  std::string label;
  std::string unit;
  bool percent = false;
  bool from_zero = true;
  double tic_step = 0;  ///< between labels, in shown units; 0: as gnuplot finds fit
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

/// A gnuplot script that is complete in itself and writes NAME.svg into the current folder.
[[nodiscard]] Gnuplot gnuplot_script(const BarChart& chart);
[[nodiscard]] Gnuplot gnuplot_script(const LineChart& chart);
/// The data behind the chart in base units, tidy: one value a row.
[[nodiscard]] std::string chart_csv(const BarChart& chart);
[[nodiscard]] std::string chart_csv(const LineChart& chart);

}  // namespace metronome::report
