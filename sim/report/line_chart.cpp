#include <fmt/format.h>

#include <algorithm>

#include "sim/report/csv.hpp"
#include "sim/report/line_layout.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

/// A page has a place for the pointer at no more points of a series than these.
constexpr std::size_t kMostPlaces = 120;

Gnuplot block_name(std::size_t panel, std::size_t series) {
  return code<Gnuplot>("$p{}s{}", panel, series);
}

Gnuplot data(const LineChart& chart, const LineLayout& layout) {
  Gnuplot out;
  for (std::size_t p = 0; p < chart.panels.size(); ++p) {
    for (std::size_t s = 0; s < chart.panels[p].series.size(); ++s) {
      out += code<Gnuplot>("{} << EOD\n", block_name(p, s));
      for (const auto& [x, y] : chart.panels[p].series[s].points) {
        out += code<Gnuplot>("{} {}\n", x, y / layout.panels[p].scale.factor);
      }
      out += "EOD\n";
    }
  }
  return out;
}

Gnuplot style_of(const LineSeries& series, const Look& look, const Canvas& canvas) {
  const Gnuplot line =
      code<Gnuplot>("lw {} {} lc rgb {}", canvas.line, dash_code(look.dash), look.colour);
  switch (series.style) {
    case LineStyle::line:
      return code<Gnuplot>("with lines {}", line);
    case LineStyle::step:
      return code<Gnuplot>("with steps {}", line);
    case LineStyle::points:
      return code<Gnuplot>("with linespoints {} ps {} {}", mark_code(look.mark), canvas.mark, line);
    case LineStyle::marks:
      return code<Gnuplot>("with points {} ps {} lc rgb {}", mark_code(look.mark), canvas.mark,
                           look.colour);
  }
  fail_no_enumerator(series.style);
}

/// Of a line with more points than these, each so many-th has its mark where lines need marks.
std::size_t marked_each(const LineSeries& series) {
  constexpr std::size_t kMarks = 8;
  return std::max<std::size_t>(1, series.points.size() / kMarks);
}

Gnuplot plot(const LinePanel& panel, const LineLayout& layout, const Canvas& canvas,
             std::size_t p) {
  Gnuplot out;
  for (std::size_t s = 0; s < panel.series.size(); ++s) {
    const LineSeries& series = panel.series[s];
    if (series.points.empty()) {
      continue;
    }
    const Look& look = layout.look(series);
    out += out.empty() ? CodeLiteral("plot ") : CodeLiteral(", \\\n     ");
    out += code<Gnuplot>("{} using 1:2 {} title {}", block_name(p, s),
                         style_of(series, look, canvas), series.name);
    if (layout.mark_lines && (series.style == LineStyle::line || series.style == LineStyle::step)) {
      out += code<Gnuplot>(
          ", \\\n     {} using 1:2 every {} with points {} ps {} lc rgb {} notitle",
          block_name(p, s), marked_each(series), mark_code(look.mark), canvas.mark, look.colour);
    }
  }
  return out.empty() ? Gnuplot("plot 1/0\n") : out + Gnuplot("\n");
}

void put_texts(Sheet& sheet, const LineLayout& layout, const Canvas& canvas) {
  for (const PanelLayout& panel : layout.panels) {
    put_axis_label(sheet, panel.label, panel.bottom, panel.top, canvas.font);
    for (const auto& [value, text] : panel.values.tics) {
      sheet.text(layout.left - 0.5 * canvas.font,
                 panel.bottom + (panel.top - panel.bottom) * panel.values.fraction(value), text,
                 Align::right, canvas.small);
    }
  }
  const double top = layout.bottom - 0.5 * canvas.font;
  put_labels(sheet, layout.x_labels, layout.x_places, top, canvas.small);
  for (std::size_t i = 0; i < layout.x_label.size(); ++i) {
    sheet.text(
        (layout.left + layout.right) / 2,
        top - layout.x_labels.height - (static_cast<double>(i) + 0.5) * kLineHeight * canvas.font,
        layout.x_label[i], Align::center, canvas.font);
  }
  const double note = put_note(sheet, layout.note, canvas);
  layout.legend.draw(sheet, layout.right,
                     layout.legend.height_above() > 0 ? note : layout.panels.front().top);
}

Gnuplot panel_code(const LinePanel& panel, const PanelLayout& place, const LineLayout& layout,
                   const Sheet& sheet) {
  return sheet.plot_area(layout.left, layout.right, place.bottom, place.top) +
         code<Gnuplot>("{} logscale y\nset yrange {}\nset ytics {}\n",
                       Gnuplot(panel.logarithmic ? CodeLiteral("set") : CodeLiteral("unset")),
                       place.values.range(), place.values.bare_tics());
}

std::string point_text(const LineChart& chart, const LinePanel& panel, const LineSeries& series,
                       const Scale& scale, const std::pair<double, double>& point) {
  const std::string x = !chart.x_labels.empty() && point.first >= 0 &&
                                static_cast<std::size_t>(point.first) < chart.x_labels.size()
                            ? chart.x_labels[static_cast<std::size_t>(point.first)]
                            : fmt::format("{:.6g}", point.first);
  const std::string y =
      panel.percent ? percent(point.second)
                    : significant(point.second / scale.factor, 4) + " " + scale.prefix + panel.unit;
  return fmt::format("{}, {} {}: {} {}", series.name, chart.x_label, x, panel.label, y);
}

void add_places(LaidOut& out, const LineChart& chart, const LineLayout& layout,
                const Canvas& canvas) {
  const double size = canvas.font;
  for (std::size_t p = 0; p < chart.panels.size(); ++p) {
    const LinePanel& panel = chart.panels[p];
    for (const LineSeries& series : panel.series) {
      const std::size_t each = series.points.size() / kMostPlaces + 1;
      for (std::size_t i = 0; i < series.points.size(); i += each) {
        const auto& point = series.points[i];
        out.places.push_back({layout.at(point.first) - size / 2,
                              layout.height - layout.panels[p].up(point.second) - size / 2, size,
                              size,
                              point_text(chart, panel, series, layout.panels[p].scale, point)});
      }
    }
  }
}

}  // namespace

LaidOut lay_out(const LineChart& chart, const Canvas& canvas) {
  const LineLayout layout(chart, canvas);
  Sheet sheet(chart.frame, canvas, layout.height);
  put_texts(sheet, layout, canvas);
  LaidOut out;
  out.height = layout.height;
  out.script = sheet.head() + data(chart, layout) +
               code<Gnuplot>(
                   "{}set multiplot\nset xrange {}\nset xtics {}\n",
                   Gnuplot(chart.logarithmic_x ? CodeLiteral("set logscale x\n") : CodeLiteral("")),
                   layout.x_axis.range(), layout.x_axis.bare_tics());
  for (std::size_t p = 0; p < chart.panels.size(); ++p) {
    out.script += panel_code(chart.panels[p], layout.panels[p], layout, sheet);
    if (p + 1 == chart.panels.size()) {
      out.script += sheet.content();  // once: each plot of several draws what is set
    }
    out.script += plot(chart.panels[p], layout, canvas, p);
  }
  out.script += "unset multiplot\n";
  add_places(out, chart, layout, canvas);
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
