#pragma once

#include <string>

#include "sim/report/report_data.hpp"

namespace metronome::report {

/// Energy and saving of each run with the uncertainty of prices, how often each ranking of the
/// machines by energy holds (draws are shared, so that what is uncertain in all alike changes no
/// ranking), and the ten prices that decide, of the first run. For a terminal.
[[nodiscard]] std::string uncertainty_text(const ReportData& data);

}  // namespace metronome::report
