// `metronome search` over precision schedules: short trainings under successive halving.
#include <algorithm>
#include <set>

#include "killed.hpp"
#include "sim/base/csv.hpp"

namespace metronome::cli {
namespace schedule_search_test {

class schedule_search : public KilledCommand {
 protected:
  schedule_search() { write("s.yaml", spec()); }

  /// Six candidates, of which three and then one go on.
  [[nodiscard]] static std::string spec(const std::string& schedules = usual(),
                                        const std::string& more = "") {
    return "name: tiny\nmethod: successive_halving\n"
           "workload: {model: lenet-5, dataset: synthetic, train_samples: 96, test_samples: 32, "
           "validation: {samples: 32}, batch: 16, iterations: 16, statistics_every: 0, "
           "checkpoint_every: 2}\naccelerators: [" +
           arch_file("spatial_fusion") + "]\nschedules: " + schedules +
           "\nbaselines: ['static:4,backward=8', 'static:8,backward=8', "
           "'cpt:3-8,periods=2,backward=8']\ncandidates: 6\nfinalists: 1\nseeds: [1, 2]\n" +
           more;
  }
  [[nodiscard]] static std::string usual() {
    return "{kinds: [cpt, cr, rr], bounds: [3-4, 8-8, 5-6], periods: [2], "
           "offsets: [none, conv1=2, conv2=-3]}";
  }
  [[nodiscard]] std::vector<std::string> words(const std::string& out,
                                               const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all{
        "search", at("s.yaml").string(), "--out", at(out).string(), "--cache", "off"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  /// Rows of a table, by the columns' names.
  [[nodiscard]] std::vector<std::map<std::string, std::string>> table(
      const std::string& file) const {
    const auto rows = parse_csv(read_file(at(file)));
    std::vector<std::map<std::string, std::string>> named;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      for (std::size_t c = 0; c < rows[0].size(); ++c) {
        named.resize(i);
        named.back()[rows[0][c]] = rows[i][c];
      }
    }
    return named;
  }
  template <class Is>
  [[nodiscard]] std::size_t count(const std::string& file, const Is& is) const {
    const auto rows = table(file);
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), is));
  }
  void refused(const std::string& text, const std::string& part) const {
    write("s.yaml", text);
    const Ran ran = run_to_end(words("out"));
    EXPECT_EQ(ran.exit_code, 2) << text;
    EXPECT_TRUE(says(ran.error, part)) << part << "\n" << ran.error;
    EXPECT_FALSE(fs::exists(at("out")));
  }
};

TEST_F(schedule_search, gives_the_same_bytes_for_any_jobs_and_after_kills) {
  ASSERT_EQ(wait(start(words("one", {"--jobs", "1"}))), 0) << read_file(at("stderr"));
  // In a rung, and in the trainings at the end.
  (void)run_until(words("two", {"--jobs", "2"}), [&] {
    return fs::exists(at("two.partial/rung2-c1-seed101/checkpoint.bin")) ||
           fs::exists(at("two.partial/result/trainings/rung2-b1-seed101"));
  });
  EXPECT_TRUE(fs::exists(at("two.partial/result/trainings/rung1-c1-seed101")));
  (void)run_until(words("two", {"--jobs", "2"}), [&] {
    return fs::exists(at("two.partial/result/trainings/final-c1-seed1")) || fs::exists(at("two"));
  });
  const Ran last = run_to_end(words("two", {"--jobs", "2"}));
  ASSERT_EQ(last.exit_code, 0) << last.error;
  EXPECT_TRUE(says(last.error, "finished earlier")) << last.error;
  expect_equal(at("two"), at("one"));
  expect_alone("two");
  // Finished: nothing is written, and the answer is printed all the same.
  const auto whole = tree(at("two"));
  const Ran again = run_to_end(words("two"));
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_TRUE(says(again.out, "Chosen on the validation split")) << again.out;
  EXPECT_EQ(tree(at("two")), whole);
}

TEST_F(schedule_search, trains_each_rung_and_baselines_as_often) {
  ASSERT_EQ(wait(start(words("out"))), 0) << read_file(at("stderr"));
  for (const char* name : {"candidates.csv", "evaluations.csv", "final.csv", "front.csv",
                           "search.md", "recipe.json", "resolved.yaml", "manifest.json"}) {
    EXPECT_TRUE(fs::exists(at("out") / name)) << name;
  }
  const std::vector<std::pair<std::string, std::string>> rungs{{"1", "4"}, {"2", "8"}, {"3", "16"}};
  const std::vector<std::size_t> searched{6, 3, 1}, baselines{6, 3, 3};
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    const auto of = [&](bool baseline) {
      return count("out/evaluations.csv", [&](auto row) {
        return row["rung"] == rungs[i].first && row["iterations"] == rungs[i].second &&
               (row["role"] != "searched") == baseline;
      });
    };
    EXPECT_EQ(of(false), searched[i]) << i;
    EXPECT_EQ(of(true), baselines[i]) << i;
  }
  // What goes on is what has most gain of its rung.
  const auto rows = table("out/evaluations.csv");
  for (auto kept : rows) {
    for (auto left : rows) {
      if (kept["rung"] == left["rung"] && kept["kept"] == "true" && left["kept"] == "false") {
        EXPECT_GE(std::stod(kept["gain_points"]), std::stod(left["gain_points"]));
      }
    }
  }
  // Each static schedule lies at most on the line of the static ones.
  for (auto row : rows) {
    if (row["role"] == "static") {
      EXPECT_LE(std::stod(row["gain_points"]), 1e-9) << row["schedule"];
    }
  }
  EXPECT_EQ(table("out/final.csv").size(), 4u * 2u);
  const std::string text = read_file(at("out/search.md"));
  EXPECT_TRUE(says(text,
                   "10 trainings, 64 iterations (6 of 4 iterations, 3 of 8 iterations, 1 of "
                   "16 iterations)"))
      << text;
  EXPECT_TRUE(says(text, "12 trainings, 96 iterations"));
}

TEST_F(schedule_search, leaves_out_what_is_the_same_or_cannot_be_trained) {
  write("s.yaml", spec("{kinds: [cpt, cr, rr], bounds: [3-4, 3-6, 8-8], periods: [1, 2], offsets: "
                       "[none, conv2=-3]}"));
  ASSERT_EQ(wait(start(words("out", {"--set", "candidates=50"}))), 0) << read_file(at("stderr"));
  const auto status_of = [&](const std::string& schedule) -> std::string {
    for (auto row : table("out/candidates.csv")) {
      if (row["schedule"] == schedule) {
        return row["status"] + ": " + row["message"];
      }
    }
    return "";
  };
  EXPECT_EQ(status_of("cr:8-8,periods=2,backward=8"), "duplicate: is static:8,backward=8");
  const std::string cpt = "cpt:3-4,periods=2,backward=8", cr = "cr:3-4,periods=2,backward=8";
  EXPECT_EQ(std::set({status_of(cpt), status_of(cr)}),
            std::set<std::string>(
                {"candidate: ", "duplicate: is " + (status_of(cpt) == "candidate: " ? cpt : cr)}));
  EXPECT_EQ(status_of("rr:3-6,periods=2,backward=8"),
            "infeasible: a period of the shortest rung has 2 iterations, its range 4 levels (fewer "
            "periods or rungs, or more iterations)");
  EXPECT_EQ(status_of("rr:3-6,periods=1,backward=8"), "candidate: ");
  EXPECT_TRUE(says(status_of("offset:conv2=-3,cpt:3-4,periods=2,backward=8"),
                   "infeasible: layer conv2 would have 0 to 1 bits"));
  // cpt and rr of 3-4 bits in one and two periods, of 3-6 in one, and 8-8 with an offset.
  EXPECT_EQ(count("out/candidates.csv", [](auto row) { return row["status"] == "candidate"; }),
            4u + 2u + 1u);
}

// cpt and er of two levels are 3, 4 in periods of two iterations, 3, 3, 4, 4 and 3, 4, 4, 4 in
// periods of four.
TEST_F(schedule_search, trains_what_is_the_same_in_a_rung_once) {
  write("s.yaml", spec("{kinds: [cpt, er], bounds: [3-4], periods: [2]}", "rungs: 2\n"));
  const Ran ran = run_to_end(words("out", {"--set", "workload.iterations=8", "--set", "eta=2"}));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(fs::exists(at("out/trainings/rung1-c1-seed101")));
  EXPECT_FALSE(fs::exists(at("out/trainings/rung1-c2-seed101")));
  std::vector<std::map<std::string, std::string>> same;
  for (auto row : table("out/evaluations.csv")) {
    if (row["rung"] == "1" && row["role"] == "searched") {
      same.push_back(row);
    }
  }
  ASSERT_EQ(same.size(), 2u);
  EXPECT_EQ(same[0]["message"], "");
  EXPECT_EQ(same[1]["message"], "has the bits of c1 at each iteration: one training");
  for (const char* column : {"validation_accuracy_percent", "energy_j", "gain_points", "status"}) {
    EXPECT_EQ(same[0][column], same[1][column]) << column;
  }
  EXPECT_TRUE(says(ran.out,
                   "Search over 2 candidates: 2 trainings, 12 iterations (1 of 4 "
                   "iterations, 1 of 8 iterations)"))
      << ran.out;
  EXPECT_EQ(count("out/evaluations.csv",
                  [](auto row) { return row["rung"] == "1" && row["role"] != "searched"; }),
            3u)
      << "each baseline once at least";
}

TEST_F(schedule_search, reports_the_test_split_that_its_trainings_have_not_read) {
  ASSERT_EQ(wait(start(words("out"))), 0) << read_file(at("stderr"));
  const auto rows = table("out/final.csv");
  for (auto row : rows) {
    const std::string folder = "out/trainings/final-" + row["schedule_id"] + "-seed" + row["seed"];
    const Ran test = run("evaluate '" + at(folder).string() + "' --json --split test");
    const Ran held = run("evaluate '" + at(folder).string() + "' --json");
    ASSERT_EQ(test.exit_code, 0) << test.error;
    const auto percent = [](const Ran& ran) {
      const std::size_t begin = ran.out.find("\"accuracy\": ") + 12;
      return 100 * std::stod(ran.out.substr(begin));
    };
    EXPECT_DOUBLE_EQ(std::stod(row["test_accuracy_percent"]), percent(test));
    EXPECT_DOUBLE_EQ(std::stod(row["validation_accuracy_percent"]), percent(held));
  }
}

TEST_F(schedule_search, takes_a_single_candidate_and_a_single_seed) {
  write("s.yaml", spec("{kinds: [lr], bounds: [3-6], periods: [2]}", "rungs: 1\n"));
  const Ran ran = run_to_end(words("out", {"--set", "seeds=[7]"}));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "One seed cannot tell")) << ran.out;
  EXPECT_TRUE(says(ran.out, "Search over 1 candidates: 1 trainings")) << ran.out;
}

TEST_F(schedule_search, says_where_trainings_diverge_and_does_not_begin_them_again) {
  const auto diverging =
      words("out", {"--set", "workload.learning_rate=100", "--set", "workload.momentum=1", "--set",
                    "workload.nesterov=true", "--set", "workload.weight_decay=1", "--set",
                    "workload.iterations=32", "--set", "rungs=1"});
  const Ran ran = run_to_end(diverging);
  EXPECT_EQ(ran.exit_code, 2) << ran.error;
  EXPECT_TRUE(says(ran.error, "no static baseline ended with finite numbers")) << ran.error;
  EXPECT_TRUE(says(ran.error, "rung1-c1-seed101 (cpt:")) << ran.error;
  EXPECT_TRUE(says(ran.error, " at iteration ")) << ran.error;
  const fs::path reason = at("out.partial/result/trainings/rung1-c1-seed101.diverged");
  const auto time = fs::last_write_time(reason);
  const Ran again = run_to_end(diverging);
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_TRUE(says(again.error, "diverged: " + read_file(reason))) << again.error;
  EXPECT_EQ(fs::last_write_time(reason), time);
}

TEST_F(schedule_search, a_schedule_that_diverged_loses_and_others_go_on) {
  (void)run_until(words("out", {"--jobs", "1"}),
                  [&] { return fs::exists(at("out.partial/result/trainings/rung1-c2-seed101")); });
  // As the first training would have left it.
  const fs::path first = at("out.partial/result/trainings/rung1-c1-seed101");
  fs::remove_all(first);
  write("out.partial/result/trainings/rung1-c1-seed101.diverged", "the loss is inf");
  const Ran ran = run_to_end(words("out"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto rows = table("out/evaluations.csv");
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(),
                          [](auto row) {
                            return row["schedule_id"] == "c1" && row["status"] == "diverged" &&
                                   row["message"] == "the loss is inf" &&
                                   row["validation_accuracy_percent"].empty() &&
                                   row["pareto"] == "false" && row["kept"] == "false";
                          }),
            1);
  EXPECT_EQ(
      std::count_if(rows.begin(), rows.end(), [](auto row) { return row["schedule_id"] == "c1"; }),
      1);
}

TEST_F(schedule_search, refuses_other_inputs_in_its_folder_but_for_a_restart) {
  const std::vector<std::string> quick{"--set", "rungs=1", "--set", "candidates=1"};
  ASSERT_EQ(run_to_end(words("out", quick)).exit_code, 0) << read_file(at("stderr"));
  auto other = quick;
  other.insert(other.end(), {"--set", "seed=55"});
  const Ran ran = run_to_end(words("out", other));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "schedule_search.seed")) << ran.error;
  other.emplace_back("--restart");
  EXPECT_EQ(run_to_end(words("out", other)).exit_code, 0) << read_file(at("stderr"));
  EXPECT_TRUE(says(read_file(at("out/search.md")), "seed 55"));
}

TEST_F(schedule_search, says_what_is_wrong_with_its_space) {
  const auto space = [](const std::string& part) {
    return spec("{kinds: [cpt], bounds: [3-4], periods: [2], " + part + "}");
  };
  refused(spec("{kinds: [pfq], bounds: [3-5]}"), "`pfq` is no cyclic schedule");
  refused(spec("{kinds: [cpt], bounds: [8-3]}"), "`8-3` are not a range of bits");
  refused(spec("{kinds: [cpt], bounds: [3-5], periods: [0]}"), "schedules.periods");
  refused(spec("{kinds: [], bounds: [3-5]}"), "give no schedule");
  refused(space("backward: [x]"), "backward");
  refused(space("offsets: [conv1]"), "no layer and its offset");
  refused(space("offsets: [conv9=1]"), "no quantized layer `conv9`");
  refused(space("also: ['nothing:4']"), "is not a known form of schedule");
  refused(space("periodes: [2]"), "periods");
  refused(spec("{kinds: [], also: ['pfq:3/4/6/8,backward=6/6/8/8']}"), "known only when");
  refused(space("backward: [20]"), "has 20 bits");
  refused(space("offsets: [conv1=14]"), "has 18 bits");
  refused(spec("{kinds: [], also: ['static:20']}"), "has 20 bits");
  refused(spec("{kinds: [], also: ['static:mxfp8']}"), "unpriced");
}

/// The space in lines of its own: `bounds` is line 7, `periods` line 8.
std::string in_lines(const std::string& bounds, const std::string& periods,
                     const std::string& offsets = "[none]") {
  return "\n  kinds: [cpt]\n  bounds: " + bounds + "\n  periods: " + periods +
         "\n  offsets: " + offsets;
}

TEST_F(schedule_search, refuses_values_of_its_space_that_no_schedule_can_have_where_they_stand) {
  const std::string file = at("s.yaml").string();
  refused(spec(in_lines("[3-4, 3-20]", "[2]")), file + ":7:11: schedules.bounds: `cpt:3-20`: ");
  refused(spec(in_lines("[3-4]", "[2, 9]")),
          file + ":8:12: schedules.periods: 9 leave a period 0 of the 4 iterations");
  refused(spec(in_lines("[3-4]", "[2, 3]")), file + ":8:12: schedules.periods: 3 leave a period 1");
  refused(spec(in_lines("[3-4, 3-8]", "[2]")),
          file + ":7:11: schedules.bounds: `3-8` has more levels");
  // In what the command sets, there.
  write("s.yaml", spec(in_lines("[3-4]", "[2]")));
  const Ran ran = run_to_end(words("out", {"--set", "schedules.periods=[9]"}));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "--set schedules.periods=[9]: schedules.periods: 9 leave"))
      << ran.error;
  // Keys of inner maps that the whole file's rules name.
  refused(spec(in_lines("[3-4]", "[2]", "[conv9=1]")), file + ":9:12: schedules.offsets: ");
}

TEST_F(schedule_search, says_what_is_wrong_with_its_trainings) {
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = spec();
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  refused(with("validation: {samples: 32}", "augment: none"), "holds no samples out");
  refused(with("{samples: 32}", "{samples: 32, tested: test}"), "on which nothing must be chosen");
  refused(with("{samples: 32}", "{samples: 96}"), "leaves less than one batch");
  refused(with("train_samples: 96, test_samples: 32, validation: {samples: 32}",
               "validation: {samples: 4096}"),
          "leave nothing to train on");
  refused(with("finalists: 1", "finalists: 1\nrungs: 6"), "leave less than one of 16 iterations");
  refused(with("seeds: [1, 2]", "seeds: [1, 102]"), "102 is a seed of the search");
  refused(with("seeds: [1, 2]", "seeds: [1, 1]"), "stands twice");
  refused(with("finalists: 1", "finalists: 2"), "2 of the 1 that the last rung trains");
  refused(with("finalists: 1", "finalists: 1\neta: 1"), "eta");
  refused(with("'static:4,backward=8', 'static:8,backward=8', ", ""), "have no static schedule");
  refused(with("'static:8,backward=8'", "'static:4'"), "stands twice");
  refused(with("batch: 16,", "batch: 16, dx_scale: segmented,"), "one arithmetic");
  refused(with("accelerators: [", "accelerators: []\nold: ["), "is empty");
}

}  // namespace schedule_search_test
}  // namespace metronome::cli
