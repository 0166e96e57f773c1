#pragma once

#include <cstdint>
#include <string>

#include "workloads/schedule/schedule.hpp"

namespace metronome::schedule {

/// Reads the file of a `csv:FILE` schedule (its form: CsvSpec); `iterations_per_epoch` is wanted of
/// files that count epochs, 0 of others. UserError with every complaint and its line and column.
[[nodiscard]] CsvSpec load_csv_schedule(const std::string& file,
                                        std::uint64_t iterations_per_epoch);

/// The same of the content of a file.
[[nodiscard]] CsvSpec parse_csv_schedule(std::string text, const std::string& file,
                                         std::uint64_t iterations_per_epoch = 0);

}  // namespace metronome::schedule
