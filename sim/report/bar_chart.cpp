#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/report/bar_layout.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/hatch.hpp"
#include "sim/report/text_width.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

/// Width of a bar's white edge: thin parts of a stack stay visible between two.
constexpr double kWhiteEdge = 0.5;

/// The bar of a value of a series.
std::size_t bar_of(const BarChart& chart, std::size_t series, std::size_t value) {
  return chart.kind == BarKind::side_by_side ? value * chart.series.size() + series : value;
}

/// What a number of that length stands on: the upper end of its bar, or the line of its group where
/// that would cross the number.
double ground_of(const BarChart& chart, const BarLayout& layout, std::size_t bar, double upper,
                 double length) {
  if (!chart.line) {
    return upper;
  }
  const double line = layout.up(layout.shown(chart.line->values[layout.bars[bar].group]));
  return upper < line && line < upper + length ? line : upper;
}

void put_numbers(Sheet& sheet, const BarLayout& layout, const BarChart& chart,
                 const Canvas& canvas) {
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const ChartSeries& series = chart.series[s];
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const double begin = chart.kind == BarKind::spans ? series.begins[i] : 0;
      const double value = series.values[i];
      if (chart.kind == BarKind::spans && begin == value) {
        continue;
      }
      const double number = layout.shown(value - begin);
      const std::string text =
          (number < -0.05 ? "\u2212" : "") + fmt::format("{:.1f}", std::abs(number));
      const std::size_t bar = bar_of(chart, s, i);
      const double x = layout.at(layout.bars[bar].x);
      const double gap = 0.35 * canvas.small;
      const double length = layout.numbers_turned ? text_width(text) * canvas.small : canvas.small;
      const bool below = chart.kind == BarKind::side_by_side && value < 0;
      const double end =
          below ? layout.up(layout.shown(value))
                : ground_of(chart, layout, bar, layout.up(layout.shown(std::max(begin, value))),
                            gap + length);
      if (layout.numbers_turned) {
        sheet.text(x, below ? end - gap : end + gap, text, below ? Align::right : Align::left,
                   canvas.small, true);
      } else {
        sheet.text(x, end + (below ? -1 : 1) * (gap + canvas.small / 2), text, Align::center,
                   canvas.small);
      }
    }
  }
}

void put_texts(Sheet& sheet, const BarLayout& layout, const BarChart& chart, const Canvas& canvas) {
  put_axis_label(sheet, layout.label, layout.bottom, layout.top, canvas.font);
  for (const auto& [value, text] : layout.values.tics) {
    sheet.text(layout.left - 0.5 * canvas.font, layout.up(value), text, Align::right, canvas.small);
  }
  std::vector<double> bars;
  std::vector<double> groups(chart.groups.size(), 0);
  std::vector<double> members(chart.groups.size(), 0);
  for (const BarPlace& bar : layout.bars) {
    bars.push_back(layout.at(bar.x));
    groups[bar.group] += bars.back();
    members[bar.group] += 1;
  }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    groups[g] /= std::max(1.0, members[g]);
  }
  const double top = layout.bottom - 0.5 * canvas.font;
  put_labels(sheet, layout.bar_labels, bars, top, canvas.small);
  put_labels(sheet, layout.group_labels, groups, top - layout.bar_labels.height, canvas.small);
  if (layout.numbers) {
    put_numbers(sheet, layout, chart, canvas);
  }
  const double note = put_note(sheet, layout.note, canvas);
  layout.legend.draw(sheet, layout.right, layout.legend.height_above() > 0 ? note : layout.top);
}

/// A block of rows "x v1 v2 ...": stacked values are sums from the bottom up to the series.
Gnuplot stacked_data(const BarChart& chart, const BarLayout& layout) {
  Gnuplot out("$data << EOD\n");
  for (std::size_t i = 0; i < layout.bars.size(); ++i) {
    out += code<Gnuplot>("{}", layout.bars[i].x);
    double sum = 0;
    for (const ChartSeries& series : chart.series) {
      sum += series.values.at(i);
      out += code<Gnuplot>(" {}", layout.shown(sum));
    }
    out += "\n";
  }
  out += "EOD\n";
  return out;
}

/// A block a series, of the bars that it has: "x low high".
Gnuplot span_data(const BarChart& chart, const BarLayout& layout) {
  Gnuplot out;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    out += code<Gnuplot>("$series{} << EOD\n", s);
    const ChartSeries& series = chart.series[s];
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const double begin = chart.kind == BarKind::spans ? series.begins[i] : 0;
      if (chart.kind == BarKind::spans && begin == series.values[i]) {
        continue;
      }
      out += code<Gnuplot>("{} {} {}\n", layout.bars[bar_of(chart, s, i)].x, layout.shown(begin),
                           layout.shown(series.values[i]));
    }
    out += "EOD\n";
  }
  return out;
}

Gnuplot line_data(const BarChart& chart, const BarLayout& layout) {
  if (!chart.line) {
    return {};
  }
  Gnuplot out("$line << EOD\n");
  for (std::size_t g = 0; g < chart.groups.size(); ++g) {
    const auto in_group = [g](const BarPlace& bar) { return bar.group == g; };
    const auto first = std::find_if(layout.bars.begin(), layout.bars.end(), in_group);
    const auto last = std::find_if(layout.bars.rbegin(), layout.bars.rend(), in_group);
    const double value = layout.shown(chart.line->values.at(g));
    out += code<Gnuplot>("{} {}\n{} {}\n\n", first->x - 0.45, value, last->x + 0.45, value);
  }
  out += "EOD\n";
  return out;
}

/// The bars of a series: their fill, and over it their hatch.
Gnuplot series_code(const BarChart& chart, std::size_t s, Hatch hatch) {
  const ChartSeries& series = chart.series[s];
  const Gnuplot bars =
      chart.kind == BarKind::stacked
          ? code<Gnuplot>("$data using 1:{} with boxes", s + 2)
          : code<Gnuplot>("$series{} using 1:(($2+$3)/2):($1-0.42):($1+0.42):2:3 with boxxyerror",
                          s);
  Gnuplot out =
      code<Gnuplot>("{} lw {} lc rgb {} title {}", bars, kWhiteEdge, series.colour, series.name);
  if (hatch != Hatch::none) {
    out += code<Gnuplot>(", \\\n     {} lw {} {} notitle", bars, kWhiteEdge,
                         hatch_code(hatch, series.colour));
  }
  return out;
}

/// Stacks are drawn from the top down, each over the previous. Bars without data are none.
Gnuplot plot_code(const BarChart& chart, const Canvas& canvas) {
  const std::vector<Hatch> hatches = hatches_of(colours_of(chart));
  std::vector<Gnuplot> plots;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    plots.push_back(series_code(chart, s, hatches[s]));
  }
  if (chart.kind == BarKind::stacked) {
    std::reverse(plots.begin(), plots.end());
  }
  if (chart.line) {
    plots.push_back(code<Gnuplot>("$line using 1:2 with lines lw {} {} lc rgb {} title {}",
                                  canvas.line, dash_code(1), std::string(kInk), chart.line->name));
  }
  Gnuplot out("plot ");
  for (std::size_t i = 0; i < plots.size(); ++i) {
    out += i == 0 ? CodeLiteral("") : CodeLiteral(", \\\n     ");
    out += plots[i];
  }
  out += "\n";
  return out;
}

void add_places(LaidOut& out, const BarChart& chart, const BarLayout& layout) {
  std::vector<double> sums(layout.bars.size(), 0);
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const ChartSeries& series = chart.series[s];
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const BarPlace& bar = layout.bars[bar_of(chart, s, i)];
      const bool spans = chart.kind == BarKind::spans;
      const double begin = spans ? series.begins[i] : chart.kind == BarKind::stacked ? sums[i] : 0;
      const double end =
          chart.kind == BarKind::stacked ? begin + series.values[i] : series.values[i];
      sums[i] = chart.kind == BarKind::stacked ? end : 0;
      if (begin == end) {
        continue;
      }
      const double low = layout.up(layout.shown(std::min(begin, end)));
      const double high = layout.up(layout.shown(std::max(begin, end)));
      const double value = spans ? end - begin : series.values[i];
      const std::string of = chart.groups[bar.group].first +
                             (bar.label.empty() ? "" : ", " + bar.label) + ", " + series.name;
      const std::string number = chart.percent ? percent(value)
                                               : significant(layout.shown(value)) + " " +
                                                     layout.scale.prefix + chart.frame.unit;
      out.places.push_back({layout.at(bar.x - 0.42), layout.height - high, 0.84 * layout.pitch(),
                            high - low, of + ": " + number});
    }
  }
}

}  // namespace

LaidOut lay_out(const BarChart& chart, const Canvas& canvas) {
  METRONOME_ASSERT(!chart.groups.empty() && !chart.series.empty(), "a bar chart has bars");
  const BarLayout layout(chart, canvas);
  Sheet sheet(chart.frame, canvas, layout.height);
  put_texts(sheet, layout, chart, canvas);
  LaidOut out;
  out.height = layout.height;
  out.script = sheet.head() +
               sheet.plot_area(layout.left, layout.right, layout.bottom, layout.top) +
               code<Gnuplot>(
                   "set xrange [{}:{}]\nset yrange {}\nunset xtics\nset ytics {}\n"
                   "set style fill solid 1.0 border rgb 'white'\nset boxwidth 0.84\n",
                   layout.x_low, layout.x_high, layout.values.range(), layout.values.bare_tics());
  out.script +=
      chart.kind == BarKind::stacked ? stacked_data(chart, layout) : span_data(chart, layout);
  out.script += line_data(chart, layout) + sheet.content() + plot_code(chart, canvas);
  add_places(out, chart, layout);
  return out;
}

std::string chart_csv(const BarChart& chart) {
  const bool spans = chart.kind == BarKind::spans;
  std::vector<std::string> columns{"group", "bar", "series", chart.frame.value_column};
  if (spans) {
    columns.insert(columns.end() - 1, "from_" + chart.frame.value_column);
  }
  Csv out(columns);
  for (const ChartSeries& series : chart.series) {
    std::size_t bar = 0;
    for (const auto& [group, labels] : chart.groups) {
      const std::size_t count = chart.kind == BarKind::side_by_side ? 1 : labels.size();
      for (std::size_t i = 0; i < count; ++i, ++bar) {
        if (spans && series.begins.at(bar) == series.values.at(bar)) {
          continue;
        }
        const std::string label = chart.kind == BarKind::side_by_side ? series.name : labels[i];
        out.add(group).add(label).add(series.name);
        if (spans) {
          out.add(series.begins[bar]);
        }
        out.add(series.values.at(bar));
        out.end_row();
      }
    }
  }
  return out.text();
}

}  // namespace metronome::report
