#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/report/axis.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/labels.hpp"
#include "sim/report/legend.hpp"

namespace metronome::report {

/// Where a panel of a line chart stands, in the canvas's units.
struct PanelLayout {
  Scale scale;
  Axis values;
  std::vector<std::string> label;
  double bottom = 0, top = 0;
  [[nodiscard]] double up(double value) const {
    return bottom + (top - bottom) * values.fraction(value / scale.factor);
  }
};

/// Where everything of a line chart stands.
struct LineLayout {
  LineLayout(const LineChart& chart, const Canvas& canvas);

  [[nodiscard]] double at(double x) const { return left + (right - left) * x_axis.fraction(x); }
  [[nodiscard]] const Look& look(const LineSeries& series) const {
    return looks.at(key_of(series));
  }

  std::vector<PanelLayout> panels;
  Axis x_axis;
  LabelRow x_labels;
  std::vector<double> x_places;  ///< of the labels, in units
  std::vector<std::string> x_label;
  std::vector<std::string> note;
  double left = 0, right = 0, bottom = 0, height = 0;
  bool mark_lines = false;            ///< there are more lines than dashes: they have marks as well
  std::map<std::string, Look> looks;  ///< of series by name and colour: the same in all panels
  Legend legend;

 private:
  [[nodiscard]] static std::string key_of(const LineSeries& series) {
    return series.name + "\n" + series.colour;
  }
  /// Gives each series of the chart its look and returns their legend.
  std::vector<LegendEntry> choose_looks(const LineChart& chart);
  void lay_values(const LineChart& chart, const Canvas& canvas, double plot);
  void lay_across(const LineChart& chart, const Canvas& canvas);
  void lay_up(const LineChart& chart, const Canvas& canvas);
};

}  // namespace metronome::report
