#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/base/csv.hpp"
#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::claims {

/// Cells by column.
using TableRow = std::map<std::string, std::string>;

/// The rows of a committed table, by its path from the top of the project.
inline std::vector<TableRow> table_rows(const std::string& path) {
  const auto cells = parse_csv(read_file(std::filesystem::path(metronome::source_dir()) / path));
  std::vector<TableRow> rows;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    TableRow& row = rows.emplace_back();
    for (std::size_t c = 0; c < cells[0].size(); ++c) {
      row[cells[0][c]] = cells[i].at(c);
    }
  }
  return rows;
}

inline double number(const TableRow& row, const std::string& column) {
  return std::stod(row.at(column));
}

/// Whether the row has all of `wanted`.
inline bool has_cells(const TableRow& row, const TableRow& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const auto& cell) { return row.at(cell.first) == cell.second; });
}

}  // namespace metronome::claims
