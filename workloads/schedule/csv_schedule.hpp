#pragma once

#include <string>

#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {

/// Reads the file of a `csv:FILE` schedule (its form: CsvSpec). UserError with every complaint and
/// its line and column.
[[nodiscard]] CsvSpec load_csv_schedule(const std::string& file);

/// The same of the content of a file.
[[nodiscard]] CsvSpec parse_csv_schedule(std::string text, const std::string& file);

}  // namespace metronome::schedule
