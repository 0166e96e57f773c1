#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/report/chart.hpp"
#include "sim/report/report_data.hpp"

namespace metronome::report {

/// A figure before it is drawn: figures/NAME.gp, NAME.csv and, once gnuplot ran, NAME.svg.
struct Figure {
  std::string name;
  std::string title;
  std::string caption;  ///< says what is shown and how to read it
  Chart chart;
  std::string csv;
  Gnuplot comments{};   ///< what the script begins with
  std::string about{};  ///< lines for the picture's metadata: what it shows, and what made it

  /// Of its drawing on a canvas.
  [[nodiscard]] Gnuplot script(const Canvas& canvas) const {
    return comments + lay_out(chart, canvas).script;
  }
};

/// Adds the figure of a chart, unless the chart has nothing to show.
void append_figure(std::vector<Figure>& figures, const BarChart& chart, std::string caption);
void append_figure(std::vector<Figure>& figures, const LineChart& chart, std::string caption);

/// Savings by accelerator, and where they come from, of runs with baselines.
[[nodiscard]] std::vector<Figure> saving_figures(const ReportData& data);
/// What time and energy are made of: operation classes, cycles, traffic, components, uncertainty.
[[nodiscard]] std::vector<Figure> part_figures(const ReportData& data);
/// How machines compare in time and energy, relative to static training on the reference machine.
[[nodiscard]] std::vector<Figure> relative_figures(const ReportData& data);
/// Of one accelerator: its operations below its roofs, and what each layer takes.
[[nodiscard]] std::vector<Figure> layer_figures(const ReportData& data);
/// The run's work by schedule: bits, time and energy of an iteration along the run, and by level.
[[nodiscard]] std::vector<Figure> precision_figures(const ReportData& data);
/// Accuracy against the energy of training, where it was tested more than once.
[[nodiscard]] std::vector<Figure> accuracy_figures(const ReportData& data);
/// Loss, accuracy and bits along training.
[[nodiscard]] std::vector<Figure> training_figures(const ReportData& data);

/// The list of functions that make figures, in the order of a report.
inline constexpr std::array kFigureMakers{saving_figures,    relative_figures, accuracy_figures,
                                          precision_figures, part_figures,     layer_figures,
                                          training_figures};

/// Which figures exist follows from the data: no savings without baselines, no training curves
/// without metrics.
[[nodiscard]] std::vector<Figure> figures_of(const ReportData& data);

}  // namespace metronome::report
