#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/csv.hpp"

namespace metronome::report {

/// What a column of a result's table is, where two results are compared.
enum class ColumnUse {
  identity,  ///< with the others of its kind it says what a row is of
  fact,      ///< what the whole row was made of and must be alike (stamp.hpp)
  place,     ///< where the row stands or what its words come from: not compared
  manner,    ///< how it was done: counts where no number may differ
  value      ///< what came out
};

/// A table of a result: rows by their identity, which a list of our tables knows by their names and
/// columns; of a table that is not among them the place is the identity ("row 3"). Rows of one
/// identity are told apart by their order. It holds the text and where its rows begin.
class ResultTable {
 public:
  /// `name`: of the file without its folder; `file` is used in positions only. UserError as
  /// CsvReader, where a row has more fields than the header has, and where there is no header.
  ResultTable(const std::string& name, std::string text, std::string file);
  ResultTable(const ResultTable&) = delete;
  ResultTable& operator=(const ResultTable&) = delete;

  /// A name for each column, those that stand twice told apart: "training", "training#2".
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] ColumnUse use(std::size_t column) const { return uses_[column]; }
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  /// "accelerator systolic_512, batch 16".
  [[nodiscard]] const std::string& identity(std::size_t row) const { return identities_[row]; }
  [[nodiscard]] std::optional<std::size_t> find(const std::string& identity) const;
  /// As many as there are columns; they stand until another row is asked for.
  [[nodiscard]] const std::vector<std::string>& cells(std::size_t row) const;

 private:
  void read_header(const std::string& name, const CsvRow& header);
  void take_row(const CsvRow& row, const CsvReader::Place& place);
  [[nodiscard]] std::string identity_of(const std::vector<std::string>& cells) const;

  std::string text_;
  std::string file_;
  std::vector<std::string> columns_;
  std::vector<ColumnUse> uses_;
  std::vector<CsvReader::Place> rows_;
  std::vector<std::string> identities_;
  std::map<std::string, std::size_t> by_identity_;
  std::map<std::string, std::size_t> repeated_;  ///< how often an identity came
  mutable std::vector<std::string> cells_;
};

/// summary.json as the CSV text of a table: a row (key, value) for each number or text, without
/// what it is of and what made it. UserError naming the file.
[[nodiscard]] std::string summary_rows(std::string_view json, const std::string& file);

}  // namespace metronome::report
