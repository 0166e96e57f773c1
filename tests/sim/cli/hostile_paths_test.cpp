// Files, folders and arguments with names that would do harm if anything took them for code.
#include <fmt/format.h>

#include "tests/sim/cli/hostile.hpp"

namespace metronome::cli {
namespace hostile_paths_test {

using hostile::folder_fault;
using Words = std::vector<std::string>;

class hostile_paths : public hostile::Hostile {
 protected:
  /// Those of the texts that can be the name of a file, one of a kind: each is trained with.
  static std::vector<std::string> file_names() {
    return {"'\"`touch $CANARY`",
            "$(touch $CANARY)",
            "'.system('touch $CANARY').'",
            "a'''b@figure_title",
            "50%s <script>&amp;{a}#b\\",
            "a;touch $CANARY|!x\\",
            "~^$_[2cm]*=1",
            "a\nb",
            "a\x1b[31m",
            "a\xff"};
  }
};

const char* const kWorkload =
    "dataset: synthetic\ntrain_samples: 16\ntest_samples: 8\nbatch: 8\niterations: 8\n"
    "range_test: {start_bits: 7, end_bits: 8, iterations_per_level: 2, window: 1}\n";

TEST_F(hostile_paths, F1_4_arguments_that_are_not_one_line_of_utf8_are_refused_by_every_command) {
  for (const char* command :
       {"run",    "train",      "study", "range-test", "import",   "trace",  "simulate",
        "op",     "dram",       "sweep", "price",      "export",   "report", "validate",
        "verify", "collective", "area",  "reproduce",  "artifact", "search", "compare",
        "check",  "explain",    "list",  "completion", "manual"}) {
    for (const std::string text : {"a\xff", "a\x1b[31m", "a\nb"}) {
      for (const Words& words : {Words{command, text}, Words{command, "--out", text},
                                 Words{command, "x", "--set", "name=" + text}}) {
        const Ran ran = call(words);
        EXPECT_EQ(ran.exit_code, 2) << command;
        EXPECT_TRUE(says(ran.error, "argument: ")) << ran.error;
      }
    }
  }
}

TEST_F(hostile_paths, F1_4_what_is_named_wrongly_is_shown_without_control_bytes) {
  for (const std::string& text : texts()) {
    for (const char* command : {"list", "check", "report", "reproduce", "import", "no-command"}) {
      EXPECT_EQ(call({command, "--", text}).exit_code, 2) << command;
    }
    call({"explain", "--", text});  // `trace` and `figures` may be keys
    call({text});
    call({"op", "--arch", arch_file("systolic"), "--gemm", text});
    call({"import", "x.onnx", "--dim", text, "--round", text, "--out", "out/x"});
    call({"trace", "--model", text, "--dataset", text, "--schedule", text, "--out", "out/x"});
  }
}

TEST_F(hostile_paths, F1_4_files_that_are_not_utf8_are_refused_before_any_work) {
  const std::string bad = "name: \"a\xff\"\n";
  write("in/x.yaml", bad);
  const std::string file = at("in/x.yaml").string();
  for (const Words& words :
       {Words{"run", file}, Words{"train", file, "--out", "out"}, Words{"study", file},
        Words{"range-test", file}, Words{"sweep", file}, Words{"area", file}, Words{"check", file},
        Words{"dram", "--device", file, "--trace", file},
        Words{"op", "--arch", file, "--gemm", "m=1,n=1,k=1"}}) {
    const Ran ran = call(words);
    EXPECT_EQ(ran.exit_code, 2) << words[0];
    EXPECT_TRUE(says(ran.error, "x.yaml:1:1: holds `\\xff`, which is not UTF-8")) << ran.error;
  }
}

TEST_F(hostile_paths, F1_1_a_trainings_schedule_file_is_a_text_in_its_report) {
  write("in/w.yaml", kWorkload);
  for (const std::string& name : file_names()) {
    const fs::path schedule = at("in") / name;
    write_file_atomically(schedule, "iteration,forward_bits,backward_bits\n0,8,8\n");
    const std::string value = hostile::quoted("csv:" + schedule.string());
    const bool trained = makes_clean_files(
        {"train", at("in/w.yaml").string(), "--out", "out", "--set", "schedule=" + value});
    EXPECT_EQ(trained, !text_fault(name, TextRule::line)) << name;
    if (trained) {
      EXPECT_EQ(call({"report", "out"}).exit_code, 0) << name;
      EXPECT_EQ(call({"check", "out"}).exit_code, 0) << name;
      EXPECT_EQ(folder_fault(at("work/out")), "") << name;
    }
  }
}

TEST_F(hostile_paths, F1_1_folders_of_any_name_are_written_to_and_shown_as_they_are_named) {
  write("in/w.yaml", kWorkload);
  for (const std::string& name : file_names()) {
    const std::string out = "out/" + name;
    fs::remove_all(at("work/out"));
    const Ran ran = call({"range-test", at("in/w.yaml").string(), "--out", out});
    EXPECT_EQ(ran.exit_code, text_fault(name, TextRule::line) ? 2 : 0) << name << ran.error;
    EXPECT_EQ(fs::exists(at("work") / out / "figures/range_test.svg"), ran.exit_code == 0) << name;
    EXPECT_EQ(folder_fault(at("work/out")), "") << name;
  }
}

TEST_F(hostile_paths, F1_4_the_command_in_a_manifest_can_be_given_to_a_shell_again) {
  write("in/it's $HOME.yaml", kWorkload);
  const std::string file = at("in/it's $HOME.yaml").string();
  ASSERT_EQ(call({"train", file, "--out", "out/a b"}).exit_code, 0);
  const std::string manifest = read_file(at("work/out/a b/manifest.json"));
  const std::string quoted_file = "'" + at("in/it").string() + "'\\\\''s $HOME.yaml'";
  EXPECT_TRUE(says(manifest, "metronome train " + quoted_file + " --out 'out/a b'")) << manifest;
}

}  // namespace hostile_paths_test
}  // namespace metronome::cli
