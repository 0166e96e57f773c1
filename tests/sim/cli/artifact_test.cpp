// `metronome artifact`: packed results are made again in a clean folder, from nothing but the
// archive.
#include <nlohmann/json.hpp>

#include "killed.hpp"
#include "tests/sim/cli/hostile.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace artifact_test {

using Json = nlohmann::json;

class Artifacts : public KilledCommand {
 protected:
  Artifacts() {
    ::setenv("METRONOME_CACHE", "off", 1);
    fs::create_directories(at("work"));
    fs::create_directories(at("configs/arch"));
    fs::create_directories(at("configs/dram"));
    fs::create_directories(at("configs/energy"));
    for (const char* name : {"arch/plain_systolic_512.yaml", "dram/ddr4_2400_pins.yaml",
                             "energy/28nm.yaml", "energy/sram_cacti7.csv"}) {
      fs::copy(fs::path(metronome::source_dir()) / "configs" / name, at("configs") / name);
    }
    write("work/s.yaml",
          "name: s\nbase:\n  accelerator: ../configs/arch/plain_systolic_512.yaml\n"
          "  mode: analytic\n  trace: {model: lenet-5, dataset: mnist, batch: 2, iterations: 16,\n"
          "    schedule: 'cpt:3-5,periods=2,backward=8', baseline_schedule: "
          "'static:8,backward=8'}\naxes: [{key: accelerator.vector.lanes, values: [32, 64]}]\n");
  }
  /// Runs a line in work/, where `metronome` is the program.
  [[nodiscard]] Ran shell(const std::string& line) const {
    const std::string call = "metronome() { '" + std::string(metronome::binary()) +
                             "' \"$@\"; }; cd '" + at("work").string() + "' && " + line;
    const std::string whole =
        "{ " + call + "; } >'" + at("stdout").string() + "' 2>'" + at("stderr").string() + "'";
    const int status = std::system(whole.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(at("stdout")),
            read_file(at("stderr"))};
  }
  void done(const std::string& line) const {
    const Ran ran = shell(line);
    ASSERT_EQ(ran.exit_code, 0) << line << ran.error;
  }
  void trace_and_run() const {
    done(
        "metronome trace --dataset mnist --model lenet-5 --batch 4 --iterations 8 "
        "--schedule cpt:3-8,periods=2,backward=8 --out trace");
    done(
        "metronome simulate trace --mode analytic --arch "
        "../configs/arch/plain_systolic_512.yaml --out runs/run");
  }
  void refused(const std::string& line, const std::string& part) const {
    const Ran ran = shell("metronome artifact " + line);
    EXPECT_EQ(ran.exit_code, 2) << line << ran.out << ran.error;
    EXPECT_TRUE(says(ran.error, part)) << line << ran.error;
    EXPECT_FALSE(fs::exists(at("work/a.tar.gz"))) << line;
  }
  /// Unpacks an archive of work/ elsewhere; what it was made of is moved away.
  void unpack(const std::string& archive) const {
    fs::create_directories(at("clean"));
    done("tar -xzf " + archive + " -C '" + at("clean").string() + "'");
    fs::rename(at("configs"), at("gone"));
  }
  [[nodiscard]] Ran reproduce(const std::string& name, const std::string& options = "") const {
    return shell("METRONOME='" + std::string(metronome::binary()) + "' '" +
                 (at("clean") / name / "reproduce.sh").string() + "' " + options);
  }
  /// Another last digit of the first number of a row.
  static void alter(const fs::path& table) {
    std::string text = read_file(table);
    const std::size_t at = text.find_last_of("123456789", text.rfind(",lenet-5"));
    text[at] = text[at] == '1' ? '2' : '1';
    write_file_atomically(table, text);
  }
};

TEST_F(Artifacts, are_made_again_in_a_clean_folder_and_one_altered_number_fails) {
  trace_and_run();
  done("metronome sweep s.yaml --out sweep");
  done("metronome artifact trace runs/run sweep --out a.tar.gz");
  unpack("a.tar.gz");
  const Ran quick = reproduce("a", "--quick");
  EXPECT_EQ(quick.exit_code, 0) << quick.out << quick.error;
  EXPECT_FALSE(says(quick.out, "FAIL  ")) << quick.out;
  for (const char* line :
       {"PASS  table   trace/timeline.csv\n", "PASS  table   run/levels.csv\n",
        "PASS  table   run/summary.json\n", "PASS  figure  run/figures/energy: data and drawing\n",
        "PASS  table   sweep/sweep.csv\n", " 0 FAIL, 0 SKIP; "}) {
    EXPECT_TRUE(says(quick.out, line)) << line << quick.out;
  }
  alter(at("clean/a/expected/run/levels.csv"));
  alter(at("clean/a/expected/run/figures/energy.csv"));
  const Ran altered = reproduce("a");
  EXPECT_EQ(altered.exit_code, 4) << altered.out << altered.error;
  EXPECT_TRUE(says(altered.out, "FAIL  table   run/levels.csv: numbers: 1 of ")) << altered.out;
  EXPECT_TRUE(says(altered.out, "FAIL  figure  run/figures/energy: numbers: 1 of "));
  EXPECT_TRUE(says(altered.out, " 2 FAIL, 0 SKIP; ")) << altered.out;
}

TEST_F(Artifacts, every_cell_and_header_counts_and_files_that_were_added_are_named) {
  trace_and_run();
  done("metronome sweep s.yaml --out sweep");
  done("metronome artifact runs/run sweep --out a.tar.gz");
  unpack("a.tar.gz");
  const auto replace = [&](const char* file, const std::string& what, const std::string& with) {
    const fs::path path = at("clean/a/expected") / file;
    std::string text = read_file(path);
    const std::size_t found = text.find(what);
    ASSERT_NE(found, std::string::npos) << file << what;
    write_file_atomically(path, text.replace(found, what.size(), with));
  };
  replace("run/levels.csv", "\n1,train,", "\n7,train,");
  replace("run/phases.csv", ",run_model,", ",run_modell,");
  replace("run/summary.json", "\"momentum\"", "\"adam\"");
  replace("sweep/sweep.csv", ",ok,", ",okay,");
  replace("sweep/sweep.md", "| 32 |", "| 33 |");
  replace("sweep/sweep.tex", "\n32 &", "\n33 &");
  write("clean/a/expected/run/more.csv", "a\n1\n");
  const Ran ran = reproduce("a");
  EXPECT_EQ(ran.exit_code, 4) << ran.out << ran.error;
  for (const char* line :
       {"FAIL  table   run/levels.csv: ", "FAIL  table   run/phases.csv: ",
        "FAIL  table   run/summary.json: first difference: /identity/optimizer: \"adam\" here, "
        "\"momentum\" there\n",
        "FAIL  table   sweep/sweep.csv: ", "FAIL  table   sweep/sweep.md: first difference: line ",
        "FAIL  table   sweep/sweep.tex: first difference: line ", " 6 FAIL, 0 SKIP; ",
        "OTHER expected/run/more.csv: no file of the artifact"}) {
    EXPECT_TRUE(says(ran.out, line)) << line << ran.out;
  }
}

TEST_F(Artifacts, are_made_anew_where_the_program_or_an_input_is_another_one) {
  trace_and_run();
  done("metronome sweep s.yaml --out sweep");
  done("metronome artifact sweep --out a.tar.gz");
  unpack("a.tar.gz");
  ASSERT_EQ(reproduce("a").exit_code, 0);
  const fs::path point =
      at("clean/a/made/sweep/points") / names_in(at("clean/a/made/sweep/points")).front();
  const auto when = fs::last_write_time(point);
  ASSERT_EQ(reproduce("a").exit_code, 0);
  EXPECT_EQ(fs::last_write_time(point), when) << "the same is gone on with";
  const std::string input = read_file(at("clean/a/inputs/work/s.yaml"));
  std::string other = input;
  write("clean/a/inputs/work/s.yaml", other.replace(other.find("16"), 2, "12"));
  const Ran differs = reproduce("a");
  EXPECT_EQ(differs.exit_code, 4) << differs.out;
  EXPECT_FALSE(says(differs.out, "its command ended")) << differs.out;
  write("clean/a/inputs/work/s.yaml", input);
  const Ran again = reproduce("a");
  EXPECT_EQ(again.exit_code, 0) << again.out << again.error;
}

TEST_F(Artifacts, results_of_names_that_clash_have_folders_of_their_own) {
  trace_and_run();
  done("cp -r runs/run run.log && cp -r runs/run run.partial");
  done("metronome artifact runs/run run.log run.partial --out a.tar.gz");
  unpack("a.tar.gz");
  const Ran ran = reproduce("a");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.error;
  for (const char* line : {"PASS  table   run/levels.csv\n", "PASS  table   run.log/levels.csv\n",
                           "PASS  table   run.partial_2/levels.csv\n"}) {
    EXPECT_TRUE(says(ran.out, line)) << line << ran.out;
  }
}

TEST_F(Artifacts, the_script_finds_its_folder_and_faults_of_the_computer_are_no_verdict) {
  trace_and_run();
  done("metronome artifact runs/run --out a.tar.gz");
  unpack("a.tar.gz");
  const std::string call = "METRONOME='" + std::string(metronome::binary()) + "' ";
  fs::create_symlink(at("clean/a/reproduce.sh"), at("work/link.sh"));
  const Ran linked = shell("export CDPATH=/ SECONDS=100000; " + call + "./link.sh --quick");
  EXPECT_EQ(linked.exit_code, 0) << linked.out << linked.error;
  EXPECT_TRUE(says(linked.out, " 0 SKIP; ")) << linked.out;
  EXPECT_FALSE(fs::exists(at("work/made")));

  write("bin/no_disk", "#!/bin/sh\n[ \"$1\" = --version ] && echo metronome x || exit 3\n");
  fs::permissions(at("bin/no_disk"), fs::perms::owner_all);
  const Ran full = shell("METRONOME='" + at("bin/no_disk").string() + "' ./link.sh");
  EXPECT_EQ(full.exit_code, 3) << full.out << full.error;
  EXPECT_TRUE(says(full.error, "error: run cannot be made here (exit code 3)")) << full.error;
  EXPECT_FALSE(says(full.out, "FAIL")) << full.out;
  fs::remove_all(at("clean/a/made"));
  write("clean/a/made", "in the way");
  EXPECT_EQ(shell(call + "./link.sh").exit_code, 3);
}

TEST_F(Artifacts, a_signal_ends_the_script_and_what_it_runs) {
  trace_and_run();
  done("metronome artifact runs/run --out a.tar.gz");
  unpack("a.tar.gz");
  write("bin/slow",
        "#!/bin/bash\n[ \"$1\" = --version ] && { echo metronome x; exit; }\n"
        "echo $$ >'" +
            at("work/pid").string() + "'\nexec sleep 1000\n");
  fs::permissions(at("bin/slow"), fs::perms::owner_all);
  for (const char* option : {"", "--quick"}) {
    for (const auto& [signal, code] : {std::pair{"TERM", 143}, std::pair{"HUP", 129}}) {
      const Ran ran = shell("rm -f pid; METRONOME='" + at("bin/slow").string() + "' '" +
                            at("clean/a/reproduce.sh").string() + "' " + option +
                            " & script=$!; until [ -s pid ]; do sleep 0.02; done; kill -" + signal +
                            " $script; wait $script; code=$?; "
                            "for i in $(seq 200); do kill -0 $(cat pid) 2>/dev/null || exit $code; "
                            "sleep 0.05; done; exit 99");
      EXPECT_EQ(ran.exit_code, code) << option << ran.out << ran.error;
      EXPECT_TRUE(says(ran.error, "ended by SIG" + std::string(signal))) << ran.error;
    }
  }
}

TEST_F(Artifacts,
       a_command_that_fails_there_fails_each_of_its_tables_and_a_missing_program_is_said) {
  trace_and_run();
  done("metronome artifact runs/run --out a.tar.gz");
  unpack("a.tar.gz");
  fs::remove(at("clean/a/inputs/work/trace/timeline.csv"));
  const Ran failed = reproduce("a");
  EXPECT_EQ(failed.exit_code, 4);
  EXPECT_TRUE(says(failed.out, "FAIL  table   run/levels.csv: its command ended with exit code 2"))
      << failed.out;
  EXPECT_TRUE(says(failed.out, "\n0 PASS, ")) << failed.out;
  const Ran missing =
      shell("METRONOME=no-such-program '" + at("clean/a/reproduce.sh").string() + "'");
  EXPECT_EQ(missing.exit_code, 3);
  EXPECT_TRUE(says(missing.error, "no-such-program is not found")) << missing.error;
  EXPECT_EQ(reproduce("a", "--fast").exit_code, 2);
}

TEST_F(Artifacts, of_the_same_results_have_the_same_bytes_whatever_the_clock_and_the_umask) {
  trace_and_run();
  done("metronome artifact runs/run trace --out one/a.tar.gz");
  done(
      "sleep 1; umask 077; TAR_OPTIONS=--verbose metronome artifact runs/run trace "
      "--out two/a.tar.gz");
  EXPECT_EQ(read_file(at("work/one/a.tar.gz")), read_file(at("work/two/a.tar.gz")));
  EXPECT_EQ(tree(at("work/one")).size(), 1U) << "nothing is left beside it";
}

TEST_F(Artifacts, absolute_paths_of_a_command_and_folders_of_one_name_find_their_places) {
  trace_and_run();
  fs::create_directories(at("elsewhere"));
  done("metronome simulate '" + at("work/trace").string() + "' --mode analytic --arch '" +
       at("configs/arch/plain_systolic_512.yaml").string() + "' --out '" +
       at("elsewhere/run").string() + "'");
  done("metronome artifact runs/run '" + at("elsewhere/run").string() + "' --out a.tar.gz");
  unpack("a.tar.gz");
  fs::rename(at("work/trace"), at("work/moved"));
  const Ran ran = reproduce("a");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.error;
  EXPECT_TRUE(says(ran.out, "PASS  table   run/levels.csv\n")) << ran.out;
  EXPECT_TRUE(says(ran.out, "PASS  table   run_2/levels.csv\n")) << ran.out;
}

TEST_F(Artifacts, presets_that_were_read_by_their_names_come_with_them) {
  trace_and_run();
  done("metronome simulate trace --mode analytic --arch '" + arch_file("systolic") +
       "' --out preset");
  done("metronome artifact preset --out a.tar.gz");
  fs::create_directories(at("clean"));
  done("tar -xzf a.tar.gz -C '" + at("clean").string() + "'");
  const std::string inputs = read_file(at("clean/a/inputs.csv"));
  EXPECT_TRUE(says(inputs, "configs/energy/")) << inputs;
  EXPECT_TRUE(
      says(read_file(at("clean/a/reproduce.sh")), "export METRONOME_CONFIGS=$here/inputs/"));
}

TEST_F(Artifacts, what_a_result_was_made_of_must_be_there_as_it_was) {
  trace_and_run();
  const std::string machine = read_file(at("configs/arch/plain_systolic_512.yaml"));
  write("configs/arch/plain_systolic_512.yaml", machine + "\n# another day\n");
  refused("runs/run --out a.tar.gz", "plain_systolic_512.yaml: has changed since");
  fs::remove(at("configs/arch/plain_systolic_512.yaml"));
  refused("runs/run --out a.tar.gz", "plain_systolic_512.yaml: is gone");
  write("configs/arch/plain_systolic_512.yaml", machine);
  done("metronome artifact runs/run --out b.tar.gz");
  fs::remove(at("work/runs/run/levels.csv"));
  refused("runs/run --out a.tar.gz", "levels.csv: is missing");
}

TEST_F(Artifacts, a_file_that_names_a_place_of_this_computer_is_refused_with_its_line) {
  std::string text = read_file(at("work/s.yaml"));
  const std::string relative = "../configs/arch/plain_systolic_512.yaml";
  text.replace(text.find(relative), relative.size(),
               at("configs/arch/plain_systolic_512.yaml").string());
  write("work/s.yaml", "# beside " + at("configs").string() + "\n" + text);
  done("metronome sweep s.yaml --out sweep");
  refused("sweep --out a.tar.gz", "s.yaml:4:16: names " + at("configs/arch").string());
}

TEST_F(Artifacts, figures_of_a_run_are_packed_with_it_and_nothing_names_the_computer) {
  write("work/w.yaml",
        "dataset: synthetic\nmodel: lenet-5\nbatch: 8\niterations: 4\n"
        "schedule: 'cpt:3-8,periods=2,backward=8'\n");
  write("work/e.yaml",
        "name: e\nworkload: w.yaml\nbaseline_schedule: 'static:8,backward=8'\n"
        "accelerators: [../configs/arch/plain_systolic_512.yaml]\nmode: analytic\n");
  done("metronome run e.yaml --out e && metronome figures e --out f");
  done("metronome artifact e f --out a.tar.gz");
  unpack("a.tar.gz");
  std::size_t manifests = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(at("clean/a"))) {
    if (entry.path().filename() == "manifest.json") {
      ++manifests;
      const Json json = Json::parse(read_file(entry.path()));
      EXPECT_EQ(json["host"], "") << entry.path();
      EXPECT_FALSE(json.contains("read")) << entry.path();
    }
  }
  EXPECT_GT(manifests, 1U);
  const Ran ran = reproduce("a");
  EXPECT_EQ(ran.exit_code, 0) << ran.out << ran.error;
}

TEST_F(Artifacts, names_are_compared_as_paths_however_they_are_written) {
  trace_and_run();
  const std::string text = read_file(at("work/s.yaml"));
  const std::string relative = "../configs/arch/plain_systolic_512.yaml";
  const auto sweep_of = [&](const std::string& machine) {
    std::string other = text;
    other.replace(other.find(relative), relative.size(), machine);
    write("work/s.yaml", other);
    done("metronome sweep s.yaml --out sweep --restart");
  };
  const std::string configs = at("configs").string();
  for (const std::string& name : {configs + "/./arch/plain_systolic_512.yaml",
                                  "/" + configs + "//arch/x/../plain_systolic_512.yaml"}) {
    fs::create_directories(at("configs/arch/x"));
    sweep_of(name);
    refused("sweep --out a.tar.gz", "s.yaml:3:16: names " + configs + "/arch/plain_systolic");
  }
  sweep_of("../configs/arch/plain_systolic_512.yaml  # as " + configs);
  done("metronome artifact sweep --out b.tar.gz");
}

TEST_F(Artifacts, only_finished_results_are_packed) {
  trace_and_run();
  fs::create_directories(at("work/killed.partial"));
  refused("killed --out a.tar.gz", "its command was ended before it had a result");
  refused("nowhere --out a.tar.gz", "is no folder");
  refused("s.yaml --out a.tar.gz", "is no folder");
  refused(". --out a.tar.gz", "has no manifest.json");
  refused("runs/run runs/../runs/run/ --out a.tar.gz", "is named twice");
  done("metronome sweep s.yaml --out sweep --shard 0/2");
  refused("sweep --out a.tar.gz", "is an unfinished sweep");
  done("metronome sweep s.yaml --out sweep --tables-only");
  refused("sweep --out a.tar.gz", "is an unfinished sweep");
  Json manifest = Json::parse(read_file(at("work/runs/run/manifest.json")));
  manifest.erase("read");
  write("work/runs/run/manifest.json", manifest.dump());
  refused("runs/run --out a.tar.gz", "does not list the files");
  write("work/runs/run/manifest.json", "{");
  refused("runs/run --out a.tar.gz", "says not which command made the folder");
}

TEST_F(Artifacts, the_archive_is_no_input_and_replaces_only_files) {
  trace_and_run();
  refused("runs/run --out a.zip", "is no name of an archive");
  refused("runs/run --out .tar.gz", "is no name of an archive");
  for (const char* name : {"..tar.gz", "...tar.gz", "-a.tar.gz"}) {
    refused("runs/run --out=./" + std::string(name), "is no name of an archive");
  }
  EXPECT_TRUE(fs::is_regular_file(at("work/s.yaml"))) << "a folder above is not written";
  refused("runs/run", "out");
  refused("runs/run --out trace/a.tar.gz", "lies in a folder that this command reads");
  refused("runs/run --out runs/run/a.tar.gz", "lies in a folder that this command reads");
  fs::create_directories(at("work/f.tar.gz"));
  refused("runs/run --out f.tar.gz", "is a folder");
  fs::create_symlink("nowhere", at("work/l.tar.gz"));
  refused("runs/run --out l.tar.gz", "is a symbolic link");
  write("work/.a.tar.gz.partial/thesis.txt", "years of work");
  refused("runs/run --out a.tar.gz", "is in the way");
  EXPECT_EQ(read_file(at("work/.a.tar.gz.partial/thesis.txt")), "years of work");
  const Ran full = shell("metronome artifact runs/run --out /dev/full/a.tar.gz");
  EXPECT_EQ(full.exit_code, 2) << full.error;
}

TEST_F(Artifacts, only_an_archive_of_ours_is_replaced_without_being_asked_to) {
  trace_and_run();
  write("work/thesis.tar.gz", "years of work");
  done("mkdir paper && echo own >paper/README.md && tar -czf paper.tar.gz paper");
  for (const char* name : {"thesis.tar.gz", "paper.tar.gz"}) {
    const std::string before = read_file(at("work") / name);
    refused("runs/run --out " + std::string(name), "is a file that this command did not write");
    EXPECT_EQ(read_file(at("work") / name), before);
  }
  done("metronome artifact runs/run --out thesis.tar.gz --restart");
  done("metronome artifact runs/run trace --out thesis.tar.gz");
  EXPECT_TRUE(says(shell("tar -tzf thesis.tar.gz").out, "thesis/expected/trace/timeline.csv\n"));
}

TEST_F(Artifacts, a_killed_one_leaves_nothing_that_the_next_does_not_take_over) {
  trace_and_run();
  const fs::path before = fs::current_path();
  fs::current_path(at("work"));
  (void)run_until({"artifact", "runs/run", "--out", "a.tar.gz"},
                  [&] { return fs::exists(at("work/.a.tar.gz.partial")); });
  fs::current_path(before);
  done("metronome artifact runs/run --out a.tar.gz");
  EXPECT_FALSE(fs::exists(at("work/.a.tar.gz.partial")));
  EXPECT_FALSE(fs::exists(at("work/.a.tar.gz.lock")));
}

using hostile_artifact = hostile::Hostile;

TEST_F(hostile_artifact, names_of_folders_and_values_are_data) {
  for (const std::string& text : texts()) {
    if (text.empty() || text_fault(text, TextRule::line) || text.find('/') != std::string::npos ||
        text.size() > 150) {
      continue;
    }
    const std::string trace = "work/out/" + text + ".d";
    ASSERT_TRUE(makes_clean_files({"trace", "--model", "lenet-5", "--dataset", "mnist", "--batch",
                                   "2", "--iterations", "4", "--schedule", "static:8,backward=8",
                                   "--out", at(trace).string()}))
        << text;
    const Ran packed =
        call({"artifact", at(trace).string(), "--out", at("work/out/a.tar.gz").string()});
    ASSERT_EQ(packed.exit_code, 0) << text << packed.error;
    const std::string line = "cd '" + at("work/out").string() +
                             "' && tar -xzf a.tar.gz && METRONOME='" + metronome::binary() +
                             "' a/reproduce.sh >'" + at("said").string() + "' 2>&1";
    EXPECT_EQ(WEXITSTATUS(std::system(line.c_str())), 0) << text << read_file(at("said"));
    EXPECT_FALSE(fs::exists(at("canary"))) << text;
    fs::remove_all(at("work/out"));
    fs::create_directories(at("work/out"));
  }
}

}  // namespace artifact_test
}  // namespace metronome::cli
