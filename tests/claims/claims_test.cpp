// What README and the study say in numbers, rankings and causes is what the committed tables show.
#include "tests/claims/claims.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::claims {
namespace claims_test {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const fs::path kRoot = metronome::source_dir();
constexpr const char* kClaims = "results/study/claims.txt";

ClaimsFile committed() { return parse_claims(read_file(kRoot / kClaims), kClaims); }

Tables tables_of(const ClaimsFile& file, const fs::path& root) {
  Tables tables(root);
  for (const auto& [name, path] : file.tables) {
    tables.add(name, path);
  }
  return tables;
}

TEST(claims, F3_18_every_number_ranking_and_cause_of_the_pages_is_in_the_tables) {
  const ClaimsFile file = committed();
  Tables tables = tables_of(file, kRoot);
  std::size_t claims = 0;
  for (const Page& page : file.pages) {
    EXPECT_THAT(faults_of(page, read_file(kRoot / page.file), tables, kRoot), IsEmpty());
    claims += page.claims.size();
  }
  EXPECT_GE(file.pages.size(), 2u);
  EXPECT_GE(claims, 40u);
}

// Whatever digit of a claim is another one, that is found.
TEST(claims, F3_18_a_number_that_is_off_by_its_last_digit_is_found_on_every_page) {
  const ClaimsFile file = committed();
  Tables tables = tables_of(file, kRoot);
  for (const Page& page : file.pages) {
    const std::string text = read_file(kRoot / page.file);
    const std::string part = part_of(page, text);
    const std::size_t before_it = faults_of(page, text, tables, kRoot).size();
    std::size_t tried = 0;
    for (const Claim& claim : page.claims) {
      const std::size_t hole = claim.says.find("{}");
      const std::string before = claim.says.substr(0, hole);
      const std::size_t at = part.find(before);
      if (hole == std::string::npos || at == std::string::npos || before.size() < 8) {
        continue;  // broken over lines, or without a number
      }
      const std::size_t digit = part.find_first_not_of("0123456789. ", at + before.size()) - 1;
      std::string wrong = part;
      std::size_t last = wrong.find_last_of("0123456789", digit);
      wrong[last] = wrong[last] == '0'   ? '2'
                    : wrong[last] == '9' ? '7'
                                         : static_cast<char>(wrong[last] + 2);
      std::string whole = text;
      whole.replace(whole.find(part), part.size(), wrong);
      EXPECT_GT(faults_of(page, whole, tables, kRoot).size(), before_it) << claim.says;
      ++tried;
    }
    EXPECT_GE(tried, page.partly ? 1u : 2u) << page.file;
  }
}

class small : public ::testing::Test {
 protected:
  small()
      : root_(fs::path(::testing::TempDir()) /
              (std::string("claims_") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    write_file_atomically(root_ / "t.csv",
                          "machine,memory,saved,j,note\n"
                          "a,\"DDR4, one\",0.25,10,\n"
                          "b,\"DDR4, one\",0.125,20,\n"
                          "b,HBM2,0.5,40,x\n");
    write_file_atomically(root_ / "t.md", "| x | y |\n|---|---|\n| a | 25 |\n| b | 12 |\n");
    tables_.add("t", "t.csv");
  }
  ~small() override { fs::remove_all(root_); }

  [[nodiscard]] double number(const std::string& expression) {
    return evaluate(expression, tables_).number();
  }
  [[nodiscard]] std::string refusal(const std::string& expression) {
    try {
      (void)evaluate(expression, tables_);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }
  [[nodiscard]] std::vector<std::string> faults(const std::string& claims,
                                                const std::string& text) {
    return faults_of(parse_claims("page p.md\n" + claims, "c.txt").pages.at(0), text, tables_,
                     root_);
  }

  fs::path root_;
  Tables tables_{root_};
};

TEST_F(small, expressions_take_cells_by_row_and_column) {
  EXPECT_EQ(number("t[machine=a].saved"), 0.25);
  EXPECT_EQ(number("100 * t[machine=b, memory=\"DDR4, one\"].saved"), 12.5);
  EXPECT_EQ(number("mean(t[machine=b].j)"), 30);
  EXPECT_EQ(number("max(t.j) / min(t[memory!=HBM2].j) - 1"), 3);
  EXPECT_EQ(number("sum((1 - t.saved) * t.j)"), 7.5 + 17.5 + 20);
  EXPECT_EQ(number("count(t[machine=b].j)"), 2);
  EXPECT_EQ(number("2 + 3 * (1 + 1)"), 8);
  EXPECT_NEAR(number("geomean(t.j)"), 20, 1e-12);
  EXPECT_TRUE(evaluate("where_max(t.saved, memory) == \"HBM2\"", tables_).holds());
  EXPECT_TRUE(evaluate("t.j >= 10 and t[machine=b].saved < 0.6", tables_).holds());
  EXPECT_FALSE(evaluate("t.j > 10", tables_).holds()) << "for each";
  EXPECT_TRUE(evaluate("blank(t[memory!=HBM2].note)", tables_).holds());
  EXPECT_FALSE(evaluate("blank(t.note)", tables_).holds());
}

TEST_F(small, a_table_may_have_some_rows_of_a_file_alone) {
  tables_.add("some", "t.csv where memory=DDR4, one");
  EXPECT_EQ(number("sum(some.j)"), 30);
  tables_.add("none", "t.csv where memory=HBM3");
  EXPECT_THAT(refusal("none.j"), HasSubstr("has no rows"));
  EXPECT_THAT(refusal("none.j"), HasSubstr("has no rows")) << "again";
  tables_.add("odd", "t.csv where memory");
  EXPECT_THAT(refusal("odd.j"), HasSubstr("is no table"));
}

TEST_F(small, an_expression_that_means_nothing_is_refused) {
  EXPECT_THAT(refusal("u.j"), HasSubstr("no table is called `u`"));
  EXPECT_THAT(refusal("t.k"), HasSubstr("no column `k`"));
  EXPECT_THAT(refusal("t[machine=c].j"), HasSubstr("no row matches"));
  EXPECT_THAT(refusal("t.machine"), HasSubstr("`a` is no number"));
  EXPECT_THAT(refusal("t.j + t[machine=b].j"), HasSubstr("3 cells stand against 2"));
  EXPECT_THAT(refusal("median(t.j)"), HasSubstr("`median` is no function"));
  EXPECT_THAT(refusal("1 + "), HasSubstr("1 + "));
  EXPECT_THAT(refusal("1 2"), HasSubstr("nothing may follow"));
  EXPECT_THROW((void)evaluate("t.j", tables_).number(), UserError);
  EXPECT_THROW((void)evaluate("1", tables_).holds(), UserError);
}

TEST_F(small, a_page_without_a_fault_has_none) {
  EXPECT_THAT(faults("claim a saves {} % of {} J\n  = 100 * t[machine=a].saved\n"
                     "  = t[machine=a].j\nclaim most with HBM2\n"
                     "  holds where_max(t.saved, memory) == \"HBM2\"\ngiven 3–8/8\n"
                     "copy | x | y | of t.md\n",
                     "At 3–8/8 a saves\n25.0 % of 10 J, most with HBM2 (`x 7`, [y](z8.md)).\n\n"
                     "| x | y |\n|---|---|\n| a | 25 |\n| b | 12 |\n"),
              IsEmpty());
}

TEST_F(small, what_is_wrong_with_a_page_is_said) {
  const std::string claim = "claim a saves {} %\n  = 100 * t[machine=a].saved\n";
  EXPECT_THAT(faults(claim, "a saves 25 %"), IsEmpty());
  EXPECT_THAT(faults(claim, "a saves 25.1 %"), ElementsAre(HasSubstr("25.1 is 25 in the tables")));
  EXPECT_THAT(faults(claim, "a saves 24 %"), ElementsAre(HasSubstr("24 is 25")));
  EXPECT_THAT(faults(claim, "a keeps 25 %"),
              ElementsAre(HasSubstr("stands 0 times"), HasSubstr("the number 25")));
  EXPECT_THAT(faults(claim, "a saves 25 %, a saves 25 %").front(), HasSubstr("stands 2 times"));
  EXPECT_THAT(faults(claim, "a saves 25 % of 10 J"), ElementsAre(HasSubstr("the number 10")));
  EXPECT_THAT(faults("partly\n" + claim, "a saves 25 % of 10 J"), IsEmpty());
  EXPECT_THAT(faults("claim b is best\n  holds t[machine=b].j < 30\n", "b is best"),
              ElementsAre(HasSubstr("does not hold: t[machine=b].j < 30")));
  EXPECT_THAT(faults("claim b {}\n", "b 1"),
              ElementsAre(HasSubstr("1 numbers, 0 expressions"), HasSubstr("the number 1")));
  EXPECT_THAT(faults("given 8 bits\n", "8"),
              ElementsAre(HasSubstr("not on the page"), HasSubstr("the number 8")));
  EXPECT_THAT(faults("copy | x | y | of t.md\n", "| x | y |\n|---|---|\n| a | 26 |\n"),
              ElementsAre(HasSubstr("`| a | 26 |` is not in t.md"), HasSubstr("the number 26")));
}

TEST_F(small, numbers_are_read_as_pages_write_them) {
  EXPECT_THAT(faults("claim x {} y {}\n  = 64000\n  = 0 - 0.5\n", "x 64 000 y −0.5"), IsEmpty());
  EXPECT_THAT(faults("", "ResNet-74, DDR4-2400 and 2-LSTM are names"), IsEmpty());
  EXPECT_THAT(faults("", "0.67 J"), ElementsAre(HasSubstr("the number 0.67")));
}

TEST_F(small, a_claim_for_each_value_is_one_for_each) {
  EXPECT_THAT(faults("each m: a | b\nclaim $m has {} J\n  = sum(t[machine=$m].j)\n",
                     "a has 10 J, b has 60 J"),
              IsEmpty());
  EXPECT_THROW((void)parse_claims("claim x\n", "c.txt"), UserError);
  EXPECT_THROW((void)parse_claims("page p\nnonsense\n", "c.txt"), UserError);
}

// A comment of a sweep named 32 lanes where the machines had 64.
TEST(claims, F7_10_lanes_in_comments_of_sweeps_are_those_of_machines) {
  const std::regex lanes("#[^\n]*\\b([0-9]+) lanes");
  for (const auto& file : fs::directory_iterator(kRoot / "configs/sweeps")) {
    const std::string text = read_file(file.path());
    std::smatch found;
    EXPECT_FALSE(std::regex_search(text, found, lanes))
        << file.path() << ": `" << found.str() << "`; machines say how many lanes they have";
  }
}

}  // namespace claims_test
}  // namespace metronome::claims
