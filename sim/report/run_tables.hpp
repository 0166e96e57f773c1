#pragma once

#include <string>

#include "sim/report/costs.hpp"

namespace metronome::report {

/// One row per precision phase.
[[nodiscard]] std::string phases_csv(const RunResult& run, const RunCosts& costs);
/// One row per level and operation; the numbers are of one execution.
[[nodiscard]] std::string operations_csv(const RunResult& run, const RunCosts& costs);
/// One row per priced activity of the whole run: energy = count x value.
[[nodiscard]] std::string energy_csv(const RunResult& run, const RunCosts& costs,
                                     const EnergyTable& table);

}  // namespace metronome::report
