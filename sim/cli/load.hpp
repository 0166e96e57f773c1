#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/report/json_fields.hpp"

namespace metronome::cli {

/// A folder that a command wrote, read and checked as the commands check it.
struct LoadedFolder {
  std::string kind;  ///< "run", "trace", "sweep" or "experiment"
  /// Of a run its summary.json; of a trace what it is of; of a sweep how many points it has of each
  /// status, and its recipe; of an experiment the recipe.
  report::Json summary;
  std::map<std::string, std::filesystem::path> tables;  ///< CSV files, by their names
  std::map<std::string, std::filesystem::path> parts;   ///< of an experiment: runs of its machines
};

/// UserError where the folder is none of these, or what was read is damaged.
[[nodiscard]] LoadedFolder load_folder(const std::filesystem::path& folder);

/// A table as it stands: fields of each row in the order of the columns, without comments.
struct LoadedTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// A CSV file, expanded where it is gzip. UserError where it cannot be read or is no such table.
[[nodiscard]] LoadedTable load_table(const std::filesystem::path& file);

}  // namespace metronome::cli
