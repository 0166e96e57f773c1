#include "sim/report/text_table.hpp"

#include <algorithm>
#include <sstream>

#include "sim/base/text.hpp"

namespace metronome::report {
namespace {

/// Number of characters on a terminal: UTF-8 continuation bytes take no room.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

std::string TextTable::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], width(printable(row[c])));
    }
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string cell = printable(row[c]);
      const std::string space(widths[c] - width(cell), ' ');
      line += (c == 0 ? "" : "  ") + (c < left_columns ? cell + space : space + cell);
    }
    out += line.erase(line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

std::string wrapped(const std::string& text, std::size_t most) {
  std::string out;
  std::size_t column = 0;
  std::istringstream words(text);
  for (std::string word; words >> word; column += width(word)) {
    const bool fits = column + 1 + width(word) <= most;
    if (column > 0) {
      out += fits ? " " : "\n";
      column = fits ? column + 1 : 0;
    }
    out += word;
  }
  return out + "\n";
}

}  // namespace metronome::report
