#include "sim/experiment/published_rows.hpp"

#include <fmt/format.h>

#include "sim/base/csv_table.hpp"
#include "sim/base/text_file.hpp"

namespace metronome::experiment {
namespace {

template <class T>
T parsed(const PublishedRow& row, const std::string& column, const NumberRange& range) {
  const auto result = read_number<T>(text_of(row, column), range);
  if (!result.value) {
    throw UserError(fmt::format("column {}: {}", column, result.what), result.hint);
  }
  return *result.value;
}

}  // namespace

std::vector<PublishedRow> published_rows(const std::filesystem::path& file) {
  const CsvTable table(read_text(file), file.string());
  table.finish();
  std::vector<PublishedRow> rows(table.rows());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::string& column : table.columns()) {
      rows[i][column] = table.text(i, column);
    }
  }
  return rows;
}

const std::string& text_of(const PublishedRow& row, const std::string& column) {
  const auto cell = row.find(column);
  if (cell == row.end()) {
    throw UserError("the table has no column " + column);
  }
  return cell->second;
}

double real_of(const PublishedRow& row, const std::string& column) {
  return parsed<double>(row, column, kAnyReal);
}

std::uint64_t count_of(const PublishedRow& row, const std::string& column) {
  return parsed<std::uint64_t>(row, column, kAnyWhole);
}

}  // namespace metronome::experiment
