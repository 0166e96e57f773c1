#pragma once

#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {

/// Reads the file of a `csv:FILE` schedule (its form: CsvSpec). UserError with every complaint and
/// its line and column.
[[nodiscard]] CsvSpec load_csv_schedule(const std::string& file);

}  // namespace metronome::schedule
