#include "sim/base/csv.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Takes a CSV text apart, character by character.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  std::vector<CsvRow> rows() {
    std::vector<CsvRow> all;
    while (at_ < text_.size()) {
      all.push_back(row());
    }
    return all;
  }

 private:
  [[nodiscard]] bool ended() const { return at_ == text_.size(); }
  [[nodiscard]] bool at_line_end() const {
    return ended() || text_[at_] == '\n' || text_[at_] == '\r';
  }
  void skip_blanks() {
    while (!ended() && is_blank(text_[at_])) {
      ++at_;
    }
  }
  void end_line() {
    if (!ended()) {
      at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
    }
    ++line_;
    line_start_ = at_;
  }

  CsvRow row() {
    CsvRow row{line_, text_[at_] == '#', {}};
    if (row.comment) {
      row.fields.push_back({std::string(rest_of_line()), 1});
    } else {
      row.fields.push_back(field());
      while (!ended() && text_[at_] == ',') {
        ++at_;
        row.fields.push_back(field());
      }
    }
    end_line();
    return row;
  }
  std::string_view rest_of_line() {
    const std::size_t begin = at_;
    while (!at_line_end()) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  /// Up to the comma or line end behind it.
  CsvField field() {
    CsvField out;
    skip_blanks();
    out.column = static_cast<int>(at_ - line_start_) + 1;
    if (!ended() && text_[at_] == '"') {
      out.text = quoted();
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
    return out;
  }
  /// The text between two quotes.
  std::string quoted() {
    const int line = line_;
    const int column = static_cast<int>(at_ - line_start_) + 1;
    std::string out;
    for (++at_; !ended(); ++at_) {
      if (text_[at_] == '"' && !text_.substr(at_).starts_with("\"\"")) {
        ++at_;
        return out;
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

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

}  // namespace

bool CsvRow::blank() const {
  return std::all_of(fields.begin(), fields.end(),
                     [](const CsvField& field) { return field.text.empty(); });
}

std::vector<CsvRow> csv_rows(std::string_view text, const std::string& file) {
  return CsvScanner(text, file).rows();
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
