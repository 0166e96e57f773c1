#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::experiment {

/// A training on a machine, of an experiment that compares rules of errors (errors_beside).
struct ErrorsRow {
  std::string accelerator;
  std::string errors;  ///< "backpropagation", "binary feedback"
  std::string schedule;
  std::optional<double> test_accuracy;  ///< fraction
  double seconds = 0;
  double joules = 0;
  Traffic dram;                      ///< all roles
  std::uint64_t feedback_bytes = 0;  ///< of them, matrices of feedback
  bool is_beside = false;            ///< of the rule that the others are compared with
};

/// `metrics` of the training; none where there was none.
[[nodiscard]] ErrorsRow errors_row(const train::WorkloadSpec& workload, const RunResult& run,
                                   const EnergyTable& table,
                                   const std::vector<trace::Metric>& metrics);

/// Columns: accelerator, errors, schedule, test_accuracy_percent, time_s, energy_j,
/// dram_read_bytes, dram_write_bytes, feedback_bytes, and time, energy and bytes relative to the
/// rule beside on the same machine under the same schedule.
[[nodiscard]] std::string errors_csv(const std::vector<ErrorsRow>& rows);
/// The same for a terminal.
[[nodiscard]] std::string errors_text(const std::vector<ErrorsRow>& rows);

/// "Errors by binary feedback at flat (512 numbers); ...", and that a network with a single fully
/// connected layer has no hidden error; empty under backpropagation.
[[nodiscard]] std::string feedback_text(const train::WorkloadSpec& workload);

}  // namespace metronome::experiment
