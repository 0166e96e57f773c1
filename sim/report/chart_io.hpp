#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/report/figures.hpp"

namespace metronome::report {

/// The file in a folder of figures from which they are drawn again, for other media.
inline constexpr const char* kChartsFile = "charts.json";

/// The figures as values: charts, titles, captions and what made them; without their CSV texts.
[[nodiscard]] std::string charts_json(const std::vector<Figure>& figures);

/// The inverse; `csv` is empty. UserError naming the file and the key, also where the file is
/// damaged or of a later version.
[[nodiscard]] std::vector<Figure> parse_charts(std::string_view text, const std::string& file);

}  // namespace metronome::report
