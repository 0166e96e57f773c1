#pragma once

#include <string>
#include <vector>

#include "sim/report/markup.hpp"
#include "sim/report/report_data.hpp"

namespace metronome::report {

/// A figure before it is drawn: figures/NAME.gp, NAME.csv and, once gnuplot ran, NAME.svg.
struct Figure {
  std::string name;
  std::string title;
  std::string caption;  ///< says what is shown and how to read it
  Gnuplot script;
  std::string csv;
  std::string about{};  ///< lines for the picture's metadata: what it shows, and what made it
};

struct BarChart;
struct LineChart;

/// Adds the figure of a chart, unless the chart has nothing to show.
void append_figure(std::vector<Figure>& figures, const BarChart& chart, std::string caption);
void append_figure(std::vector<Figure>& figures, const LineChart& chart, std::string caption);

/// Which figures exist follows from the data: no savings without baselines, no training curves
/// without metrics.
[[nodiscard]] std::vector<Figure> figures_of(const ReportData& data);

/// The run's work by schedule: bits, time and energy of an iteration along the run, and by level.
[[nodiscard]] std::vector<Figure> precision_figures(const ReportData& data);
/// Accuracy against the energy of training, where it was tested more than once.
[[nodiscard]] std::vector<Figure> accuracy_figures(const ReportData& data);
/// Loss, accuracy and bits along training.
[[nodiscard]] std::vector<Figure> training_figures(const ReportData& data);

}  // namespace metronome::report
