#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace metronome::report {

/// A tidy table in the making: a header, then rows of as many fields.
class Csv {
 public:
  explicit Csv(const std::vector<std::string>& columns);

  /// Fields of the next row, in the order of the columns.
  Csv& add(std::string_view text);
  Csv& add(double value);
  Csv& add(std::uint64_t value);
  Csv& add(int value) { return add(std::string_view(std::to_string(value))); }
  /// A field for each of them.
  Csv& add_all(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      add(text);
    }
    return *this;
  }
  void end_row();

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::size_t columns_;
  std::size_t filled_ = 0;
  std::string text_;
};

}  // namespace metronome::report
