#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/report/comparison.hpp"
#include "sim/report/manifest.hpp"
#include "sim/report/metrics_io.hpp"

namespace metronome::report {

/// One accelerator of a report, priced. Runs and tables outlive it.
struct ReportEntry {
  const RunResult& run;
  const RunResult* baseline = nullptr;
  const EnergyTable& table;
  RunCosts costs;
  std::optional<RunCosts> baseline_costs;
};

/// All that a report page shows.
struct ReportData {
  std::vector<ReportEntry> entries;
  TrainingMetrics metrics;
  Manifest manifest;

  [[nodiscard]] bool has_baselines() const;
  /// The headline; only where every entry has a baseline.
  [[nodiscard]] std::vector<ComparisonRow> comparison() const;
};

/// Prices the runs. UserError where a row is missing, or where a baseline trained for another
/// number of iterations.
[[nodiscard]] ReportEntry make_entry(const RunResult& run, const RunResult* baseline,
                                     const EnergyTable& table);

/// "CPT" or "static" by the schedule's name, else the schedule's name.
[[nodiscard]] std::string training_label(const RunResult& run);

/// Iterations of the whole run.
[[nodiscard]] std::uint64_t iterations_of(const RunResult& run);

}  // namespace metronome::report
