// `metronome compare`: exit codes, and results of the other commands side by side.
#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace compare_test {

using Json = nlohmann::json;

class Compare : public Command {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const { return at(name).string(); }
  void simulate(const std::string& out, const std::string& options) const {
    if (!fs::exists(at("cpt"))) {
      const std::string trace = "trace --dataset mnist --model lenet-5 --batch 4 --iterations 8 ";
      ASSERT_EQ(
          run(trace + "--schedule cpt:3-8,periods=2,backward=8 --out " + path("cpt")).exit_code, 0);
      ASSERT_EQ(run(trace + "--schedule static:8,backward=8 --out " + path("static")).exit_code, 0);
    }
    const Ran ran = run("simulate " + path("cpt") + " --baseline " + path("static") +
                        " --mode analytic --no-figures --arch " + arch_file("systolic") +
                        " --out " + path(out) + " " + options);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  }
};

TEST_F(Compare, a_run_made_twice_is_equal_and_one_altered_number_is_found) {
  simulate("a", "");
  simulate("b", "--jobs 2");
  const Ran equal = run("compare " + path("a") + " " + path("b"));
  EXPECT_EQ(equal.exit_code, 0) << equal.out << equal.error;
  EXPECT_TRUE(says(equal.out, "inputs:  equal\nbinary:  equal\nnumbers: 0 of ")) << equal.out;

  std::string table = read_file(at("b/levels.csv"));
  const std::size_t digit = table.find_last_of("123456789", table.rfind(",lenet-5"));
  table[digit] = table[digit] == '1' ? '2' : '1';
  write("b/levels.csv", table);
  const Ran altered = run("compare --json " + path("a") + " " + path("b"));
  EXPECT_EQ(altered.exit_code, 4) << altered.out;
  EXPECT_TRUE(says(altered.error, "differ in numbers")) << altered.error;
  const Json json = Json::parse(altered.out);
  EXPECT_EQ(json["differing"], 1);
  EXPECT_EQ(json["differences"][0]["table"], "levels.csv");
  EXPECT_EQ(json["inputs"], Json::array());
}

TEST_F(Compare, exactly_every_cell_counts_but_those_that_say_what_made_the_row) {
  const auto said = [&](const std::string& one, const std::string& other) {
    write("a.csv", one);
    write("b.csv", other);
    const Ran ran = run("compare --exact " + path("a.csv") + " " + path("b.csv"));
    EXPECT_EQ(ran.exit_code, says(ran.out, "equal") ? 0 : 4) << ran.out << ran.error;
    return ran.out;
  };
  const std::string table = "level,x,run_version,run_recipe\n0,1.0,v1,a\n1,2,v1,a\n";
  EXPECT_EQ(said(table, "level,x,run_version,run_recipe\n0,1.0,v2,b\n1,2,v2,b\n"), "equal\n");
  EXPECT_EQ(said(table, "level,x,run_version,run_recipe\n0,1.00,v1,a\n1,2,v1,a\n"),
            "first difference: line 2, column x: 1.0 here, 1.00 there\n");
  EXPECT_EQ(said(table, "level,x,run_version,recipe\n0,1.0,v1,a\n1,2,v1,a\n"),
            "first difference: line 1, field 4: run_recipe here, recipe there\n");
  EXPECT_EQ(said(table, table + "2,2,v1,a\n"), "first difference: line 4: stands there only\n");
  EXPECT_EQ(said(table, "level,x,run_version,run_recipe\n0,1.0,v1,a,9\n1,2,v1,a\n"),
            "first difference: line 2, field 5: nothing here, 9 there\n");
  write("c.json", "{}");
  EXPECT_EQ(run("compare --exact " + path("a.csv") + " " + path("c.json")).exit_code, 2);
  EXPECT_EQ(run("compare --exact " + path("c.json") + " " + at("").string()).exit_code, 2);
  EXPECT_EQ(run("compare --exact --json " + path("a.csv") + " " + path("b.csv")).exit_code, 2);
}

TEST_F(Compare, runs_of_other_machines_are_refused_and_by_allow_unlike_named) {
  simulate("a", "");
  simulate("b", "--set memory.channels=2");
  const std::string both = path("a") + " " + path("b");
  const Ran refused = run("compare " + both);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "4 channels against DDR4-2400 8Gb x8, 2 channels"))
      << refused.error;
  const Ran asked = run("compare --allow-unlike " + both);
  EXPECT_EQ(asked.exit_code, 4);
  EXPECT_TRUE(says(asked.out, "overrides none against memory.channels=2")) << asked.out;
  EXPECT_TRUE(says(asked.out, "Unlike: memory")) << asked.out;
  EXPECT_EQ(run("compare --allow-unlike --tolerance-percent 1000 " + both).exit_code, 0);
}

TEST_F(Compare, other_prices_of_equal_numbers_are_other_inputs) {
  simulate("a", "");
  fs::copy(at("a"), at("b"), fs::copy_options::recursive);
  std::string recipe = read_file(at("b/recipe.json"));
  const std::size_t digest = recipe.find("\"energy_table\": \"") + 17;
  recipe[digest] = recipe[digest] == '0' ? '1' : '0';
  write("b/recipe.json", recipe);
  const Ran ran = run("compare " + path("a") + " " + path("b"));
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_TRUE(says(ran.error, "differ in inputs")) << ran.error;
  EXPECT_TRUE(says(ran.out, "inputs:  differ: energy_table ")) << ran.out;
}

TEST_F(Compare, what_is_named_wrongly_is_answered_with_what_is_right) {
  write("a/levels.csv", "level,step,cycles\n0,t,1\n");
  EXPECT_EQ(run("compare " + path("a")).exit_code, 2);
  EXPECT_EQ(run("compare " + path("a") + " " + path("b")).exit_code, 2);
  EXPECT_EQ(run("compare --tolerance-percent -1 " + path("a") + " " + path("a")).exit_code, 2);
  EXPECT_EQ(run("compare --tolerance-percent nan " + path("a") + " " + path("a")).exit_code, 2);
  EXPECT_EQ(run("compare --most 0 " + path("a") + " " + path("a")).exit_code, 2);
  EXPECT_EQ(run("compare " + path("a") + " " + path("a")).exit_code, 0);
}

TEST_F(Compare, a_committed_table_is_the_one_that_is_made_now) {
  ASSERT_EQ(run("reproduce ku_leuven_28nm --out " + path("made")).exit_code, 0);
  for (const char* table : {"residuals.csv", "primitives.csv"}) {
    const std::string committed = metronome::source_dir() + "/results/ku_leuven_28nm/" + table;
    const Ran ran = run("compare " + committed + " " + path("made") + "/" + table);
    EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.error;
  }
}

}  // namespace compare_test
}  // namespace metronome::cli
