// The folder of a sweep grows in place: shards, kills, tables of a part, and who may write there.
#include <fmt/format.h>
#include <sys/mount.h>

#include <algorithm>
#include <set>
#include <thread>

#include "killed.hpp"

namespace metronome::cli {
namespace sweep_folder_test {

class sweep_folder : public KilledCommand {
 protected:
  sweep_folder() {
    write("s.yaml", sweep_of("", "[2, 3, 4, 5, 6, 7]"));
    write("brief.yaml", sweep_of("keep: summary\n", "[2, 3, 4, 5, 6, 7]"));
  }
  [[nodiscard]] static std::string sweep_of(const std::string& rest, const std::string& batches) {
    return "name: s\nbase:\n  mode: analytic\n  trace: {model: lenet-5, dataset: mnist, batch: 2, "
           "iterations: 16, schedule: \"cpt:3-5,periods=2,backward=8\", baseline_schedule: "
           "\"static:8,backward=8\"}\n  accelerator: " +
           arch_file("systolic") + "\naxes:\n  - {key: trace.batch, values: " + batches +
           "}\n  - {key: accelerator.vector.lanes, values: [32, 64]}\n" + rest;
  }
  [[nodiscard]] std::vector<std::string> words(const std::string& out,
                                               const std::vector<std::string>& more = {},
                                               const std::string& file = "s.yaml") const {
    std::vector<std::string> all{"sweep", at(file).string(), "--out", at(out).string(), "--cache",
                                 "off",   "--jobs",          "2"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  [[nodiscard]] Ran sweep(const std::string& out, const std::vector<std::string>& more = {},
                          const std::string& file = "s.yaml") const {
    return run_to_end(words(out, more, file));
  }
  /// Whole lines of points.
  [[nodiscard]] std::size_t lines(const std::string& out) const {
    std::size_t count = 0;
    if (fs::exists(at(out) / "points")) {
      for (const auto& [name, content] : tree(at(out) / "points")) {
        count += static_cast<std::size_t>(std::count(content.begin(), content.end(), '\n'));
      }
    }
    return count;
  }
};

TEST_F(sweep_folder, shards_of_any_counts_and_any_jobs_give_the_bytes_of_one_run) {
  for (const std::string file : {"s.yaml", "brief.yaml"}) {
    ASSERT_EQ(sweep("one" + file, {}, file).exit_code, 0);
    const auto expected = sweep_tree(at("one" + file));
    EXPECT_TRUE(expected.contains("sweep.csv"));
    EXPECT_TRUE(expected.contains("sweep.yaml"));
    const std::string out = "shards" + file;
    for (const char* shard : {"1/2", "2/3", "0/3", "4/5"}) {
      const Ran ran = sweep(out, {"--shard", shard}, file);
      EXPECT_EQ(ran.exit_code, 0) << ran.error;
      EXPECT_FALSE(fs::exists(at(out) / "sweep.csv")) << "a shard writes no tables";
    }
    EXPECT_EQ(sweep(out, {"--status"}, file).exit_code, 4);
    const Ran part = sweep(out, {"--tables-only"}, file);
    EXPECT_EQ(part.exit_code, 0) << part.error;
    const std::string markdown = read_file(at(out) / "sweep.md");
    EXPECT_TRUE(says(markdown, fmt::format("{} of 12 points", lines(out)))) << markdown;
    const Ran rest = sweep(out, {}, file);
    EXPECT_EQ(rest.exit_code, 0) << rest.error;
    EXPECT_EQ(sweep_tree(at(out)), expected);
    EXPECT_EQ(sweep(out, {"--status"}, file).exit_code, 0);
  }
}

TEST_F(sweep_folder, with_nothing_to_do_it_writes_nothing) {
  ASSERT_EQ(sweep("out").exit_code, 0);
  const auto whole = tree(at("out"));
  const auto time = fs::last_write_time(at("out/sweep.csv"));
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{}, {"--tables-only"}, {"--shard", "0/2"}}) {
    const Ran ran = sweep("out", more);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_TRUE(says(ran.error, "is finished")) << ran.error;
    EXPECT_EQ(tree(at("out")), whole);
    EXPECT_EQ(fs::last_write_time(at("out/sweep.csv")), time);
  }
}

TEST_F(sweep_folder, killed_at_any_moment_it_goes_on_and_gives_the_same_bytes) {
  ASSERT_EQ(sweep("whole").exit_code, 0);
  const auto expected = sweep_tree(at("whole"));
  const auto moment = [&](std::size_t least) {
    return [&, least] { return lines("out") >= least; };
  };
  int killed = 0;
  for (const std::size_t least : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{9}}) {
    killed += run_until(words("out"), moment(least)) == 128 + SIGKILL ? 1 : 0;
  }
  EXPECT_GE(killed, 2);
  const Ran again = sweep("out");
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_EQ(sweep_tree(at("out")), expected);
  EXPECT_EQ(lines("out"), 12u) << "no point is run twice, but what was under way";
  EXPECT_FALSE(fs::exists(at(".out.lock")));
}

TEST_F(sweep_folder, writers_that_are_killed_beside_others_change_no_byte) {
  ASSERT_EQ(sweep("whole").exit_code, 0);
  const auto expected = sweep_tree(at("whole"));
  const pid_t beside = start(words("out", {"--shard", "0/2"}));
  (void)run_until(words("out", {"--shard", "1/2"}), [&] { return lines("out") >= 2; });
  EXPECT_EQ(wait(beside), 0) << read_file(at("stderr"));
  ASSERT_EQ(sweep("out").exit_code, 0);
  EXPECT_EQ(sweep_tree(at("out")), expected);
}

TEST_F(sweep_folder, asked_to_end_it_keeps_what_is_finished_and_ends_with_143) {
  const int code = run_until(
      words("out"), [&] { return lines("out") >= 1; }, {}, SIGTERM);
  EXPECT_TRUE(code == 128 + SIGTERM || code == 0) << code;
  const std::size_t kept = lines("out");
  EXPECT_GE(kept, 1u);
  ASSERT_EQ(sweep("out").exit_code, 0);
  EXPECT_EQ(lines("out"), 12u);
}

// The disk fills with the first point, between points, and in the tables.
TEST_F(sweep_folder, a_disk_that_fills_loses_nothing) {
  ASSERT_EQ(sweep("whole").exit_code, 0);
  const auto expected = sweep_tree(at("whole"));
  fs::create_directories(at("disk"));
  std::set<std::size_t> kept;
  for (const char* size : {"size=12k", "size=40k", "size=160k"}) {
    if (::mount("none", at("disk").c_str(), "tmpfs", 0, size) != 0) {
      GTEST_SKIP() << "only root can make a small disk";
    }
    const Ran full = sweep("disk/out");
    kept.insert(lines("disk/out"));
    EXPECT_EQ(::mount("none", at("disk").c_str(), "tmpfs", MS_REMOUNT, "size=50m"), 0);
    const Ran again = sweep("disk/out");
    const bool same = sweep_tree(at("disk/out")) == expected;
    EXPECT_EQ(::umount(at("disk").c_str()), 0);
    EXPECT_EQ(full.exit_code, 3) << size << full.error;
    EXPECT_TRUE(says(full.error, "No space left on device")) << full.error;
    EXPECT_TRUE(says(full.error, "what is finished is kept")) << full.error;
    EXPECT_EQ(again.exit_code, 0) << size << again.error;
    EXPECT_FALSE(says(again.error, "is finished")) << "the tables follow: " << again.error;
    EXPECT_TRUE(same) << size;
  }
  EXPECT_EQ(kept.size(), 3u) << "none, some and all of the points";
  EXPECT_EQ(*kept.begin(), 0u);
  EXPECT_EQ(*kept.rbegin(), 12u);
}

TEST_F(sweep_folder, another_sweep_into_it_is_refused_with_what_differs) {
  ASSERT_EQ(sweep("out").exit_code, 0);
  const auto whole = tree(at("out"));
  write("other.yaml", sweep_of("", "[2, 3]"));
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{}, {"--shard", "0/2"}, {"--tables-only"}}) {
    const Ran ran = sweep("out", more, "other.yaml");
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_TRUE(says(ran.error, "holds the result of other inputs: ")) << ran.error;
    EXPECT_EQ(tree(at("out")), whole);
  }
  EXPECT_EQ(sweep("out", {"--set", "base.trace.iterations=18"}).exit_code, 2);
  const Ran anew = sweep("out", {"--restart"}, "other.yaml");
  EXPECT_EQ(anew.exit_code, 0) << anew.error;
  EXPECT_EQ(lines("out"), 4u);
}

TEST_F(sweep_folder, options_that_do_not_go_together_are_refused_before_anything_is_made) {
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--shard", "2/2"},
        {"--shard", "x"},
        {"--shard", "0/2", "--restart"},
        {"--shard", "0/2", "--tables-only"},
        {"--shard", "0/2", "--tables", "t"},
        {"--tables-only", "--restart"},
        {"--tables-only"},
        {"--plan", "0"},
        {"--plan", "2", "--shard", "0/2"},
        {"--submit", "lsf"},
        {"--array-size", "3"},
        {"--submit", "slurm", "--time", "1\n#SBATCH --wrap=x"},
        {"--gather"}}) {
    const Ran ran = sweep("out", more);
    EXPECT_EQ(ran.exit_code, 2) << more.front() << ": " << ran.error;
    EXPECT_FALSE(fs::exists(at("out")) && fs::exists(at("out/points")));
    fs::remove_all(at("out"));
  }
}

TEST_F(sweep_folder, a_plan_is_a_command_a_line_that_any_runner_takes) {
  const Ran ran = sweep("with blank's", {"--plan", "5"});
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const std::string tasks = read_file(at("with blank's/tasks.txt"));
  EXPECT_EQ(std::count(tasks.begin(), tasks.end(), '\n'), 5);
  std::size_t begin = 0;
  for (std::size_t end = tasks.find('\n'); end != std::string::npos;
       end = tasks.find('\n', begin)) {
    ASSERT_EQ(std::system((tasks.substr(begin, end - begin) + " >/dev/null 2>&1").c_str()), 0);
    begin = end + 1;
  }
  EXPECT_EQ(lines("with blank's"), 12u);
  ASSERT_EQ(sweep("with blank's").exit_code, 0);
  ASSERT_EQ(sweep("one").exit_code, 0);
  auto found = sweep_tree(at("with blank's"));
  found.erase("tasks.txt");
  EXPECT_EQ(found, sweep_tree(at("one")));
  // GNU parallel has its turn in tests/slurm.
  ASSERT_EQ(sweep("by xargs", {"--plan", "3"}).exit_code, 0);
  ASSERT_EQ(std::system(("xargs -P 2 -d '\\n' -I LINE sh -c LINE >/dev/null 2>&1 < '" +
                         at("by xargs/tasks.txt").string() + "'")
                            .c_str()),
            0);
  EXPECT_EQ(lines("by xargs"), 12u);
}

}  // namespace sweep_folder_test
}  // namespace metronome::cli
