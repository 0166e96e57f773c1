#include "sim/report/waterfall_chart.hpp"

#include <algorithm>

#include "sim/report/palette.hpp"

namespace metronome::report {

BarChart waterfall_chart(const std::string& saving, const std::vector<std::string>& labels,
                         const std::vector<Waterfall>& waterfalls) {
  constexpr double kVisible = 5e-4;
  BarChart chart;
  chart.frame = {.name = "waterfall_" + saving,
                 .title = "From the ideal saving to that in " + saving,
                 .value_label = "Saving",
                 .unit = "",
                 .value_column = "saving_fraction",
                 .height = 380};
  chart.percent = true;
  chart.series.push_back({"achieved", kRunColour, {}});
  for (std::size_t w = 0; w < waterfalls.size(); ++w) {
    const Waterfall& waterfall = waterfalls[w];
    chart.groups.emplace_back(labels[w], std::vector<std::string>{""});
    chart.series[0].values.push_back(std::max(0.0, waterfall.achieved));
    for (std::size_t s = 0; s < waterfall.steps.size(); ++s) {
      const WaterfallStep& step = waterfall.steps[s];
      if (chart.series.size() <= s + 1) {
        chart.series.push_back({step.effect, effect_colour(step.effect), {}});
      }
      chart.series[s + 1].values.push_back(std::max(0.0, -step.change));
    }
  }
  std::erase_if(chart.series, [](const ChartSeries& series) {
    return *std::max_element(series.values.begin(), series.values.end()) < kVisible;
  });
  return chart;
}

}  // namespace metronome::report
