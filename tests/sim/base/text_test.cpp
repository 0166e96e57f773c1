#include "sim/base/text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/text_file.hpp"

namespace metronome {
namespace text_test {

bool keeps(const std::string& text, TextRule rule) { return !text_fault(text, rule); }

/// What a shell makes of a line: standard output of `printf %s LINE`.
std::string through_shell(const std::string& word) {
  const std::string line = "bash -c \"$LINE\"";
  ::setenv("LINE", ("printf %s " + word).c_str(), 1);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(line.c_str(), "r"), ::pclose);
  std::string out;
  std::array<char, 256> piece{};
  while (const std::size_t n = std::fread(piece.data(), 1, piece.size(), pipe.get())) {
    out.append(piece.data(), n);
  }
  return out;
}

TEST(utf8, the_first_wrong_byte_is_found) {
  EXPECT_EQ(first_invalid_utf8(""), std::string::npos);
  EXPECT_EQ(first_invalid_utf8("aµ–𝄞"), std::string::npos);
  EXPECT_EQ(first_invalid_utf8("ab\xff"), 2u);
  EXPECT_EQ(first_invalid_utf8("\x80"), 0u);              // a continuation alone
  EXPECT_EQ(first_invalid_utf8("a\xc3"), 1u);             // cut short
  EXPECT_EQ(first_invalid_utf8("\xc0\xaf"), 0u);          // `/` in two bytes
  EXPECT_EQ(first_invalid_utf8("\xe0\x80\xaf"), 0u);      // and in three
  EXPECT_EQ(first_invalid_utf8("\xed\xa0\x80"), 0u);      // a surrogate
  EXPECT_EQ(first_invalid_utf8("\xf4\x90\x80\x80"), 0u);  // beyond U+10FFFF
  EXPECT_EQ(first_invalid_utf8("\xf5\x80\x80\x80"), 0u);
}

TEST(printable, control_characters_and_foreign_bytes_are_escaped) {
  EXPECT_EQ(printable("plain µ – 𝄞"), "plain µ – 𝄞");
  EXPECT_EQ(printable("a\x1b[31mb\n\t\r"), "a\\x1b[31mb\\n\\t\\r");
  EXPECT_EQ(printable(std::string("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("\x7f\xff"), "\\x7f\\xff");
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b");           // CSI in one character
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae");  // right to left
  EXPECT_EQ(printable_lines("a\nb\x1b"), "a\nb\\x1b");
}

TEST(printable, what_is_shown_once_is_shown_the_same_again) {
  const std::string once = printable("a\x1b\\\n");
  EXPECT_EQ(printable(once), once);
}

TEST(diagnostic, control_bytes_of_names_are_escaped) {
  const Diagnostic d{"a\x1b[2J.yaml", 1, 2, "k\ney", "`\x1b` is odd\nerror: forged", "\x07"};
  EXPECT_EQ(d.text(), "a\\x1b[2J.yaml:1:2: k\\ney: `\\x1b` is odd\n  error: forged (\\x07)");
}

TEST(shell_word, comes_through_a_shell_as_it_was) {
  for (const std::string text :
       {"plain-1.0_x/y", "", "two words", "it's", "\"$(touch x)`touch x`\"", "a\\b", "$HOME", "~",
        "a;b|c&d>e", "tab\tline\nescape\x1b'\\ 1", "*?[a]", "{a,b}", "!x", "#x", "µ–"}) {
    EXPECT_EQ(through_shell(shell_word(text)), text) << shell_word(text);
  }
  EXPECT_EQ(shell_word("--set=a.b=1"), "--set=a.b=1");
}

TEST(file_stem, holds_letters_digits_and_three_signs) {
  EXPECT_EQ(file_stem("ResNet-18 v1.5"), "ResNet-18_v1.5");
  EXPECT_EQ(file_stem("../x/$(y)\"'µ"), ".._x___y_____");
  EXPECT_EQ(file_stem(std::string(300, 'a')).size(), 60u);
}

TEST(text_rules, names_are_what_every_file_system_and_shell_takes) {
  for (const std::string name : {"a", "systolic_512", "ResNet-18", "cpt 3-8", "v1.5+x", "µ-kern",
                                 "a,b=c", "8bit", "nul", "traces"}) {
    EXPECT_TRUE(keeps(name, TextRule::name)) << name;
  }
  for (const std::string name :
       {"",          ".",          "..",      "../x",     "/tmp/x",    "a/b",         ".hidden",
        "-x",        " a",         "a ",      "a.",       "a\\b",      "a\"b",        "a'b",
        "`touch x`", "$(touch x)", "a\nb",    "a\tb",     "a\x1b[m",   "a%b",         "<b>",
        "a&b",       "a;b",        "a|b",     "a#b",      "{a}",       "a*",          "a:b",
        "a?b",       "trace",      "Figures", "baseline", "x.partial", "report.html", "a\xff"}) {
    EXPECT_FALSE(keeps(name, TextRule::name)) << name;
  }
  EXPECT_TRUE(keeps(std::string(100, 'a'), TextRule::name));
  EXPECT_FALSE(keeps(std::string(101, 'a'), TextRule::name));
}

TEST(text_rules, labels_are_one_line_of_utf8_and_no_formula) {
  for (const std::string label :
       {"<b>", "50 %", "a\"b", "`x`", "$(x)", "{a}", "-1", "+2.5e3", "../x", "a|b", "µ – 𝄞", " "}) {
    EXPECT_TRUE(keeps(label, TextRule::label)) << label;
  }
  for (const std::string label :
       {"", "a\nb", "\x1b", "\xff", "=1+1", "@SUM(A1)", "+cmd|'/C'!A0", "-x"}) {
    EXPECT_FALSE(keeps(label, TextRule::label)) << label;
  }
  EXPECT_FALSE(keeps(std::string(201, 'a'), TextRule::label));
  EXPECT_TRUE(keeps("", TextRule::line));
  EXPECT_TRUE(keeps("= a sentence", TextRule::line));
  EXPECT_FALSE(keeps("a\nb", TextRule::line));
}

TEST(text_rules, the_fault_says_what_would_be_right_and_shows_no_control_character) {
  const auto fault = text_fault("a\x1b[31m", TextRule::name);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->what, "`a\\x1b[31m` holds a control character");
  EXPECT_EQ(fault->hint, text_rule_text(TextRule::name));
  EXPECT_EQ(text_fault("a/b", TextRule::name)->what, "`a/b` holds `/`, which is no part of a name");
  EXPECT_EQ(text_fault("a\xff", TextRule::line)->what, "`a\\xff` is not UTF-8");
}

TEST(faults, F1_4_text_files_that_are_not_utf8_are_refused_with_the_line) {
  try {
    (void)plain_text("a\nb\xff", "x.yaml");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "x.yaml:2:1: holds `\\xff`, which is not UTF-8 (save it as UTF-8)");
  }
}

}  // namespace text_test
}  // namespace metronome
