#include "sim/base/output_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <map>

#include "sim/base/error.hpp"

namespace metronome {
namespace output_folder_test {

namespace fs = std::filesystem;
using State = OutputFolder::State;

class output_folder : public ::testing::Test {
 protected:
  output_folder()
      : dir_(fs::temp_directory_path() /
             fmt::format("metronome_output_{}_{}",
                         ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                         ::getpid())) {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  ~output_folder() override { fs::remove_all(dir_); }

  [[nodiscard]] OutputRequest request(const std::string& inputs = "seed: 1\n",
                                      const std::string& made_by = "train") const {
    return {.path = dir_ / "out", .made_by = made_by, .inputs = inputs};
  }
  [[nodiscard]] OutputRequest restarted(const std::string& inputs = "seed: 1\n") const {
    OutputRequest all = request(inputs);
    all.restart = true;
    return all;
  }
  /// A finished result with one file of that content.
  void finish(const OutputRequest& of, const std::string& content) const {
    OutputFolder out(of);
    ASSERT_NE(out.state(), State::finished);
    write_file_atomically(out.result() / "figures" / "a.csv", content);
    out.publish();
  }
  /// An unfinished one that has a checkpoint.
  static void interrupt(const OutputRequest& of) {
    const OutputFolder out(of);
    write_file_atomically(out.work() / "checkpoint.bin", "half");
  }
  [[nodiscard]] std::vector<std::string> entries() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(dir_)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  [[nodiscard]] std::string content() const {
    return read_file(dir_ / "out" / "figures" / "a.csv");
  }
  /// The complaint about a request, with nothing changed by it.
  [[nodiscard]] std::string refusal(const OutputRequest& of) const {
    const auto before = snapshot();
    std::string text;
    try {
      const OutputFolder out(of);
      ADD_FAILURE() << "accepted";
    } catch (const UserError& error) {
      text = error.what();
    }
    EXPECT_EQ(snapshot(), before) << text;
    return text;
  }
  [[nodiscard]] std::map<std::string, std::string> snapshot() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(dir_)) {
      all[entry.path().string()] =
          fs::is_regular_file(entry.symlink_status()) ? read_file(entry.path()) : "";
    }
    return all;
  }
  static bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  const fs::path dir_;
};

TEST_F(output_folder, appears_as_a_whole_and_leaves_nothing_beside_it) {
  {
    OutputFolder out(request());
    EXPECT_EQ(out.state(), State::fresh);
    write_file_atomically(out.result() / "figures" / "a.csv", "1");
    write_file_atomically(out.work() / "checkpoint.bin", "not published");
    EXPECT_FALSE(fs::exists(dir_ / "out"));
    write_file_atomically(out.result() / kManifestName,
                          R"({"version": "x", "made_by": "somebody"})");
    out.publish();
  }
  EXPECT_EQ(entries(), std::vector<std::string>{"out"});
  EXPECT_EQ(files_below(dir_ / "out"), (std::vector<std::string>{"figures/a.csv", kManifestName}));
  const auto manifest = read_folder_manifest(dir_ / "out");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->made_by, "train");
  EXPECT_EQ(manifest->files, std::vector<std::string>{"figures/a.csv"});
  EXPECT_EQ(manifest->inputs, "seed: 1\n");
  EXPECT_TRUE(says(read_file(dir_ / "out" / kManifestName), "\"version\": \"x\""));
}

TEST_F(output_folder, F2_2_an_interrupted_result_of_equal_inputs_is_continued) {
  const std::string before = kept_note();
  interrupt(request());
  EXPECT_EQ(entries(), std::vector<std::string>{"out.partial"});
  OutputFolder out(request());
  EXPECT_EQ(out.state(), State::continued);
  EXPECT_EQ(read_file(out.work() / "checkpoint.bin"), "half");
  EXPECT_TRUE(says(kept_note(), "out.partial; the same command goes on")) << kept_note();
  out.publish();
  EXPECT_EQ(kept_note(), before);
}

TEST_F(output_folder, F2_9_what_is_kept_is_said_where_there_is_something) {
  const auto fail = [&](bool made) {
    try {
      const OutputFolder out(request());
      if (made) {
        write_file_atomically(out.work() / "checkpoint.bin", "half");
      }
      throw Interrupted(SIGINT);
    } catch (const Interrupted&) {
      return kept_note();
    }
  };
  const std::string before = kept_note();
  EXPECT_EQ(fail(false), before);
  EXPECT_TRUE(says(fail(true), (dir_ / "out.partial").string()));
}

TEST_F(output_folder, nothing_is_kept_of_a_run_that_has_made_nothing) {
  { const OutputFolder out(request()); }
  { const OutputFolder out({.path = dir_ / "a" / "b" / "out", .made_by = "train"}); }
  EXPECT_TRUE(entries().empty());
}

TEST_F(output_folder, F2_2_other_inputs_are_refused_beside_an_unfinished_and_a_finished_result) {
  interrupt(request("seed: 1\nmodel:\n  depth: 8\n"));
  std::string text = refusal(request("seed: 1\nmodel:\n  depth: 20\n"));
  EXPECT_TRUE(says(text, "model.depth: `20`, before `8`")) << text;
  EXPECT_TRUE(says(text, "--restart")) << text;
  EXPECT_FALSE(says(text, "seed")) << text;
  finish(restarted("seed: 1\n"), "one");
  text = refusal(request("seed: 2\n"));
  EXPECT_TRUE(says(text, "finished result of other inputs: seed: `2`, before `1`")) << text;
  EXPECT_EQ(content(), "one");
  finish(restarted("seed: 2\n"), "two");
  EXPECT_EQ(content(), "two");
}

TEST_F(output_folder, F2_2_the_result_of_another_program_is_not_taken_for_ones_own) {
  OutputRequest older = request();
  older.program = "1 (sources a)";
  OutputRequest newer = request();
  newer.program = "1 (sources b)";
  finish(older, "one");
  { EXPECT_EQ(OutputFolder(older).state(), State::finished); }
  try {
    const OutputFolder out(newer);
    FAIL() << "taken";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("program: `1 (sources b)`, before `1 (sources a)`"),
              std::string::npos)
        << error.what();
  }
  EXPECT_EQ(content(), "one");
}

TEST_F(output_folder, F2_7_a_finished_result_counts_beside_leftover_unfinished_work) {
  finish(request(), "one");
  interrupt(restarted());
  const OutputFolder out(request());
  EXPECT_EQ(out.state(), State::finished);
  EXPECT_EQ(content(), "one");
  EXPECT_FALSE(fs::exists(dir_ / "out.partial"));
}

TEST_F(output_folder, F2_7_work_whose_removal_was_stopped_is_removed_beside_a_finished_result) {
  finish(request(), "one");
  write_file_atomically(dir_ / "out.partial" / "training" / "weights.bin", "1");
  write_file_atomically(dir_ / "out.partial" / "unfinished.json",
                        with_folder_manifest("{}", {"", "", "", {}}));
  { EXPECT_EQ(OutputFolder(request()).state(), State::finished); }
  EXPECT_FALSE(fs::exists(dir_ / "out.partial"));
  fs::create_directory(dir_ / "out.partial");  // only the folder itself is left
  { EXPECT_EQ(OutputFolder(request()).state(), State::finished); }
  EXPECT_FALSE(fs::exists(dir_ / "out.partial"));
}

TEST_F(output_folder, F2_7_beside_a_finished_result_the_work_of_others_is_kept) {
  finish(request("seed: 1\n"), "one");
  interrupt(restarted("seed: 2\n"));
  const auto before = snapshot();
  { EXPECT_EQ(OutputFolder(request("seed: 1\n")).state(), State::finished); }
  EXPECT_EQ(snapshot(), before);
  fs::remove_all(dir_ / "out.partial");
  write_file_atomically(dir_ / "out.partial" / "mine", "1");
  { EXPECT_EQ(OutputFolder(request("seed: 1\n")).state(), State::finished); }
  EXPECT_EQ(read_file(dir_ / "out.partial" / "mine"), "1");
}

TEST_F(output_folder, what_was_restarted_with_other_inputs_goes_on_beside_the_old_result) {
  finish(request("seed: 1\n"), "one");
  interrupt(restarted("seed: 2\n"));
  EXPECT_EQ(content(), "one");
  finish(request("seed: 2\n"), "two");
  EXPECT_EQ(content(), "two");
}

TEST_F(output_folder, quick_work_replaces_its_earlier_result) {
  finish(request("", "trace"), "one");
  finish(request("", "trace"), "two");
  EXPECT_EQ(content(), "two");
  EXPECT_EQ(entries(), std::vector<std::string>{"out"});
}

TEST_F(output_folder, F2_1_the_result_of_another_command_is_not_replaced) {
  finish(request("seed: 1\n", "train"), "one");
  OutputRequest other = restarted();
  other.made_by = "simulate";
  EXPECT_TRUE(says(refusal(other), "holds the result of `train`"));
  fs::rename(dir_ / "out", dir_ / "elsewhere");
  interrupt(request());
  EXPECT_TRUE(says(refusal(other), "holds unfinished work of `train`"));
}

TEST_F(output_folder, F2_1_a_folder_with_a_file_of_others_is_refused_by_its_name) {
  finish(request(), "one");
  write_file_atomically(dir_ / "out" / "figures" / "notes.txt", "mine");
  EXPECT_TRUE(says(refusal(request()), "holds figures/notes.txt"));
  EXPECT_TRUE(says(refusal(restarted()), "holds figures/notes.txt"));
  fs::remove(dir_ / "out" / "figures" / "notes.txt");
  fs::create_directories(dir_ / "out" / "empty");
  EXPECT_TRUE(says(refusal(restarted()), "holds empty/"));
  fs::remove(dir_ / "out" / "empty");
  fs::create_symlink("/", dir_ / "out" / "root");
  EXPECT_TRUE(says(refusal(restarted()), "holds root"));
}

TEST_F(output_folder, F2_1_folders_without_a_list_of_files_are_not_ours) {
  write_file_atomically(dir_ / "out" / kManifestName, R"({"version": "0.1.0"})");
  EXPECT_TRUE(says(refusal(restarted()), "lists no files"));
  write_file_atomically(dir_ / "out" / kManifestName, "[");
  EXPECT_TRUE(says(refusal(restarted()), "lists no files"));
  fs::remove(dir_ / "out" / kManifestName);
  write_file_atomically(dir_ / "out" / "x", "");
  EXPECT_TRUE(says(refusal(restarted()), "holds something else"));
}

TEST_F(output_folder, F2_1_a_folder_in_the_way_of_unfinished_work_is_not_touched) {
  write_file_atomically(dir_ / "out.partial" / "mine", "1");
  EXPECT_TRUE(says(refusal(restarted()), "is in the way"));
  fs::remove_all(dir_ / "out.partial");
  write_file_atomically(dir_ / "out.partial", "1");
  EXPECT_TRUE(says(refusal(restarted()), "is in the way"));
}

TEST_F(output_folder, F2_7_an_output_is_no_input_nor_in_one_nor_around_one) {
  finish(request(), "one");
  const auto with = [&](const fs::path& path, const fs::path& source) {
    return refusal({.path = path, .made_by = "train", .sources = {source}});
  };
  fs::create_symlink(dir_, dir_ / "link");
  EXPECT_TRUE(says(with(dir_ / "out", dir_ / "out"), "is an input of this command"));
  EXPECT_TRUE(says(with(dir_ / "link" / "out", dir_ / "out"), "is an input of this command"));
  EXPECT_TRUE(says(with(dir_ / "out", dir_ / "link" / "out"), "is an input of this command"));
  EXPECT_TRUE(says(with(dir_ / "out" / "new", dir_ / "out"), "lies in an input"));
  EXPECT_TRUE(says(with(dir_ / "out", dir_ / "out" / "figures" / "a.csv"), "holds an input"));
  EXPECT_TRUE(says(with(dir_ / "new", dir_ / "new.partial" / "w.yaml"), "holds an input"));
}

TEST_F(output_folder, F2_4_places_that_cannot_be_replaced_are_refused_before_the_work) {
  const auto at = [&](const fs::path& path) {
    return refusal({.path = path, .made_by = "train", .inputs = "a: 1\n"});
  };
  write_file_atomically(dir_ / "file", "1");
  fs::create_directories(dir_ / "folder");
  fs::create_symlink(dir_ / "folder", dir_ / "link");
  fs::create_symlink(dir_ / "nowhere", dir_ / "dangling");
  fs::create_symlink(dir_ / "loop", dir_ / "loop");
  EXPECT_TRUE(says(at(""), "is empty"));
  EXPECT_TRUE(says(at("/"), "name a folder of its own"));
  EXPECT_TRUE(says(at("."), "working directory"));
  EXPECT_TRUE(says(at(".."), "working directory"));
  EXPECT_TRUE(says(at(dir_ / "file"), "is a file"));
  EXPECT_TRUE(says(at(dir_ / "link"), "is a symbolic link"));
  EXPECT_TRUE(says(at(dir_ / "dangling"), "is a symbolic link"));
  EXPECT_TRUE(says(at(dir_ / "loop" / "out"), "symbolic links"));
  EXPECT_TRUE(says(at(dir_ / "file" / "out"), "Not a directory"));
  EXPECT_TRUE(says(at("/dev/null"), "is a device"));
  EXPECT_TRUE(says(at("/dev/stdout"), "is a symbolic link"));
  EXPECT_TRUE(says(at("/proc"), "is a mount point"));
  EXPECT_TRUE(says(at("/proc/metronome"), "cannot be written"));
  EXPECT_TRUE(says(at(dir_ / std::string(252, 'n')), "too long"));
  EXPECT_TRUE(says(at(dir_ / std::string(5000, 'n')), "too long"));
}

TEST_F(output_folder, a_slash_at_the_end_and_links_above_change_nothing) {
  fs::create_directories(dir_ / "folder");
  fs::create_symlink(dir_ / "folder", dir_ / "link");
  OutputFolder out({.path = dir_ / "link" / ".." / "folder" / "out" / "", .made_by = "trace"});
  out.publish();
  EXPECT_TRUE(fs::exists(dir_ / "folder" / "out" / kManifestName));
}

TEST_F(output_folder, F2_3_a_second_writer_is_told_who_is_writing) {
  const OutputFolder first(request());
  const std::string text = refusal(request());
  EXPECT_TRUE(says(text, fmt::format("process {}", ::getpid()))) << text;
  EXPECT_TRUE(says(text, "is being written by host ")) << text;
}

TEST_F(output_folder, F2_3_the_lock_of_a_dead_process_is_free_and_its_work_goes_on) {
  const pid_t child = ::fork();
  if (child == 0) {
    const OutputFolder out(request());
    write_file_atomically(out.work() / "checkpoint.bin", "half");
    ::kill(::getpid(), SIGKILL);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_EQ(entries(), (std::vector<std::string>{".out.lock", "out.partial"}));
  finish(request(), "one");
  EXPECT_EQ(entries(), std::vector<std::string>{"out"});
}

TEST_F(output_folder, F2_8_a_process_that_died_between_two_renames_has_lost_nothing) {
  finish(request("seed: 1\n"), "one");
  interrupt(restarted("seed: 2\n"));
  const fs::path work = dir_ / "out.partial";
  // The state that two renames pass through: the old one is aside, the new one not in place yet.
  write_file_atomically(work / "result" / "figures" / "a.csv", "two");
  const auto header = parse_folder_manifest(read_file(work / "unfinished.json"));
  ASSERT_TRUE(header);
  FolderManifest whole = *header;
  whole.files = {"figures/a.csv"};
  write_file_atomically(work / "result" / kManifestName, with_folder_manifest("{}", whole));
  fs::rename(dir_ / "out", work / "replaced");

  const OutputFolder next(request("seed: 2\n"));
  EXPECT_EQ(next.state(), State::finished);
  EXPECT_EQ(content(), "two");
  EXPECT_EQ(entries(), (std::vector<std::string>{".out.lock", "out"}));
}

TEST_F(output_folder, F2_4_what_cannot_be_published_is_kept_and_named) {
  OutputFolder out(request());
  write_file_atomically(out.result() / "a", "1");
  write_file_atomically(dir_ / "out" / "sudden", "somebody else's");
  try {
    out.publish();
    FAIL();
  } catch (const UserError& error) {
    EXPECT_TRUE(says(error.what(), "what was made is kept in " + out.result().string()))
        << error.what();
  }
  EXPECT_EQ(read_file(dir_ / "out" / "sudden"), "somebody else's");
  EXPECT_EQ(read_file(dir_ / "out.partial" / "result" / "a"), "1");
}

TEST(differing_inputs, are_named_by_their_paths) {
  EXPECT_EQ(differing_inputs("a: 1\nlist:\n  - b: 2\n    c: 3\n  - 4\n",
                             "a: 1\nlist:\n  - b: 2\n    c: 9\n  - 5\nold: 7\n"),
            "list.0.c: `3`, before `9`; list.1.value: `4`, before `5`; old: absent, before `7`");
  EXPECT_EQ(differing_inputs("a: 1\nb: 1\nc: 1\n", "a: 2\nb: 2\nc: 2\n", 1),
            "a: `1`, before `2`; and 2 more");
}

}  // namespace output_folder_test
}  // namespace metronome
