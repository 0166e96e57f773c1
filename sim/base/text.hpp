#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace metronome {

/// Texts of users are any valid UTF-8 without control characters once they have passed the edge
/// (text_fault and its like); on their way out they are escaped for what they are written into:
/// here for terminals and shells, in sim/report/markup.hpp for figures, tables and pages.

/// Where the first byte stands that is no part of valid UTF-8; npos where all of it is valid.
[[nodiscard]] std::size_t first_invalid_utf8(std::string_view text);

/// One line for a terminal: control characters (those that reorder or hide text included) and bytes
/// that are not UTF-8 are written as `\n`, `\t`, `\x1b`.
[[nodiscard]] std::string printable(std::string_view text);
/// As printable, but for line breaks, which are kept.
[[nodiscard]] std::string printable_lines(std::string_view text);

/// The text as one word of a shell's command line, quoted where it must be.
[[nodiscard]] std::string shell_word(std::string_view text);

/// The text as a field of a CSV file: in quotes where a comma, a quote or a line break is in it.
[[nodiscard]] std::string csv_field(std::string_view text);

/// A text as a part of a file's name: letters, digits, `-`, `.` and `_` for all else, at most 60.
/// Different texts may give the same.
[[nodiscard]] std::string file_stem(std::string_view text);

/// What a text that a user wrote is for.
enum class TextRule {
  line,   ///< a sentence or a citation: one line, shown only
  label,  ///< names something in tables and figures
  name    ///< becomes the name of a file or a folder
};

/// Why a text breaks a rule, and what would be right.
struct TextFault {
  std::string what;
  std::string hint;
};

/// Nothing where the text keeps the rule:
///   line: valid UTF-8 without control characters, at most 10 000 bytes
///   label: also not empty, at most 200 bytes, and no formula for a spreadsheet (`=`, `@` or,
///   before
///          anything but a number, `+` or `-` at its head)
///   name: 1 to 100 bytes; letters, digits, spaces and `-_.+,=`, of which a letter or digit comes
///         first and neither a space nor a dot last; none that result folders use themselves
[[nodiscard]] std::optional<TextFault> text_fault(std::string_view text, TextRule rule);

/// "1 to 100 letters, ..." of rules that are worth telling; empty for a line.
[[nodiscard]] std::string text_rule_text(TextRule rule);

}  // namespace metronome
