#pragma once

#include <string>

#include "sim/chips/system_run.hpp"
#include "sim/report/stamp.hpp"

namespace metronome::chips {

/// report.html of a run on a system: totals, an iteration of each precision level, and each
/// precision phase with the idle time of its chips, and what it is of; complete in itself. Phases
/// beyond the first 1000 are in phases.csv and chip_phases.csv only.
[[nodiscard]] std::string system_page(const SystemRun& run, const SystemRun* baseline,
                                      const report::Stamp& stamp);

}  // namespace metronome::chips
