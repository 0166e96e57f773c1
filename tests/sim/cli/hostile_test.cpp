// Names and values that would do harm if any output took them for code: through every command.
#include "tests/sim/cli/hostile.hpp"

#include <fmt/format.h>

#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace hostile_test {

using hostile::folder_fault;
using hostile::quoted;
using Words = std::vector<std::string>;

class hostile_texts : public hostile::Hostile {
 protected:
  /// Traces of a small training with cycling precision and of a static one: in/run, in/static.
  void make_traces() {
    for (const char* schedule : {"cpt:3-8,periods=1,backward=8", "static:8,backward=8"}) {
      const Ran ran = run(fmt::format(
          "trace --model resnet-8 --dataset cifar-10 --batch 1 --iterations 8 --schedule {} --out "
          "'{}'",
          schedule, (at("in") / (schedule[0] == 'c' ? "run" : "static")).string()));
      ASSERT_EQ(ran.exit_code, 0) << ran.error;
    }
  }
  /// An analytic simulation of those traces into `out`.
  [[nodiscard]] Words simulation(const std::string& out) const {
    return {"simulate",   at("in/run").string(),
            "--arch",     arch_file("systolic"),
            "--mode",     "analytic",
            "--baseline", at("in/static").string(),
            "--jobs",     "1",
            "--out",      out};
  }
  /// The text may be written in a YAML file and given as a value: the words with `--set KEY=TEXT`.
  static Words with_set(Words words, const std::string& key, const std::string& text) {
    words.insert(words.end(), {"--set", key + "=" + quoted(text)});
    return words;
  }
};

Words plus(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST_F(hostile_texts, F1_2_a_machines_name_leaves_no_folder_and_reaches_no_program) {
  make_traces();
  std::size_t taken = 0;
  for (const std::string& text : texts()) {
    taken += makes_clean_files(with_set(simulation("out"), "name", text)) ? 1 : 0;
  }
  EXPECT_EQ(taken, 1u);  // EOD
  const Ran ran = call(with_set(simulation("out2"), "name", "../../x"));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "name: `../../x` holds `/`, which is no part of a name"))
      << ran.error;
  EXPECT_TRUE(says(ran.error, "1 to 100 letters")) << ran.error;
  ASSERT_TRUE(makes_clean_files(with_set(simulation("out"), "name", "µ-kern +x, y=1")));
  EXPECT_TRUE(says(read_file(at("work/out/report.html")), "µ-kern +x, y=1"));
}

TEST_F(hostile_texts, F1_1_a_devices_name_is_a_text_in_the_figure_and_no_command) {
  write("in/t.trace", "R 0x0\nW 0x40\nR 0x10000\n");
  const std::string device = metronome::source_dir() + "/configs/dram/ddr4_2400.yaml";
  fs::create_directories(at("work/out"));
  for (const std::string& text : texts()) {
    const Words words{"dram",   "--device",  device,  "--trace", at("in/t.trace").string(),
                      "--plot", "out/b.svg", "--json"};
    call(with_set(words, "name", text));
    EXPECT_EQ(folder_fault(at("work/out")), "") << text;
  }
  EXPECT_TRUE(fs::exists(at("work/out/b.svg")));
}

TEST_F(hostile_texts, F1_1_labels_of_a_sweep_are_texts_in_every_table_and_figure) {
  std::string points;
  std::vector<std::string> shown;
  int bytes = 0;
  for (const std::string& text : texts()) {
    if (!text_fault(text, TextRule::label)) {
      points += fmt::format("      - {{label: {}, set: {{accelerator.memory.channels: {}}}}}\n",
                            quoted(text), 1 + bytes++ % 2);
      shown.push_back(text);
    }
  }
  ASSERT_GT(shown.size(), 25u);
  const auto sweep = [&](const std::string& axis, const std::string& all) {
    return fmt::format(
        "name: labels\nbase:\n  accelerator: {}\n  mode: analytic\n  trace: {{model: resnet-8, "
        "dataset: cifar-10, batch: 1, iterations: 8, schedule: 'cpt:3-8,periods=1,backward=8'}}\n"
        "axes:\n  - {{key: accelerator.array.rows, values: [16, 32]}}\n  - name: {}\n    "
        "points:\n{}",
        arch_file("systolic"), quoted(axis), all);
  };
  write("in/s.yaml", sweep("`x` <b>|_%&\\", points));
  const Words words{"sweep", at("in/s.yaml").string(), "--jobs", "1", "--out", "out"};
  ASSERT_TRUE(makes_clean_files(words));
  // The same labels along the first axis: they head figures and name their files.
  std::string swapped = read_file(at("in/s.yaml"));
  const std::string first = "  - {key: accelerator.array.rows, values: [16, 32]}\n";
  swapped.erase(swapped.find(first), first.size());
  write("in/s.yaml", swapped + first);
  ASSERT_TRUE(makes_clean_files(words));
  const std::string csv = read_file(at("work/out/sweep.csv"));
  EXPECT_TRUE(says(csv, "<script>alert(1)</script>"));
  for (const std::string& text : texts()) {
    if (text_fault(text, TextRule::label)) {
      write("in/s.yaml",
            sweep("axis",
                  fmt::format("      - {{label: {}, set: {{mode: analytic}}}}\n", quoted(text))));
      EXPECT_FALSE(makes_clean_files(words)) << text;
    }
  }
}

TEST_F(hostile_texts,
       F1_2_names_of_experiments_studies_and_sweeps_stay_inside_of_the_results_folder) {
  write("in/w.yaml",
        "dataset: synthetic\ntrain_samples: 32\ntest_samples: 16\nbatch: 16\niterations: 8\n");
  for (const std::string& text : texts()) {
    if (!text_fault(text, TextRule::name)) {
      continue;
    }
    const std::string name = quoted(text);
    write("in/e.yaml", fmt::format("name: {}\nworkload: w.yaml\naccelerators: [{}]\n", name,
                                   arch_file("systolic")));
    write("in/st.yaml", fmt::format("name: {}\nworkload: w.yaml\nruns: [{{name: a, schedule: "
                                    "'static:8,backward=8'}}]\n",
                                    name));
    write("in/r.yaml", fmt::format("name: x\nworkload: w.yaml\nruns: [{{name: {}, schedule: "
                                   "'static:8,backward=8'}}]\n",
                                   name));
    write("in/s.yaml",
          fmt::format("name: {}\nbase: {{accelerator: {}, trace: {{model: resnet-8, "
                      "dataset: cifar-10}}}}\naxes: [{{key: mode, values: [analytic]}}]\n",
                      name, arch_file("systolic")));
    for (const Words& words :
         {Words{"run", at("in/e.yaml").string()}, Words{"study", at("in/st.yaml").string()},
          Words{"study", at("in/r.yaml").string()}, Words{"sweep", at("in/s.yaml").string()}}) {
      const Ran ran = call(words);
      EXPECT_EQ(ran.exit_code, 2) << words[0] << " " << text;
      EXPECT_TRUE(says(ran.error, "name: ") || says(ran.error, "UTF-8")) << ran.error;
    }
    EXPECT_TRUE(fs::is_empty(at("work"))) << text;
  }
}

TEST_F(hostile_texts, F1_1_texts_of_a_run_that_was_edited_are_texts_in_its_report_and_its_prices) {
  make_traces();
  ASSERT_TRUE(makes_clean_files(simulation("out")));
  const std::string ledger = read_file(at("work/out/ledger.json"));
  const std::string energy = read_file(at("work/out/energy.yaml"));
  const std::vector<std::string> all = texts();
  for (std::size_t i = 0; i < all.size(); i += 2) {  // two texts at a time
    const std::string& other = all[(i + 1) % all.size()];
    std::string edited = ledger;
    for (const auto& [name, text] : {std::pair{"plain_systolic_512", all[i]},
                                     std::pair{"cpt:3-8,periods=1,backward=8", other}}) {
      const std::string whole = std::string("\"") + name + "\"";
      const std::size_t at_name = edited.find(whole);
      ASSERT_NE(at_name, std::string::npos) << name;
      edited.replace(at_name, whole.size(), quoted(text));
    }
    write("work/out/ledger.json", edited);
    call({"report", "out"});
    write("work/out/ledger.json", ledger);
    EXPECT_EQ(folder_fault(at("work/out")), "") << all[i] << " and " << other;

    edited = energy;
    edited.replace(edited.find("name: 28nm"), 10, "name: " + quoted(all[i]));
    edited.replace(edited.find("sram_cell: "), 11, "sram_cell: " + quoted(other) + " # ");
    write("in/prices.yaml", edited);
    call({"price", "out", "--energy", at("in/prices.yaml").string(), "--out", "out_priced"});
    EXPECT_EQ(folder_fault(at("work")), "") << all[i] << " and " << other;
  }
}

}  // namespace hostile_test
}  // namespace metronome::cli
