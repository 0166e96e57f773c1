// Lines of points, the folder that they are gathered in, shards, summaries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "sim/base/csv.hpp"
#include "sim/base/hash.hpp"
#include "sim/sweep/summary_tables.hpp"
#include "sim/sweep/sweep_summary.hpp"
#include "tests/sim/sweep/sweep_fixture.hpp"

namespace metronome::sweep {
namespace points_test {

using ::testing::HasSubstr;

class points : public SweepFixture {
 protected:
  [[nodiscard]] std::vector<fs::path> files() const {
    std::vector<fs::path> all;
    for (const auto& file : fs::directory_iterator(folder_ / "points")) {
      all.push_back(file.path());
    }
    return all;
  }
  void add_file(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / "points" / name, std::ios::binary) << text;
  }
  /// How many points a run over what is there finds finished.
  [[nodiscard]] std::size_t reused(const SweepSpec& spec) const {
    std::size_t found = 0;
    (void)go_on(spec, {.jobs = 1, .progress = [&](const SweepProgress& progress) {
                         found = progress.reused;
                       }});
    return found;
  }
};

/// A line with another content and the digest that belongs to it.
std::string changed(std::string line, const std::string& from, const std::string& to) {
  const std::size_t tail = line.rfind(",\"digest\":");
  std::string text = line.substr(0, tail);
  text.replace(text.find(from), from.size(), to);
  return text + ",\"digest\":\"" + hex_digest(fnv1a(text)) + "\"}";
}

TEST_F(points, a_line_survives_its_reading_in_both_forms) {
  const SweepSpec spec = load(kTwoAxes);
  (void)run(spec);
  const Grid grid(spec, {});
  const PointsFolder folder(folder_ / "points", grid.count());
  const PointLine line = folder.line(2);
  EXPECT_EQ(line.index, 2u);
  EXPECT_EQ(line.key, grid.point(2).key);
  std::string full = point_line(line, false);
  EXPECT_EQ(full.back(), '\n');
  full.pop_back();
  EXPECT_EQ(full.find('\n'), std::string::npos);
  EXPECT_EQ(point_line(parse_point_line(full, "x"), false), full + "\n");

  PointLine brief = line;
  brief.training_key = grid.point(2).training_key;
  brief.facts = IdentityReader(false).identity(grid.point(2));
  std::string summary = point_line(brief, true);
  EXPECT_LE(summary.size(), kMostSummaryBytes);
  summary.pop_back();
  const PointLine read = parse_point_line(summary, "x");
  EXPECT_EQ(read.result.numbers, line.result.numbers);
  EXPECT_EQ(point_line(read, true), summary + "\n");
}

TEST_F(points, a_resumed_sweep_runs_only_what_is_missing_and_gives_the_same_bytes) {
  const SweepSpec spec = load(kTwoAxes);
  const std::string table = sweep_csv(run(spec));
  const std::vector<std::string> all = lines();
  fs::remove_all(folder_ / "points");
  fs::create_directory(folder_ / "points");
  add_file("a.jsonl", all[0] + "\n" + all[3] + "\n");
  EXPECT_EQ(reused(spec), 2u);
  EXPECT_EQ(lines(), all);
  const auto before = files();
  EXPECT_EQ(reused(spec), 4u);
  EXPECT_EQ(files().size(), before.size()) << "with nothing to do nothing is written";
  EXPECT_EQ(sweep_csv(go_on(spec, {.progress = {}})), table);
}

TEST_F(points, F2_2_lines_that_are_torn_or_damaged_or_of_another_version_are_made_again) {
  const SweepSpec spec = load(kTwoAxes);
  (void)run(spec);
  const std::vector<std::string> all = lines();
  const std::string& good = all[1];
  std::string other_digit = good;
  const std::size_t digit = good.find_last_of("123456789", good.find("\"levels\""));
  other_digit[digit] = other_digit[digit] == '1' ? '2' : '1';
  for (const std::string& bad :
       {std::string(), good.substr(0, 1), good.substr(0, good.size() / 2),
        good.substr(0, good.size() - 1), std::string(500, '\0'), other_digit, good + "x",
        changed(good, "\"version\":7", "\"version\":6"),
        changed(good, "\"index\":1", "\"index\":4"), changed(good, "\"done\"", "\"gone\"")}) {
    fs::remove_all(folder_ / "points");
    fs::create_directory(folder_ / "points");
    // The last line of a killed writer has no end.
    add_file("a.jsonl", all[0] + "\n" + all[2] + "\n" + all[3] + "\n" + bad);
    EXPECT_EQ(reused(spec), 3u) << bad.substr(0, 80);
    const PointsFolder folder(folder_ / "points", 4);
    EXPECT_EQ(point_line(folder.line(1), false), good + "\n");
  }
}

TEST_F(points, a_whole_line_without_its_end_counts_as_torn_and_is_run_again) {
  const SweepSpec spec = load(kTwoAxes);
  (void)run(spec);
  const std::vector<std::string> all = lines();
  fs::remove_all(folder_ / "points");
  fs::create_directory(folder_ / "points");
  add_file("a.jsonl", all[0]);
  EXPECT_EQ(reused(spec), 0u);
  EXPECT_EQ(PointsFolder(folder_ / "points", 4).missing(), 0u);
}

TEST_F(points, two_lines_of_a_point_must_be_equal_in_bytes) {
  const SweepSpec spec = load(kTwoAxes);
  (void)run(spec);
  const std::string line = lines()[1];
  add_file("twice.jsonl", line + "\n");
  EXPECT_EQ(PointsFolder(folder_ / "points", 4).found(), 4u);
  const auto refusal = [&]() -> std::string {
    try {
      (void)PointsFolder(folder_ / "points", 4);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refusal(), "");
  const std::size_t value = line.find("\"cycle_saving_fraction\":") + 24;
  add_file("twice.jsonl", changed(line, line.substr(value, 4), "0.77") + "\n");
  EXPECT_THAT(refusal(), HasSubstr("has another result of a point than"));
  // Another point of the same key likewise; its index alone may differ.
  add_file("twice.jsonl", changed(line, "\"index\":1", "\"index\":2") + "\n");
  EXPECT_THAT(refusal(), HasSubstr("has another result of a point than"));
}

TEST_F(points, any_shards_in_any_order_give_the_tables_of_one_run) {
  const SweepSpec spec = load(kTwoAxes);
  const std::string table = sweep_csv(run(spec));
  const std::vector<std::string> all = lines();
  fs::remove_all(folder_ / "points");
  for (const auto& [index, count] : {std::pair{2u, 3u}, {0u, 2u}, {1u, 3u}, {1u, 2u}}) {
    std::size_t total = 0;
    const FinishedSweep some =
        go_on(spec, {.jobs = 2, .shard = {index, count}, .progress = [&](const SweepProgress& p) {
                       total = p.total;
                     }});
    EXPECT_EQ(total, (4 - index + count - 1) / count);
    if (some.points.size() < 4) {
      EXPECT_EQ(some.partial_text(), std::to_string(some.points.size()) + " of 4 points");
      EXPECT_THAT(summary_markdown(some), HasSubstr(some.partial_text()));
    }
  }
  EXPECT_EQ(lines(), all);
  const FinishedSweep whole = go_on(spec, {.progress = {}});
  EXPECT_EQ(whole.partial_text(), "");
  EXPECT_EQ(sweep_csv(whole), table);
}

TEST_F(points, a_shard_is_a_part_of_a_whole) {
  EXPECT_EQ(parse_shard("0/1"), (Shard{0, 1}));
  EXPECT_EQ(parse_shard("7/8"), (Shard{7, 8}));
  for (const char* text : {"", "1", "/", "1/", "/2", "2/2", "-1/2", "0/0", "0/2/3", "a/b", "1/2 ",
                           "0x1/2", "1e0/2", "18446744073709551616/2"}) {
    EXPECT_THROW((void)parse_shard(text), UserError) << text;
  }
}

TEST_F(points, summaries_give_the_table_of_the_whole_sweep) {
  const std::string axes =
      std::string(kTwoAxes) +
      "  - {key: trace.batch, values: [4, 8]}\n"
      "constraints:\n  - {left: accelerator.vector.lanes, is: <=, right: 32}\n";
  const SweepSpec full = load(axes);
  SweepSpec brief = load(axes + "keep: summary\n");
  const auto tables = [&](const SweepSpec& spec, const std::string& name) {
    const Grid grid(spec, {});
    fs::remove_all(folder_ / "points");
    PointsFolder folder(folder_ / "points", grid.count());
    run_missing(grid, folder, {.jobs = 2, .summary = keeps_summaries(grid), .progress = {}});
    if (keeps_summaries(grid)) {
      const std::string said = write_summary_tables(grid, folder, {}, "", folder_ / name);
      EXPECT_THAT(said, HasSubstr("8 of 8 points: 4 ok, 4 infeasible; "));
    } else {
      write_tables(finished_sweep(grid, folder, false), folder_ / name);
    }
    return parse_csv(read_file(folder_ / name / "sweep.csv"));
  };
  const auto expected = tables(full, "full");
  const auto found = tables(brief, "brief");
  ASSERT_EQ(found.size(), 9u);
  EXPECT_EQ(found, expected);
  EXPECT_THAT(read_file(folder_ / "brief" / "sweep.md"), HasSubstr("| accelerator.vector.lanes |"));
  for (const std::string& line : lines()) {
    EXPECT_LT(line.size(), kMostSummaryBytes);
  }
}

// Of many points, those that cannot be read fail one by one; those that stand for all are read
// first.
TEST_F(points, F6_3_of_a_large_grid_each_value_of_each_axis_is_read_before_it_runs) {
  std::string values = "1";
  for (int i = 2; i <= 100; ++i) {
    values += ", " + std::to_string(i);
  }
  const std::string axes = "  - {key: accelerator.vector.lanes, values: [" + values +
                           "]}\n  - {key: accelerator.training.switch_cycles, values: [" + values +
                           "]}\n";
  const SweepSpec spec = load(axes);
  const Grid grid(spec, {});
  EXPECT_EQ(grid.count(), 10'000u);
  EXPECT_TRUE(keeps_summaries(grid));
  const auto read = grid.representatives();
  EXPECT_EQ(read.size(), 199u);
  std::set<std::string> lanes, switches;
  for (const std::size_t index : read) {
    lanes.insert(grid.labels(index)[0]);
    switches.insert(grid.labels(index)[1]);
  }
  EXPECT_EQ(lanes.size(), 100u);
  EXPECT_EQ(switches.size(), 100u);
  EXPECT_EQ(grid.labels(9'999), (std::vector<std::string>{"100", "100"}));
  const SweepSpec wrong =
      load("  - {key: accelerator.vector.lanes, values: [" + values +
           "]}\n  - {key: accelerator.training.switch_cycles, values: [" + values + ", few]}\n");
  try {
    Grid(wrong, {}).read_representatives([](const Point&) {});
    FAIL() << "accepted";
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr("switch_cycles"));
    EXPECT_THAT(error.what(), HasSubstr("few"));
  }
}

TEST_F(points, a_writer_says_when_it_began_in_the_name_of_its_file) {
  EXPECT_EQ(begin_of_writer("host-12-1700000000000000.jsonl"), 1.7e9);
  for (const char* name : {"host.jsonl", "host-1-x.jsonl", "host-12-1700000000000000", ""}) {
    EXPECT_EQ(begin_of_writer(name), 0) << name;
  }
  PointsWriter writer(folder_ / "points");
  EXPECT_FALSE(fs::exists(folder_ / "points")) << "made with the first line";
  writer.add("x\n");
  PointsWriter other(folder_ / "points");
  other.add("y\n");
  ASSERT_EQ(files().size(), 2u);
  EXPECT_GT(begin_of_writer(files()[0].filename().string()), 1.5e9);
}

}  // namespace points_test
}  // namespace metronome::sweep
