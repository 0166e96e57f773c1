#pragma once

#include <string>

#include "sim/report/chart.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {

/// Terminal, output, fonts, borders: what every script begins with.
[[nodiscard]] Gnuplot script_head(const ChartFrame& frame);
/// "Time per iteration (ms)".
[[nodiscard]] std::string axis_label(const std::string& label, const std::string& unit,
                                     const Scale& scale);
/// "('a' 0, 'b' 1.5)": labels of an axis and where they stand.
[[nodiscard]] Gnuplot tic_list(const std::vector<std::pair<std::string, double>>& tics);

}  // namespace metronome::report
