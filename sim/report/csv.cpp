#include "sim/report/csv.hpp"

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"

namespace metronome::report {
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

}  // namespace metronome::report
