#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace metronome::claims {

/// Committed tables by the names that a claims file gives them; each is read once.
class Tables {
 public:
  using Row = std::map<std::string, std::string>;

  explicit Tables(std::filesystem::path root) : root_(std::move(root)) {}
  /// `source`: a CSV below the root, or `FILE where COLUMN=VALUE`: of its rows those alone.
  void add(const std::string& name, const std::string& source) { sources_[name] = source; }
  /// UserError for an unknown name, an unreadable file, and where no row is left.
  [[nodiscard]] const std::vector<Row>& rows(const std::string& name);

 private:
  std::filesystem::path root_;
  std::map<std::string, std::string> sources_;
  std::map<std::string, std::vector<Row>> read_;
};

/// Cells of a column in the order of their rows, one number, a text, or whether something holds.
struct Value {
  std::variant<std::vector<double>, std::string, bool> is;

  /// UserError where it is not a single number.
  [[nodiscard]] double number() const;
  /// UserError where it is no statement.
  [[nodiscard]] bool holds() const;
};

/// What an expression is of the tables:
///
///     100 * mean(main[accelerator=dual_serial_512].cycle_saving_fraction)
///     energy[number=energy_saving_fraction].span_fraction >= 0.1 and where_max(...) == "memory"
///
/// `table[column=value, ...].column` are the cells of the rows that match, at least one; a value
/// with commas or brackets stands in double quotes, `column!=value` leaves rows out. + - * / and
/// comparisons work cell by cell, a single number against many; a comparison of many holds where it
/// holds for each. mean, min, max, sum, count, first, abs, geomean take cells; where_max(cells,
/// column) and where_min give the column's text in the row of the greatest and the least, of cells
/// that are plainly a table's; blank(cells) holds where all of them are empty. UserError with the
/// expression where it is none.
[[nodiscard]] Value evaluate(const std::string& expression, Tables& tables);

}  // namespace metronome::claims
