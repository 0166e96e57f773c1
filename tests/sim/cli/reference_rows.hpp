#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/source_dir.hpp"

namespace metronome::cli {

/// One line of a reference table, by column.
using Row = std::map<std::string, std::string>;

inline std::vector<std::string> cells(const std::string& line, char separator) {
  std::vector<std::string> all;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, separator);) {
    all.push_back(cell);
  }
  return all;
}

/// A table of tests/, without its comments.
inline std::vector<Row> reference_rows(const std::string& file) {
  std::ifstream in(metronome::source_dir() + "/tests/" + file);
  std::vector<Row> rows;
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) {
      continue;
    }
    const std::vector<std::string> values = cells(line, ',');
    if (names.empty()) {
      names = values;
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < names.size(); ++i) {
      row[names[i]] = values.at(i);
    }
    rows.push_back(row);
  }
  return rows;
}

inline std::uint64_t number(const Row& row, const std::string& name) {
  return std::stoull(row.at(name));
}

}  // namespace metronome::cli
