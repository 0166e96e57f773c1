#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iomanip>
#include <sstream>

#include "sim/report/names.hpp"
#include "sim/report/text_table.hpp"
#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace terminal_report_test {

using ::testing::HasSubstr;
using ::testing::Not;

struct Fabricated {
  std::vector<RunResult> runs;
  std::vector<RunResult> baselines;
  EnergyTable table = testing::priced_table();

  explicit Fabricated(const std::vector<std::string>& kinds) {
    for (const std::string& kind : kinds) {
      runs.push_back(testing::cpt_run(kind));
      baselines.push_back(testing::static_run(kind));
    }
  }
  [[nodiscard]] std::string text() const {
    ComparisonInputs inputs{{},
                            testing::training_metrics(runs[0], 0.84),
                            testing::training_metrics(baselines[0], 0.86),
                            testing::some_manifest()};
    for (std::size_t i = 0; i < runs.size(); ++i) {
      inputs.entries.push_back({runs[i], baselines[i], table});
    }
    return terminal_text(inputs);
  }
};

const std::vector<std::string> kFour{"systolic", "spatial_fusion", "operand_serial", "dual_serial"};

std::size_t characters(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

/// "84.36 %" as measured by the last row of the metrics.
std::string accuracy_text(const RunResult& run, double final_accuracy) {
  const double fraction = *testing::training_metrics(run, final_accuracy).back().test_accuracy;
  std::ostringstream text;
  text << std::fixed << std::setprecision(2) << 100 * fraction << " %";
  return text.str();
}

TEST(terminal_report, four_accelerators_fit_into_100_columns) {
  std::istringstream lines(Fabricated(kFour).text());
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(characters(line), 100u) << line;
  }
}

TEST(terminal_report, machines_beyond_the_alphabet_have_letters_of_their_own) {
  Fabricated many(std::vector<std::string>(28, "systolic"));
  for (std::size_t i = 0; i < many.runs.size(); ++i) {
    many.runs[i].accelerator = "machine_" + std::to_string(i);
  }
  std::string text = many.text();
  std::replace(text.begin(), text.end(), '\n', ' ');  // lines are broken at spaces
  EXPECT_THAT(text, HasSubstr("A = machine_0,"));
  EXPECT_THAT(text, HasSubstr("Z = machine_25,"));
  EXPECT_THAT(text, HasSubstr("AB = machine_27"));
}

TEST(terminal_report, shows_every_part_that_the_issue_of_a_report_is) {
  const Fabricated four(kFour);
  const std::string text = four.text();
  EXPECT_THAT(text, HasSubstr(accuracy_text(four.runs[0], 0.84)));
  EXPECT_THAT(text, HasSubstr(accuracy_text(four.baselines[0], 0.86)));
  for (const char* part :
       {"One iteration at each level", "Precision phases", "Time by class of work",
        "Energy by class of work", "Where the cycles go", "DRAM traffic by operand role",
        "Energy by component", "What precision cycling saves", "busy", "fill_drain",
        "weight_gradient", "dram"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  for (const LevelResult& level : testing::cpt_run("systolic").levels) {
    EXPECT_THAT(text, HasSubstr("\n" + level_name(level.assignment) + " "));
  }
}

TEST(terminal_report, long_schedules_say_how_many_phases_are_left_out) {
  const Fabricated one({"systolic"});
  const std::size_t phases = one.runs[0].phases.size();
  ASSERT_GT(phases, 12u);
  EXPECT_THAT(one.text(), HasSubstr("... " + std::to_string(phases - 12) + " more in phases.csv"));
}

TEST(terminal_report, a_run_without_baseline_has_no_headline) {
  const Fabricated one({"systolic"});
  const std::string text = terminal_text(RunInputs{.run = one.baselines[0],
                                                   .table = one.table,
                                                   .metrics = {},
                                                   .baseline_metrics = {},
                                                   .resolved_yaml = "",
                                                   .manifest = testing::some_manifest()});
  EXPECT_THAT(text, Not(HasSubstr("What precision cycling saves")));
  EXPECT_THAT(text, HasSubstr("Energy by component"));
}

TEST(text_table, aligns_by_characters_and_leaves_no_trailing_blanks) {
  const TextTable table{{{"", "J·s"}, {"ab", "1"}, {"c"}}, 1};
  EXPECT_EQ(table.text(), "    J·s\nab    1\nc\n");
}

}  // namespace terminal_report_test
}  // namespace metronome::report
