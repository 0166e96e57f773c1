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

/// Goes through the rows of a CSV text one by one. Quoted fields may hold commas, line breaks and,
/// doubled, quotes; lines end in LF, CR LF or CR. UserError where a quote is not closed; `file` is
/// used in positions only.
class CsvReader {
 public:
  /// Where a row begins.
  struct Place {
    std::size_t offset = 0;
    int line = 1;
  };

  /// The text and the name outlive this.
  CsvReader(std::string_view text, const std::string& file, const Place& from);
  CsvReader(std::string_view text, const std::string& file) : CsvReader(text, file, Place{}) {}

  /// Of the row that comes next.
  [[nodiscard]] Place place() const { return {at_, line_}; }
  /// Takes the next row into `row`; false at the end.
  bool next(CsvRow& row);

 private:
  [[nodiscard]] bool ended() const { return at_ == text_.size(); }
  [[nodiscard]] bool at_line_end() const;
  void skip_blanks();
  void end_line();
  std::string_view rest_of_line();
  void read_field(CsvField& out);
  void read_quoted(std::string& out);

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

/// All rows.
[[nodiscard]] std::vector<CsvRow> csv_rows(std::string_view text, const std::string& file);

/// The texts of the fields of all rows that are no comments and not empty lines, the header first.
[[nodiscard]] std::vector<std::vector<std::string>> parse_csv(std::string_view text);

}  // namespace metronome
