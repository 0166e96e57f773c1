#pragma once

#include <string>

#include "sim/report/chart.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {

/// A text as a gnuplot string, quotes and backslashes escaped, line breaks kept.
[[nodiscard]] std::string gnuplot_text(const std::string& text);
/// Terminal, output, fonts, borders: what every script begins with.
[[nodiscard]] std::string script_head(const ChartFrame& frame);
/// "Time per iteration (ms)".
[[nodiscard]] std::string axis_label(const std::string& label, const std::string& unit,
                                     const Scale& scale);

}  // namespace metronome::report
