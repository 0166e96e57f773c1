#include "sim/report/waterfall_chart.hpp"

#include <algorithm>
#include <cmath>

#include "sim/report/palette.hpp"

namespace metronome::report {
namespace {

/// Effects below it in all waterfalls are one.
constexpr double kVisible = 5e-4;

/// The effects of all waterfalls, in order, and whether each has a bar of its own.
std::vector<std::string> shown_effects(const std::vector<Waterfall>& waterfalls) {
  std::vector<std::string> shown;
  for (const WaterfallStep& step : waterfalls.front().steps) {
    const bool visible =
        std::any_of(waterfalls.begin(), waterfalls.end(), [&](const Waterfall& one) {
          return std::any_of(one.steps.begin(), one.steps.end(), [&](const WaterfallStep& other) {
            return other.effect == step.effect && std::abs(other.change) >= kVisible;
          });
        });
    if (visible) {
      shown.push_back(step.effect);
    }
  }
  return shown;
}

bool is_shown(const std::vector<std::string>& shown, const WaterfallStep& step) {
  return std::find(shown.begin(), shown.end(), step.effect) != shown.end();
}

/// Whether any waterfall has an effect that is not shown by itself.
bool has_others(const std::vector<Waterfall>& waterfalls, const std::vector<std::string>& shown) {
  return std::any_of(waterfalls.begin(), waterfalls.end(), [&](const Waterfall& one) {
    return std::any_of(one.steps.begin(), one.steps.end(), [&](const WaterfallStep& step) {
      return !is_shown(shown, step) && step.change != 0;
    });
  });
}

/// The bars of one waterfall: from the ideal over each effect to what is achieved.
std::vector<std::pair<std::string, double>> changes_of(const Waterfall& waterfall,
                                                       const std::vector<std::string>& shown,
                                                       bool with_others) {
  std::vector<std::pair<std::string, double>> changes;
  double others = 0;
  for (const WaterfallStep& step : waterfall.steps) {
    if (is_shown(shown, step)) {
      changes.emplace_back(step.effect, step.change);
    } else {
      others += step.change;
    }
  }
  if (with_others) {
    changes.emplace_back(kOtherEffects, others);
  }
  return changes;
}

/// A bar of a span chart that is `series`'s; of the others nothing.
void add_bar(BarChart& chart, const std::string& name, double begin, double end) {
  for (ChartSeries& series : chart.series) {
    series.begins.push_back(series.name == name ? begin : 0);
    series.values.push_back(series.name == name ? end : 0);
  }
}

}  // namespace

BarChart waterfall_chart(const std::string& saving, const std::vector<std::string>& labels,
                         const std::vector<Waterfall>& waterfalls) {
  BarChart chart;
  chart.frame = {.name = "waterfall_" + saving,
                 .title = "From the ideal saving to that in " + saving,
                 .value_label = "Saving",
                 .unit = "",
                 .value_column = "saving_fraction",
                 .height = 380};
  chart.kind = BarKind::spans;
  chart.percent = true;
  if (waterfalls.empty()) {
    return chart;
  }
  const std::vector<std::string> shown = shown_effects(waterfalls);
  const bool others = has_others(waterfalls, shown);
  chart.series.push_back({"ideal", kIdealColour, {}});
  for (const std::string& effect : shown) {
    chart.series.push_back({effect, effect_colour(effect), {}});
  }
  chart.series.push_back({kOtherEffects, effect_colour(kOtherEffects), {}});
  chart.series.push_back({"achieved", kRunColour, {}});
  chart.line = GroupLine{"ideal: bit operations", {}};
  for (std::size_t w = 0; w < waterfalls.size(); ++w) {
    const Waterfall& waterfall = waterfalls[w];
    double level = waterfall.ideal;
    add_bar(chart, "ideal", 0, level);
    for (const auto& [effect, change] : changes_of(waterfall, shown, others)) {
      add_bar(chart, effect, level, level + change);
      level += change;
    }
    add_bar(chart, "achieved", 0, waterfall.achieved);
    chart.groups.emplace_back(labels[w], std::vector<std::string>(shown.size() + (others ? 3 : 2)));
    chart.line->values.push_back(waterfall.ideal);
  }
  std::erase_if(chart.series,
                [](const ChartSeries& series) { return series.values == series.begins; });
  return chart;
}

}  // namespace metronome::report
