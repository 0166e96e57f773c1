#pragma once

#include <string>
#include <vector>

namespace metronome::report {

/// Cells for a terminal, the head first; the first `left_columns` are aligned to the left, the
/// others to the right. Rows may be shorter than the head.
struct TextTable {
  std::vector<std::vector<std::string>> rows;
  std::size_t left_columns = 1;

  /// One line a row, cells as printable() shows them, two spaces between columns, no trailing
  /// blanks. Counts UTF-8 characters.
  [[nodiscard]] std::string text() const;
};

/// Lines of at most `most` characters, broken at spaces.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t most);

}  // namespace metronome::report
