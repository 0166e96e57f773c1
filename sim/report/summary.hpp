#pragma once

#include <string>

#include "sim/energy/uncertainty.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::report {

/// summary.json and pages show so many levels; levels.csv has all of them.
inline constexpr std::size_t kMostLevelsShown = 256;

/// What the run saves against its baseline, each as 1 - run / baseline.
struct Savings {
  double bit_operations = 0;           ///< the paper's count: the ideal
  double bit_operations_executed = 0;  ///< of what is run
  double cycles = 0;
  double energy = 0;
};
[[nodiscard]] Savings savings_of(const RunCosts& run, const RunCosts& baseline);

/// What the prices' uncertainty makes of a run's energy, and of what it saves in energy.
struct EnergyIntervals {
  Interval energy_j;
  Interval saving;  ///< all 0 without a baseline
};
[[nodiscard]] EnergyIntervals intervals_of(const RunCosts& run, const RunCosts* baseline,
                                           const EnergyTable& table, UncertainPrices& prices);

/// summary.json: what the run is of (`identity`, `recipe`), `mode`, `total`, `levels`,
/// `gemm_classes`, `switches`, `energy_split_j` and `provenance_share` of the run and its baseline,
/// `intervals` (uncertainty.hpp), and `savings` where there is a baseline. `levels` and `switches`
/// sum to `total`, so do the parts of a split.
[[nodiscard]] std::string summary_json(const RunResult& run, const RunCosts& costs,
                                       const RunCosts* baseline, const EnergyTable& table,
                                       const trace::Facts& identity, const Recipe& recipe);

}  // namespace metronome::report
