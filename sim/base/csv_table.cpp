#include "sim/base/csv_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/base/text_file.hpp"

namespace metronome {
namespace {

constexpr NumberRange kPrecisionBits{0, 32};

std::string without_mark(std::string_view comment) {
  comment.remove_prefix(std::min(comment.size(), comment.find_first_not_of("# \t")));
  return std::string(comment);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// "0,5", as spreadsheets write it in many countries.
bool has_decimal_comma(std::string_view text) {
  return text.find(',') != std::string_view::npos &&
         text.find_first_not_of("0123456789,+-eE") == std::string_view::npos;
}

/// Trailing commas make fields that nobody meant.
void drop_empty_end(std::vector<CsvField>& fields, std::size_t least) {
  while (fields.size() > least && fields.back().text.empty()) {
    fields.pop_back();
  }
}

/// A whole number, also in the form that programs write of real ones: 3.0 or 1e3.
NumberResult<std::uint64_t> read_whole(std::string_view text, const NumberRange& range) {
  auto result = read_number<std::uint64_t>(text, range);
  if (result.value || text.find_first_of(".eE") == std::string_view::npos) {
    return result;
  }
  constexpr double kExact = 0x1p53;  // up to here a real number holds every whole one
  const auto real = read_number<double>(text, {0, kExact});
  if (!real.value || std::floor(*real.value) != *real.value) {
    return result;
  }
  return read_number<std::uint64_t>(std::to_string(static_cast<std::uint64_t>(*real.value)), range);
}

NumberResult<std::uint64_t> read_bits(std::string_view text) {
  // What most fields have, without the detour of any number.
  if (text.size() == 1 && text[0] >= '1' && text[0] <= '9') {
    return {static_cast<std::uint64_t>(text[0] - '0'), {}, {}};
  }
  return text == "fp32" || text == "FP32" ? NumberResult<std::uint64_t>{0, {}, {}}
                                          : read_whole(text, kPrecisionBits);
}

}  // namespace

CsvTable::CsvTable(std::string text, std::string file, const std::vector<std::string>& required,
                   const std::vector<std::string>& optional)
    : file_(std::move(file)), text_(plain_text(std::move(text), file_)) {
  CsvReader reader(text_, file_);
  CsvRow row;
  for (CsvReader::Place place = reader.place(); reader.next(row); place = reader.place()) {
    take(row, place, required, optional);
  }
  if (columns_.empty()) {
    complain("has no header line", fmt::format("columns: {}", fmt::join(required, ",")));
  }
}

void CsvTable::take(CsvRow& row, const CsvReader::Place& place,
                    const std::vector<std::string>& required,
                    const std::vector<std::string>& optional) {
  if (row.comment) {
    comments_.push_back(without_mark(row.fields.front().text));
  } else if (row.blank()) {
    return;
  } else if (columns_.empty()) {
    read_header(row, required, optional);
  } else {
    take_row(row, place);
  }
}

void CsvTable::take_row(CsvRow& row, const CsvReader::Place& place) {
  if (index_.empty()) {
    return;  // the header is wrong: nothing that follows would be right
  }
  drop_empty_end(row.fields, columns_.size());
  if (row.fields.size() != columns_.size()) {
    findings_.add(
        {file_,
         row.line,
         1,
         {},
         fmt::format("has {} fields where the header names {}", row.fields.size(), columns_.size()),
         "one field for each column"});
    return;
  }
  rows_.push_back(place);
}

void CsvTable::read_header(const CsvRow& header, const std::vector<std::string>& required,
                           const std::vector<std::string>& optional) {
  std::vector<CsvField> fields = header.fields;
  drop_empty_end(fields, 1);
  for (const CsvField& field : fields) {
    columns_.push_back(field.text);
  }
  const std::size_t other = columns_.front().find_first_of(";\t");
  if (columns_.size() == 1 && other != std::string::npos) {
    findings_.add({file_,
                   header.line,
                   static_cast<int>(other) + 1,
                   {},
                   fmt::format("fields are separated by {}",
                               columns_.front()[other] == ';' ? "semicolons" : "tabs"),
                   "commas between fields and points in numbers: in a spreadsheet, save as CSV "
                   "(comma delimited)"});
    return;
  }
  std::vector<std::string> known = required;
  known.insert(known.end(), optional.begin(), optional.end());
  check_columns(header, required, known);
  if (findings_.empty()) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      index_.emplace(columns_[i], i);
    }
  }
}

void CsvTable::check_columns(const CsvRow& header, const std::vector<std::string>& required,
                             const std::vector<std::string>& known) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string& name = columns_[i];
    const int at = header.fields[i].column;
    if (!known.empty() && !contains(known, name)) {
      findings_.add({file_, header.line, at, name, "unknown column",
                     findings_.full() ? "" : name_hint(name, known)});
    } else if (index_.contains(name)) {
      findings_.add({file_, header.line, at, name, "column stands twice", "keep one of them"});
    }
    index_.emplace(name, i);
  }
  for (const std::string& name : required) {
    if (!index_.contains(name)) {
      findings_.add({file_, header.line, 1, name, "column is missing",
                     fmt::format("columns: {}", fmt::join(required, ","))});
    }
  }
  index_.clear();
}

const CsvRow& CsvTable::row_at(std::size_t row) const {
  if (current_index_ != row) {
    CsvReader(text_, file_, rows_.at(row)).next(current_);
    current_index_ = row;
  }
  return current_;
}

const CsvField* CsvTable::field(std::size_t row, std::string_view column) const {
  const auto at = index_.find(column);
  return at == index_.end() ? nullptr : &row_at(row).fields[at->second];
}

std::string_view CsvTable::text(std::size_t row, std::string_view column) const {
  const CsvField* found = field(row, column);
  return found == nullptr ? std::string_view{} : std::string_view(found->text);
}

std::string CsvTable::hint_for(std::string_view text, std::string hint) const {
  return has_decimal_comma(text) ? "a decimal point, not a comma" : std::move(hint);
}

std::uint64_t CsvTable::whole(std::size_t row, std::string_view column, const NumberRange& range) {
  auto result = read_whole(text(row, column), range);
  if (!result.value) {
    complain(row, column, std::move(result.what),
             hint_for(text(row, column), std::move(result.hint)));
  }
  return result.value.value_or(static_cast<std::uint64_t>(range.min));
}

int CsvTable::bits(std::size_t row, std::string_view column) {
  const auto result = read_bits(text(row, column));
  if (!result.value) {
    complain(row, column, fmt::format("`{}` is not a number of bits", text(row, column)),
             hint_for(text(row, column), "1 to 32, or fp32"));
  }
  return static_cast<int>(result.value.value_or(0));
}

std::optional<double> CsvTable::number(std::size_t row, std::string_view column,
                                       const NumberRange& range) {
  if (text(row, column).empty()) {
    return std::nullopt;
  }
  return real(row, column, range);
}

double CsvTable::real(std::size_t row, std::string_view column, const NumberRange& range) {
  auto result = read_number<double>(text(row, column), range);
  if (!result.value) {
    complain(row, column, std::move(result.what),
             hint_for(text(row, column), std::move(result.hint)));
  }
  return result.value.value_or(0);
}

void CsvTable::complain(std::size_t row, std::string_view column, std::string what,
                        std::string hint) {
  const CsvField* at = field(row, column);
  findings_.add({file_, rows_.at(row).line, at == nullptr ? 1 : at->column, std::string(column),
                 std::move(what), std::move(hint)});
}

void CsvTable::complain(std::string what, std::string hint) {
  findings_.add({file_, 0, 0, {}, std::move(what), std::move(hint)});
}

}  // namespace metronome
