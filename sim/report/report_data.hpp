#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/report/comparison.hpp"
#include "sim/report/manifest.hpp"
#include "sim/report/metrics_io.hpp"
#include "sim/report/stamp.hpp"

namespace metronome::report {

/// One accelerator of a report, priced. Runs and tables outlive it.
struct ReportEntry {
  const RunResult& run;
  const RunResult* baseline = nullptr;
  const EnergyTable& table;
  RunCosts costs;
  std::optional<RunCosts> baseline_costs;
  double memory_bytes_per_second = 0;  ///< peak of all channels; 0: not known
};

/// All that a report page shows.
struct ReportData {
  std::vector<ReportEntry> entries;
  TrainingMetrics metrics;
  Recipe recipe;
  std::string unlike{};  ///< how runs differ that should not; empty where they do not

  [[nodiscard]] bool has_baselines() const;
  /// The headline; only where every entry has a baseline.
  [[nodiscard]] std::vector<ComparisonRow> comparison() const;
  /// Of all entries.
  [[nodiscard]] Stamp stamp() const;
};

/// Adds a priced run. UserError where a row of its table is missing, and, unless `allow_unlike`,
/// where its baseline is another training in more than precision, or where it and the entries
/// before it differ in more than the machine (identity.hpp).
void add_entry(ReportData& data, const RunResult& run, const RunResult* baseline,
               const EnergyTable& table, bool allow_unlike);

/// "CPT" or "static" by the schedule's name, else the schedule's name.
[[nodiscard]] std::string training_label(const RunResult& run);

/// Iterations of the whole run.
[[nodiscard]] std::uint64_t iterations_of(const RunResult& run);

}  // namespace metronome::report
