#include "sim/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metronome {
namespace {

/// 1000000000 as 1e9: from a million on, zeros are hard to count.
std::string short_whole(std::uint64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t zeros = digits.size() - 1 - digits.find_last_not_of('0');
  if (value == 0 || zeros < 6) {
    return digits;
  }
  digits.resize(digits.size() - zeros);
  return fmt::format("{}e{}", digits, zeros);
}

}  // namespace

std::string bound_text(long double bound) {
  const long double size = std::fabs(bound);
  const char* sign = bound < 0 ? "-" : "";
  if (std::floor(size) == size && size <= kAnyWhole.max) {
    return sign + short_whole(static_cast<std::uint64_t>(size));
  }
  std::string text = fmt::format("{:g}", static_cast<double>(bound));
  std::erase(text, '+');
  return text;
}

std::string NumberRange::text() const {
  return fmt::format("{} to {}", bound_text(min), bound_text(max));
}

namespace number_detail {

std::string malformed(std::string_view text, bool whole) {
  return fmt::format("`{}` is not a valid {}", text, whole ? "integer" : "number");
}

std::string malformed_hint(const NumberRange& range, bool whole) {
  if (whole) {
    return fmt::format("a whole number, {}", range.text());
  }
  return range == kAnyReal ? "such as 12, 0.5 or 1e9"
                           : fmt::format("such as 12, 0.5 or 1e9; allowed: {}", range.text());
}

std::string beyond(std::string_view text) { return fmt::format("{} is out of range", text); }

std::string beyond_hint(const NumberRange& range) { return "allowed: " + range.text(); }

bool is_whole_text(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace number_detail
std::optional<std::uint64_t> read_hexadecimal(std::string_view digits) {
  std::uint64_t value = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, status] = std::from_chars(digits.data(), last, value, 16);
  return status == std::errc() && end == last ? std::optional(value) : std::nullopt;
}

}  // namespace metronome
