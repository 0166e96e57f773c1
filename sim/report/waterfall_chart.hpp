#pragma once

#include <string>
#include <vector>

#include "sim/report/chart.hpp"
#include "sim/report/waterfall.hpp"

namespace metronome::report {

/// What the effects are called that are too small for a bar of their own.
inline constexpr const char* kOtherEffects = "small effects";

/// For each waterfall a bar for the ideal, one for each effect, which begins where the one before
/// it ended, and one for what is achieved, with a line at the ideal. Effects that are nowhere
/// visible are one bar, so that the bars sum exactly. `saving`: "cycles" or "energy".
[[nodiscard]] BarChart waterfall_chart(const std::string& saving,
                                       const std::vector<std::string>& labels,
                                       const std::vector<Waterfall>& waterfalls);

}  // namespace metronome::report
