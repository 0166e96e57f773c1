#include "sim/report/markup.hpp"

#include <algorithm>

#include "sim/base/text.hpp"

namespace metronome::report {
namespace {

/// The text with a replacement for each of its characters that has one.
template <class Replacement>
std::string replaced(std::string_view text, const Replacement& replacement) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view with = replacement(i);
    out += with.empty() ? text.substr(i, 1) : with;
  }
  return out;
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string_view html_replacement(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return {};
  }
}

/// Brackets and the star stand in braces, because `\\` at the end of a row takes them for its own.
std::string_view tex_replacement(char c) {
  switch (c) {
    case '\\':
      return "\\textbackslash{}";
    case '~':
      return "\\textasciitilde{}";
    case '^':
      return "\\textasciicircum{}";
    case '<':
      return "\\textless{}";
    case '>':
      return "\\textgreater{}";
    case '|':
      return "\\textbar{}";
    case '"':
      return "\\char34{}";
    case '`':
      return "\\char96{}";
    case '[':
      return "{[}";
    case ']':
      return "{]}";
    case '*':
      return "{*}";
    case '_':
      return "\\_";
    case '%':
      return "\\%";
    case '&':
      return "\\&";
    case '#':
      return "\\#";
    case '$':
      return "\\$";
    case '{':
      return "\\{";
    case '}':
      return "\\}";
    default:
      return {};
  }
}

std::string_view markdown_replacement(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\\':
      return "\\\\";
    case '`':
      return "\\`";
    case '*':
      return "\\*";
    case '|':
      return "\\|";
    case '[':
      return "\\[";
    case ']':
      return "\\]";
    case '~':
      return "\\~";
    case '$':
      return "\\$";
    case '#':
      return "\\#";
    default:
      return {};
  }
}

/// An underline inside of a word is itself.
bool marks_up(std::string_view text, std::size_t i) {
  return i == 0 || i + 1 == text.size() || !is_word(text[i - 1]) || !is_word(text[i + 1]);
}

std::size_t longest_run(std::string_view text, char of) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == of ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

// In double quotes, with every sign that has a meaning anywhere (quotes, backquotes, `@`, `$`, `\`,
// braces) as four octal digits. Single quotes would not do: a doubled quote ends a string at its
// head, and gnuplot looks for macros before it looks for strings.
std::string GnuplotLanguage::escaped(std::string_view text) {
  constexpr std::string_view kPlain = " .,:;-_+=/()<>%*#";
  std::string out = "\"";
  for (const char c : printable_lines(text)) {
    const bool plain = is_word(c) || kPlain.find(c) != std::string_view::npos;
    out += plain       ? std::string(1, c)
           : c == '\n' ? std::string("\\n")
                       : fmt::format("\\{:04o}", static_cast<unsigned>(c));
  }
  return out + "\"";
}

std::string HtmlLanguage::escaped(std::string_view text) {
  const std::string shown = printable_lines(text);
  return replaced(shown, [&](std::size_t i) { return html_replacement(shown[i]); });
}

std::string TexLanguage::escaped(std::string_view text) {
  const std::string shown = printable(text);
  return replaced(shown, [&](std::size_t i) { return tex_replacement(shown[i]); });
}

std::string MarkdownLanguage::escaped(std::string_view text) {
  const std::string shown = printable(text);
  return replaced(shown, [&](std::size_t i) {
    return shown[i] == '_' && marks_up(shown, i) ? "\\_" : markdown_replacement(shown[i]);
  });
}

Gnuplot gnuplot_comment(const std::string& text) {
  const std::string shown = printable(text);
  // A backslash at the end would take the next line into the comment.
  return Gnuplot::trusted("# " + shown + (shown.ends_with('\\') ? " \n" : "\n"));
}

Markdown code_span(std::string_view text) {
  const std::string shown = printable(text);
  const std::string fence(longest_run(shown, '`') + 1, '`');
  const std::string room = shown.starts_with('`') || shown.ends_with('`') ? " " : "";
  return Markdown::trusted(
      fence + room +
      replaced(shown, [&](std::size_t i) { return shown[i] == '|' ? "\\|" : std::string_view(); }) +
      room + fence);
}

}  // namespace metronome::report
