#include "sim/base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace metronome {
namespace error_test {

using ::testing::HasSubstr;

TEST(diagnostic, text_has_place_key_sentence_and_hint) {
  const Diagnostic full{"a.yaml", 3, 7, "array.rows", "is odd", "even numbers"};
  EXPECT_EQ(full.text(), "a.yaml:3:7: array.rows: is odd (even numbers)");
}

TEST(diagnostic, parts_that_are_unknown_are_left_out) {
  EXPECT_EQ((Diagnostic{"", 0, 0, "", "is odd", ""}.text()), "is odd");
  EXPECT_EQ((Diagnostic{"a.yaml", 0, 0, "", "is odd", ""}.text()), "a.yaml: is odd");
  EXPECT_EQ((Diagnostic{"", 0, 0, "rows", "is odd", ""}.text()), "rows: is odd");
}

TEST(user_error, carries_all_diagnostics_one_a_line) {
  const UserError error(
      std::vector<Diagnostic>{{"f", 1, 1, "a", "x", ""}, {"f", 2, 1, "b", "y", ""}});
  EXPECT_EQ(error.diagnostics().size(), 2u);
  EXPECT_STREQ(error.what(), "f:1:1: a: x\nf:2:1: b: y");
}

TEST(findings, the_first_ones_are_kept_and_the_others_counted) {
  Findings findings;
  EXPECT_NO_THROW(findings.raise());
  for (int line = 1; line <= 300; ++line) {
    findings.add({"f", line, 1, "a", "x", ""});
  }
  EXPECT_TRUE(findings.full());
  EXPECT_EQ(findings.count(), 300u);
  try {
    findings.raise();
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.diagnostics().size(), Findings::kMostKept);
    EXPECT_EQ(error.listing().back().text(), "f: and 280 more");
    Findings all;
    all.add(error);
    all.add(Diagnostic{"g", 1, 1, "a", "x", ""});
    EXPECT_EQ(all.count(), 301u);
  }
}

TEST(findings, equal_ones_count_once) {
  Findings findings;
  findings.add({"f", 1, 1, "a", "x", ""});
  findings.add({"f", 1, 1, "a", "x", ""});
  EXPECT_EQ(findings.count(), 1u);
}

TEST(user_error, of_a_sentence_and_a_hint_has_no_place) {
  EXPECT_STREQ(UserError("no data", "install it").what(), "no data (install it)");
}

TEST(assertion, names_the_condition_and_the_sentence) {
  try {
    METRONOME_ASSERT(1 > 2, "order is kept");
    FAIL();
  } catch (const InternalError& error) {
    EXPECT_THAT(error.what(), HasSubstr("1 > 2"));
    EXPECT_THAT(error.what(), HasSubstr("order is kept"));
    EXPECT_THAT(error.what(), HasSubstr("error_test.cpp"));
  }
  EXPECT_NO_THROW(METRONOME_ASSERT(2 > 1, "order is kept"));
}

TEST(nearest_name, finds_a_slip_and_nothing_far) {
  const std::vector<std::string> names{"systolic", "spatial_fusion", "rows"};
  EXPECT_EQ(nearest_name("systlic", names), "systolic");
  EXPECT_EQ(nearest_name("spatial_fuson", names), "spatial_fusion");
  EXPECT_EQ(nearest_name("rosw", names), "rows");
  EXPECT_EQ(nearest_name("rows", names), "rows");
  EXPECT_EQ(nearest_name("bandwidth", names), "");
  EXPECT_EQ(nearest_name("x", {}), "");
}

TEST(nearest_name, the_hint_lists_all_names_when_none_is_near) {
  const std::vector<std::string> names{"cycle", "analytic"};
  EXPECT_EQ(name_hint("cycel", names), "did you mean `cycle`?");
  EXPECT_THAT(name_hint("wavefront", names), HasSubstr("cycle, analytic"));
  std::vector<std::string> many;
  for (int i = 0; i < 150; ++i) {
    many.push_back("layer" + std::to_string(i) + ".forward");
  }
  const std::string hint = name_hint("nope", many);
  EXPECT_THAT(hint, HasSubstr("layer39.forward, and 110 more"));
  EXPECT_THAT(hint, testing::Not(HasSubstr("layer40.")));
}

}  // namespace error_test
}  // namespace metronome
