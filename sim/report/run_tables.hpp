#pragma once

#include <string>

#include "sim/report/costs.hpp"

namespace metronome::report {

/// One row per precision phase.
[[nodiscard]] std::string phases_csv(const RunResult& run, const RunCosts& costs);
/// One row per level: what its iterations cost in the run. Levels and switches sum to the total.
[[nodiscard]] std::string levels_csv(const RunResult& run, const RunCosts& costs);
/// One row per distinct operation and job; the numbers are of one execution.
[[nodiscard]] std::string operations_csv(const RunResult& run, const RunCosts& costs);
/// One row per level: the rows of operations.csv that an iteration executes, in order; compressed.
/// `comments`: lines before the header.
[[nodiscard]] std::string level_jobs_csv_gz(const RunResult& run, const std::string& comments = {});
/// One row per priced activity of the whole run: energy = count x value.
[[nodiscard]] std::string energy_csv(const RunResult& run, const RunCosts& costs,
                                     const EnergyTable& table);

/// memory.csv: what each level of the run and of its baseline (or none) needs of the DRAM, and what
/// starting every operation from a canonical state costs; empty fields where that was not measured.
[[nodiscard]] std::string memory_csv(const RunResult& run, const RunResult* baseline);

}  // namespace metronome::report
