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

/// memory.csv: what each level of the run and of its baseline (or none) needs of the DRAM, and what
/// starting every operation from a canonical state costs; empty fields where that was not measured.
[[nodiscard]] std::string memory_csv(const RunResult& run, const RunResult* baseline);

}  // namespace metronome::report
