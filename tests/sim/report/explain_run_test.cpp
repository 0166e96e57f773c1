#include "sim/report/explain_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "sim/report/costs.hpp"
#include "sim/report/uncertainty_report.hpp"
#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace explain_run_test {

using ::testing::HasSubstr;
using ::testing::Not;

class Explained : public ::testing::Test {
 protected:
  const EnergyTable table_ = testing::priced_table();
  const RunResult run_ = testing::cpt_run("dual_serial");
};

/// The sum of the numbers before " J" at the beginning of lines.
double sum_of_joules(const std::string& text) {
  const std::regex form(R"re(\n +([0-9.e+-]+) J )re");
  double sum = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), form), end; at != end; ++at) {
    sum += std::stod((*at)[1]);
  }
  return sum;
}

TEST_F(Explained, the_products_of_a_run_sum_to_its_joules_and_name_row_and_source) {
  const std::string text = explain_energy(run_, table_, {});
  const double total = cost_of(run_, table_).total.energy.total().count();
  EXPECT_NEAR(sum_of_joules(text), total, 1e-4 * total);
  EXPECT_THAT(text, HasSubstr("dual_serial.bit_product"));
  EXPECT_THAT(text, HasSubstr("[ibrahim2022taxonomy]"));
  EXPECT_THAT(text, HasSubstr("of energy.yaml"));
}

TEST_F(Explained, an_operation_has_its_own_joules_of_all_its_iterations) {
  const std::string name = run_.operations[0].operation;
  Measure sum;
  for (const LevelResult& level : run_.levels) {
    for (const OperationResult& one : run_.operations_of(level)) {
      if (one.operation == name) {
        sum += one.measure.scaled(level.iterations);
      }
    }
  }
  const double total = price(sum, table_, run_.clock).total().count();
  const std::string text = explain_energy(run_, table_, {name, std::nullopt});
  EXPECT_NEAR(sum_of_joules(text), total, 1e-4 * total);
  EXPECT_LT(total, cost_of(run_, table_).total.energy.total().count() / 2);
}

TEST_F(Explained, a_component_leaves_the_others_out) {
  const std::string text = explain_energy(run_, table_, {{}, Component::vector});
  EXPECT_THAT(text, HasSubstr("vector.add_fp32"));
  EXPECT_THAT(text, Not(HasSubstr("dual_serial.bit_product")));
}

TEST_F(Explained, cycles_are_told_by_bin_and_operation) {
  const std::string text = explain_cycles(run_, {});
  EXPECT_THAT(text, HasSubstr(std::to_string(run_.total().cycles.total().count()) + " cycles"));
  EXPECT_THAT(text, HasSubstr(std::to_string(run_.total().cycles[Bin::busy])));
  EXPECT_THAT(text, HasSubstr("precision switches"));
  const std::string name = run_.operations[0].operation;
  EXPECT_THAT(explain_cycles(run_, {name, std::nullopt}),
              HasSubstr("level 3/8, weight stationary"));
}

TEST_F(Explained, an_operation_that_is_not_there_is_named_with_the_nearest) {
  const std::string name = run_.operations[0].operation;
  try {
    (void)explain_energy(run_, table_, {name + "x", std::nullopt});
    FAIL();
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean `" + name + "`?"));
  }
}

TEST(uncertainty_report, rankings_are_shares_of_all_orders_and_sum_to_one) {
  const EnergyTable table = testing::priced_table();
  const RunResult fixed = testing::cpt_run("systolic");
  const RunResult flexible = testing::cpt_run("dual_serial");
  ReportData data;
  add_entry(data, fixed, nullptr, table, false);
  add_entry(data, flexible, nullptr, table, false);
  const std::string text = uncertainty_text(data);
  const std::regex form(R"re(([0-9.]+) %  [a-z_0-9]+ < )re");
  double sum = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), form), end; at != end; ++at) {
    sum += std::stod((*at)[1]);
  }
  EXPECT_NEAR(sum, 100, 0.11);
  EXPECT_THAT(text, HasSubstr("10000 samples, seed 1"));
  EXPECT_THAT(text, HasSubstr("The prices that decide on systolic_512"));
}

}  // namespace explain_run_test
}  // namespace metronome::report
