// Figures that set the points of a sweep beside the first of their group.
#include "sim/sweep/relative_figures.hpp"

#include <cmath>

#include "tests/sim/sweep/sweep_fixture.hpp"

namespace metronome::sweep {
namespace relative_figures_test {

class RelativeFigures : public SweepFixture {};

const report::BarChart& chart_of(const std::vector<report::Figure>& figures,
                                 const std::string& name) {
  for (const report::Figure& figure : figures) {
    if (figure.name == name) {
      return std::get<report::BarChart>(figure.chart);
    }
  }
  throw std::runtime_error("no figure " + name);
}

constexpr const char* kModels =
    "  - {key: trace.model, values: [resnet-8, resnet-20]}\n"
    "  - {key: accelerator.memory.channels, values: [1, 8]}\n";

TEST_F(RelativeFigures, a_speed_up_is_over_the_baseline_of_the_groups_first_point) {
  const FinishedSweep sweep = run(load(kModels));
  const std::vector<report::Figure> figures = relative_figures(sweep);
  const report::BarChart& chart = chart_of(figures, "speedup");
  ASSERT_EQ(chart.groups.size(), 3u);  // two networks and the mean
  ASSERT_EQ(chart.series.size(), 2u);
  for (std::size_t memory = 0; memory < 2; ++memory) {
    const std::vector<double>& values = chart.series[memory].values;
    ASSERT_EQ(values.size(), 3u);
    for (std::size_t network = 0; network < 2; ++network) {
      EXPECT_DOUBLE_EQ(values[network],
                       sweep.results[2 * network].number("static_time_s") /
                           sweep.results[2 * network + memory].number("cpt_time_s"));
    }
    EXPECT_NEAR(values[2] * values[2], values[0] * values[1], 1e-12);
  }
  EXPECT_GT(chart.series[1].values[0], chart.series[0].values[0]);
}

TEST_F(RelativeFigures, stacks_are_as_high_as_the_totals_they_are_parts_of) {
  const FinishedSweep sweep = run(load(kModels));
  const std::vector<report::Figure> figures = relative_figures(sweep);
  for (const auto& [name, total] :
       {std::pair("energy_relative_", "_energy_j"), std::pair("time_relative_", "_time_s")}) {
    for (std::size_t network = 0; network < 2; ++network) {
      const report::BarChart& chart =
          chart_of(figures, name + sweep.points[2 * network].labels.front());
      ASSERT_EQ(chart.groups.size(), 2u);
      const double reference = sweep.results[2 * network].number(std::string("static") + total);
      for (std::size_t bar = 0; bar < 4; ++bar) {
        double sum = 0;
        for (const report::ChartSeries& series : chart.series) {
          sum += series.values.at(bar);
        }
        const PointResult& result = sweep.results[2 * network + bar / 2];
        EXPECT_NEAR(sum * reference,
                    result.number(std::string(bar % 2 == 0 ? "static" : "cpt") + total),
                    1e-9 * reference)
            << chart.frame.name << ", bar " << bar;
      }
    }
  }
}

TEST_F(RelativeFigures, points_that_train_differently_are_not_set_beside_each_other) {
  const FinishedSweep sweep = run(load("  - {key: trace.batch, values: [4, 8]}\n"));
  EXPECT_TRUE(relative_figures(sweep).empty());
}

TEST_F(RelativeFigures, a_point_that_a_group_lacks_has_no_bar_and_no_mean) {
  const FinishedSweep sweep =
      run(load("  - {key: accelerator.memory.channels, values: [4, 8]}\n"
               "  - {key: accelerator.output_buffer.bank_bytes, values: [8192, 16384]}\n"));
  FinishedSweep torn = sweep;
  torn.results[3].message = "does not fit";
  const std::vector<report::Figure> figures = relative_figures(torn);
  const report::BarChart& chart = chart_of(figures, "speedup");
  // The second group has one point, which compares with nothing.
  EXPECT_EQ(chart.groups.size(), 1u);
  EXPECT_EQ(chart_of(relative_figures(sweep), "speedup").groups.size(), 3u);
}

}  // namespace relative_figures_test
}  // namespace metronome::sweep
