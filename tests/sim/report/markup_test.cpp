#include "sim/report/markup.hpp"

#include <gtest/gtest.h>

#include <type_traits>

#include "sim/report/gnuplot.hpp"
#include "sim/report/markdown_table.hpp"

namespace metronome::report {
namespace markup_test {

using namespace std::string_literals;

// Code is made of literals; a text becomes a piece only by being escaped.
static_assert(std::is_convertible_v<std::string, Gnuplot>);
static_assert(!std::is_convertible_v<const char*, Gnuplot>);
static_assert(!std::is_constructible_v<Gnuplot, const char*>);
static_assert(!std::is_constructible_v<Gnuplot, std::string_view>);
static_assert(!std::is_convertible_v<Html, Tex>);
static_assert(!std::is_constructible_v<CodeLiteral, std::string>);

TEST(markup, literals_and_numbers_are_code_and_texts_are_escaped) {
  const std::string name = "a & b";
  EXPECT_EQ(
      code<Html>("<td class=\"{}\">{} {:.1f} {}</td>", name, 3, 0.25, Html("&ensp;")).source(),
      "<td class=\"a &amp; b\">3 0.2 &ensp;</td>");
}

TEST(gnuplot_text, holds_no_sign_that_has_a_meaning) {
  EXPECT_EQ(GnuplotLanguage::escaped("Time (ms), 50 % #1"), "\"Time (ms), 50 % #1\"");
  EXPECT_EQ(GnuplotLanguage::escaped("it's"), "\"it\\0047s\"");
  EXPECT_EQ(GnuplotLanguage::escaped("\"`$@\\{}"),
            "\"\\0042\\0140\\0044\\0100\\0134\\0173\\0175\"");
  EXPECT_EQ(GnuplotLanguage::escaped("a\nb\x1b"), "\"a\\nb\\0134x1b\"");
  EXPECT_EQ(GnuplotLanguage::escaped("µ"), "\"µ\"");
  EXPECT_EQ(GnuplotLanguage::escaped(""), "\"\"");
}

/// What gnuplot takes the text for.
std::string read_by_gnuplot(const std::string& text) {
  const GnuplotRun run =
      run_gnuplot(code<Gnuplot>("x = \"meant\"\nset print \"-\"\nprint {}\n", text).source());
  EXPECT_EQ(run.complaint, "") << text;
  return run.output;
}

TEST(faults, F1_1_gnuplot_reads_every_text_as_it_was_written) {
  for (const std::string text : {"'",
                                 "''",
                                 "'''",
                                 "a''b",
                                 "'.system('echo x').'",
                                 "a'''b@x",
                                 "@x",
                                 "`echo x`",
                                 "\"`echo x`\"",
                                 "$(echo x)",
                                 "a\\",
                                 "'\\",
                                 "\\'",
                                 "{/Symbol a}^_~",
                                 "'1'2\"3`4@5\\6",
                                 "it's # 50 %d;!",
                                 "a\nb",
                                 "µ–𝄞",
                                 "#{",
                                 ""}) {
    EXPECT_EQ(read_by_gnuplot(text), text + "\n");
  }
}

TEST(html_text, reserved_characters_are_entities) {
  EXPECT_EQ(HtmlLanguage::escaped("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
  EXPECT_EQ(HtmlLanguage::escaped("\x1b"), "\\x1b");
}

TEST(tex_text, special_characters_are_commands) {
  EXPECT_EQ(TexLanguage::escaped("a_b%&#$"), "a\\_b\\%\\&\\#\\$");
  EXPECT_EQ(TexLanguage::escaped("\\{}~^"),
            "\\textbackslash{}\\{\\}\\textasciitilde{}\\textasciicircum{}");
  EXPECT_EQ(TexLanguage::escaped("<|>\"`"),
            "\\textless{}\\textbar{}\\textgreater{}\\char34{}\\char96{}");
  EXPECT_EQ(TexLanguage::escaped("[2cm]*"), "{[}2cm{]}{*}");  // would be arguments of a row's end
}

TEST(markdown_text, marks_stand_for_themselves) {
  EXPECT_EQ(MarkdownLanguage::escaped("a|b`c`*d*<e>"), "a\\|b\\`c\\`\\*d\\*&lt;e&gt;");
  EXPECT_EQ(MarkdownLanguage::escaped("[x](y) \\ #1"), "\\[x\\](y) \\\\ \\#1");
  EXPECT_EQ(MarkdownLanguage::escaped("systolic_512 _x_"), "systolic_512 \\_x\\_");
  EXPECT_EQ(MarkdownLanguage::escaped("a\nb"), "a\\\\nb");
}

TEST(markdown_text, a_code_span_ends_where_its_text_does) {
  EXPECT_EQ(code_span("cpt:3-8").source(), "`cpt:3-8`");
  EXPECT_EQ(code_span("a`b``c").source(), "```a`b``c```");
  EXPECT_EQ(code_span("`x").source(), "`` `x ``");
  EXPECT_EQ(code_span("a|b").source(), "`a\\|b`");
}

TEST(markdown_table, has_as_many_columns_whatever_its_cells_hold) {
  const MarkdownTable table =
      MarkdownTable({"name", "n"}, 1).row({"a|b"s, code_span("x|y")}).texts({"c"});
  EXPECT_EQ(table.markdown().source(), "| name | n |\n|---|---:|\n| a\\|b | `x\\|y` |\n| c |\n");
}

}  // namespace markup_test
}  // namespace metronome::report
