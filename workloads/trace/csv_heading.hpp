#pragma once

#include <string>
#include <vector>

#include "sim/base/csv_table.hpp"

/// What the CSV files of a trace have in common: a first line "# <heading><version>".
namespace metronome::trace {

/// The first line, a comment for each of `comments`, and the names of the columns.
[[nodiscard]] std::string csv_head(const std::string& heading,
                                   const std::vector<std::string>& columns,
                                   const std::vector<std::string>& comments = {});

/// UserError where the first comment names a version that is none or nothing of ours.
void check_heading(const CsvTable& table, const std::string& file, const std::string& heading);

}  // namespace metronome::trace
