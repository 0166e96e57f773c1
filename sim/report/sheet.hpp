#pragma once

#include <string>

#include "sim/report/canvas.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/hatch.hpp"
#include "sim/report/look.hpp"

namespace metronome::report {

/// Where a text stands beside its place.
enum class Align { left, center, right };

/// The surface of a chart in the making: texts, boxes and lines at places in the canvas's units
/// from the lower left corner.
class Sheet {
 public:
  Sheet(const ChartFrame& frame, const Canvas& canvas, double height)
      : frame_(frame), canvas_(canvas), height_(height) {}

  [[nodiscard]] double height() const { return height_; }

  /// One line, its middle at the height of `y`; of a turned one, which reads upwards, at `x`.
  void text(double x, double y, const std::string& words, Align align, double size,
            bool turned = false);
  void box(double left, double bottom, double right, double top, const std::string& colour,
           Hatch hatch = Hatch::none);
  void line(double left, double right, double y, const Look& look);
  void mark(double x, double y, const Look& look);

  /// Terminal, output, borders: what the script begins with.
  [[nodiscard]] Gnuplot head() const;
  /// Everything that was put on the sheet. Before the last plot of the script.
  [[nodiscard]] Gnuplot content() const { return content_; }
  /// Margins of the plot between these places.
  [[nodiscard]] Gnuplot plot_area(double left, double right, double bottom, double top) const;

 private:
  [[nodiscard]] double across(double x) const { return x / canvas_.width; }
  [[nodiscard]] double up(double y) const { return y / height_; }

  const ChartFrame& frame_;
  const Canvas& canvas_;
  double height_;
  int objects_ = 0;
  int lines_ = 0;
  int labels_ = 0;
  Gnuplot content_;
};

}  // namespace metronome::report
