#pragma once

#include <string>

#include "sim/report/report_data.hpp"

namespace metronome::report {

/// The report for a terminal, at most 100 wide: accuracy; time and energy by level, phase and
/// class; cycle attribution; DRAM bytes by role; energy by component; the headline last, where
/// every run has a baseline. Long schedules show their first phases.
[[nodiscard]] std::string terminal_report(const ReportData& data);

}  // namespace metronome::report
