#include "sim/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "sim/base/enumeration.hpp"

namespace metronome {
namespace {

constexpr std::size_t kMostLine = 10'000;
constexpr std::size_t kMostLabel = 200;
constexpr std::size_t kMostName = 100;
constexpr std::size_t kMostStem = 60;

/// A character of a text and how many bytes it takes; no character where they are not UTF-8.
struct Character {
  std::optional<char32_t> code;
  std::size_t bytes = 1;
};

/// How many bytes begin with this one: 1 to 4, or 0 where none does.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xC2 || lead > 0xF4) {
    return 0;
  }
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::size_t length = sequence_length(byte(0));
  if (length == 0 || at + length > text.size()) {
    return {};
  }
  static constexpr std::array<unsigned char, 5> kLeadBits{0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t code = byte(0) & kLeadBits[length];
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      return {};
    }
    code = (code << 6) | (byte(i) & 0x3F);
  }
  static constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kLeast[length] || code > 0x10FFFF || surrogate) {
    return {};
  }
  return {code, length};
}

/// Controls of ASCII and of Latin-1, ends of lines, what reorders text, and the byte order mark.
bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C ||
         (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

bool is_letter_or_digit(char32_t code) {
  return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
         (code >= 'a' && code <= 'z') || (code > 0xA0 && !is_control(code));
}

std::string escaped_byte(char byte) {
  switch (byte) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
  }
}

/// Calls `each` with every character and its bytes.
template <class Each>
void for_each_character(std::string_view text, const Each& each) {
  for (std::size_t at = 0; at < text.size();) {
    const Character character = character_at(text, at);
    each(character, text.substr(at, character.bytes));
    at += character.bytes;
  }
}

std::string escaped(std::string_view text, std::string_view kept) {
  std::string out;
  out.reserve(text.size());
  for_each_character(text, [&](const Character& character, std::string_view bytes) {
    if (character.code && (!is_control(*character.code) || kept.find(bytes) < kept.size())) {
      out += bytes;
      return;
    }
    for (const char byte : bytes) {
      out += escaped_byte(byte);
    }
  });
  return out;
}

bool has_control(std::string_view text) { return printable(text).size() != text.size(); }

/// What result folders call their own entries; machines, trainings and studies lie beside them.
/// Without the difference of cases, which some file systems do not make.
bool is_reserved(std::string_view name) {
  static constexpr std::array<std::string_view, 17> kReserved{
      "baseline",    "baseline_trace", "checkpoint.bin", "comparison.csv", "comparison.md",
      "energy",      "figures",        "manifest.json",  "points",         "replaced",
      "report.html", "resolved.yaml",  "result",         "table.csv",      "table.md",
      "trace",       "weights.bin"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::find(kReserved.begin(), kReserved.end(), lower) != kReserved.end() ||
         lower.ends_with(".partial");
}

/// A spreadsheet takes a cell with such a head for a formula.
bool is_formula(std::string_view label) {
  if (label.starts_with('=') || label.starts_with('@')) {
    return true;
  }
  const bool sign = label.starts_with('+') || label.starts_with('-');
  return sign && label.find_first_not_of("0123456789.eE+-") != std::string_view::npos;
}

/// What stands first in a text that must be a part of a name, nothing where all of it may.
std::optional<std::string> wrong_in_name(std::string_view name) {
  std::optional<std::string> wrong;
  for_each_character(name, [&](const Character& character, std::string_view bytes) {
    const bool fits = is_letter_or_digit(*character.code) ||
                      std::string_view(" -_.+,=").find(bytes) != std::string_view::npos;
    if (!fits && !wrong) {
      wrong = std::string(bytes);
    }
  });
  return wrong;
}

std::optional<std::string> name_fault(std::string_view name) {
  if (const auto wrong = wrong_in_name(name)) {
    return fmt::format("`{}` holds `{}`, which is no part of a name", name, *wrong);
  }
  if (!is_letter_or_digit(*character_at(name, 0).code)) {
    return fmt::format("`{}` begins with `{}`", name, name.front());
  }
  if (name.ends_with(' ') || name.ends_with('.')) {
    return fmt::format("`{}` ends with `{}`", name, name.back());
  }
  if (is_reserved(name)) {
    return fmt::format("`{}` is what result folders call one of their own entries", name);
  }
  return std::nullopt;
}

std::size_t most_bytes(TextRule rule) {
  switch (rule) {
    case TextRule::name:
      return kMostName;
    case TextRule::label:
      return kMostLabel;
    case TextRule::line:
      return kMostLine;
  }
  fail_no_enumerator(rule);
}

std::optional<std::string> fault(std::string_view text, TextRule rule) {
  if (first_invalid_utf8(text) != std::string_view::npos) {
    return fmt::format("`{}` is not UTF-8", printable(text));
  }
  if (has_control(text)) {
    return fmt::format("`{}` holds a control character", printable(text));
  }
  if (text.size() > most_bytes(rule)) {
    return fmt::format("is {} bytes long", text.size());
  }
  if (rule == TextRule::line) {
    return std::nullopt;
  }
  if (text.empty()) {
    return "is empty";
  }
  if (rule == TextRule::label) {
    return is_formula(text) ? std::optional(fmt::format("`{}` begins like a formula", text))
                            : std::nullopt;
  }
  return name_fault(text);
}

}  // namespace

std::size_t first_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;  // most files have nothing else
      continue;
    }
    const Character character = character_at(text, at);
    if (!character.code) {
      return at;
    }
    at += character.bytes;
  }
  return std::string_view::npos;
}

std::string printable(std::string_view text) { return escaped(text, ""); }

std::string printable_lines(std::string_view text) { return escaped(text, "\n"); }

std::string shell_word(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+./:,=@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos) {
    return std::string(text);
  }
  if (!has_control(text)) {
    std::string out = "'";
    for (const char c : text) {
      out += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return out + "'";
  }
  std::string out = "$'";
  for_each_character(text, [&](const Character&, std::string_view bytes) {
    const bool special = bytes == "'" || bytes == "\\";
    out += special ? "\\" + std::string(bytes) : printable(bytes);
  });
  return out + "'";
}

std::string csv_field(std::string_view text) {
  // A reader drops blanks around a field without quotes and takes a first `#` for a comment's.
  constexpr std::string_view kBlanks = " \t";
  const bool blanks = !text.empty() && (kBlanks.find(text.front()) != std::string_view::npos ||
                                        kBlanks.find(text.back()) != std::string_view::npos);
  if (!blanks && !text.starts_with('#') &&
      text.find_first_of(",\"\n\r") == std::string_view::npos) {
    return std::string(text);
  }
  std::string out = "\"";
  for (const char c : text) {
    out += c == '"' ? "\"\"" : std::string(1, c);
  }
  return out + "\"";
}

std::string file_stem(std::string_view text) {
  std::string out(text.substr(0, kMostStem));
  std::replace_if(
      out.begin(), out.end(),
      [](char c) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return !letter && !(c >= '0' && c <= '9') && c != '-' && c != '.';
      },
      '_');
  return out;
}

std::optional<TextFault> text_fault(std::string_view text, TextRule rule) {
  const auto what = fault(text, rule);
  if (!what) {
    return std::nullopt;
  }
  const std::string allowed = text_rule_text(rule);
  return TextFault{*what, allowed.empty()
                              ? fmt::format("one line of UTF-8, at most {} bytes", kMostLine)
                              : allowed};
}

std::string text_rule_text(TextRule rule) {
  switch (rule) {
    case TextRule::name:
      return fmt::format(
          "1 to {} letters, digits, spaces and `-_.+,=`, a letter or digit first: it names files",
          kMostName);
    case TextRule::label:
      return fmt::format("one line of UTF-8, 1 to {} bytes", kMostLabel);
    case TextRule::line:
      return "";
  }
  fail_no_enumerator(rule);
}

}  // namespace metronome
