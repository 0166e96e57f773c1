#include "sim/report/stamp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/csv.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/figures.hpp"
#include "sim/report/identity.hpp"
#include "tests/sim/report/fabricated.hpp"

namespace metronome::report {
namespace stamp_test {

using ::testing::HasSubstr;
using ::testing::Not;

Stamp some_stamp() {
  return {{{"model", "resnet-8"}, {"schedule", "cpt:3-8,periods=8"}},
          testing::some_manifest().recipe};
}

TEST(stamp, F3_2_tables_have_the_facts_in_every_row_and_stay_tables) {
  const auto rows = parse_csv(stamped_csv("a,b\n1,\"x,\n\"\"y\"\"\"\n2,\n", some_stamp()));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0], (std::vector<std::string>{"a", "b", "run_model", "run_schedule", "run_version",
                                               "run_recipe"}));
  EXPECT_EQ(rows[1][1], "x,\n\"y\"");
  for (const std::size_t row : {1, 2}) {
    EXPECT_EQ(rows[row][2], "resnet-8");
    EXPECT_EQ(rows[row][3], "cpt:3-8,periods=8");
    EXPECT_EQ(rows[row][4], "0.1.0 (commit 0123456789ab)");
    EXPECT_EQ(rows[row][5], recipe_digest(some_stamp().recipe));
  }
  EXPECT_EQ(parse_csv(stamped_csv("a,b\n", some_stamp()))[0].size(), 6u);
}

TEST(stamp, rows_without_a_fact_that_others_have_leave_it_empty) {
  std::size_t asked = 0;
  const auto rows = parse_csv(with_facts("a\n1\n2\n3\n", [&](const auto& row) {
    ++asked;
    trace::Facts facts(1);
    facts[0] = {"model", row[0]};
    if (row[0] == "2") {
      facts.push_back({"equal_to", "x"});
    }
    return facts;
  }));
  EXPECT_EQ(asked, 3u) << "once for each";
  EXPECT_EQ(rows[0], (std::vector<std::string>{"a", "run_model", "run_equal_to"}));
  EXPECT_EQ(rows[1], (std::vector<std::string>{"1", "1", ""}));
  EXPECT_EQ(rows[2], (std::vector<std::string>{"2", "2", "x"}));
  EXPECT_EQ(rows[3], (std::vector<std::string>{"3", "3", ""}));
}

TEST(stamp, F1_1_no_text_of_a_user_leaves_its_comment) {
  Stamp stamp = some_stamp();
  stamp.identity[0].value = "x\nset output '|sh'";
  stamp.recipe.command = "metronome run 'a\rb'";
  const std::string comments = stamp_comments(stamp, "# ");
  std::size_t lines = 0;
  for (std::size_t at = 0; at < comments.size(); at = comments.find('\n', at) + 1, ++lines) {
    EXPECT_EQ(comments.substr(at, 2), "# ");
  }
  EXPECT_THAT(comments, Not(HasSubstr("\r")));
  EXPECT_EQ(lines, 2u + 2 + 1 + 2);  // facts, version and recipe, command, inputs
  EXPECT_THAT(
      stamped_svg("<svg width=\"1\"><g/></svg>", "model: <b> & c\n"),
      HasSubstr("<svg width=\"1\">\n<metadata>\nmodel: &lt;b&gt; &amp; c\n</metadata><g/>"));
}

TEST(stamp, F3_1_figures_of_unlike_runs_say_so_in_title_caption_and_picture) {
  BarChart chart;
  chart.frame = {
      .name = "f", .title = "Title", .value_label = "", .unit = "", .value_column = "value"};
  chart.groups = {{"g", {"b"}}};
  chart.series = {{"s", "#111111", {1}}};
  std::vector<Figure> figures{{"f", "Title", "Caption.", chart, "a\n1\n"}};
  Stamp stamp = some_stamp();
  put_stamp(figures, stamp);
  EXPECT_EQ(figures[0].title, "Title");
  EXPECT_THAT(figures[0].script(wide_page()).source(), Not(HasSubstr("Unlike")));
  EXPECT_THAT(figures[0].script(wide_page()).source(), HasSubstr("# model: resnet-8\n"));
  EXPECT_THAT(figures[0].about, HasSubstr("made by: metronome run"));
  EXPECT_THAT(figures[0].csv, HasSubstr("run_model"));
  stamp.unlike = "batch 64 against 128";
  put_stamp(figures, stamp);
  EXPECT_THAT(figures[0].title, HasSubstr("Unlike runs: batch 64 against 128"));
  EXPECT_THAT(figures[0].caption, HasSubstr("Unlike runs: batch 64 against 128"));
  EXPECT_THAT(figures[0].script(wide_page()).source(), HasSubstr("\"Unlike runs"));
}

TEST(identity, of_several_runs_has_each_value_once) {
  const trace::Facts facts =
      joined({{{"model", "a"}, {"mode", "cycle"}}, {{"model", "b"}, {"mode", "cycle"}}});
  EXPECT_EQ(trace::fact(facts, "model"), "a; b");
  EXPECT_EQ(trace::fact(facts, "mode"), "cycle");
}

TEST(identity, F3_1_machines_may_differ_and_mode_schedule_and_technology_may_not) {
  const RunResult cpt = testing::cpt_run("systolic");
  const RunResult fixed = testing::static_run("systolic");
  const RunResult other = testing::cpt_run("dual_serial");
  const EnergyTable table = testing::priced_table();
  const auto differing = [&](const RunResult& run, const RunResult& baseline,
                             const EnergyTable& prices) {
    std::vector<std::string> names;
    for (const auto& d : trace::differences(conditions_of(cpt, &fixed, table),
                                            conditions_of(run, &baseline, prices))) {
      names.push_back(d.name);
    }
    return names;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(differing(other, fixed, table), Names{});
  RunResult analytic = other;
  analytic.mode = Mode::analytic;
  EXPECT_EQ(differing(analytic, fixed, table), Names{"mode"});
  EXPECT_EQ(differing(fixed, fixed, table), Names{"schedule"});
  EXPECT_EQ(differing(other, other, table), Names{"baseline_schedule"});
  EnergyTable older = table;
  older.technology_nm = 45;
  EXPECT_EQ(differing(other, fixed, older), Names{"technology"});
}

TEST(recipe, its_digest_changes_with_each_part) {
  const Recipe recipe = testing::some_manifest().recipe;
  std::vector<Recipe> others(6, recipe);
  others[0].version += "-dirty";
  others[1].command += " --exact";
  others[2].overrides.clear();
  others[3].from = {"metronome simulate x"};
  others[4].seed = 8;
  others[5].inputs["trace"] = "0000000000000000";
  for (const Recipe& other : others) {
    EXPECT_NE(recipe_digest(other), recipe_digest(recipe)) << recipe_json(other);
  }
  EXPECT_EQ(recipe_digest(recipe), recipe_digest(Recipe(recipe)));
}

}  // namespace stamp_test
}  // namespace metronome::report
