#pragma once

#include <string>
#include <vector>

#include "sim/report/axis.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/labels.hpp"
#include "sim/report/legend.hpp"

namespace metronome::report {

/// Of its series, in order.
[[nodiscard]] std::vector<std::string> colours_of(const BarChart& chart);

/// A bar's place on the x axis of the script.
struct BarPlace {
  std::size_t group;
  double x;
  std::string label;
};

/// Where everything of a bar chart stands, in the canvas's units.
struct BarLayout {
  BarLayout(const BarChart& chart, const Canvas& canvas);

  /// The middle of a bar.
  [[nodiscard]] double at(double x) const {
    return left + (right - left) * (x - x_low) / (x_high - x_low);
  }
  [[nodiscard]] double pitch() const { return (right - left) / (x_high - x_low); }
  /// The height of a value in the axis's unit.
  [[nodiscard]] double up(double shown) const {
    return bottom + (top - bottom) * values.fraction(shown);
  }
  /// What is shown of a value: in the prefix's unit, or in percent.
  [[nodiscard]] double shown(double value) const { return value / scale.factor; }

  std::vector<BarPlace> bars;
  Scale scale;
  Axis values;
  std::vector<std::string> label;  ///< of the value axis, in lines
  std::vector<std::string> note;
  double x_low = 0, x_high = 1;
  double left = 0, right = 0, bottom = 0, top = 0, height = 0;
  LabelRow bar_labels;
  LabelRow group_labels;
  bool numbers = false;  ///< above the bars
  bool numbers_turned = false;
  Legend legend;

 private:
  void lay_across(const Canvas& canvas);
  void lay_labels(const BarChart& chart, const Canvas& canvas);
  void lay_numbers(const BarChart& chart, const Canvas& canvas, double plot);
  void lay_up(const BarChart& chart, const Canvas& canvas, double plot);
};

/// The value at the upper end of a bar (of all bars, in order), and at the lower.
[[nodiscard]] std::vector<std::pair<double, double>> bar_ends(const BarChart& chart,
                                                              std::size_t bars);

}  // namespace metronome::report
