#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace metronome {

/// The inclusive range that a number must lie in. Long double holds every 64-bit integer exactly,
/// so that comparisons are exact.
struct NumberRange {
  static_assert(std::numeric_limits<long double>::digits >= 64);
  long double min = 0;
  long double max = 0;

  template <class T>
  [[nodiscard]] bool contains(T value) const {
    const auto exact = static_cast<long double>(value);
    return exact >= min && exact <= max;
  }
  /// "1 to 4096".
  [[nodiscard]] std::string text() const;
  bool operator==(const NumberRange&) const = default;
};

/// Every value of an unsigned 64-bit integer: of seeds.
inline constexpr NumberRange kAnyWhole{0, std::numeric_limits<std::uint64_t>::max()};

/// Every finite real number.
inline constexpr NumberRange kAnyReal{std::numeric_limits<double>::lowest(),
                                      std::numeric_limits<double>::max()};

/// The shortest text of a bound of a range: whole numbers in full up to 2^64.
[[nodiscard]] std::string bound_text(long double bound);

/// A number that was read, or what is wrong with its text and what would be right.
template <class T>
struct NumberResult {
  std::optional<T> value;
  std::string what;
  std::string hint;
};

namespace number_detail {

/// The same words for all types of number.
[[nodiscard]] std::string malformed(std::string_view text, bool whole);
[[nodiscard]] std::string malformed_hint(const NumberRange& range, bool whole);
[[nodiscard]] std::string beyond(std::string_view text);
[[nodiscard]] std::string beyond_hint(const NumberRange& range);
/// [+-]DIGITS
[[nodiscard]] bool is_whole_text(std::string_view text);

}  // namespace number_detail

/// The one reader of a number from text: all of it must be the number, an integer is written in
/// digits with an optional sign, a real number is finite, and either lies in `range`.
template <class T>
requires(std::integral<T> || std::floating_point<T>)
    [[nodiscard]] NumberResult<T> read_number(std::string_view text, const NumberRange& range) {
  constexpr bool kWhole = std::integral<T>;
  const char* first = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* last = text.data() + text.size();
  T value{};
  const auto [end, status] = std::from_chars(first, last, value);
  bool beyond = status == std::errc::result_out_of_range && end == last;
  bool valid = status == std::errc() && end == last && !text.starts_with("+-");
  if constexpr (kWhole) {
    // "-4" is no text of an unsigned number, but a number.
    beyond = beyond || (!valid && number_detail::is_whole_text(text));
  } else {
    valid = valid && std::isfinite(value);
  }
  if (beyond || (valid && !range.contains(value))) {
    return {{}, number_detail::beyond(text), number_detail::beyond_hint(range)};
  }
  if (!valid) {
    return {
        {}, number_detail::malformed(text, kWhole), number_detail::malformed_hint(range, kWhole)};
  }
  return {value, {}, {}};
}

/// Digits of base 16 without a prefix, up to 2^64 - 1; nothing for any other text.
[[nodiscard]] std::optional<std::uint64_t> read_hexadecimal(std::string_view digits);

/// The digits that a text begins with, and the number that they are.
struct LeadingNumber {
  std::uint64_t value = 0;
  std::size_t digits = 0;  ///< 0: it begins with none
};

/// For readers of long files, which look at each character once. At most as many digits as cannot
/// go beyond 64 bits: what follows may be another one.
[[nodiscard]] constexpr LeadingNumber leading_hexadecimal(std::string_view text) {
  constexpr std::size_t kMost = 16;
  LeadingNumber out;
  for (; out.digits < text.size() && out.digits < kMost; ++out.digits) {
    const auto c = static_cast<unsigned char>(text[out.digits]);
    unsigned digit = c - unsigned{'0'};
    if (digit > 9) {
      digit = (c | 0x20u) - unsigned{'a'};
      if (digit > 5) {
        break;
      }
      digit += 10;
    }
    out.value = out.value << 4 | digit;
  }
  return out;
}
[[nodiscard]] constexpr LeadingNumber leading_decimal(std::string_view text) {
  constexpr std::size_t kMost = 19;
  LeadingNumber out;
  for (; out.digits < text.size() && out.digits < kMost; ++out.digits) {
    const unsigned digit = static_cast<unsigned char>(text[out.digits]) - unsigned{'0'};
    if (digit > 9) {
      break;
    }
    out.value = out.value * 10 + digit;
  }
  return out;
}

}  // namespace metronome
