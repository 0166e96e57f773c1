#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/chart_script.hpp"
#include "sim/report/csv.hpp"

namespace metronome::report {
namespace {

// Of the screen's width; pixels.
constexpr double kRightEdge = 0.80;
constexpr double kBottomMargin = 58;
constexpr double kPanelGap = 16;

double largest(const LinePanel& panel) {
  double most = 0;
  for (const LineSeries& series : panel.series) {
    for (const auto& [x, y] : series.points) {
      most = std::max(most, y);
    }
  }
  return most;
}

/// The smallest value, at most zero.
double least(const LinePanel& panel) {
  double value = 0;
  for (const LineSeries& series : panel.series) {
    for (const auto& [x, y] : series.points) {
      value = std::min(value, y);
    }
  }
  return value;
}

std::pair<double, double> x_range(const LineChart& chart) {
  double least = std::numeric_limits<double>::max();
  double most = std::numeric_limits<double>::lowest();
  for (const LinePanel& panel : chart.panels) {
    for (const LineSeries& series : panel.series) {
      for (const auto& [x, y] : series.points) {
        least = std::min(least, x);
        most = std::max(most, x);
      }
    }
  }
  if (chart.logarithmic_x) {
    return {least / 1.25, most * 1.25};
  }
  const double margin = chart.whole_x || !chart.x_labels.empty() ? 0.25 : 0;
  return most > least ? std::pair(least - margin, most + margin) : std::pair(0.0, 1.0);
}

Gnuplot block_name(std::size_t panel, std::size_t series) {
  return code<Gnuplot>("$p{}s{}", panel, series);
}

Gnuplot data(const LineChart& chart, const std::vector<Scale>& scales) {
  Gnuplot out;
  for (std::size_t p = 0; p < chart.panels.size(); ++p) {
    for (std::size_t s = 0; s < chart.panels[p].series.size(); ++s) {
      out += code<Gnuplot>("{} << EOD\n", block_name(p, s));
      for (const auto& [x, y] : chart.panels[p].series[s].points) {
        out += code<Gnuplot>("{} {}\n", x, y / scales[p].factor);
      }
      out += "EOD\n";
    }
  }
  return out;
}

Gnuplot style_of(const LineSeries& series, std::size_t index) {
  static constexpr std::array<int, 6> kShapes{7, 5, 9, 13, 11, 6};
  const int shape = kShapes[index % kShapes.size()];
  if (series.style == LineStyle::points) {
    return code<Gnuplot>("with linespoints pt {} ps 0.6 lw 1.8 dt {} lc rgb {}", shape,
                         series.dashed ? 2 : 1, series.colour);
  }
  if (series.style == LineStyle::marks) {
    return code<Gnuplot>("with points pt {} ps 0.7 lc rgb {}", shape, series.colour);
  }
  const Gnuplot shown(series.style == LineStyle::step ? CodeLiteral("steps")
                                                      : CodeLiteral("lines"));
  return code<Gnuplot>("with {} lw {} dt {} lc rgb {}", shown, series.dashed ? 1.6 : 1.9,
                       series.dashed ? 2 : 1, series.colour);
}

Gnuplot plot(const LinePanel& panel, std::size_t p) {
  Gnuplot out("plot ");
  for (std::size_t s = 0; s < panel.series.size(); ++s) {
    out += s == 0 ? CodeLiteral("") : CodeLiteral(", \\\n     ");
    out += code<Gnuplot>("{} using 1:2 {} title {}", block_name(p, s), style_of(panel.series[s], s),
                         panel.series[s].name);
  }
  out += "\n";
  return out;
}

Gnuplot range(const LinePanel& panel, const Scale& scale) {
  if (panel.logarithmic) {
    return Gnuplot("set logscale y\nset yrange [*:*]\n");
  }
  const double top = largest(panel) / scale.factor;
  if (!panel.from_zero) {
    return Gnuplot("unset logscale y\nset yrange [*:*]\n");
  }
  return code<Gnuplot>("unset logscale y\nset yrange [{}:{}]\n", least(panel) / scale.factor * 1.08,
                       top > 0 ? top * 1.08 : 1);
}

/// A legend of one column, no higher than the panel (gnuplot leaves out what is) and no wider than
/// the room beside it.
Gnuplot legend_size(const LinePanel& panel, double height_px, double width_px) {
  constexpr double kLine = 1.7, kLetter = 0.58;  ///< of the font size
  constexpr double kSample = 35;                 ///< pixels before the text
  constexpr double kLargest = 13, kSmallest = 7;
  std::size_t longest = 1;
  for (const LineSeries& series : panel.series) {
    longest = std::max(longest, series.name.size());
  }
  const double by_height =
      height_px / static_cast<double>(std::max<std::size_t>(panel.series.size(), 1)) / kLine;
  const double by_width = (width_px - kSample) / static_cast<double>(longest) / kLetter;
  return code<Gnuplot>("set key font ',{:.0f}' spacing 1.0\n",
                       std::clamp(std::floor(std::min(by_height, by_width)), kSmallest, kLargest));
}

/// Margins, legend, label and range of the panel between two heights of the screen.
Gnuplot panel_frame(const LinePanel& panel, const Scale& scale, double bottom, double top) {
  const std::string label =
      panel.percent ? panel.label + " (%)" : axis_label(panel.label, panel.unit, scale);
  const Gnuplot step =
      panel.tic_step > 0 ? code<Gnuplot>("{}", panel.tic_step) : Gnuplot("autofreq");
  return code<Gnuplot>(
             "set tmargin at screen {0:.4f}\nset bmargin at screen {1:.4f}\n"
             "set key at screen {2}, screen {0:.4f} left top\n"
             "set label 1 {3} at screen 0.018, screen {4:.4f} center rotate by 90 "
             "textcolor rgb '#33373d'\nset ytics {5}\n",
             top, bottom, kRightEdge + 0.015, label, (top + bottom) / 2, step) +
         range(panel, scale);
}

/// Whether the panel's legend would repeat that of the panel above.
bool same_series(const LinePanel& a, const LinePanel& b) {
  return std::equal(a.series.begin(), a.series.end(), b.series.begin(), b.series.end(),
                    [](const LineSeries& x, const LineSeries& y) {
                      return x.name == y.name && x.colour == y.colour;
                    });
}

Gnuplot x_tics(const LineChart& chart) {
  if (chart.x_labels.empty()) {
    return Gnuplot(chart.whole_x ? CodeLiteral("1") : CodeLiteral("autofreq"));
  }
  std::vector<std::pair<std::string, double>> tics;
  for (const std::string& label : chart.x_labels) {
    tics.emplace_back(label, static_cast<double>(tics.size()));
  }
  return tic_list(tics);
}

}  // namespace

Gnuplot gnuplot_script(const LineChart& chart) {
  METRONOME_ASSERT(!chart.panels.empty(), "a line chart has a panel");
  std::vector<Scale> scales;
  double shares = 0;
  for (const LinePanel& panel : chart.panels) {
    scales.push_back(panel.percent        ? Scale{0.01, ""}
                     : panel.unit.empty() ? Scale{}
                                          : scale_for(largest(panel)));
    shares += panel.share;
  }
  const auto [left, right] = x_range(chart);
  Gnuplot out = script_head(chart.frame) + data(chart, scales);
  out += code<Gnuplot>(
      "set multiplot\nset lmargin at screen 0.085\nset rmargin at screen {}\n"
      "set xrange [{}:{}]\n",
      kRightEdge, left, right);
  const double gap = kPanelGap / chart.frame.height;
  const double height =
      1 - kBottomMargin / chart.frame.height - gap * static_cast<double>(chart.panels.size());
  if (chart.logarithmic_x) {
    out += "set logscale x\n";
  }
  double top = 1 - gap;
  for (std::size_t p = 0; p < chart.panels.size(); ++p) {
    const double bottom = top - height * chart.panels[p].share / shares;
    if (p + 1 == chart.panels.size()) {
      out += code<Gnuplot>(
          "set format x '%g'\nset xtics {}\nset xlabel {} offset 0,0.4 textcolor rgb '#33373d'\n",
          x_tics(chart), chart.x_label);
    } else {
      out += "set format x ''\n";
    }
    out += panel_frame(chart.panels[p], scales[p], bottom, top);
    out += legend_size(chart.panels[p], (top - bottom) * chart.frame.height,
                       (1 - kRightEdge - 0.015) * chart.frame.width);
    const bool repeated = p > 0 && same_series(chart.panels[p - 1], chart.panels[p]);
    out += repeated ? CodeLiteral("unset key\n") : CodeLiteral("");
    out += plot(chart.panels[p], p);
    top = bottom - gap;
  }
  out += "unset multiplot\n";
  return out;
}

std::string chart_csv(const LineChart& chart) {
  Csv out({"panel", "series", chart.x_column, chart.frame.value_column});
  for (const LinePanel& panel : chart.panels) {
    const std::string label =
        panel.unit.empty() ? panel.label : fmt::format("{} ({})", panel.label, panel.unit);
    for (const LineSeries& series : panel.series) {
      for (const auto& [x, y] : series.points) {
        out.add(label).add(series.name).add(x).add(y);
        out.end_row();
      }
    }
  }
  return out.text();
}

}  // namespace metronome::report
