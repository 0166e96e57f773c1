#include "sim/report/report_data.hpp"

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

Stamp ReportData::stamp() const {
  std::vector<trace::Facts> identities;
  for (const ReportEntry& entry : entries) {
    identities.push_back(identity_of(entry.run, entry.baseline, entry.table));
  }
  return {joined(identities), recipe, unlike};
}

void add_entry(ReportData& data, const RunResult& run, const RunResult* baseline,
               const EnergyTable& table, bool allow_unlike) {
  const auto look = [&](const std::string& what, const std::vector<trace::Difference>& found) {
    require_alike(what, found, allow_unlike);
    const std::string text = trace::differences_text(found);
    if (data.unlike.find(text) == std::string::npos) {
      data.unlike += (data.unlike.empty() ? "" : ", ") + text;
    }
  };
  if (baseline != nullptr) {
    look("the run on " + run.accelerator + " and its baseline",
         trace::differences(run.training, baseline->training));
  }
  if (!data.entries.empty()) {
    const ReportEntry& first = data.entries.front();
    look("the runs on " + first.run.accelerator + " and " + run.accelerator,
         trace::differences(conditions_of(first.run, first.baseline, first.table),
                            conditions_of(run, baseline, table)));
  }
  ReportEntry entry{run, baseline, table, cost_of(run, table), std::nullopt};
  if (baseline != nullptr) {
    entry.baseline_costs = cost_of(*baseline, table);
  }
  data.entries.push_back(std::move(entry));
}

}  // namespace metronome::report
