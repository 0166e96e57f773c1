#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome::schedule {

/// A comma-separated table with named columns, read with the position of every field. Lines that
/// start with `#` are comments; empty lines are skipped; there is no quoting. Complaints are
/// collected, so that a file's errors come at once.
class CsvTable {
 public:
  /// `file` is used in positions only. The first line that is no comment names the columns, in any
  /// order; a missing required or an unknown column is a complaint, and then there are no rows.
  CsvTable(std::string_view text, std::string file, const std::vector<std::string>& required,
           const std::vector<std::string>& optional = {});

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  /// Comment lines, without `#` and the blanks after it.
  [[nodiscard]] const std::vector<std::string>& comments() const { return comments_; }

  /// A field's text; empty where an optional column is absent.
  [[nodiscard]] std::string_view text(std::size_t row, std::string_view column) const;
  /// A field as a number of its type; 0 and a complaint where it is none.
  [[nodiscard]] std::uint64_t whole(std::size_t row, std::string_view column);
  /// Bits of a precision: 0 (FP32) to 32.
  [[nodiscard]] int bits(std::size_t row, std::string_view column);
  /// Nothing where the field is empty.
  [[nodiscard]] std::optional<double> number(std::size_t row, std::string_view column);

  /// A complaint about a field.
  void complain(std::size_t row, std::string_view column, std::string what, std::string hint = {});
  /// A complaint about the file.
  void complain(std::string what, std::string hint = {});

  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  /// UserError with all complaints, if any.
  void finish() const;

 private:
  struct Row {
    int line = 0;
    std::vector<std::string> fields;
  };

  void read_header(const Row& header, const std::vector<std::string>& required,
                   const std::vector<std::string>& optional);
  [[nodiscard]] std::optional<std::size_t> index_of(std::string_view column) const;

  std::string file_;
  std::vector<std::string> comments_;
  std::vector<std::string> columns_;
  std::vector<Row> rows_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace metronome::schedule
