#include "sim/experiment/published_rows.hpp"

#include <fmt/format.h>

#include <charconv>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/csv.hpp"

namespace metronome::experiment {
namespace {

std::string without_comments(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    if (text[at] != '#') {
      out.append(text, at, end - at);
    }
    at = end;
  }
  return out;
}

template <class T>
T parsed(const PublishedRow& row, const std::string& column) {
  const auto cell = row.find(column);
  if (cell == row.end()) {
    throw UserError("the table has no column " + column);
  }
  T value{};
  const std::string& text = cell->second;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc() || end != text.data() + text.size()) {
    throw UserError(fmt::format("`{}` in column {} is not a number", text, column));
  }
  return value;
}

}  // namespace

std::vector<PublishedRow> published_rows(const std::filesystem::path& file) {
  const auto table = report::parse_csv(without_comments(read_file(file)));
  std::vector<PublishedRow> rows;
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i].size() != table[0].size()) {
      throw UserError(fmt::format("{}: row {} has {} fields, the head {}", file.string(), i,
                                  table[i].size(), table[0].size()));
    }
    PublishedRow row;
    for (std::size_t c = 0; c < table[0].size(); ++c) {
      row[table[0][c]] = table[i][c];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

double real_of(const PublishedRow& row, const std::string& column) {
  return parsed<double>(row, column);
}

std::uint64_t count_of(const PublishedRow& row, const std::string& column) {
  return parsed<std::uint64_t>(row, column);
}

}  // namespace metronome::experiment
