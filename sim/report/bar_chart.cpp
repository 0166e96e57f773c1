#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/chart_script.hpp"
#include "sim/report/csv.hpp"

namespace metronome::report {
namespace {

constexpr double kGroupGap = 0.7;  // bar widths

struct Bar {
  std::size_t group;
  double x;
  std::string label;
};

/// Where the bars stand: one unit apart, groups further.
std::vector<Bar> bars_of(const BarChart& chart) {
  std::vector<Bar> bars;
  double x = 0;
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    const auto& labels = chart.groups[g].second;
    const std::size_t count = chart.stacked ? labels.size() : chart.series.size();
    for (std::size_t i = 0; i < count; ++i, x += 1) {
      bars.push_back({g, x, i < labels.size() ? labels[i] : std::string()});
    }
    x += kGroupGap;
  }
  return bars;
}

double height_of_bar(const BarChart& chart, std::size_t bar) {
  double sum = 0;
  for (const ChartSeries& series : chart.series) {
    sum += series.values.at(bar);
  }
  return sum;
}

double largest(const BarChart& chart, std::size_t bars) {
  double most = 0;
  if (chart.stacked) {
    for (std::size_t i = 0; i < bars; ++i) {
      most = std::max(most, height_of_bar(chart, i));
    }
    return most;
  }
  for (const ChartSeries& series : chart.series) {
    for (const double value : series.values) {
      most = std::max(most, value);
    }
  }
  return most;
}

/// Lowest bar when some fall below zero.
double lowest(const BarChart& chart) {
  double least = 0;
  for (const ChartSeries& series : chart.series) {
    least = std::min(least, *std::min_element(series.values.begin(), series.values.end()));
  }
  return chart.stacked ? 0 : least;
}

/// Labels of many groups side by side, a line for each word of a name.
std::string group_label(const BarChart& chart, std::size_t group) {
  constexpr std::size_t kFew = 4;
  std::string label = chart.groups[group].first;
  if (chart.groups.size() > kFew) {
    std::replace(label.begin(), label.end(), '_', '\n');
  }
  return label;
}

std::size_t label_lines(const BarChart& chart) {
  std::size_t lines = 1;
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    const std::string label = group_label(chart, g);
    lines = std::max<std::size_t>(
        lines, 1 + static_cast<std::size_t>(std::count(label.begin(), label.end(), '\n')));
  }
  return lines;
}

Gnuplot bar_tics(const std::vector<Bar>& bars) {
  std::vector<std::pair<std::string, double>> tics;
  tics.reserve(bars.size());
  for (const Bar& bar : bars) {
    tics.emplace_back(bar.label, bar.x);
  }
  return tic_list(tics);
}

Gnuplot axes(const BarChart& chart, const std::vector<Bar>& bars, const Scale& scale) {
  const bool labelled =
      std::any_of(bars.begin(), bars.end(), [](const Bar& bar) { return !bar.label.empty(); });
  Gnuplot out = code<Gnuplot>("set xtics scale 0 {}\n", bar_tics(bars));
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    const auto in_group = [g](const Bar& bar) { return bar.group == g; };
    const auto first = std::find_if(bars.begin(), bars.end(), in_group);
    const auto last = std::find_if(bars.rbegin(), bars.rend(), in_group);
    out += code<Gnuplot>("set label {} at first {}, graph {} center textcolor rgb '#33373d'\n",
                         group_label(chart, g), (first->x + last->x) / 2, labelled ? -0.17 : -0.08);
  }
  const double side = 0.8 + std::max(0.0, 6.0 - bars.back().x) / 2;  // few bars stay slim
  const double top = largest(chart, bars.size()) / scale.factor;
  const double bottom = lowest(chart) / scale.factor;
  out += code<Gnuplot>("set bmargin {}\nset xrange [{}:{}]\nset yrange [{}:{}]\n",
                       (labelled ? 3.6 : 2.4) + static_cast<double>(label_lines(chart) - 1), -side,
                       bars.back().x + side, bottom * 1.15,
                       top > 0 ? top * (chart.percent ? 1.16 : 1.06) : 1);
  out +=
      code<Gnuplot>("set ylabel {} textcolor rgb '#33373d'\n",
                    chart.percent ? chart.frame.value_label + " (%)"
                                  : axis_label(chart.frame.value_label, chart.frame.unit, scale));
  out += "set style fill solid 1.0 border rgb 'white'\nset boxwidth 0.84\n";
  return out;
}

/// A block of rows "x v1 v2 ...": stacked values are sums from the bottom up to the series.
Gnuplot stacked_data(const BarChart& chart, const std::vector<Bar>& bars, const Scale& scale) {
  Gnuplot out("$data << EOD\n");
  for (std::size_t i = 0; i < bars.size(); ++i) {
    out += code<Gnuplot>("{}", bars[i].x);
    double sum = 0;
    for (const ChartSeries& series : chart.series) {
      sum += series.values.at(i);
      out += code<Gnuplot>(" {}", sum / scale.factor);
    }
    out += "\n";
  }
  out += "EOD\n";
  return out;
}

/// Drawn from the top of the stack down, each over the previous, so the legend reads as the stack.
Gnuplot stacked_plot(const BarChart& chart) {
  Gnuplot out("plot ");
  for (std::size_t s = chart.series.size(); s-- > 0;) {
    out += code<Gnuplot>("$data using 1:{} with boxes lc rgb {} title {}", s + 2,
                         chart.series[s].colour, chart.series[s].name);
    out += s == 0 ? CodeLiteral("\n") : CodeLiteral(", \\\n     ");
  }
  return out;
}

Gnuplot side_by_side_data(const BarChart& chart, const std::vector<Bar>& bars, const Scale& scale) {
  Gnuplot out;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    out += code<Gnuplot>("$series{} << EOD\n", s);
    for (std::size_t g = 0; g < chart.groups.size(); ++g) {
      const double value = chart.series[s].values.at(g) / scale.factor;
      out += code<Gnuplot>("{} {} \"{:.1f}\"\n", bars[g * chart.series.size() + s].x, value, value);
    }
    out += "EOD\n";
  }
  return out;
}

Gnuplot side_by_side_plot(const BarChart& chart) {
  Gnuplot out("plot ");
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    out += s == 0 ? CodeLiteral("") : CodeLiteral(", \\\n     ");
    out += code<Gnuplot>("$series{} using 1:2 with boxes lc rgb {} title {}", s,
                         chart.series[s].colour, chart.series[s].name);
    if (chart.percent) {
      out += code<Gnuplot>(
          ", \\\n     $series{} using 1:2:3 with labels offset 0,0.6 font ',11' "
          "textcolor rgb '#33373d' notitle",
          s);
    }
  }
  out += "\n";
  return out;
}

}  // namespace

Gnuplot gnuplot_script(const BarChart& chart) {
  METRONOME_ASSERT(!chart.groups.empty() && !chart.series.empty(), "a bar chart has bars");
  const std::vector<Bar> bars = bars_of(chart);
  const Scale scale = chart.percent ? Scale{0.01, ""} : scale_for(largest(chart, bars.size()));
  const Gnuplot out = script_head(chart.frame) + axes(chart, bars, scale);
  if (chart.stacked) {
    return out + stacked_data(chart, bars, scale) + stacked_plot(chart);
  }
  return out + side_by_side_data(chart, bars, scale) + side_by_side_plot(chart);
}

std::string chart_csv(const BarChart& chart) {
  Csv out({"group", "bar", "series", chart.frame.value_column});
  for (const ChartSeries& series : chart.series) {
    std::size_t bar = 0;
    for (const auto& [group, labels] : chart.groups) {
      const std::size_t count = chart.stacked ? labels.size() : 1;
      for (std::size_t i = 0; i < count; ++i, ++bar) {
        const std::string label = chart.stacked ? labels[i] : series.name;
        out.add(group).add(label).add(series.name).add(series.values.at(bar));
        out.end_row();
      }
    }
  }
  return out.text();
}

}  // namespace metronome::report
