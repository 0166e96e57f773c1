#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace metronome {

struct CsvField {
  std::string text;  ///< without its quotes; without blanks around it where it has none
  int column = 1;    ///< 1-based, of its first character in its line
};

/// A row of a CSV text or, where it starts with `#`, a comment (its text is the only field's).
struct CsvRow {
  int line = 1;
  bool comment = false;
  std::vector<CsvField> fields;

  /// No field has text: an empty line, or the commas that spreadsheets save for one.
  [[nodiscard]] bool blank() const;
};

/// The rows of a CSV text. Quoted fields may hold commas, line breaks and, doubled, quotes; lines
/// end in LF, CR LF or CR. UserError where a quote is not closed; `file` is used in positions only.
[[nodiscard]] std::vector<CsvRow> csv_rows(std::string_view text, const std::string& file);

/// The texts of the fields of all rows that are no comments and not empty lines, the header first.
[[nodiscard]] std::vector<std::vector<std::string>> parse_csv(std::string_view text);

}  // namespace metronome
