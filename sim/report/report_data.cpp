#include "sim/report/report_data.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metronome::report {

bool ReportData::has_baselines() const {
  return !entries.empty() &&
         std::all_of(entries.begin(), entries.end(),
                     [](const ReportEntry& entry) { return entry.baseline != nullptr; });
}

std::vector<ComparisonRow> ReportData::comparison() const {
  std::vector<ComparedRun> runs;
  if (has_baselines()) {
    for (const ReportEntry& entry : entries) {
      runs.push_back({entry.run, *entry.baseline, entry.costs, *entry.baseline_costs, entry.table});
    }
  }
  return compare(runs);
}

std::uint64_t iterations_of(const RunResult& run) {
  std::uint64_t sum = 0;
  for (const LevelResult& level : run.levels) {
    sum += level.iterations;
  }
  return sum;
}

std::string training_label(const RunResult& run) {
  if (run.trace.starts_with("cpt")) {
    return "CPT";
  }
  return run.trace.starts_with("static") ? "static" : run.trace;
}

ReportEntry make_entry(const RunResult& run, const RunResult* baseline, const EnergyTable& table) {
  ReportEntry entry{run, baseline, table, cost_of(run, table), std::nullopt};
  if (baseline != nullptr) {
    if (iterations_of(run) != iterations_of(*baseline)) {
      throw UserError(fmt::format("{}: the run has {} iterations and its baseline {}",
                                  run.accelerator, iterations_of(run), iterations_of(*baseline)),
                      "savings compare trainings of equal length");
    }
    entry.baseline_costs = cost_of(*baseline, table);
  }
  return entry;
}

}  // namespace metronome::report
