#include "sim/validation/comparison.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "sim/validation/rung.hpp"

namespace metronome::validation {
namespace comparison_test {

Claim claim(std::optional<double> ours, std::optional<double> theirs, double percent) {
  return {.of = "case",
          .quantity = "quantity",
          .unit = "1",
          .ours = ours,
          .theirs = theirs,
          .tolerance_percent = percent,
          .source = "source"};
}

Verdict verdict(const Claim& c) { return row_of("rung", c).verdict; }

TEST(comparison, a_difference_is_a_share_of_theirs) {
  const Row row = row_of("rung", claim(110, 100, 10));
  EXPECT_DOUBLE_EQ(*row.difference_percent, 10);
  EXPECT_EQ(row.verdict, Verdict::within);
  EXPECT_EQ(verdict(claim(110.001, 100, 10)), Verdict::out);
  EXPECT_EQ(verdict(claim(90, 100, 10)), Verdict::within);
  EXPECT_EQ(verdict(claim(89.999, 100, 10)), Verdict::out);
  EXPECT_DOUBLE_EQ(*row_of("rung", claim(-90, -100, 0)).difference_percent, 10);
}

TEST(comparison, without_tolerance_numbers_must_be_equal) {
  EXPECT_EQ(verdict(claim(1e15, 1e15, 0)), Verdict::within);
  EXPECT_EQ(verdict(claim(1e15 + 1, 1e15, 0)), Verdict::out);
  EXPECT_EQ(verdict(claim(0, 0, 0)), Verdict::within);
}

TEST(comparison, what_is_missing_or_no_number_is_out) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  for (const Claim& c :
       {claim({}, 1, 1e9), claim(1, {}, 1e9), claim({}, {}, 1e9), claim(nan, 1, 1e9),
        claim(1, nan, 1e9), claim(infinite, infinite, 1e9), claim(1, 0, 1e9)}) {
    const Row row = row_of("rung", c);
    EXPECT_EQ(row.verdict, Verdict::out);
    EXPECT_FALSE(row.difference_percent);
  }
}

TEST(comparison, an_explanation_holds_as_far_as_it_says_and_in_its_direction) {
  Claim c = claim(105, 100, 1);
  c.explanation = Explanation{"topic", 2, 6};
  EXPECT_EQ(verdict(c), Verdict::explained);
  c.ours = 107;
  EXPECT_EQ(verdict(c), Verdict::out);
  c.ours = 95;
  EXPECT_EQ(verdict(c), Verdict::out);
  c.ours = 101.5;
  EXPECT_EQ(verdict(c), Verdict::out) << "a known difference that has gone is not explained by it";
  c.ours = 100.5;
  EXPECT_EQ(verdict(c), Verdict::within);
}

TEST(comparison, arrays_are_as_far_apart_as_their_worst_elements_over_the_largest) {
  const Claim c = array_claim("case", "q", {1, 2.5, -10}, {1, 2, -10}, 5, "source");
  EXPECT_EQ(c.ours, 2.5);
  EXPECT_EQ(c.theirs, 2);
  const Row row = row_of("rung", c);
  EXPECT_DOUBLE_EQ(*row.difference_percent, 5);
  EXPECT_EQ(row.verdict, Verdict::within);
}

TEST(comparison, arrays_of_other_lengths_or_without_numbers_are_out) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(verdict(array_claim("case", "q", {1, 2}, {1, 2, 3}, 100, "source")), Verdict::out);
  EXPECT_EQ(verdict(array_claim("case", "q", {}, {}, 100, "source")), Verdict::out);
  EXPECT_EQ(verdict(array_claim("case", "q", {1, nan, 3}, {1, 2, 3}, 100, "source")), Verdict::out);
  EXPECT_EQ(verdict(array_claim("case", "q", {nan, 2, 3}, {1, 2, 3}, 100, "source")), Verdict::out);
  EXPECT_EQ(verdict(array_claim("case", "q", {0, 0}, {0, 0}, 0, "source")), Verdict::within);
  EXPECT_EQ(verdict(array_claim("case", "q", {0, 1}, {0, 0}, 0, "source")), Verdict::out);
}

TEST(comparison, means_are_with_and_without_what_is_explained) {
  Claim known = claim(120, 100, 1);
  known.explanation = Explanation{"topic", 10, 30};
  const std::vector<Row> rows{row_of("a", claim(101, 100, 5)), row_of("a", known),
                              row_of("b", claim(90, 100, 5)), row_of("b", claim({}, 1, 0))};
  const Summary s = summary_of(rows);
  EXPECT_EQ(s.total(), 4u);
  EXPECT_EQ(s.cases, 2u) << "one case a rung";
  EXPECT_EQ(s.rows[Verdict::within], 1u);
  EXPECT_EQ(s.rows[Verdict::explained], 1u);
  EXPECT_EQ(s.rows[Verdict::out], 2u);
  EXPECT_EQ(s.without_number, 1u);
  EXPECT_DOUBLE_EQ(s.mape_percent, (1.0 + 20 + 10) / 3);
  EXPECT_DOUBLE_EQ(s.mape_unexplained_percent, (1.0 + 10) / 2);
  EXPECT_DOUBLE_EQ(s.worst_percent, 10);
}

TEST(context, a_change_is_of_the_constant_that_it_names) {
  const Context context{.configs = {}, .results = {}, .change = Change{"trcd", 1.1}};
  EXPECT_EQ(context.of("trcd", 17), 19);
  EXPECT_EQ(context.of("trp", 17), 17);
  EXPECT_DOUBLE_EQ(context.of("trcd", 0.5), 0.55);
  EXPECT_EQ(Context{}.of("trcd", 17), 17);
}

TEST(context, a_whole_constant_is_changed_by_one_at_least) {
  const Context more{.configs = {}, .results = {}, .change = Change{"bits", 1.1}};
  const Context less{.configs = {}, .results = {}, .change = Change{"bits", 0.9}};
  EXPECT_EQ(more.of("bits", 3), 4);
  EXPECT_EQ(less.of("bits", 3), 2);
  EXPECT_EQ(more.of("bits", std::uint64_t{2000}), 2200u);
}

}  // namespace comparison_test
}  // namespace metronome::validation
