// Two results are compared row by row: what is matched, what counts, and how much it differs.
#include "sim/report/result_comparison.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/report/result_table.hpp"

namespace metronome::report {
namespace result_comparison_test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Results : public ::testing::Test {
 protected:
  Results()
      : folder_(fs::temp_directory_path() / ("metronome_results_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~Results() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    write_file_atomically(folder_ / name, text);
  }
  [[nodiscard]] ResultComparison compare(const CompareLimits& limits = {},
                                         const std::string& one = "a",
                                         const std::string& other = "b") const {
    return compare_results(folder_ / one, folder_ / other, limits);
  }
  /// The message of the refusal.
  [[nodiscard]] std::string refusal(const CompareLimits& limits = {}, const std::string& one = "a",
                                    const std::string& other = "b") const {
    try {
      (void)compare(limits, one, other);
    } catch (const UserError& error) {
      return error.what();
    }
    return "none";
  }
  [[nodiscard]] std::string text_of(const ResultComparison& found,
                                    const CompareLimits& limits = {}) const {
    return comparison_text(found, "a", "b", limits);
  }

 private:
  fs::path folder_;
};

Recipe recipe(const std::string& version, const std::string& trace) {
  Recipe one;
  one.version = version;
  one.inputs["trace"] = trace;
  return one;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Results, rows_are_matched_by_their_identity_in_any_order) {
  write("a/sweep.csv", "point,machine,bits,status,time_s\nk1,x,1,ok,2\nk2,x,2,ok,3\nk3,y,1,ok,4\n");
  write("b/sweep.csv",
        "point,machine,bits,status,time_s\nk3,y,1,ok,4\nq2,x,2,ok,3.3\nk1,x,1,ok,2.0\n");
  const ResultComparison found = compare();
  EXPECT_EQ(found.rows, 3u);
  ASSERT_EQ(found.differences.size(), 1u);
  EXPECT_EQ(found.differences[0].row, "machine x, bits 2");
  EXPECT_EQ(found.differences[0].column, "time_s");
  EXPECT_EQ(found.differences[0].one, "3");
  EXPECT_EQ(found.differences[0].other, "3.3");
  EXPECT_NEAR(found.differences[0].percent.value(), 100 * 0.3 / 3.3, 1e-9);
  EXPECT_TRUE(found.differ({}));
  EXPECT_FALSE(compare({.tolerance_percent = 10}).differ({.tolerance_percent = 10}));
  EXPECT_TRUE(compare({.tolerance_percent = 9}).differ({.tolerance_percent = 9}));
}

TEST_F(Results, the_biggest_differences_come_first_and_texts_last) {
  write("a/operations.csv",
        "row,step,operation,cycles,mapping\n0,t,p,100,os\n1,t,q,100,os\n2,t,r,,os\n");
  write("b/operations.csv",
        "row,step,operation,cycles,mapping\n0,t,p,101,ws\n1,t,q,50,os\n2,t,r,7,os\n");
  const ResultComparison found = compare();
  ASSERT_EQ(found.differences.size(), 4u);
  EXPECT_EQ(found.differences[0].row, "step t, operation r");  // a number that only one has
  EXPECT_EQ(found.differences[1].row, "step t, operation q");
  EXPECT_EQ(found.differences[2].row, "step t, operation p");
  EXPECT_EQ(found.differences[2].column, "cycles");
  EXPECT_EQ(found.differences[3].column, "mapping");
  EXPECT_FALSE(found.differences[3].percent.has_value());
  EXPECT_EQ(found.greatest_percent, 50);
  const ResultComparison few = compare({.most = 1});
  EXPECT_EQ(few.differences.size(), 1u);
  EXPECT_EQ(few.differing, 4u);
  EXPECT_TRUE(says(text_of(few), "and 3 more"));
}

TEST_F(Results, of_many_differences_the_biggest_are_kept) {
  std::string one = "network,cycles\n", other = one;
  for (int i = 1; i <= 5000; ++i) {
    one += "n" + std::to_string(i) + ",1000000\n";
    other += "n" + std::to_string(i) + "," + std::to_string(1000000 - (i * 7919) % 5003) + "\n";
  }
  write("a/networks.csv", one);
  write("b/networks.csv", other);
  const ResultComparison found = compare({.most = 3});
  EXPECT_EQ(found.differing, 5000u);
  ASSERT_EQ(found.differences.size(), 3u);
  for (int k = 0; k < 3; ++k) {
    // 5003 is prime: the remainders of 7919 i are all different; those of i > 5000 are left out.
    EXPECT_LT(std::stoi(found.differences[static_cast<std::size_t>(k)].other), 995000 + 3);
  }
  EXPECT_GE(*found.differences[0].percent, *found.differences[1].percent);
  EXPECT_EQ(*found.differences[0].percent, found.greatest_percent);
}

TEST_F(Results, another_mapping_counts_only_where_nothing_may_differ) {
  write("a/operations.csv", "row,step,operation,cycles,mapping\n0,t,p,100,os\n");
  write("b/operations.csv", "row,step,operation,cycles,mapping\n0,t,p,101,ws\n");
  EXPECT_EQ(compare().differing, 2u);
  EXPECT_EQ(compare({.tolerance_percent = 2}).differing, 0u);
  EXPECT_EQ(compare({.tolerance_percent = 0.5}).differing, 1u);
}

TEST_F(Results, parts_of_a_whole_differ_by_points) {
  write("a/sweep.csv",
        "point,x,status,energy_saving_fraction,residual_percent,energy_j\nk,1,ok,0.001,3,0.001\n");
  write("b/sweep.csv",
        "point,x,status,energy_saving_fraction,residual_percent,energy_j\nk,1,ok,0.002,4,0.002\n");
  const ResultComparison found = compare();
  ASSERT_EQ(found.differences.size(), 3u);
  EXPECT_EQ(found.differences[0].column, "energy_j");
  EXPECT_NEAR(*found.differences[0].percent, 50, 1e-9);
  EXPECT_EQ(found.differences[1].column, "residual_percent");
  EXPECT_NEAR(*found.differences[1].percent, 1, 1e-9);
  EXPECT_NEAR(*found.differences[2].percent, 0.1, 1e-9);
}

TEST_F(Results, one_number_has_many_texts_and_none_is_lost_in_its_last_digit) {
  write("a/networks.csv", "network,cycles,x\nn,18446744073709551614,1.50\nm,0,-0\n");
  write("b/networks.csv", "network,cycles,x\nn,18446744073709551615,1.5e0\nm,0.0,0\n");
  const ResultComparison found = compare();
  ASSERT_EQ(found.differences.size(), 1u);
  EXPECT_EQ(found.differences[0].column, "cycles");
  EXPECT_GT(*found.differences[0].percent, 0);
}

TEST_F(Results, what_one_has_alone_is_a_difference) {
  write("a/networks.csv", "network,cycles,joules\nn,1,2\nm,1,2\n");
  write("b/networks.csv", "network,cycles,watts\nn,1,2\no,1,2\n");
  write("a/more.csv", "x\n1\n");
  const ResultComparison found = compare();
  EXPECT_EQ(found.differing, 0u);
  EXPECT_TRUE(found.differ({.tolerance_percent = 100, .allow_unlike = true}));
  EXPECT_EQ(found.only_one, (std::vector<std::string>{"networks.csv: column joules",
                                                      "networks.csv: row network m", "more.csv"}));
  EXPECT_EQ(found.only_other, (std::vector<std::string>{"networks.csv: column watts",
                                                        "networks.csv: row network o"}));
}

TEST_F(Results, unlike_rows_are_refused_with_both_values_or_named) {
  const std::string head = "network,cycles,run_mode,run_version,run_recipe\n";
  write("a/networks.csv", head + "n,1,cycle,0.1 (commit a),r1\n");
  write("b/networks.csv", head + "n,1,analytic,0.1 (commit b),r2\n");
  EXPECT_TRUE(says(refusal(), "mode cycle against analytic")) << refusal();
  EXPECT_TRUE(says(refusal(), "--allow-unlike"));
  const CompareLimits asked{.allow_unlike = true};
  const ResultComparison found = compare(asked);
  EXPECT_FALSE(found.differ(asked));
  EXPECT_TRUE(says(text_of(found, asked), "Unlike: mode cycle against analytic"));
}

TEST_F(Results, trainings_of_other_seeds_are_compared) {
  const std::string head = "network,cycles,run_mode,run_seed,run_version,run_recipe\n";
  write("a/networks.csv", head + "n,1,cycle,1,0.1 (commit a),r1\n");
  write("b/networks.csv", head + "n,2,cycle,2,0.1 (commit a),r2\n");
  const ResultComparison found = compare();
  EXPECT_TRUE(found.numbers_differ());
  EXPECT_TRUE(found.unlike.empty());
}

TEST_F(Results, another_version_alone_is_no_difference_and_other_inputs_are_one) {
  for (const char* folder : {"a", "b", "c"}) {
    write(std::string(folder) + "/networks.csv", "network,cycles\nn,1\n");
  }
  write("a/recipe.json", recipe_json(recipe("0.1.0 (commit a)", "t1")));
  write("b/recipe.json", recipe_json(recipe("0.1.0 (commit b)", "t1")));
  write("c/recipe.json", recipe_json(recipe("0.1.0 (commit a)", "t2")));
  const ResultComparison versions = compare();
  EXPECT_FALSE(versions.differ({}));
  EXPECT_TRUE(says(text_of(versions), "version 0.1.0 (commit a) against 0.1.0 (commit b)"));
  const ResultComparison inputs = compare({}, "a", "c");
  EXPECT_TRUE(inputs.differ({}));
  EXPECT_FALSE(inputs.numbers_differ());
  EXPECT_FALSE(inputs.differ({.allow_unlike = true}));
  EXPECT_TRUE(says(text_of(inputs), "trace t1 against t2"));
  EXPECT_TRUE(says(text_of(inputs), "binary:  equal"));
}

TEST_F(Results, folders_of_results_are_matched_by_path_and_what_is_drawn_is_left_out) {
  for (const std::string folder : {"a", "b"}) {
    write(folder + "/edge/networks.csv", "network,cycles\nn,1\n");
    write(folder + "/server/networks.csv", "network,cycles\nn,2\n");
    write(folder + "/edge/figures/savings.csv", "drawn," + folder + "\n");
    write(folder + "/edge/points/x.csv", "gathered," + folder + "\n");
    write(folder + "/" + folder + ".partial/networks.csv", "network,cycles\nn,3\n");
  }
  EXPECT_FALSE(compare().differ({}));
  write("b/server/networks.csv", "network,cycles\nn,3\n");
  ASSERT_EQ(compare().differences.size(), 1u);
  EXPECT_EQ(compare().differences[0].table, "server/networks.csv");
}

TEST_F(Results, an_axis_may_have_the_name_of_a_column) {
  const std::string head = "point,machine,training,training,weight_bits,time_s\n";
  write("a/levels.csv", head + "k,m,seed 1,static,8,1\nk,m,seed 2,static,8,2\n");
  write("b/levels.csv", head + "k,m,seed 2,static,8,2\nk,m,seed 1,static,8,1\n");
  EXPECT_FALSE(compare().differ({}));
  EXPECT_EQ(compare().rows, 2u);
}

TEST_F(Results, rows_of_one_identity_are_told_apart_by_their_order) {
  write("a/networks.csv", "network,cycles\nn,1\nn,2\n");
  write("b/networks.csv", "network,cycles\nn,1\nn,3\n");
  ASSERT_EQ(compare().differences.size(), 1u);
  EXPECT_EQ(compare().differences[0].row, "network n (2)");
}

TEST_F(Results, a_summary_is_a_table_of_its_keys) {
  write("a/summary.json",
        R"({"mode": "cycle", "identity": {"batch": "1"}, "recipe": {"version": "1"},
                              "total": {"energy_j": 2.0, "list": [1, 2]}, "savings": {"energy": 0.10}})");
  write("b/summary.json",
        R"({"mode": "cycle", "identity": {"batch": "2"}, "recipe": {"version": "2"},
                              "total": {"energy_j": 4.0, "list": [1, 3]}, "savings": {"energy": 0.11}})");
  const ResultComparison found = compare();
  ASSERT_EQ(found.differences.size(), 3u);
  EXPECT_EQ(found.differences[0].row, "key total.energy_j");
  EXPECT_EQ(found.differences[1].row, "key total.list.1");
  EXPECT_EQ(found.differences[2].row, "key savings.energy");
  EXPECT_NEAR(*found.differences[2].percent, 1, 1e-9);  // a point
}

TEST_F(Results, what_is_no_result_is_refused_with_its_place) {
  write("a/networks.csv", "network,cycles\nn,1\n");
  write("b/notes.txt", "nothing\n");
  write("c/networks.csv", "network,cycles\nn,1,2\n");
  write("d/networks.csv", "# nothing\n");
  write("e/other.csv", "x\n1\n");
  write("f/summary.json", "[1]");
  EXPECT_TRUE(says(refusal(), "holds no result")) << refusal();
  EXPECT_TRUE(says(refusal({}, "a", "absent"), "nothing stands there"));
  EXPECT_TRUE(says(refusal({}, "a", "c"), "networks.csv:2:5: has 3 fields, the header 2"))
      << refusal({}, "a", "c");
  EXPECT_TRUE(says(refusal({}, "a", "d"), "is empty"));
  EXPECT_TRUE(says(refusal({}, "a", "e"), "have no table in common"));
  EXPECT_TRUE(says(refusal({}, "a", "a/networks.csv"), "two folders, or two tables"));
  EXPECT_TRUE(says(refusal({}, "b/notes.txt", "b/notes.txt"), "is no table"));
  EXPECT_TRUE(says(refusal({}, "f", "f"), "is no summary"));
  EXPECT_FALSE(compare({}, "a/networks.csv", "a/networks.csv").differ({}));
}

TEST_F(Results, json_has_every_number_of_the_text) {
  write("a/networks.csv", "network,cycles,name\nn,1,p\n");
  write("b/networks.csv", "network,cycles,name\nn,2,q\nm,1,p\n");
  const ResultComparison found = compare();
  const Json json = Json::parse(comparison_json(found, "a", "b", {}));
  EXPECT_EQ(json["differ"], true);
  EXPECT_EQ(json["values"], 2);
  EXPECT_EQ(json["differing"], 2);
  EXPECT_EQ(json["differences"][0]["percent"], 50.0);
  EXPECT_EQ(json["differences"][1]["percent"], nullptr);
  EXPECT_EQ(json["only_one"]["count"], 0);
  EXPECT_EQ(json["only_other"]["first"][0], "networks.csv: row network m");
}

}  // namespace result_comparison_test
}  // namespace metronome::report
