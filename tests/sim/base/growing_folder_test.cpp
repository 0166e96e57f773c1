// A folder that several processes write to at once.
#include "sim/base/growing_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"

namespace metronome {
namespace growing_folder_test {

namespace fs = std::filesystem;

class growing_folder : public ::testing::Test {
 protected:
  growing_folder()
      : dir_(fs::temp_directory_path() /
             fmt::format("metronome_growing_{}_{}",
                         ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                         ::getpid())) {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  ~growing_folder() override { fs::remove_all(dir_); }

  [[nodiscard]] OutputRequest request(const std::string& inputs = "seed: 1\n",
                                      bool restart = false) const {
    return {.path = dir_ / "out", .made_by = "sweep", .inputs = inputs, .restart = restart};
  }
  [[nodiscard]] std::vector<std::string> files() const { return {"points/", "table.csv"}; }
  [[nodiscard]] std::string refusal(const OutputRequest& of) const {
    try {
      const GrowingFolder out(of, files());
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }
  void fill() const {
    const GrowingFolder out(request(), files());
    write_file_atomically(out.path() / "points" / "a.jsonl", "1\n");
    write_file_atomically(out.path() / "table.csv", "x\n");
  }

  fs::path dir_;
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(growing_folder, stands_from_the_beginning_and_is_continued_by_equal_inputs) {
  {
    const GrowingFolder out(request(), files());
    EXPECT_FALSE(out.continued());
    EXPECT_TRUE(fs::exists(dir_ / "out" / "manifest.json"));
    EXPECT_TRUE(fs::exists(dir_ / ".out.lock"));
  }
  EXPECT_FALSE(fs::exists(dir_ / ".out.lock"));
  fill();
  const std::string before = read_file(dir_ / "out" / "manifest.json");
  const GrowingFolder again(request(), files());
  EXPECT_TRUE(again.continued());
  EXPECT_EQ(read_file(dir_ / "out" / "points" / "a.jsonl"), "1\n");
  EXPECT_EQ(read_file(dir_ / "out" / "manifest.json"), before) << "with nothing to do";
}

TEST_F(growing_folder, other_inputs_are_refused_with_what_differs_and_begin_anew_by_restart) {
  fill();
  EXPECT_TRUE(says(refusal(request("seed: 2\n")),
                   "holds the result of other inputs: seed: `2`, before `1`"));
  EXPECT_TRUE(fs::exists(dir_ / "out" / "points" / "a.jsonl"));
  const GrowingFolder anew(request("seed: 2\n", true), files());
  EXPECT_FALSE(anew.continued());
  EXPECT_FALSE(fs::exists(dir_ / "out" / "points"));
  EXPECT_FALSE(fs::exists(dir_ / "out" / "table.csv"));
}

TEST_F(growing_folder, writers_share_it_and_only_a_restart_wants_it_alone) {
  const GrowingFolder one(request(), files());
  ChildProcess child([&] {
    const GrowingFolder other(request(), files());
    return other.continued() && says(refusal(request("seed: 1\n", true)), "is being written by")
               ? 7
               : 8;
  });
  const int status = child.wait();
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 7);
  EXPECT_TRUE(fs::exists(dir_ / ".out.lock")) << "the one that is left still holds it";
}

TEST_F(growing_folder, many_that_begin_at_once_all_get_it) {
  std::vector<ChildProcess> children;
  for (int i = 0; i < 8; ++i) {
    children.emplace_back([&, i] {
      const GrowingFolder out(request(), files());
      write_file_atomically(out.path() / "points" / std::to_string(i), "x");
      return 7;
    });
  }
  for (ChildProcess& child : children) {
    const int status = child.wait();
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 7);
  }
  EXPECT_EQ(names_in(dir_ / "out" / "points").size(), 8u);
}

TEST_F(growing_folder, what_is_not_of_its_result_is_refused_and_stays) {
  fill();
  write_file_atomically(dir_ / "out" / "notes.txt", "mine");
  for (const bool restart : {false, true}) {
    EXPECT_TRUE(says(refusal(request("seed: 1\n", restart)), "holds notes.txt")) << restart;
  }
  EXPECT_EQ(read_file(dir_ / "out" / "notes.txt"), "mine");
  fs::remove(dir_ / "out" / "notes.txt");
  write_file_atomically(dir_ / "out" / "points" / "deep" / "b.jsonl", "2\n");
  write_file_atomically(dir_ / "out" / ".table.csv.new", "half");
  EXPECT_EQ(refusal(request()), "") << "what lies in a growing folder, and what is being written";
  OutputRequest other = request();
  other.made_by = "train";
  EXPECT_TRUE(says(refusal(other), "holds the result of `sweep`"));
  fs::remove_all(dir_ / "out");
  write_file_atomically(dir_ / "out" / "notes.txt", "mine");
  EXPECT_TRUE(says(refusal(request()), "holds something else"));
}

TEST_F(growing_folder, one_that_was_killed_while_it_began_or_emptied_is_begun_by_the_next) {
  fs::create_directories(dir_ / "out");
  write_file_atomically(dir_ / "out" / ".manifest.json.new", "{");
  EXPECT_EQ(refusal(request()), "");
  fill();
  // As begin() leaves it when it is killed after its first step.
  FolderManifest emptied = *read_folder_manifest(dir_ / "out");
  emptied.identity.clear();
  write_file_atomically(dir_ / "out" / "manifest.json", with_folder_manifest("{}", emptied));
  const GrowingFolder out(request("seed: 3\n"), files());
  EXPECT_FALSE(out.continued());
  EXPECT_FALSE(fs::exists(dir_ / "out" / "points"));
}

}  // namespace growing_folder_test
}  // namespace metronome
