#pragma once

#include <string>
#include <vector>

#include "sim/report/chart.hpp"
#include "sim/report/waterfall.hpp"

namespace metronome::report {

/// A bar for each waterfall: the losses stacked on what is achieved, so that each bar ends at the
/// ideal (plus the effects that gain, which are left out). `saving`: "cycles" or "energy".
[[nodiscard]] BarChart waterfall_chart(const std::string& saving,
                                       const std::vector<std::string>& labels,
                                       const std::vector<Waterfall>& waterfalls);

}  // namespace metronome::report
