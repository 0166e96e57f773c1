#include "workloads/trace/csv_heading.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace metronome::trace {

std::string csv_head(const std::string& heading, const std::vector<std::string>& columns,
                     int version) {
  return fmt::format("# {}{}\n{}\n", heading, version, fmt::join(columns, ","));
}

void check_heading(const CsvTable& table, const std::string& file, const std::string& heading,
                   int latest) {
  const std::string line = table.comments().empty() ? "" : table.comments().front();
  for (int version = 1; version <= latest; ++version) {
    if (line == fmt::format("{}{}", heading, version)) {
      return;
    }
  }
  const bool ours = line.starts_with(heading);
  throw UserError(
      Diagnostic{file,
                 1,
                 1,
                 {},
                 ours ? fmt::format("version {} cannot be read", line.substr(heading.size()))
                      : "does not start with its version",
                 fmt::format("the first line is `# {}{}`", heading, latest)});
}

}  // namespace metronome::trace
