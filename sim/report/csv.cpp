#include "sim/report/csv.hpp"

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"

namespace metronome::report {
namespace {

/// Takes characters one at a time; a quote inside a quoted field ends it unless doubled.
class CsvParser {
 public:
  void take(char c, char next) {
    if (in_quotes_) {
      inside(c, next);
    } else if (c == '"') {
      in_quotes_ = true;
    } else if (c == ',') {
      end_field();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      field_ += c;
    }
  }
  std::vector<std::vector<std::string>> finish() {
    if (!field_.empty() || !row_.empty()) {
      end_row();
    }
    return std::move(rows_);
  }

 private:
  void inside(char c, char next) {
    if (skip_) {
      skip_ = false;
    } else if (c != '"') {
      field_ += c;
    } else if (next == '"') {
      field_ += '"';
      skip_ = true;
    } else {
      in_quotes_ = false;
    }
  }
  void end_field() {
    row_.push_back(std::move(field_));
    field_.clear();
  }
  void end_row() {
    end_field();
    rows_.push_back(std::move(row_));
    row_.clear();
  }

  std::vector<std::vector<std::string>> rows_;
  std::vector<std::string> row_;
  std::string field_;
  bool in_quotes_ = false;
  bool skip_ = false;
};

}  // namespace

Csv::Csv(const std::vector<std::string>& columns) : columns_(columns.size()) {
  for (const std::string& column : columns) {
    add(std::string_view(column));
  }
  end_row();
}

Csv& Csv::add(std::string_view text) {
  text_ += (filled_ == 0 ? "" : ",") + csv_field(text);
  ++filled_;
  return *this;
}

Csv& Csv::add(double value) { return add(std::string_view(number_text(value))); }

Csv& Csv::add(std::uint64_t value) { return add(std::string_view(std::to_string(value))); }

void Csv::end_row() {
  METRONOME_ASSERT(filled_ == columns_, "a CSV row has as many fields as the header");
  filled_ = 0;
  text_ += '\n';
}

std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
  CsvParser parser;
  for (std::size_t i = 0; i < text.size(); ++i) {
    parser.take(text[i], i + 1 < text.size() ? text[i + 1] : '\0');
  }
  return parser.finish();
}

}  // namespace metronome::report
