#include "sim/base/csv.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

CsvReader::CsvReader(std::string_view text, const std::string& file, const Place& from)
    : text_(text), file_(file), at_(from.offset), line_start_(from.offset), line_(from.line) {}

bool CsvReader::at_line_end() const { return ended() || text_[at_] == '\n' || text_[at_] == '\r'; }

void CsvReader::skip_blanks() {
  while (!ended() && is_blank(text_[at_])) {
    ++at_;
  }
}

void CsvReader::end_line() {
  if (!ended()) {
    at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
  }
  ++line_;
  line_start_ = at_;
}

bool CsvReader::next(CsvRow& row) {
  if (ended()) {
    return false;
  }
  row.line = line_;
  row.comment = text_[at_] == '#';
  std::size_t fields = 0;
  const auto fresh = [&]() -> CsvField& {
    if (fields == row.fields.size()) {
      row.fields.emplace_back();
    }
    return row.fields[fields++];
  };
  if (row.comment) {
    CsvField& all = fresh();
    all.text = rest_of_line();
    all.column = 1;
  } else {
    read_field(fresh());
    while (!ended() && text_[at_] == ',') {
      ++at_;
      read_field(fresh());
    }
  }
  row.fields.resize(fields);
  end_line();
  return true;
}

std::string_view CsvReader::rest_of_line() {
  const std::size_t begin = at_;
  while (!at_line_end()) {
    ++at_;
  }
  return text_.substr(begin, at_ - begin);
}

/// Up to the comma or line end behind it.
void CsvReader::read_field(CsvField& out) {
  out.text.clear();
  skip_blanks();
  out.column = static_cast<int>(at_ - line_start_) + 1;
  if (!ended() && text_[at_] == '"') {
    read_quoted(out.text);
  }
  const std::size_t begin = at_;
  while (!at_line_end() && text_[at_] != ',') {
    ++at_;
  }
  std::size_t end = at_;
  while (end > begin && is_blank(text_[end - 1])) {
    --end;
  }
  out.text += text_.substr(begin, end - begin);
}

/// The text between two quotes.
void CsvReader::read_quoted(std::string& out) {
  const int line = line_;
  const int column = static_cast<int>(at_ - line_start_) + 1;
  for (++at_; !ended(); ++at_) {
    if (text_[at_] == '"' && !text_.substr(at_).starts_with("\"\"")) {
      ++at_;
      return;
    }
    if (text_[at_] == '"') {
      ++at_;
    }
    out += text_[at_];
    if (text_[at_] == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
  }
  throw UserError(Diagnostic{file_, line, column, {}, "a quote is not closed", "one more `\"`"});
}

bool CsvRow::blank() const {
  return std::all_of(fields.begin(), fields.end(),
                     [](const CsvField& field) { return field.text.empty(); });
}

std::vector<CsvRow> csv_rows(std::string_view text, const std::string& file) {
  std::vector<CsvRow> all;
  CsvReader reader(text, file);
  for (CsvRow row; reader.next(row); row = {}) {
    all.push_back(std::move(row));
  }
  return all;
}

std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
  std::vector<std::vector<std::string>> table;
  for (CsvRow& row : csv_rows(text, {})) {
    if (row.comment || (row.fields.size() == 1 && row.blank())) {
      continue;
    }
    std::vector<std::string>& fields = table.emplace_back();
    for (CsvField& field : row.fields) {
      fields.push_back(std::move(field.text));
    }
  }
  return table;
}

}  // namespace metronome
