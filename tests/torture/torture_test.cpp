// A gate that cannot fail is none: the campaign's eyes see each kind of loss.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <set>

#include "sim/base/files.hpp"
#include "tests/torture/plan.hpp"
#include "tests/torture/process.hpp"
#include "tests/torture/snapshot.hpp"
#include "tests/torture/table.hpp"

namespace metronome::torture {
namespace torture_test {

namespace fs = std::filesystem;

class torture : public ::testing::Test {
 protected:
  torture() : folder_(fs::temp_directory_path() / ("metronome_tt_" + std::to_string(::getpid()))) {
    fs::create_directories(folder_ / "stage");
  }
  ~torture() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path stage() const { return folder_ / "stage"; }
  [[nodiscard]] Process::Start shell(const std::string& script) const {
    return {.words = {"/bin/sh", "-c", script},
            .environment = {},
            .folder = stage(),
            .output = folder_ / "output"};
  }

 private:
  fs::path folder_;
};

TEST_F(torture, differences_are_leftovers_changed_bytes_and_missing_files) {
  write_file_atomically(stage() / "a", "1");
  write_file_atomically(stage() / "b", "1");
  write_file_atomically(stage() / "manifest.json", R"({"version": "1", "host": "here"})");
  const Snapshot before = snapshot_of(stage());
  EXPECT_TRUE(differences(before, snapshot_of(stage())).leftover.empty());
  write_file_atomically(stage() / "a", "2");
  fs::remove(stage() / "b");
  fs::create_directory(stage() / ".out.partial");
  write_file_atomically(stage() / "manifest.json", R"({"version": "1", "host": "there"})");
  const Differences found = differences(before, snapshot_of(stage()));
  EXPECT_EQ(found.leftover, std::vector<std::string>{".out.partial"});
  EXPECT_EQ(found.different, (std::vector<std::string>{"a", "b is missing"}));
  write_file_atomically(stage() / "manifest.json", R"({"version": "2", "host": "here"})");
  EXPECT_EQ(differences(before, snapshot_of(stage())).different.back(), "manifest.json");
}

TEST_F(torture, endings_and_orphans_are_seen) {
  Process ends(shell("exit 3"));
  const auto ending = ends.wait(Milliseconds(10000));
  ASSERT_TRUE(ending.has_value());
  EXPECT_EQ(ending->text(), "exit code 3");
  Process leaves(shell("sleep 100 & echo $! >pid; kill -9 $$"));
  const auto killed = leaves.wait(Milliseconds(10000));
  ASSERT_TRUE(killed.has_value());
  EXPECT_EQ(killed->text(), "signal 9");
  EXPECT_EQ(leaves.descendants(), std::vector<pid_t>{std::stoi(read_file(stage() / "pid"))});
  leaves.end();
  EXPECT_TRUE(leaves.descendants().empty());
}

TEST(torture_plan, kills_at_every_call_of_parents_and_workers_and_half_at_random_moments) {
  const std::vector<Undisturbed> jobs{{{}, {}, {{20, 5}, 2, false}}, {{}, {}, {{10, 0}, 0, false}}};
  std::set<std::tuple<std::size_t, Target, std::uint64_t>> killed;
  std::size_t random = 0;
  std::set<int> signals;
  for (const Trial& trial : plan(jobs, {.kills = 100, .seed = 7, .every_call = true})) {
    for (const Kill& kill : trial.kills) {
      signals.insert(kill.signal);
      if (kill.call == 0) {
        ++random;
        EXPECT_TRUE(kill.target != Target::worker || trial.job == 0);
      } else if (kill.signal == SIGKILL) {
        killed.insert({trial.job, kill.target, kill.call});
      }
    }
  }
  EXPECT_EQ(killed.size(), 35u);
  EXPECT_GE(random, 50u);
  EXPECT_EQ(signals, (std::set<int>{SIGINT, SIGKILL, SIGTERM}));
}

TEST(torture_table, counts_kills_and_what_they_broke) {
  Table table;
  const Kill kill{Target::worker, SIGKILL, 3, 0};
  table.add("sweep", {{kill, kill}, {{Loss::orphan, "2 processes live on"}}});
  EXPECT_EQ(table.kills(), 2u);
  EXPECT_EQ(table.losses(), 1u);
  EXPECT_NE(
      table.markdown().find("| sweep | n-th call | worker | SIGKILL | 2 | 0 | 0 | 1 | 0 | 0 | 0 |"),
      std::string::npos)
      << table.markdown();
}

}  // namespace torture_test
}  // namespace metronome::torture
