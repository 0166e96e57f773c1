#include "sim/report/draw.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sim/base/files.hpp"
#include "sim/base/warning.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/gnuplot.hpp"
#include "tests/sim/base/forked.hpp"
#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace draw_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

BarChart bars(const std::string& name) {
  BarChart chart;
  chart.frame = {.name = name,
                 .title = "A stack",
                 .value_label = "Time",
                 .unit = "s",
                 .value_column = "time_s"};
  chart.groups = {{name + " group", {"static", "CPT"}}};
  chart.series = {{"busy", "#111111", {0.001, 0.002}}};
  return chart;
}

std::vector<Figure> two_figures() {
  std::vector<Figure> figures;
  append_figure(figures, bars("first"), "");
  append_figure(figures, bars("second"), "");
  return figures;
}

std::size_t times_in(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++times;
  }
  return times;
}

/// A folder that is there for one test.
class Drawing : public ::testing::Test {
 protected:
  Drawing() : folder_(fs::temp_directory_path() / fmt::format("metronome_draw_{}", ::getpid())) {
    fs::remove_all(folder_);
  }
  ~Drawing() override { fs::remove_all(folder_); }

  void write_run(const RunResult& run) const {
    write_run_directory({.run = run,
                         .baseline = &baseline_,
                         .table = table_,
                         .metrics = testing::training_metrics(run, 0.87),
                         .baseline_metrics = testing::training_metrics(baseline_, 0.875),
                         .resolved_yaml = "",
                         .manifest = testing::some_manifest()},
                        folder_);
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    return read_file(folder_ / name);
  }
  [[nodiscard]] std::string figures() const {
    return nlohmann::json::parse(text("manifest.json")).value("figures", "no key");
  }

  const fs::path folder_;
  const RunResult baseline_ = testing::static_run("spatial_fusion");
  const EnergyTable table_ = testing::priced_table();
};

TEST_F(Drawing, lines_of_one_colour_have_their_dashes_in_the_legend_too) {
  LineChart chart;
  chart.frame = {
      .name = "dashes", .title = "Lines", .value_label = "", .unit = "", .value_column = "y"};
  chart.x_label = "x";
  chart.x_column = "x";
  LinePanel panel{.label = "y", .unit = "", .series = {}};
  for (int dash = 1; dash <= 3; ++dash) {
    LineSeries series{.name = fmt::format("line {}", dash),
                      .colour = "#5b6470",
                      .points = {{0, dash}, {1, dash}}};
    series.look = Look{"#5b6470", dash, 0};
    panel.series.push_back(series);
  }
  chart.panels.push_back(panel);
  std::vector<Figure> figures;
  append_figure(figures, chart, "");
  EXPECT_EQ(times_in(draw(figures).at(0), "stroke-dasharray"), 6u)
      << "three lines and their samples";
}

TEST_F(Drawing, several_figures_are_drawn_in_order_and_in_the_same_bytes_twice) {
  const std::vector<std::string> drawn = draw(two_figures());
  ASSERT_EQ(drawn.size(), 2u);
  EXPECT_THAT(drawn[0], StartsWith("<?xml"));
  EXPECT_THAT(drawn[0], HasSubstr("first group"));
  EXPECT_THAT(drawn[1], HasSubstr("second group"));
  EXPECT_THAT(drawn[1], HasSubstr("</svg>"));
  EXPECT_EQ(draw(two_figures()), drawn);
}

TEST_F(Drawing, what_is_drawn_is_what_the_script_alone_writes) {
  const std::vector<Figure> figures = two_figures();
  const std::vector<std::string> drawn = draw(figures);
  write_figures(figures, drawn, folder_);
  const std::string svg = text("first.svg");
  fs::remove(folder_ / "first.svg");
  ASSERT_EQ(std::system(("cd '" + folder_.string() + "' && gnuplot -d first.gp").c_str()), 0);
  EXPECT_EQ(text("first.svg"), svg);
}

TEST_F(Drawing, a_missing_program_is_a_complaint_with_its_remedy) {
  const GnuplotRun run = run_gnuplot("plot 1\n", "gnuplot-that-is-not-there");
  EXPECT_THAT(run.complaint, HasSubstr("gnuplot-that-is-not-there"));
  EXPECT_THAT(run.complaint, HasSubstr("apt-get install gnuplot-nox"));
}

TEST_F(Drawing, complaints_of_the_program_are_passed_on) {
  EXPECT_THAT(run_gnuplot("x = 1\nplot nonsense(\n").complaint, HasSubstr("line 2"));
}

TEST_F(Drawing, F2_5_figures_need_no_temporary_folder) {
  const Forked copy = in_copy([] {
    ::setenv("TMPDIR", "/nonexistent", 1);
    return draw(two_figures()).at(1).empty() ? 1 : 7;
  });
  EXPECT_EQ(copy.exit_code(), 7);
}

TEST_F(Drawing, F2_5_results_are_kept_without_figures_and_drawn_later) {
  const RunResult run = testing::cpt_run("spatial_fusion");
  write_run(run);
  const std::string page = text("report.html");
  const std::string svg = text("figures/energy.svg");
  EXPECT_EQ(figures(), "drawn");

  const Forked copy = in_copy([&] {
    ::setenv("PATH", "/nonexistent", 1);
    set_warning_sink([](const std::string& text) { tell(text); });
    write_run(run);
    return 0;
  });
  EXPECT_EQ(copy.exit_code(), 0);
  EXPECT_THAT(copy.error, HasSubstr("figures are left out: cannot run gnuplot"));
  EXPECT_EQ(figures(), "missing");
  EXPECT_FALSE(fs::exists(folder_ / "figures/energy.svg")) << "of the run before";
  EXPECT_TRUE(fs::exists(folder_ / "figures/energy.gp"));
  EXPECT_TRUE(fs::exists(folder_ / "summary.json"));
  EXPECT_THAT(text("report.html"), HasSubstr("This figure was not drawn"));

  write_run(run);
  EXPECT_EQ(figures(), "drawn");
  EXPECT_EQ(text("figures/energy.svg"), svg);
  EXPECT_EQ(text("report.html"), page);
}

TEST_F(Drawing, F3_8_a_run_that_saves_nothing_has_a_report_that_says_so) {
  write_run(testing::static_run("spatial_fusion"));
  EXPECT_FALSE(fs::exists(folder_ / "figures/waterfall_cycles.svg"));
  EXPECT_THAT(text("report.html"), HasSubstr("Nothing is saved in cycles"));
  EXPECT_THAT(text("report.html"), HasSubstr("Nothing is saved in energy"));
  EXPECT_TRUE(fs::exists(folder_ / "figures/savings.svg"));
}

TEST_F(Drawing, a_chart_without_content_is_no_figure) {
  std::vector<Figure> figures;
  BarChart chart = bars("empty");
  chart.series.clear();
  append_figure(figures, chart, "");
  LineChart lines;
  lines.panels = {
      {.label = "y", .unit = "", .series = {{"a", "#111111", LineStyle::line, false, {}}}}};
  append_figure(figures, lines, "");
  EXPECT_TRUE(figures.empty());
}

}  // namespace draw_test
}  // namespace metronome::report
