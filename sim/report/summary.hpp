#pragma once

#include <string>

#include "sim/report/costs.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::report {

/// What the run saves against its baseline, each as 1 - run / baseline.
struct Savings {
  double bit_operations = 0;           ///< the paper's count: the ideal
  double bit_operations_executed = 0;  ///< of what is run
  double cycles = 0;
  double energy = 0;
};
[[nodiscard]] Savings savings_of(const RunCosts& run, const RunCosts& baseline);

/// summary.json: what the run is of (`identity`, `recipe`), `mode`, `total`, `levels`,
/// `gemm_classes`, `switches`, and `savings` where there is a baseline. `levels` and `switches` sum
/// to `total`.
[[nodiscard]] std::string summary_json(const RunResult& run, const RunCosts& costs,
                                       const RunCosts* baseline, const trace::Facts& identity,
                                       const Recipe& recipe);

}  // namespace metronome::report
