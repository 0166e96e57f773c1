#include "sim/report/chart_io.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/report/json_fields.hpp"

namespace metronome::report {
namespace {

constexpr const char* kChartsFormat = "metronome charts";
constexpr int kChartsVersion = 1;
constexpr NumberRange kHeights{40, 4000};
/// What is drawn: far beyond any result, and far from where sums of it are no numbers.
constexpr NumberRange kPlotted{-1e30L, 1e30L};
constexpr double kLeastPositive = 1e-30;
constexpr NumberRange kFractions{0, 1e6L};
constexpr NumberRange kLooks{0, kDashes + kMarks};

constexpr EnumRow<BarKind> kBarKinds[]{{BarKind::stacked, "stacked"},
                                       {BarKind::side_by_side, "side_by_side"},
                                       {BarKind::spans, "spans"}};
constexpr EnumRow<LineStyle> kLineStyles[]{{LineStyle::line, "line"},
                                           {LineStyle::step, "step"},
                                           {LineStyle::points, "points"},
                                           {LineStyle::marks, "marks"}};

template <class E, std::size_t N>
std::string name_of(const EnumRow<E> (&rows)[N], E value) {
  return std::string(rows[static_cast<std::size_t>(value)].name);
}

template <class E, std::size_t N>
E read_choice(const EnumRow<E> (&rows)[N], const JsonFields& fields, const std::string& key) {
  const std::string name = fields.text(key);
  const auto at = std::find_if(std::begin(rows), std::end(rows),
                               [&](const EnumRow<E>& row) { return row.name == name; });
  if (at == std::end(rows)) {
    fields.complain(key, "`" + name + "` is none of its values");
  }
  return at->value;
}

Json frame_json(const ChartFrame& frame) {
  return {{"value_label", frame.value_label},
          {"unit", frame.unit},
          {"value_column", frame.value_column},
          {"height", frame.height},
          {"note", frame.note}};
}

Json chart_json(const BarChart& chart) {
  Json out{{"bars", name_of(kBarKinds, chart.kind)},
           {"percent", chart.percent},
           {"groups", Json::array()},
           {"series", Json::array()}};
  for (const auto& [label, bars] : chart.groups) {
    out["groups"].push_back({{"label", label}, {"bars", bars}});
  }
  for (const ChartSeries& series : chart.series) {
    out["series"].push_back({{"name", series.name},
                             {"colour", series.colour},
                             {"values", series.values},
                             {"begins", series.begins}});
  }
  if (chart.line) {
    out["line"] = {{"name", chart.line->name}, {"values", chart.line->values}};
  }
  return out;
}

Json series_json(const LineSeries& series) {
  Json points = Json::array();
  for (const auto& [x, y] : series.points) {
    points.push_back({x, y});
  }
  Json out{{"name", series.name},
           {"colour", series.colour},
           {"style", name_of(kLineStyles, series.style)},
           {"dashed", series.dashed},
           {"points", std::move(points)}};
  if (series.look) {
    out["stroke"] = series.look->dash;
    out["mark"] = series.look->mark;
  }
  return out;
}

Json chart_json(const LineChart& chart) {
  Json out{{"x_label", chart.x_label},   {"x_column", chart.x_column},
           {"whole_x", chart.whole_x},   {"logarithmic_x", chart.logarithmic_x},
           {"x_labels", chart.x_labels}, {"panels", Json::array()}};
  for (const LinePanel& panel : chart.panels) {
    Json one{{"label", panel.label},
             {"unit", panel.unit},
             {"percent", panel.percent},
             {"from_zero", panel.from_zero},
             {"tic_step", panel.tic_step},
             {"share", panel.share},
             {"logarithmic", panel.logarithmic},
             {"series", Json::array()}};
    for (const LineSeries& series : panel.series) {
      one["series"].push_back(series_json(series));
    }
    out["panels"].push_back(std::move(one));
  }
  return out;
}

std::vector<double> read_numbers(const JsonFields& fields, const std::string& key) {
  std::vector<double> numbers;
  for (const Json& item : fields.list(key)) {
    if (!item.is_number() || !kPlotted.contains(item.get<double>())) {
      fields.complain(key, "holds what is no number", "allowed: " + kPlotted.text());
    }
    numbers.push_back(item.get<double>());
  }
  return numbers;
}

std::vector<std::string> read_texts(const JsonFields& fields, const std::string& key) {
  std::vector<std::string> texts;
  for (const Json& item : fields.list(key)) {
    if (!item.is_string()) {
      fields.complain(key, "holds what is no text");
    }
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

std::string read_colour(const JsonFields& fields) {
  const std::string colour = fields.text("colour");
  if (colour.size() != 7 || colour[0] != '#' || !read_hexadecimal(colour.substr(1))) {
    fields.complain("colour", "`" + colour + "` is no colour", "such as #1b3a5c");
  }
  return colour;
}

BarChart read_bars(const JsonFields& fields) {
  BarChart chart;
  chart.kind = read_choice(kBarKinds, fields, "bars");
  chart.percent = fields.truth("percent");
  std::size_t bars = 0;
  for (const JsonFields& group : fields.objects("groups")) {
    chart.groups.emplace_back(group.text("label"), read_texts(group, "bars"));
    bars += chart.kind == BarKind::side_by_side ? 1 : chart.groups.back().second.size();
  }
  for (const JsonFields& series : fields.objects("series")) {
    chart.series.push_back({series.text("name"), read_colour(series),
                            read_numbers(series, "values"), read_numbers(series, "begins")});
    const ChartSeries& one = chart.series.back();
    const bool begins =
        chart.kind == BarKind::spans ? one.begins.size() == bars : one.begins.empty();
    if (one.values.size() != bars || !begins) {
      series.complain("values", fmt::format("has no value for each of {} bars", bars));
    }
  }
  if (fields.has("line")) {
    const JsonFields line = fields.object("line");
    chart.line = GroupLine{line.text("name"), read_numbers(line, "values")};
    if (chart.line->values.size() != chart.groups.size()) {
      line.complain("values", "has no value for each group");
    }
  }
  if (chart.groups.empty() || chart.series.empty() || bars == 0) {
    fields.complain("series", "is a chart without bars");
  }
  return chart;
}

LineSeries read_series(const JsonFields& fields) {
  LineSeries series{fields.text("name"),
                    read_colour(fields),
                    read_choice(kLineStyles, fields, "style"),
                    fields.truth("dashed"),
                    {},
                    {}};
  for (const Json& item : fields.list("points")) {
    const bool pair =
        item.is_array() && item.size() == 2 && item[0].is_number() && item[1].is_number();
    if (!pair || !kPlotted.contains(item[0].get<double>()) ||
        !kPlotted.contains(item[1].get<double>())) {
      fields.complain("points", "holds what is no pair of numbers");
    }
    series.points.emplace_back(item[0].get<double>(), item[1].get<double>());
  }
  if (fields.has("stroke")) {
    series.look = Look{series.colour, static_cast<int>(fields.whole("stroke", kLooks)) % kDashes,
                       static_cast<int>(fields.whole("mark", kLooks)) % kMarks};
  }
  return series;
}

LinePanel read_panel(const JsonFields& fields) {
  LinePanel panel{.label = fields.text("label"),
                  .unit = fields.text("unit"),
                  .percent = fields.truth("percent"),
                  .from_zero = fields.truth("from_zero"),
                  .tic_step = fields.number("tic_step", kFractions),
                  .share = fields.number("share", {0.01L, 100}),
                  .series = {},
                  .logarithmic = fields.truth("logarithmic")};
  for (const JsonFields& one : fields.objects("series")) {
    panel.series.push_back(read_series(one));
    const bool positive =
        std::all_of(panel.series.back().points.begin(), panel.series.back().points.end(),
                    [](const auto& point) { return point.second >= kLeastPositive; });
    if (panel.logarithmic && !positive) {
      one.complain("points", "has values without a logarithm");
    }
  }
  return panel;
}

LineChart read_lines(const JsonFields& fields) {
  LineChart chart;
  chart.x_label = fields.text("x_label");
  chart.x_column = fields.text("x_column");
  chart.whole_x = fields.truth("whole_x");
  chart.logarithmic_x = fields.truth("logarithmic_x");
  chart.x_labels = read_texts(fields, "x_labels");
  std::size_t points = 0;
  for (const JsonFields& panel : fields.objects("panels")) {
    chart.panels.push_back(read_panel(panel));
    for (const LineSeries& series : chart.panels.back().series) {
      points += series.points.size();
      if (chart.logarithmic_x &&
          std::any_of(series.points.begin(), series.points.end(),
                      [](const auto& point) { return point.first < kLeastPositive; })) {
        panel.complain("series", "has places without a logarithm");
      }
    }
  }
  if (points == 0) {
    fields.complain("panels", "is a chart without points");
  }
  return chart;
}

Figure read_figure(const JsonFields& fields) {
  Figure figure{fields.text("name"), fields.text("title"), fields.text("caption"), BarChart{}, {}};
  if (figure.name.empty() || file_stem(figure.name) != figure.name) {
    fields.complain("name", "`" + figure.name + "` is no name of a file");
  }
  const JsonFields chart = fields.object("chart");
  if (chart.has("bars")) {
    figure.chart = read_bars(chart);
  } else {
    figure.chart = read_lines(chart);
  }
  const JsonFields frame = fields.object("frame");
  frame_of(figure.chart) = {.name = figure.name,
                            .title = figure.title,
                            .value_label = frame.text("value_label"),
                            .unit = frame.text("unit"),
                            .value_column = frame.text("value_column"),
                            .height = static_cast<int>(frame.whole("height", kHeights)),
                            .note = frame.text("note")};
  for (const std::string& line : read_texts(fields, "about")) {
    figure.about += line + "\n";
    figure.comments += gnuplot_comment(line);
  }
  return figure;
}

}  // namespace

std::string charts_json(const std::vector<Figure>& figures) {
  Json out{{"format", kChartsFormat}, {"version", kChartsVersion}, {"figures", Json::array()}};
  for (const Figure& figure : figures) {
    Json about = Json::array();
    for (std::size_t at = 0; at < figure.about.size();) {
      const std::size_t end = std::min(figure.about.find('\n', at), figure.about.size());
      about.push_back(figure.about.substr(at, end - at));
      at = end + 1;
    }
    out["figures"].push_back(
        {{"name", figure.name},
         {"title", figure.title},
         {"caption", figure.caption},
         {"frame", frame_json(frame_of(figure.chart))},
         {"chart", std::visit([](const auto& chart) { return chart_json(chart); }, figure.chart)},
         {"about", std::move(about)}});
  }
  return out.dump() + "\n";
}

std::vector<Figure> parse_charts(std::string_view text, const std::string& file) {
  const Json whole = parse_json(text, file);
  const JsonFields fields(whole, file);
  if (fields.text("format") != kChartsFormat) {
    fields.complain("format", "`" + fields.text("format") + "` are no charts");
  }
  if (fields.small("version") != kChartsVersion) {
    fields.complain("version", fmt::format("version {} is not readable", fields.small("version")),
                    "the command that made the folder writes it again");
  }
  std::vector<Figure> figures;
  for (const JsonFields& figure : fields.objects("figures")) {
    figures.push_back(read_figure(figure));
  }
  return figures;
}

}  // namespace metronome::report
