// `metronome search`: the best points of a grid without running all of it.
#include <algorithm>

#include "killed.hpp"
#include "sim/base/csv.hpp"

namespace metronome::cli {
namespace search_test {

class search : public KilledCommand {
 protected:
  search() {
    write(
        "space.yaml",
        "name: space\nbase:\n  mode: analytic\n  trace: {model: lenet-5, dataset: mnist, batch: 2, "
        "iterations: 16, schedule: \"cpt:3-5,periods=2,backward=8\", baseline_schedule: "
        "\"static:8,backward=8\"}\n  accelerator: " +
            arch_file("systolic") +
            "\naxes:\n  - {key: accelerator.array.columns, values: [4, 8, 16, 32]}\n"
            "  - {key: accelerator.vector.lanes, values: [8, 16, 32, 64]}\n"
            "  - {key: accelerator.memory.channels, values: [1, 2, 4]}\n"
            "constraints:\n  - {left: accelerator.memory.channels, is: <=, right: 2}\n"
            "objectives: [cpt_time_s, area_mm2]\n");
    write("s.yaml", of("nsga2"));
  }
  [[nodiscard]] static std::string of(const std::string& method, int evaluations = 20) {
    return "name: s\nspace: space.yaml\nmethod: " + method +
           "\npopulation: 6\nevaluations: " + std::to_string(evaluations) + "\nconfirm: true\n";
  }
  [[nodiscard]] std::vector<std::string> words(const std::string& out,
                                               const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{
        "search", at("s.yaml").string(), "--out", at(out).string(), "--cache", "off"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  /// But for the manifest and which process wrote which line.
  [[nodiscard]] std::map<std::string, std::string> tables(const std::string& out) const {
    auto files = tree(at(out));
    std::erase_if(files, [](const auto& file) {
      return file.first == "manifest.json" || file.first.ends_with(".jsonl");
    });
    return files;
  }
};

TEST_F(search, gives_the_same_bytes_for_any_jobs_and_after_a_kill) {
  ASSERT_EQ(wait(start(words("one", {"--jobs", "1"}))), 0) << read_file(at("stderr"));
  const auto expected = tables("one");
  for (const char* name : {"evaluations.csv", "front.csv", "hypervolume.csv", "search.md",
                           "recipe.json", "search.yaml"}) {
    EXPECT_TRUE(expected.contains(name)) << name;
  }
  (void)run_until(words("two", {"--jobs", "2"}),
                  [&] { return fs::exists(at("two/points")) && !fs::is_empty(at("two/points")); });
  ASSERT_EQ(wait(start(words("two", {"--jobs", "2"}))), 0) << read_file(at("stderr"));
  EXPECT_EQ(tables("two"), expected);
  const auto whole = tree(at("two"));
  const Ran again = run_to_end(words("two"));
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_TRUE(says(again.error, "is finished")) << again.error;
  EXPECT_EQ(tree(at("two")), whole);
}

TEST_F(search, of_the_whole_space_every_method_finds_the_front_of_the_sweep) {
  ASSERT_EQ(run_to_end(
                {"sweep", at("space.yaml").string(), "--out", at("all").string(), "--cache", "off"})
                .exit_code,
            0);
  const auto rows = parse_csv(read_file(at("all/sweep.csv")));
  std::set<std::vector<std::string>> expected;
  for (const auto& row : rows) {
    if (row[6] == "true") {
      expected.insert({row[1], row[2], row[3]});
    }
  }
  ASSERT_FALSE(expected.empty());
  std::string volume;
  for (const char* method : {"nsga2", "random", "sobol"}) {
    write("s.yaml", of(method, 48) + "reference: [1, 1000]\n");
    ASSERT_EQ(run_to_end(words(method)).exit_code, 0) << read_file(at("stderr"));
    std::set<std::vector<std::string>> found;
    const auto front = parse_csv(read_file(at(std::string(method) + "/front.csv")));
    for (std::size_t i = 1; i < front.size(); ++i) {
      found.insert({front[i][0], front[i][1], front[i][2]});
    }
    EXPECT_EQ(found, expected) << method;
    const auto volumes = parse_csv(read_file(at(std::string(method) + "/hypervolume.csv")));
    EXPECT_EQ(volumes.back()[1], "48") << method;
    volume = volume.empty() ? volumes.back()[3] : volume;
    EXPECT_DOUBLE_EQ(std::stod(volumes.back()[3]), std::stod(volume)) << method;
  }
}

TEST_F(search, beside_the_whole_space_says_what_each_method_finds_of_it) {
  write("s.yaml", of("nsga2", 12) + "compared_seeds: 3\n");
  const Ran one = run_to_end(words("one", {"--jobs", "1"}));
  ASSERT_EQ(one.exit_code, 0) << one.error;
  EXPECT_TRUE(says(one.out, "What each method finds of the whole space: ")) << one.out;
  const auto rows = parse_csv(read_file(at("one/worth.csv")));
  std::map<std::pair<std::string, std::string>, std::vector<double>> shares;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    shares[{rows[i][0], rows[i][1]}].push_back(std::stod(rows[i][4]));
  }
  EXPECT_EQ(shares.size(), 9u) << "three methods, three seeds";
  for (const auto& [of, found] : shares) {
    EXPECT_EQ(found.size(), 2u) << "two generations of six";
    EXPECT_LE(found[0], found[1]);
    EXPECT_LE(found[1], 1);
    EXPECT_GT(found[1], 0);
  }
  EXPECT_TRUE(says(read_file(at("one/search.md")), "32 points with numbers")) << "of 48";
  (void)run_until(words("two", {"--jobs", "2"}),
                  [&] { return fs::exists(at("two/points")) && !fs::is_empty(at("two/points")); });
  ASSERT_EQ(run_to_end(words("two", {"--jobs", "2"})).exit_code, 0);
  EXPECT_TRUE(tables("two") == tables("one")) << "after a kill, with two jobs";

  write("s.yaml", of("sobol", 48) + "compared_seeds: 2\n");
  ASSERT_EQ(run_to_end(words("all")).exit_code, 0);
  std::map<std::string, std::string> last;
  for (const auto& row : parse_csv(read_file(at("all/worth.csv")))) {
    last[row[0] + row[1]] = row[4];
  }
  last.erase("search_methodsearch_seed");
  EXPECT_EQ(last.size(), 6u);
  for (const auto& [of, share] : last) {
    EXPECT_NEAR(std::stod(share), 1, 1e-12) << of << ": all points are the whole";
  }
  write("s.yaml", of("nsga2", 12) + "compared_seeds: 3\nreference: [0, 0]\n");
  const Ran ran = run_to_end(words("none"));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "no point of the space is better than `reference`")) << ran.error;
}

TEST_F(search, says_what_is_wrong_with_it) {
  const auto refused = [&](const std::string& text, const std::string& part) {
    write("s.yaml", text);
    const Ran ran = run_to_end(words("out"));
    EXPECT_EQ(ran.exit_code, 2) << text;
    EXPECT_TRUE(says(ran.error, part)) << ran.error;
  };
  refused(of("nsga3"), "nsga2");
  refused(of("nsga2") + "reference: [1]\n", "has 1 numbers for 2 objectives");
  refused(of("nsga2") + "populaton: 3\n", "population");
  refused(of("nsga2") + "compared_seeds: -1\n", "compared_seeds");
  write("space.yaml", read_file(at("space.yaml")) + "sample: {count: 3}\n");
  refused(of("nsga2"), "the search chooses the points itself");
  write("space.yaml",
        "name: space\nbase:\n  mode: analytic\n  trace: {model: lenet-5, dataset: "
        "mnist, batch: 2, iterations: 64}\n  accelerator: " +
            arch_file("systolic") +
            "\naxes:\n  - {key: accelerator.vector.lanes, values: [8, 16]}\n"
            "constraints:\n  - {left: 1, is: <, right: 0}\n");
  refused(of("nsga2"), "no point of the first generation has numbers");
}

}  // namespace search_test
}  // namespace metronome::cli
