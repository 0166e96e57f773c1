#include "sim/report/chart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/svg.hpp"

namespace metronome::report {
namespace chart_test {

using ::testing::HasSubstr;
using ::testing::Not;

BarChart stacked() {
  BarChart chart;
  chart.frame = {.name = "stack",
                 .title = "A stack",
                 .value_label = "Time",
                 .unit = "s",
                 .value_column = "time_s"};
  chart.groups = {{"one", {"static", "CPT"}}, {"two", {"static", "CPT"}}};
  chart.series = {{"busy", "#111111", {0.001, 0.002, 0.003, 0.004}},
                  {"idle", "#eeeeee", {0.004, 0.003, 0.002, 0.001}}};
  return chart;
}

TEST(chart, data_are_tidy_and_in_base_units) {
  const auto csv = parse_csv(chart_csv(stacked()));
  ASSERT_EQ(csv.size(), 9u);
  EXPECT_EQ(csv[0], (std::vector<std::string>{"group", "bar", "series", "time_s"}));
  EXPECT_EQ(csv[2], (std::vector<std::string>{"one", "CPT", "busy", "0.002"}));
}

TEST(chart, stacks_are_sums_from_below_in_the_prefix_that_fits) {
  const std::string script = lay_out(stacked(), wide_page()).script.source();
  EXPECT_THAT(script, HasSubstr("\"Time (ms)\""));
  EXPECT_THAT(script, HasSubstr("\n0 1 5\n"));  // bar 0: busy 1 ms, busy and idle 5 ms
}

TEST(chart, texts_cannot_leave_their_quotes) {
  BarChart chart = stacked();
  chart.series[0].name = "a\"; system \"x\\";
  EXPECT_THAT(lay_out(chart, wide_page()).script.source(),
              HasSubstr("title \"a\\0042; system \\0042x\\0134\""));
}

TEST(gnuplot, inlined_svg_has_its_own_names_and_title) {
  const std::string svg =
      "<?xml version=\"1.0\"?>\n<svg width=\"9\"><title>Gnuplot</title><desc>by X</desc>"
      "<path id='dot'/><use xlink:href='#dot'/></svg>";
  const std::string out =
      inline_svg(svg, "fig", {"A & B", "what is shown"}, {{1, 2, 3, 4, "a < b"}}).source();
  EXPECT_EQ(out,
            "<svg role=\"img\" aria-labelledby=\"fig-title\" aria-describedby=\"fig-desc\" "
            "width=\"9\"><title id=\"fig-title\">A &amp; B</title><desc id=\"fig-desc\">what is "
            "shown</desc><path id='fig-dot'/><use xlink:href='#fig-dot'/><g class=\"places\" "
            "fill=\"transparent\">\n<rect x=\"1.0\" y=\"2.0\" width=\"3.0\" height=\"4.0\">"
            "<title>a &lt; b</title></rect>\n</g>\n</svg>");
}

TEST(line_chart, panels_share_the_x_axis_and_carry_their_units) {
  LineChart chart;
  chart.frame = {
      .name = "lines", .title = "Lines", .value_label = "", .unit = "", .value_column = "value"};
  chart.x_label = "Iteration";
  chart.x_column = "iteration";
  LinePanel time;
  time.label = "Time";
  time.unit = "s";
  time.series = {{"run", "#111111", LineStyle::step, false, {{0, 2e-3}, {10, 4e-3}}}};
  chart.panels = {time, time};
  const std::string script = lay_out(chart, wide_page()).script.source();
  EXPECT_THAT(script, HasSubstr("Time (ms)"));
  EXPECT_THAT(script, HasSubstr("set xrange [0:10]"));
  EXPECT_THAT(script, HasSubstr("with steps"));
  const auto csv = parse_csv(chart_csv(chart));
  EXPECT_EQ(csv[1], (std::vector<std::string>{"Time (s)", "run", "0", "0.002"}));
}

}  // namespace chart_test
}  // namespace metronome::report
