#include <fmt/format.h>

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

std::string axes(const BarChart& chart, const std::vector<Bar>& bars, const Scale& scale) {
  const bool labelled =
      std::any_of(bars.begin(), bars.end(), [](const Bar& bar) { return !bar.label.empty(); });
  std::string out = "set xtics scale 0 (";
  for (std::size_t i = 0; i < bars.size(); ++i) {
    out += fmt::format("{}{} {}", i == 0 ? "" : ", ", gnuplot_text(bars[i].label), bars[i].x);
  }
  out += ")\n";
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    const auto in_group = [g](const Bar& bar) { return bar.group == g; };
    const auto first = std::find_if(bars.begin(), bars.end(), in_group);
    const auto last = std::find_if(bars.rbegin(), bars.rend(), in_group);
    out += fmt::format("set label {} at first {}, graph {} center textcolor rgb '#33373d'\n",
                       gnuplot_text(group_label(chart, g)), (first->x + last->x) / 2,
                       labelled ? -0.17 : -0.08);
  }
  const double side = 0.8 + std::max(0.0, 6.0 - bars.back().x) / 2;  // few bars stay slim
  const double top = largest(chart, bars.size()) / scale.factor;
  const double bottom = lowest(chart) / scale.factor;
  out += fmt::format("set bmargin {}\nset xrange [{}:{}]\nset yrange [{}:{}]\n",
                     (labelled ? 3.6 : 2.4) + static_cast<double>(label_lines(chart) - 1), -side,
                     bars.back().x + side, bottom * 1.15,
                     top > 0 ? top * (chart.percent ? 1.16 : 1.06) : 1);
  out += fmt::format(
      "set ylabel {} textcolor rgb '#33373d'\n",
      gnuplot_text(chart.percent ? chart.frame.value_label + " (%)"
                                 : axis_label(chart.frame.value_label, chart.frame.unit, scale)));
  return out + "set style fill solid 1.0 border rgb 'white'\nset boxwidth 0.84\n";
}

/// A block of rows "x v1 v2 ...": stacked values are sums from the bottom up to the series.
std::string stacked_data(const BarChart& chart, const std::vector<Bar>& bars, const Scale& scale) {
  std::string out = "$data << EOD\n";
  for (std::size_t i = 0; i < bars.size(); ++i) {
    out += number_text(bars[i].x);
    double sum = 0;
    for (const ChartSeries& series : chart.series) {
      sum += series.values.at(i);
      out += " " + number_text(sum / scale.factor);
    }
    out += "\n";
  }
  return out + "EOD\n";
}

/// Drawn from the top of the stack down, each over the previous, so the legend reads as the stack.
std::string stacked_plot(const BarChart& chart) {
  std::string out = "plot ";
  for (std::size_t s = chart.series.size(); s-- > 0;) {
    out += fmt::format("$data using 1:{} with boxes lc rgb '{}' title {}{}", s + 2,
                       chart.series[s].colour, gnuplot_text(chart.series[s].name),
                       s == 0 ? "\n" : ", \\\n     ");
  }
  return out;
}

std::string side_by_side_data(const BarChart& chart, const std::vector<Bar>& bars,
                              const Scale& scale) {
  std::string out;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    out += fmt::format("$series{} << EOD\n", s);
    for (std::size_t g = 0; g < chart.groups.size(); ++g) {
      const double value = chart.series[s].values.at(g) / scale.factor;
      out += fmt::format("{} {} \"{:.1f}\"\n", number_text(bars[g * chart.series.size() + s].x),
                         number_text(value), value);
    }
    out += "EOD\n";
  }
  return out;
}

std::string side_by_side_plot(const BarChart& chart) {
  std::string out = "plot ";
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    out += fmt::format("{}$series{} using 1:2 with boxes lc rgb '{}' title {}",
                       s == 0 ? "" : ", \\\n     ", s, chart.series[s].colour,
                       gnuplot_text(chart.series[s].name));
    if (chart.percent) {
      out += fmt::format(
          ", \\\n     $series{} using 1:2:3 with labels offset 0,0.6 font ',11' "
          "textcolor rgb '#33373d' notitle",
          s);
    }
  }
  return out + "\n";
}

}  // namespace

std::string gnuplot_script(const BarChart& chart) {
  METRONOME_ASSERT(!chart.groups.empty() && !chart.series.empty(), "a bar chart has bars");
  const std::vector<Bar> bars = bars_of(chart);
  const Scale scale = chart.percent ? Scale{0.01, ""} : scale_for(largest(chart, bars.size()));
  std::string out = script_head(chart.frame) + axes(chart, bars, scale);
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
