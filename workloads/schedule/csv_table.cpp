#include "workloads/schedule/csv_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace metronome::schedule {
namespace {

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> fields(1);
  for (const char c : line) {
    if (c == ',') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

std::string without_mark(std::string_view comment) {
  comment.remove_prefix(std::min(comment.size(), comment.find_first_not_of("# \t")));
  return std::string(comment);
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <class T>
bool parse(std::string_view text, T& out) {
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), out);
  return status == std::errc() && end == text.data() + text.size();
}

}  // namespace

CsvTable::CsvTable(std::string_view text, std::string file,
                   const std::vector<std::string>& required,
                   const std::vector<std::string>& optional)
    : file_(std::move(file)) {
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view content = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (content.ends_with('\r')) {
      content.remove_suffix(1);
    }
    if (content.starts_with('#')) {
      comments_.push_back(without_mark(content));
    } else if (!content.empty() && columns_.empty()) {
      read_header({line, split(content)}, required, optional);
    } else if (!content.empty()) {
      rows_.push_back({line, split(content)});
    }
  }
  if (columns_.empty()) {
    complain("has no header line", fmt::format("columns: {}", fmt::join(required, ",")));
  }
  std::erase_if(rows_, [&](const Row& row) {
    const bool wrong = row.fields.size() != columns_.size();
    if (wrong && diagnostics_.empty()) {
      diagnostics_.push_back({file_,
                              row.line,
                              1,
                              {},
                              fmt::format("has {} fields where the header names {}",
                                          row.fields.size(), columns_.size()),
                              "one field for each column"});
    }
    return wrong;
  });
  if (!diagnostics_.empty()) {
    rows_.clear();
  }
}

void CsvTable::read_header(const Row& header, const std::vector<std::string>& required,
                           const std::vector<std::string>& optional) {
  columns_ = header.fields;
  std::vector<std::string> known = required;
  known.insert(known.end(), optional.begin(), optional.end());
  int at = 1;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string& name = columns_[i];
    if (!contains(known, name)) {
      diagnostics_.push_back(
          {file_, header.line, at, name, "unknown column", name_hint(name, known)});
    } else if (index_of(name) != i) {
      diagnostics_.push_back(
          {file_, header.line, at, name, "column stands twice", "keep one of them"});
    }
    at += static_cast<int>(name.size()) + 1;
  }
  for (const std::string& name : required) {
    if (!contains(columns_, name)) {
      diagnostics_.push_back({file_, header.line, 1, name, "column is missing",
                              fmt::format("columns: {}", fmt::join(required, ","))});
    }
  }
}

std::optional<std::size_t> CsvTable::index_of(std::string_view column) const {
  const auto at = std::find(columns_.begin(), columns_.end(), column);
  return at == columns_.end()
             ? std::nullopt
             : std::optional(static_cast<std::size_t>(std::distance(columns_.begin(), at)));
}

std::string_view CsvTable::text(std::size_t row, std::string_view column) const {
  const auto index = index_of(column);
  return index ? std::string_view(rows_.at(row).fields[*index]) : std::string_view{};
}

std::uint64_t CsvTable::whole(std::size_t row, std::string_view column) {
  std::uint64_t value = 0;
  if (!parse(text(row, column), value)) {
    complain(row, column, fmt::format("`{}` is not a valid integer", text(row, column)),
             "a whole number of at least 0");
    return 0;
  }
  return value;
}

int CsvTable::bits(std::size_t row, std::string_view column) {
  int value = 0;
  if (!parse(text(row, column), value) || value < 0 || value > 32) {
    complain(row, column, fmt::format("`{}` is not a number of bits", text(row, column)),
             "1 to 32, or 0 for FP32");
    return 0;
  }
  return value;
}

std::optional<double> CsvTable::number(std::size_t row, std::string_view column) {
  const std::string_view field = text(row, column);
  double value = 0;
  if (field.empty()) {
    return std::nullopt;
  }
  if (!parse(field, value)) {
    complain(row, column, fmt::format("`{}` is not a valid number", field),
             "such as 12, 0.5 or 1e9; empty where there is none");
    return std::nullopt;
  }
  return value;
}

void CsvTable::complain(std::size_t row, std::string_view column, std::string what,
                        std::string hint) {
  const Row& at = rows_.at(row);
  std::size_t position = 1;
  for (std::size_t i = 0; i < index_of(column).value_or(0); ++i) {
    position += at.fields[i].size() + 1;
  }
  diagnostics_.push_back({file_, at.line, static_cast<int>(position), std::string(column),
                          std::move(what), std::move(hint)});
}

void CsvTable::complain(std::string what, std::string hint) {
  diagnostics_.push_back({file_, 0, 0, {}, std::move(what), std::move(hint)});
}

void CsvTable::finish() const {
  if (!diagnostics_.empty()) {
    throw UserError(diagnostics_);
  }
}

}  // namespace metronome::schedule
