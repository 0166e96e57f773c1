#include "sim/experiment/errors_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/report/costs.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"
#include "workloads/methods/feedback/feedback_plan.hpp"
#include "workloads/trace/data_shapes.hpp"

namespace metronome::experiment {
namespace {

std::string name_of(const train::WorkloadSpec& workload) {
  switch (workload.errors) {
    case train::Errors::backpropagation:
      return "backpropagation";
    case train::Errors::direct_feedback:
      return fmt::format("{} feedback", enum_name(workload.feedback));
  }
  fail_no_enumerator(workload.errors);
}

std::uint64_t bytes_of(const ErrorsRow& row) { return (row.dram.read + row.dram.write).count(); }

/// What a row is compared with.
const ErrorsRow& partner(const ErrorsRow& row, const std::vector<ErrorsRow>& rows) {
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const ErrorsRow& other) {
    return other.is_beside && other.accelerator == row.accelerator &&
           other.schedule == row.schedule;
  });
  return at == rows.end() ? row : *at;
}

struct Relative {
  double time = 1;
  double energy = 1;
  double bytes = 1;
};

Relative relative(const ErrorsRow& row, const std::vector<ErrorsRow>& rows) {
  const ErrorsRow& other = partner(row, rows);
  return {row.seconds / other.seconds, row.joules / other.joules,
          static_cast<double>(bytes_of(row)) / static_cast<double>(bytes_of(other))};
}

std::string accuracy_text(const ErrorsRow& row) {
  return row.test_accuracy ? fmt::format("{:.2f}", 100 * *row.test_accuracy) : "";
}

}  // namespace

ErrorsRow errors_row(const train::WorkloadSpec& workload, const RunResult& run,
                     const EnergyTable& table, const std::vector<trace::Metric>& metrics) {
  const report::Cost cost = report::cost_of(run, table).total;
  return {.accelerator = run.accelerator,
          .errors = name_of(workload),
          .schedule = workload.schedule,
          .test_accuracy = metrics.empty() ? std::nullopt : metrics.back().test_accuracy,
          .seconds = run.seconds(cost.cycles.total()).count(),
          .joules = cost.energy.total().count(),
          .dram = cost.total_traffic(),
          .feedback_bytes = cost.dram[trace::Role::feedback].read.count()};
}

std::string errors_csv(const std::vector<ErrorsRow>& rows) {
  report::Csv out({"accelerator", "errors", "schedule", "test_accuracy_percent", "time_s",
                   "energy_j", "dram_read_bytes", "dram_write_bytes", "feedback_bytes",
                   "relative_time", "relative_energy", "relative_bytes"});
  for (const ErrorsRow& row : rows) {
    const Relative to = relative(row, rows);
    out.add(row.accelerator).add(row.errors).add(row.schedule).add(accuracy_text(row));
    out.add(row.seconds).add(row.joules);
    out.add(row.dram.read.count()).add(row.dram.write.count()).add(row.feedback_bytes);
    out.add(to.time).add(to.energy).add(to.bytes);
    out.end_row();
  }
  return out.text();
}

std::string errors_text(const std::vector<ErrorsRow>& rows) {
  report::TextTable table{{{"accelerator", "errors", "schedule", "test %", "s", "J", "DRAM MB",
                            "rel. time", "energy", "bytes"}},
                          3};
  for (const ErrorsRow& row : rows) {
    const Relative to = relative(row, rows);
    table.rows.push_back({row.accelerator, row.errors, row.schedule, accuracy_text(row),
                          report::significant(row.seconds), report::significant(row.joules),
                          fmt::format("{:.1f}", static_cast<double>(bytes_of(row)) * 1e-6),
                          fmt::format("{:.3f}", to.time), fmt::format("{:.3f}", to.energy),
                          fmt::format("{:.3f}", to.bytes)});
  }
  return table.text() + "Accuracies are of one seed.\n";
}

std::string feedback_text(const train::WorkloadSpec& workload) {
  if (workload.errors == train::Errors::backpropagation) {
    return "";
  }
  const model::Graph graph = train::network_of(workload);
  return fmt::format("Errors by {} at {}.", name_of(workload),
                     feedback::plan_text(graph, feedback::plan_of(graph, workload.boundary)));
}

}  // namespace metronome::experiment
