#pragma once

#include <string>
#include <vector>

#include "sim/base/csv_table.hpp"
#include "workloads/trace/version.hpp"

/// What the CSV files of a trace have in common: a first line "# <heading><version>".
namespace metronome::trace {

/// The first line and the names of the columns.
[[nodiscard]] std::string csv_head(const std::string& heading,
                                   const std::vector<std::string>& columns,
                                   int version = kVersionWithoutFormats);

/// UserError where the first comment names a version that is none or nothing of ours; `latest`: the
/// last version that has such a file.
void check_heading(const CsvTable& table, const std::string& file, const std::string& heading,
                   int latest = kVersion);

}  // namespace metronome::trace
