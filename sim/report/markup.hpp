#pragma once

#include <fmt/format.h>

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace metronome::report {

/// A literal of our own sources; what is made at run time does not convert.
struct CodeLiteral {
  template <std::size_t N>
  consteval CodeLiteral(const char (&code)[N]) : text(code, N - 1) {}  // NOLINT: is to convert
  std::string_view text;
};

/// A piece of the code of a language. It is made of literals of our sources, numbers, texts, which
/// are escaped on their way in, and other pieces: so that no text of a user's can become code.
template <class Language>
class Markup {
 public:
  Markup() = default;
  explicit Markup(CodeLiteral code) : source_(code.text) {}
  /// A text, whoever wrote it, as the language's own.
  template <std::same_as<std::string> Text>
  Markup(const Text& text) : source_(Language::escaped(text)) {}  // NOLINT: is to convert

  Markup& operator+=(const Markup& piece) {
    source_ += piece.source_;
    return *this;
  }
  Markup& operator+=(CodeLiteral code) {
    source_ += code.text;
    return *this;
  }
  [[nodiscard]] friend Markup operator+(Markup a, const Markup& b) { return a += b; }

  [[nodiscard]] bool empty() const { return source_.empty(); }
  /// What is written into a file of the language.
  [[nodiscard]] const std::string& source() const { return source_; }
  /// Source that a program of ours has made. Called by code() and the writers in markup.cpp and
  /// svg.cpp alone.
  [[nodiscard]] static Markup trusted(std::string source) {
    Markup markup;
    markup.source_ = std::move(source);
    return markup;
  }

 private:
  std::string source_;
};

/// How an argument of code() is shown: numbers and pieces as they are, texts as pieces.
template <class Piece, class T>
using ShownIn = std::conditional_t<std::is_arithmetic_v<T>, T, Piece>;

/// `format` with the arguments in the place of its `{}`: numbers as fmt writes them, texts
/// (std::string) escaped, pieces as they are: code<Html>("<p>{}</p>", name). The format is a
/// literal, which fmt checks when it is compiled.
template <class Piece, class... Args>
[[nodiscard]] Piece code(fmt::format_string<const ShownIn<Piece, Args>&...> format,
                         const Args&... args) {
  static_assert((!std::same_as<Args, char> && ...), "a text is a std::string");
  return Piece::trusted(fmt::format(format, static_cast<const ShownIn<Piece, Args>&>(args)...));
}

/// A script of gnuplot. A text is a string in double quotes without any sign that has a meaning in
/// one. Not for enhanced terminals.
struct GnuplotLanguage {
  static std::string escaped(std::string_view text);
};
/// Body of an HTML page or value of an attribute in double quotes.
struct HtmlLanguage {
  static std::string escaped(std::string_view text);
};
/// LaTeX, outside of verbatim text and mathematics; UTF-8 is taken for granted.
struct TexLanguage {
  static std::string escaped(std::string_view text);
};
/// Markdown as GitHub reads it, in a paragraph, a heading or the cell of a table.
struct MarkdownLanguage {
  static std::string escaped(std::string_view text);
};

using Gnuplot = Markup<GnuplotLanguage>;
using Html = Markup<HtmlLanguage>;
using Tex = Markup<TexLanguage>;
using Markdown = Markup<MarkdownLanguage>;

/// A comment of gnuplot, a line of its own.
[[nodiscard]] Gnuplot gnuplot_comment(const std::string& text);

/// `text` in a fixed-width font, in a table too.
[[nodiscard]] Markdown code_span(std::string_view text);

}  // namespace metronome::report

template <class Language>
struct fmt::formatter<metronome::report::Markup<Language>> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const metronome::report::Markup<Language>& piece, Context& context) const {
    return fmt::formatter<std::string_view>::format(piece.source(), context);
  }
};
