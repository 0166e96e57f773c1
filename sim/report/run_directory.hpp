#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/manifest.hpp"
#include "sim/report/metrics_io.hpp"

namespace metronome::report {

/// Everything a run directory is written from.
struct RunInputs {
  const RunResult& run;
  const RunResult* baseline = nullptr;  ///< static training on the same accelerator, or none
  const EnergyTable& table;             ///< complete: DRAM rows included
  Metrics metrics;                      ///< of training; empty where there was none
  Metrics baseline_metrics;
  std::string resolved_yaml;
  Manifest manifest;
  bool allow_unlike = false;  ///< the baseline may be another training in more than precision
  bool figures = true;        ///< false: none is drawn
};

/// Writes phases.csv, levels.csv, operations.csv, level_jobs.csv.gz, energy.csv, memory.csv,
/// metrics.csv, summary.json, ledger.json, baseline_ledger.json (with a baseline), energy.yaml,
/// resolved.yaml, recipe.json, manifest.json, report.html and figures/ into `dir`, which is made
/// where it is missing. Files of other names are left alone. UserError where a price is missing;
/// then nothing is written. Returns what a terminal shows of it: terminal_report.hpp.
std::string write_run_directory(const RunInputs& inputs, const std::filesystem::path& dir);

/// One accelerator of a comparison.
struct ComparisonEntry {
  const RunResult& run;
  const RunResult& baseline;
  const EnergyTable& table;
};

struct ComparisonInputs {
  std::vector<ComparisonEntry> entries;
  Metrics metrics;
  Metrics baseline_metrics;
  Manifest manifest;
  bool allow_unlike = false;  ///< runs may differ in more than machine and precision
  bool figures = true;        ///< false: none is drawn
};

/// The report for a terminal: terminal_report.hpp.
[[nodiscard]] std::string terminal_text(const ComparisonInputs& inputs);
[[nodiscard]] std::string terminal_text(const RunInputs& inputs);

/// The headline's rows alone.
[[nodiscard]] std::vector<ComparisonRow> compare(const ComparisonInputs& inputs);
/// The headline alone, and what it is of.
[[nodiscard]] std::string headline(const ComparisonInputs& inputs);

/// Writes comparison.csv, comparison.md, recipe.json, report.html and figures/ into `dir`. Returns
/// the state of the figures, for the manifest.
std::string write_comparison(const ComparisonInputs& inputs, const std::filesystem::path& dir);

/// A run directory read back.
struct LoadedRun {
  RunResult run;
  std::optional<RunResult> baseline;
  EnergyTable table;
  TrainingMetrics metrics;
  std::string resolved_yaml;
  Manifest manifest;

  /// Refers to this object.
  [[nodiscard]] RunInputs inputs(bool allow_unlike = false) const;
};

/// UserError naming the file that is missing or wrong. metrics.csv, resolved.yaml and
/// baseline_ledger.json may be absent.
[[nodiscard]] LoadedRun load_run(const std::filesystem::path& dir);

/// As several accelerators of one comparison; every run needs its baseline (UserError otherwise).
/// Metrics are those of the first. `manifest` is that of the comparison. Refers to `runs`.
[[nodiscard]] ComparisonInputs comparison_of(const std::vector<LoadedRun>& runs, Manifest manifest);

/// The table with `prices`' rows in place of its own, but for the DRAM rows, which come from the
/// device that was simulated; on-chip memories of `of_run` that `prices` has no rows for come from
/// its SRAM table: what `price RUN --energy TABLE` prices with.
[[nodiscard]] EnergyTable repriced(const EnergyTable& of_run, const EnergyTable& prices);

}  // namespace metronome::report
