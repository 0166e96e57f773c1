#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/number.hpp"

namespace metronome {

/// The one reader of tables from users: a CSV with named columns, read with the position of every
/// field, as spreadsheets and scripts save it (CsvReader; a byte order mark, blanks around fields,
/// trailing commas and rows of commas alone are no matter). Complaints are gathered, so that a
/// file's errors come at once. It holds the text and where its rows begin, the fields of one row at
/// a time: rows are read in order.
class CsvTable {
 public:
  /// `file` is used in positions only. The first row that is no comment names the columns, in any
  /// order; a missing required or an unknown column is a complaint, and then there are no rows.
  /// Without any column named here, all are welcome. UserError as plain_text and CsvReader.
  CsvTable(std::string text, std::string file, const std::vector<std::string>& required = {},
           const std::vector<std::string>& optional = {});
  CsvTable(const CsvTable&) = delete;
  CsvTable& operator=(const CsvTable&) = delete;

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  /// Comment lines, without `#` and the blanks after it.
  [[nodiscard]] const std::vector<std::string>& comments() const { return comments_; }

  /// A field's text; empty where an optional column is absent. It stands until another row is
  /// asked for.
  [[nodiscard]] std::string_view text(std::size_t row, std::string_view column) const;
  /// A field as a whole number of `range`, which may be written as 3.0; the range's least and a
  /// complaint where it is none.
  [[nodiscard]] std::uint64_t whole(std::size_t row, std::string_view column,
                                    const NumberRange& range = kAnyWhole);
  /// Bits of a precision: 1 to 32; 0 for `fp32`, which files of earlier versions write as 0.
  [[nodiscard]] int bits(std::size_t row, std::string_view column);
  /// A finite number of `range`; nothing where the field is empty.
  [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view column,
                                             const NumberRange& range = kAnyReal);
  /// As number, but the field must not be empty.
  [[nodiscard]] double real(std::size_t row, std::string_view column,
                            const NumberRange& range = kAnyReal);

  /// A complaint about a field.
  void complain(std::size_t row, std::string_view column, std::string what, std::string hint = {});
  /// A complaint about the file.
  void complain(std::string what, std::string hint = {});

  [[nodiscard]] const Findings& findings() const { return findings_; }
  /// UserError with all complaints, if any.
  void finish() const { findings_.raise(); }

 private:
  void take(CsvRow& row, const CsvReader::Place& place, const std::vector<std::string>& required,
            const std::vector<std::string>& optional);
  void read_header(const CsvRow& header, const std::vector<std::string>& required,
                   const std::vector<std::string>& optional);
  /// Of names that are there and names that must be there.
  void check_columns(const CsvRow& header, const std::vector<std::string>& required,
                     const std::vector<std::string>& known);
  void take_row(CsvRow& row, const CsvReader::Place& place);
  /// The fields of a row.
  [[nodiscard]] const CsvRow& row_at(std::size_t row) const;
  [[nodiscard]] const CsvField* field(std::size_t row, std::string_view column) const;
  [[nodiscard]] std::string hint_for(std::string_view text, std::string hint) const;

  std::string file_;
  std::string text_;
  std::vector<std::string> comments_;
  std::vector<std::string> columns_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<CsvReader::Place> rows_;
  mutable CsvRow current_;  ///< the row that was asked for last
  mutable std::optional<std::size_t> current_index_;
  Findings findings_;
};

}  // namespace metronome
