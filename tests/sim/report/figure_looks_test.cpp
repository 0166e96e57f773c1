#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>

#include "arch/array/families.hpp"
#include "sim/report/bar_layout.hpp"
#include "sim/report/figures.hpp"
#include "sim/report/hatch.hpp"
#include "sim/report/line_layout.hpp"
#include "sim/report/look.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/text_width.hpp"
#include "sim/report/waterfall_chart.hpp"
#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace figure_looks_test {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::vector<std::string> kKinds{"systolic", "spatial_fusion", "operand_serial",
                                      "dual_serial"};

/// Two or more machines, or one, with trainings.
class Fabricated {
 public:
  explicit Fabricated(const std::vector<std::string>& kinds) {
    for (const std::string& kind : kinds) {
      runs_.push_back(testing::cpt_run(kind));
      baselines_.push_back(testing::static_run(kind));
    }
    data_.metrics.run = testing::training_metrics(runs_.front(), 0.87);
    data_.metrics.baseline = testing::training_metrics(baselines_.front(), 0.875);
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      add_entry(data_, runs_[i], &baselines_[i], table_, false);
      data_.entries.back().memory_bytes_per_second = 19.2e9;
    }
  }
  [[nodiscard]] const ReportData& data() const { return data_; }

 private:
  std::vector<RunResult> runs_, baselines_;
  const EnergyTable table_ = testing::priced_table();
  ReportData data_;
};

std::vector<Canvas> canvases() {
  std::vector<Canvas> all{wide_page(), narrow_page()};
  for (const FigureStyle style : kEnumValues<FigureStyle>) {
    all.push_back(canvas_of(style, FigureFormat::pdf));
  }
  return all;
}

/// Names of what is drawn.
std::set<std::string> series_of(const Chart& chart) {
  std::set<std::string> names;
  if (const auto* bars = std::get_if<BarChart>(&chart)) {
    for (const ChartSeries& series : bars->series) {
      names.insert(series.name);
    }
    return names;
  }
  for (const LinePanel& panel : std::get<LineChart>(chart).panels) {
    for (const LineSeries& series : panel.series) {
      names.insert(series.name);
    }
  }
  return names;
}

TEST(figures, every_series_stands_in_the_legend_on_every_canvas) {
  for (const auto& kinds : {kKinds, {"dual_serial"}}) {
    const Fabricated made(kinds);
    for (const Figure& figure : figures_of(made.data())) {
      for (const Canvas& canvas : canvases()) {
        const std::string script = lay_out(figure.chart, canvas).script.source();
        for (const std::string& name : series_of(figure.chart)) {
          const std::string all = broken_text(name, 1e9).front();
          const bool whole =
              script.find(GnuplotLanguage::escaped(all) + " at screen") != std::string::npos;
          EXPECT_TRUE(whole || text_width(all) * canvas.font > canvas.width / 2)
              << figure.name << ": " << name;
        }
      }
    }
  }
}

TEST(figures, no_text_is_smaller_than_seven_points) {
  const Fabricated made({"dual_serial"});
  const std::regex font("font ',([0-9.]+)'");
  for (const FigureStyle style : kEnumValues<FigureStyle>) {
    for (const Figure& figure : figures_of(made.data())) {
      const std::string script =
          lay_out(figure.chart, canvas_of(style, FigureFormat::pdf)).script.source();
      std::size_t texts = 0;
      for (std::sregex_iterator at(script.begin(), script.end(), font), end; at != end; ++at) {
        EXPECT_GE(std::stod((*at)[1]), 7) << figure.name;
        ++texts;
      }
      EXPECT_GT(texts, 5u) << figure.name;
    }
  }
}

TEST(figures, lines_of_a_figure_differ_in_dash_or_mark) {
  const Fabricated made(kKinds);
  for (const Figure& figure : figures_of(made.data())) {
    if (!std::holds_alternative<LineChart>(figure.chart)) {
      continue;
    }
    const std::string script = lay_out(figure.chart, wide_page()).script.source();
    // Each panel's plot command: one look a line.
    for (std::size_t at = script.find("\nplot "); at != std::string::npos;
         at = script.find("\nplot ", at + 1)) {
      const std::string plot = script.substr(at, script.find("\nset", at) - at);
      std::set<std::string> looks;
      std::size_t lines = 0;
      for (std::size_t p = plot.find("using 1:2 "); p != std::string::npos;
           p = plot.find("using 1:2 ", p + 1)) {
        const std::string line = plot.substr(p, plot.find('\n', p) - p);
        std::smatch mark, dash;
        std::regex_search(line, mark, std::regex(R"(pt \d+)"));
        std::regex_search(line, dash, std::regex(R"(dt (\([0-9,]+\)|1))"));
        looks.insert(mark.str() + dash.str());
        ++lines;
      }
      EXPECT_EQ(looks.size(), lines) << figure.name << plot;
    }
  }
}

/// The fills of a script's bars, in the order in which they are drawn: colour, and gnuplot's number
/// of the pattern over it (0: none).
std::vector<std::pair<std::string, int>> fills_of(const std::string& script) {
  static const std::regex bars(
      R"x(with box\w+ lw 0\.5 (?:lc rgb "(#\w{6})"|fs transparent pattern (\d)))x");
  std::vector<std::pair<std::string, int>> fills;
  for (std::sregex_iterator at(script.begin(), script.end(), bars), end; at != end; ++at) {
    if ((*at)[1].matched) {
      fills.emplace_back((*at)[1], 0);
    } else {
      fills.back().second = std::stoi((*at)[2]);
    }
  }
  return fills;
}

/// Boxes of the legend, likewise.
std::set<std::pair<std::string, int>> samples_of(const std::string& script) {
  static const std::regex boxes(
      R"x(rectangle from .* (?:fc rgb "(#\w{6})" fs solid|fs transparent pattern (\d)))x");
  std::vector<std::pair<std::string, int>> samples;
  for (std::sregex_iterator at(script.begin(), script.end(), boxes), end; at != end; ++at) {
    if ((*at)[1].matched) {
      samples.emplace_back((*at)[1], 0);
    } else {
      samples.back().second = std::stoi((*at)[2]);
    }
  }
  return {samples.begin(), samples.end()};
}

void expect_apart_in_grey(const BarChart& chart) {
  for (const Canvas& canvas : canvases()) {
    const std::string script = lay_out(chart, canvas).script.source();
    const auto fills = fills_of(script);
    ASSERT_EQ(fills.size(), chart.series.size()) << chart.frame.name;
    for (std::size_t i = 0; i < fills.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double apart = std::abs(lightness_of(fills[i].first) - lightness_of(fills[j].first));
        EXPECT_TRUE(fills[i].second != fills[j].second || apart >= 8)
            << chart.frame.name << ": " << fills[i].first << " and " << fills[j].first;
      }
    }
    EXPECT_EQ(samples_of(script),
              (std::set<std::pair<std::string, int>>{fills.begin(), fills.end()}))
        << "the legend shows what the bars look like";
  }
}

TEST(figures, bars_of_a_figure_differ_in_hatch_or_lightness) {
  std::size_t bars = 0;
  for (const auto& kinds : {kKinds, {"dual_serial"}}) {
    const Fabricated made(kinds);
    for (const Figure& figure : figures_of(made.data())) {
      if (const auto* chart = std::get_if<BarChart>(&figure.chart)) {
        expect_apart_in_grey(*chart);
        ++bars;
      }
    }
  }
  EXPECT_GT(bars, 10u);
}

TEST(figures, bars_in_any_colours_differ_in_hatch_or_lightness) {
  // Of one colour there are as many as there are hatches; a chart of an extension's may have more.
  BarChart chart;
  chart.frame = {
      .name = "own", .title = "own", .value_label = "v", .unit = "", .value_column = "v"};
  chart.kind = BarKind::side_by_side;
  chart.groups = {{"g", {}}};
  for (const char* colour : {"#8a2d1f", "#8a2d1f", "#2d8a1f", "#6b6b6b", "#6b6b6b", "#6d4a68"}) {
    chart.series.push_back(
        {std::string("series ") + std::to_string(chart.series.size()), colour, {1}});
  }
  expect_apart_in_grey(chart);
}

/// All effects of waterfalls, those of time and those of energy.
TEST(figures, fills_keep_their_hatch_in_every_figure) {
  const auto expect_kept = [](std::vector<std::string> colours, const char* what) {
    std::vector<Hatch> own;
    for (const std::string& colour : colours) {
      own.push_back(hatch_of(colour));
    }
    EXPECT_EQ(hatches_of(colours), own) << what << ": none has to give way";
  };
  std::vector<std::string> components, bins, roles, classes;
  for (const Component component : kEnumValues<Component>) {
    components.push_back(colour_of(component));
  }
  for (const trace::Role role : kEnumValues<trace::Role>) {
    roles.push_back(colour_of(role));
  }
  for (const trace::OperationClass cls : kEnumValues<trace::OperationClass>) {
    classes.push_back(colour_of(cls));
  }
  for (const Bin bin : kEnumValues<Bin>) {
    bins.push_back(colour_of(bin));
  }
  expect_kept(components, "components");
  expect_kept(bins, "bins");
  expect_kept(roles, "roles");
  expect_kept(classes, "classes");
  std::vector<std::string> ends{kIdealColour, kRunColour};
  for (const char* effect : {"exempt work", "supported widths", "utilisation", "small effects"}) {
    ends.push_back(effect_colour(effect));
  }
  std::vector<std::string> energy = ends;
  for (const char* effect :
       {"array", "buffers", "memory traffic", "memory idle", "vector", "other"}) {
    energy.push_back(effect_colour(effect));
  }
  expect_kept(energy, "the waterfall of energy");
  bins.erase(std::find(bins.begin(), bins.end(), colour_of(Bin::busy)));  // is no effect
  bins.insert(bins.end(), ends.begin(), ends.end());
  expect_kept(bins, "the waterfall of time");
}

TEST(figures, lightness_is_that_of_CIE) {
  EXPECT_NEAR(lightness_of("#000000"), 0, 1e-9);
  EXPECT_NEAR(lightness_of("#ffffff"), 100, 1e-3);
  EXPECT_NEAR(lightness_of("#777777"), 50.03, 0.01);  // the grey of CIE 1976 in the middle
  EXPECT_NEAR(lightness_of("#ff0000"), 53.24, 0.01);
}

TEST(figures, F3_16_operations_stand_below_the_roof_of_their_widths) {
  const Fabricated made({"dual_serial"});
  const std::vector<Figure> figures = layer_figures(made.data());
  ASSERT_EQ(figures.front().name, "roofline");
  const auto& panel = std::get<LineChart>(figures.front().chart).panels.front();
  double highest = 0;
  std::size_t roofs = 0, operations = 0;
  for (const LineSeries& series : panel.series) {
    if (series.style == LineStyle::line) {
      ++roofs;
      highest = std::max(highest, series.points.back().second);
    }
  }
  EXPECT_GT(roofs, 3u) << "a bit-serial array has another peak at each width";
  for (const LineSeries& series : panel.series) {
    for (const auto& [intensity, rate] : series.points) {
      operations += series.style == LineStyle::marks ? 1 : 0;
      EXPECT_LE(rate, highest * (1 + 1e-9)) << series.name;
      EXPECT_LE(rate, intensity * 19.2e9 * (1 + 1e-3)) << series.name;
    }
  }
  EXPECT_GT(operations, 20u);
  const RunResult& run = made.data().entries.front().run;
  for (const OperationResult& operation : run.operations) {
    const double peak = operation.peak_macs_per_cycle * run.clock.count();
    if (peak <= 0 || operation.measure.macs.count() == 0) {
      continue;
    }
    EXPECT_TRUE(std::any_of(panel.series.begin(), panel.series.end(),
                            [&](const auto& series) {
                              return series.style == LineStyle::line &&
                                     series.points.back().second == peak;
                            }))
        << operation.operation << ": its own roof is there";
    EXPECT_LE(static_cast<double>(operation.measure.macs.count()) /
                  run.seconds(operation.measure.cycles.total()).count(),
              peak * (1 + 1e-9))
        << operation.operation;
  }
}

TEST(figures, a_roof_that_widths_share_names_their_ends) {
  Fabricated made({"systolic"});
  std::set<std::pair<int, int>> widths;
  for (const OperationResult& operation : made.data().entries.front().run.operations) {
    if (operation.peak_macs_per_cycle > 0) {
      widths.emplace(operation.a_bits, operation.b_bits);
    }
  }
  ASSERT_GT(widths.size(), 1U);
  const LineChart chart = std::get<LineChart>(layer_figures(made.data()).front().chart);
  std::vector<std::string> roofs;
  for (const LineSeries& series : chart.panels.front().series) {
    if (series.style == LineStyle::line) {
      roofs.push_back(series.name);
    }
  }
  EXPECT_THAT(roofs,
              ElementsAre(AllOf(StartsWith("roof, "), HasSubstr(" to "), EndsWith(" bits"))));
}

TEST(figures, static_training_of_a_machine_has_another_dash_and_an_open_mark) {
  for (const char* machine : {"systolic_512", "spatial_fusion_512", "operand_serial_512",
                              "dual_serial_512", "plain_dual_serial_512", "mine"}) {
    const Look cycling = look_of_machine(machine);
    const Look fixed = look_of_static(machine);
    EXPECT_EQ(fixed.colour, cycling.colour) << machine;
    EXPECT_NE(fixed.dash, cycling.dash) << machine;
    EXPECT_GE(fixed.mark, kFilledMarks) << machine;
  }
}

TEST(figures, roofs_are_told_apart_from_each_other_and_from_operations) {
  const Fabricated made({"dual_serial"});
  const LineChart chart = std::get<LineChart>(layer_figures(made.data()).front().chart);
  const LineLayout layout(chart, wide_page());
  std::set<std::pair<int, int>> looks;
  std::set<int> marks;
  std::size_t roofs = 0;
  for (const LineSeries& series : chart.panels.front().series) {
    const Look& look = layout.look(series);
    if (series.style == LineStyle::line) {
      looks.insert({look.dash, look.mark});
      EXPECT_TRUE(!layout.mark_lines || look.mark >= kFilledMarks) << series.name;
      ++roofs;
    } else {
      EXPECT_LT(look.mark, kFilledMarks) << series.name;
    }
  }
  EXPECT_EQ(looks.size(), roofs);
}

/// What the bars of a waterfall show, one after the other: where each begins and ends.
std::vector<std::pair<double, double>> spans_of(const BarChart& chart, std::size_t bars) {
  std::vector<std::pair<double, double>> spans(bars, {0, 0});
  for (const ChartSeries& series : chart.series) {
    for (std::size_t i = 0; i < bars; ++i) {
      if (series.begins[i] != series.values[i]) {
        EXPECT_EQ(spans[i].first, spans[i].second) << "two series have bar " << i;
        spans[i] = {series.begins[i], series.values[i]};
      }
    }
  }
  return spans;
}

TEST(figures, F3_17_waterfalls_end_exactly_at_what_is_achieved_and_show_the_ideal) {
  const Waterfall one{0.30, {{"array", -0.11}, {"buffers", 2e-4}, {"vector", 0.03}}, 0.2202};
  const Waterfall two{0.30, {{"array", -0.2}, {"buffers", -1e-4}, {"vector", 0.0}}, 0.0999};
  const BarChart chart = waterfall_chart("energy", {"a", "b"}, {one, two});
  ASSERT_TRUE(chart.line);
  EXPECT_EQ(chart.line->values, (std::vector<double>{0.30, 0.30}));
  const std::size_t each = chart.groups[0].second.size();
  const auto spans = spans_of(chart, 2 * each);
  for (std::size_t g = 0; g < 2; ++g) {
    double level = 0.30;
    EXPECT_EQ(spans[g * each], (std::pair{0.0, 0.30}));
    for (std::size_t i = 1; i + 1 < each; ++i) {
      const auto& [begin, end] = spans[g * each + i];
      if (begin != end) {
        EXPECT_NEAR(begin, level, 1e-12);
        level = end;
      }
    }
    EXPECT_NEAR(spans[g * each + each - 1].second, level, 1e-12);
    EXPECT_NEAR(level, g == 0 ? 0.2202 : 0.0999, 1e-12);
  }
  std::set<std::string> names;
  for (const ChartSeries& series : chart.series) {
    names.insert(series.name);
  }
  EXPECT_EQ(names,
            (std::set<std::string>{"ideal", "array", "vector", "small effects", "achieved"}));
}

TEST(figures, a_waterfall_of_large_effects_alone_has_no_empty_place) {
  Waterfall one{0.30, {{"array", -0.1}, {"vector", -0.05}, {"other", 0.0}}, 0.15};
  EXPECT_EQ(waterfall_chart("energy", {"a"}, {one}).groups[0].second.size(), 4u)
      << "ideal, two effects, achieved";
  one.steps[2].change = 1e-5;
  EXPECT_EQ(waterfall_chart("energy", {"a"}, {one}).groups[0].second.size(), 5u);
}

/// A number of a bar as a script has it, in the canvas's units from the lower left corner.
struct DrawnNumber {
  double x = 0;
  double low = 0, high = 0;
};

std::vector<DrawnNumber> numbers_of(const std::string& script, const BarLayout& layout,
                                    const Canvas& canvas) {
  static const std::regex label(
      "set label [0-9]+ \"((?:\u2212)?[0-9]+\\.[0-9])\" at screen ([0-9.]+), screen ([0-9.]+) "
      "([a-z]+)( rotate by 90)? font");
  std::vector<DrawnNumber> numbers;
  for (std::sregex_iterator at(script.begin(), script.end(), label), end; at != end; ++at) {
    const double x = std::stod((*at)[2]) * canvas.width;
    const double y = std::stod((*at)[3]) * layout.height;
    if (x > layout.left) {  // else of the axis
      const double digits = 0.36 * canvas.small;
      const bool turned = (*at)[5].matched;
      numbers.push_back({x, turned ? y : y - digits,
                         turned ? y + text_width((*at)[1].str()) * canvas.small : y + digits});
    }
  }
  return numbers;
}

TEST(figures, no_number_of_a_waterfall_stands_on_the_line_of_the_ideal) {
  for (const auto& kinds : {kKinds, {"dual_serial"}}) {
    const Fabricated made(kinds);
    for (const Figure& figure : saving_figures(made.data())) {
      const auto* chart = std::get_if<BarChart>(&figure.chart);
      if (chart == nullptr || !chart->line) {
        continue;
      }
      for (const Canvas& canvas : canvases()) {
        const BarLayout layout(*chart, canvas);
        const auto numbers = numbers_of(lay_out(*chart, canvas).script.source(), layout, canvas);
        EXPECT_TRUE(!layout.numbers || numbers.size() > 3) << figure.name;
        for (const DrawnNumber& number : numbers) {
          const auto bar = std::min_element(
              layout.bars.begin(), layout.bars.end(), [&](const auto& a, const auto& b) {
                return std::abs(layout.at(a.x) - number.x) < std::abs(layout.at(b.x) - number.x);
              });
          const double line = layout.up(layout.shown(chart->line->values.at(bar->group)));
          EXPECT_FALSE(number.low < line && line < number.high)
              << figure.name << " at " << number.x << " of " << canvas.width;
        }
      }
    }
  }
}

TEST(look, a_machine_has_one_look_and_the_families_differ) {
  std::set<std::pair<int, int>> looks;
  std::set<std::string> colours;
  for (const std::string& family : array::family_names()) {
    const std::string name = family + "_512";
    const Look look = look_of_machine(name);
    EXPECT_EQ(look, look_of_machine(name));
    looks.insert({look.dash, look.mark});
    colours.insert(look.colour);
  }
  EXPECT_EQ(looks.size(), array::family_names().size());
  EXPECT_EQ(colours.size(), array::family_names().size());
  EXPECT_EQ(look_of_machine("systolic_edge").colour, look_of_machine("systolic_512").colour);
  EXPECT_EQ(look_of_label("systolic_512, batch 16")->colour,
            look_of_machine("systolic_512").colour);
  EXPECT_FALSE(look_of_label("ResNet-38"));
}

TEST(look, equal_looks_give_way_to_those_before_them) {
  const std::vector<Look> apart = told_apart(std::vector<Look>(100, Look{"#000000", 2, 3}));
  std::set<std::pair<int, int>> seen;
  for (const Look& look : apart) {
    seen.insert({look.dash, look.mark});
  }
  EXPECT_EQ(seen.size(), 100u);
  EXPECT_EQ(apart.front(), (Look{"#000000", 2, 3}));
}

TEST(text_width, is_that_of_helvetica) {
  EXPECT_DOUBLE_EQ(text_width("Ab 1"), 0.667 + 0.556 + 0.278 + 0.556);
  EXPECT_DOUBLE_EQ(text_width("\u00b5J"), 0.576 + 0.5);
  EXPECT_EQ(broken_text("spatial_fusion_512", 5),
            (std::vector<std::string>{"spatial_", "fusion_512"}));
  EXPECT_EQ(broken_text("one two", 100), (std::vector<std::string>{"one two"}));
}

}  // namespace figure_looks_test
}  // namespace metronome::report
