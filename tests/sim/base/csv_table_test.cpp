#include "sim/base/csv_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace metronome::csv_table_test {

using ::testing::HasSubstr;

const std::vector<std::string> kColumns{"iteration", "forward_bits"};

CsvTable table_of(const std::string& text) { return {text, "t.csv", kColumns, {"layer"}}; }

/// All complaints of a text whose numbers are read, one a line.
std::string complaints(const std::string& text) {
  try {
    CsvTable table = table_of(text);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      (void)table.whole(row, "iteration", {0, 1e6L});
      (void)table.bits(row, "forward_bits");
    }
    table.finish();
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

/// Iterations and bits of the table.
std::vector<std::pair<std::uint64_t, int>> values(const std::string& text) {
  CsvTable table = table_of(text);
  std::vector<std::pair<std::uint64_t, int>> out;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::uint64_t iteration = table.whole(row, "iteration");
    out.emplace_back(iteration, table.bits(row, "forward_bits"));
  }
  table.finish();
  return out;
}

const std::vector<std::pair<std::uint64_t, int>> kExpected{{0, 3}, {500, 8}};

TEST(faults, F5_a_table_saved_by_a_spreadsheet_reads_as_the_one_by_hand) {
  EXPECT_EQ(values("iteration,forward_bits\n0,3\n500,8\n"), kExpected);
  EXPECT_EQ(values("\xef\xbb\xbf"
                   "iteration,forward_bits\r\n0,3\r\n500,8\r\n"),
            kExpected);
  EXPECT_EQ(values("iteration,forward_bits,,\n0,3,,\n500,8,,\n,,,\n"), kExpected);
  EXPECT_EQ(values("iteration,forward_bits\n0.0,3.0\n5e2,8.\n"), kExpected);
  EXPECT_EQ(values("\"iteration\" , forward_bits\n \"0\",3 \n500, \"8\"\n"), kExpected);
  EXPECT_EQ(values("# a comment\n\niteration,forward_bits\r0,3\r500,8"), kExpected);
}

TEST(faults, F5_semicolons_tabs_and_decimal_commas_are_named) {
  EXPECT_THAT(complaints("iteration;forward_bits\n0;3\n"),
              HasSubstr("t.csv:1:10: fields are separated by semicolons"));
  EXPECT_THAT(complaints("iteration\tforward_bits\n0\t3\n"), HasSubstr("separated by tabs"));
  CsvTable table("a\n\"0,5\"\n", "t.csv");
  (void)table.real(0, "a");
  EXPECT_EQ(table.findings().kept().at(0).text(),
            "t.csv:2:1: a: `0,5` is not a valid number (a decimal point, not a comma)");
}

TEST(faults, F5_all_rows_errors_come_at_once_the_first_twenty_and_the_number_of_the_others) {
  EXPECT_EQ(complaints("iteration,forward_bits\n0,x\n-1,8\n2\n3,99\n"),
            "t.csv:4:1: has 1 fields where the header names 2 (one field for each column)\n"
            "t.csv:2:3: forward_bits: `x` is not a number of bits (1 to 32, or fp32)\n"
            "t.csv:3:1: iteration: -1 is out of range (allowed: 0 to 1e6)\n"
            "t.csv:5:3: forward_bits: `99` is not a number of bits (1 to 32, or fp32)");
  std::string many = "iteration,forward_bits\n";
  for (int i = 0; i < 300; ++i) {
    many += "x,8\n";
  }
  const std::string text = complaints(many);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 20);
  EXPECT_THAT(text, HasSubstr("t.csv:21:1: iteration"));
  EXPECT_THAT(text, HasSubstr("\nt.csv: and 280 more"));
}

TEST(csv_table, whole_numbers_are_whole) {
  for (const char* field : {"0.5", "-1", "-1.0", "1e20", "nan", "", "1 2", "0x1"}) {
    EXPECT_NE(complaints(std::string("iteration,forward_bits\n") + field + ",3\n"), "") << field;
  }
}

TEST(csv_table, columns_are_checked_and_then_nothing_else_is) {
  EXPECT_EQ(complaints("iteration,forward_bts,iteration\nx,y,z\n"),
            "t.csv:1:11: forward_bts: unknown column (did you mean `forward_bits`?)\n"
            "t.csv:1:23: iteration: column stands twice (keep one of them)\n"
            "t.csv:1:1: forward_bits: column is missing (columns: iteration,forward_bits)");
  EXPECT_THAT(complaints("# only a comment\n"), HasSubstr("has no header line"));
}

TEST(csv_table, an_optional_column_may_be_absent_and_an_empty_number_too) {
  CsvTable table("a,b\n1,\n", "t.csv", {"a", "b"}, {"c"});
  EXPECT_EQ(table.text(0, "c"), "");
  EXPECT_EQ(table.number(0, "b"), std::nullopt);
  EXPECT_EQ(table.number(0, "a"), 1.0);
  EXPECT_TRUE(table.findings().empty());
}

TEST(csv, quoted_fields_hold_commas_line_breaks_and_quotes) {
  const auto rows = csv_rows("a,\"b,\n\"\"c\"\"\"\nd,e\n", "t.csv");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].fields.at(1).text, "b,\n\"c\"");
  EXPECT_EQ(rows[1].line, 3);
  EXPECT_EQ(rows[1].fields.at(1).column, 3);
}

TEST(csv, a_quote_that_is_not_closed_has_a_place) {
  try {
    (void)csv_rows("a,b\n1,\"x\n2,3\n", "t.csv");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "t.csv:2:3: a quote is not closed (one more `\"`)");
  }
}

}  // namespace metronome::csv_table_test
