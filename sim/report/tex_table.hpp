#pragma once

#include <string>
#include <vector>

#include "sim/report/markup.hpp"

namespace metronome::report {

/// A column that a table may have.
struct TexColumn {
  std::string name;   ///< by which it is asked for: "cpt_energy_j"
  std::string head;   ///< "energy"
  std::string unit;   ///< of the second line of the head; may be empty
  bool left = false;  ///< texts; numbers stand to the right
};

/// A table of a paper before its columns are chosen. Cells are texts, as many in each row as there
/// are columns.
struct TexTable {
  std::string name;  ///< of the file and, behind "tab:", of the label
  std::string caption;
  std::vector<TexColumn> columns;
  std::vector<std::vector<std::string>> rows;
  /// Indices of columns, the most wanted first: shown where none are named, as many as fit.
  std::vector<std::size_t> wanted;
};

/// The place that a table has to fit.
struct TexPlace {
  double width_pt = 252;
  bool both_columns = false;  ///< across the page
};

/// The columns that are shown, in the order of the table: those of `named` (each must be one of the
/// table's: UserError with the nearest; and all must fit: UserError with the width), else as many
/// of the wanted ones as fit.
[[nodiscard]] std::vector<std::size_t> chosen_columns(const TexTable& table, const TexPlace& place,
                                                      const std::vector<std::string>& named);

/// A floating table with booktabs's rules, caption and label, of eight points, as wide as its
/// place.
[[nodiscard]] Tex tex_table(const TexTable& table, const TexPlace& place,
                            const std::vector<std::size_t>& columns);

/// The columns' names, as --columns takes them.
[[nodiscard]] std::vector<std::string> column_names(const TexTable& table);

}  // namespace metronome::report
