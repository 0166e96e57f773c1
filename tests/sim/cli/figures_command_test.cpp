// `metronome figures`, `doctor` and what `explain` says of results, on what the program made.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "sim/base/csv.hpp"
#include "sim/cli/explain_topics.hpp"
#include "sim/ledger/attribution.hpp"
#include "sim/report/manifest.hpp"
#include "sim/report/stamp.hpp"
#include "tests/sim/cli/binary.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/methods/catalogue/methods.hpp"

namespace metronome::cli {
namespace figures_command_test {

using Json = nlohmann::json;

class Figures : public Command {
 protected:
  [[nodiscard]] std::string quoted(const std::string& name) const {
    return "'" + at(name).string() + "'";
  }
  void trace(const std::string& schedule, const std::string& to) const {
    const Ran ran =
        run("trace --model resnet-8 --dataset cifar-10 --batch 4 --iterations 24 --schedule " +
            schedule + " --out " + quoted(to));
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  }
  void simulate(const std::string& machine, const std::string& more = "") const {
    const Ran ran =
        run("simulate " + quoted("T") + " --baseline " + quoted("B") + " --mode analytic --arch " +
            arch_file(machine) + " --out " + quoted(machine) + more);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  }
  void make_run() const {
    trace("cpt:3-8,periods=2,backward=8", "T");
    trace("static:8,backward=8", "B");
    simulate("dual_serial");
  }
};

TEST_F(Figures, of_a_run_are_files_with_data_scripts_tables_and_sources_in_the_same_bytes_twice) {
  make_run();
  const Ran ran = run("figures " + quoted("dual_serial") + " --out " + quoted("one"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  ASSERT_EQ(run("figures " + quoted("dual_serial") + " --out " + quoted("two")).exit_code, 0);
  auto one = tree(at("one"));
  auto two = tree(at("two"));
  one.erase("manifest.json");
  two.erase("manifest.json");
  EXPECT_EQ(one, two);
  std::size_t figures = 0;
  for (const auto& entry : fs::directory_iterator(at("dual_serial/figures"))) {
    if (entry.path().extension() == ".csv") {
      const std::string stem = entry.path().stem().string();
      EXPECT_EQ(one.count(stem + ".pdf"), 1u) << stem << ": no figure is dropped";
      EXPECT_EQ(one.count(stem + ".gp"), 1u) << stem;
      EXPECT_EQ(one[stem + ".csv"], read_file(entry.path()));
      ++figures;
    }
  }
  EXPECT_GT(figures, 10u);
  EXPECT_TRUE(says(one.at("savings.tex"), "dual\\_serial"));
  EXPECT_TRUE(says(one.at("sources.bib"), "{fu2021cpt,"));
  EXPECT_FALSE(says(one.at("sources.bib"), "% no entry")) << one.at("sources.bib");
  EXPECT_TRUE(says(ran.error, "savings.tex: no room for")) << ran.error;
}

TEST_F(Figures, only_columns_and_top_choose_and_are_held_to_what_there_is) {
  make_run();
  const std::string of = "figures " + quoted("dual_serial") + " --out " + quoted("f");
  Ran ran = run(of +
                " --only layers_energy,energy --columns accelerator,array_j --top 3 "
                "--format svg --style acm-page");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto files = tree(at("f"));
  EXPECT_EQ(files.count("phases.svg"), 0u);
  EXPECT_TRUE(says(files.at("layers_energy.svg"), "width=\"504pt\""));
  EXPECT_TRUE(says(files.at("layers_energy.svg"), " others"));
  EXPECT_TRUE(says(ran.error, "layers_energy: the 3 largest bars")) << ran.error;
  EXPECT_TRUE(says(files.at("energy.tex"), "\\begin{table*}"));
  EXPECT_TRUE(says(files.at("energy.tex"), "accelerator & array"));
  for (const auto& [wrong, words] : std::vector<std::pair<std::string, std::string>>{
           {" --only enrgy", "did you mean `energy`"},
           {" --columns arry_j", "did you mean `array_j`"},
           {" --style ieee-colum", "did you mean `ieee-column`"},
           {" --format pdff", "did you mean `pdf`"},
           {" --only ,,", "--only names nothing"},
           {" --columns ''", "--columns names nothing"},
           {" --top 0", "--top"}}) {
    ran = run(of + wrong);
    EXPECT_EQ(ran.exit_code, 2) << wrong;
    EXPECT_TRUE(says(ran.error, words)) << ran.error;
  }
}

TEST_F(Figures, the_speed_of_the_simulator_is_drawn_where_it_is_named_alone) {
  make_run();
  const std::string of = "figures " + quoted("dual_serial") + " --format svg --out " + quoted("f");
  ASSERT_EQ(run(of).exit_code, 0);
  EXPECT_FALSE(fs::exists(at("f/simulator_speed.svg"))) << "no part of a result";
  Ran ran = run(of + " --only simulator_speed,simulator_time");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto files = tree(at("f"));
  for (const char* name : {"simulator_speed", "simulator_time"}) {
    for (const char* ending : {".svg", ".csv", ".gp"}) {
      EXPECT_EQ(files.count(std::string(name) + ending), 1u) << name << ending;
    }
  }
  const auto number = [&](const std::string& name) {
    return std::stod(parse_csv(files.at(name + ".csv")).at(1).at(3));
  };
  const Json took = Json::parse(read_file(at("dual_serial/manifest.json"))).at("simulation");
  EXPECT_DOUBLE_EQ(number("simulator_time"), took.at("seconds"));
  EXPECT_DOUBLE_EQ(number("simulator_speed") * number("simulator_time"), took.at("cycles"));
  EXPECT_EQ(took.at("reused"), 0);
  EXPECT_GT(took.at("operations"), 20);
  const Json recipe = Json::parse(files.at("recipe.json"));
  EXPECT_TRUE(recipe.at("inputs").contains("manifest plain_dual_serial_512, analytic")) << recipe;
  const std::string digest = parse_csv(files.at("simulator_speed.csv")).at(1).back();
  EXPECT_EQ(digest, report::recipe_digest(report::parse_recipe(files.at("recipe.json"), "r")));

  std::string manifest = read_file(at("dual_serial/manifest.json"));
  manifest.replace(manifest.find("\"reused\": 0"), 11, "\"reused\": 9");
  write("dual_serial/manifest.json", manifest);
  ran = run(of + " --only simulator_speed");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "operations were kept from before")) << ran.error;
  EXPECT_TRUE(says(ran.error, "--cache off --restart")) << ran.error;
}

TEST_F(Figures, of_a_folder_with_runs_that_no_experiment_made_a_comparison_goes_to_out_alone) {
  make_run();
  simulate("systolic");
  fs::create_directories(at("mine"));
  fs::rename(at("dual_serial"), at("mine/dual_serial"));
  fs::rename(at("systolic"), at("mine/systolic"));
  write("mine/comparison.csv", "my own table\n");
  Ran ran = run("report " + quoted("mine"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.error, "--out DIR would write the comparison of these 2 runs")) << ran.error;
  EXPECT_EQ(read_file(at("mine/comparison.csv")), "my own table\n");
  EXPECT_FALSE(fs::exists(at("mine/report.html")));
  ran = run("report " + quoted("mine") + " --out " + quoted("both"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "metronome report ")) << ran.out;
}

TEST_F(Figures, runs_on_machines_of_one_name_are_told_apart_by_their_folders) {
  make_run();
  const Ran narrow = run("simulate " + quoted("T") + " --baseline " + quoted("B") +
                         " --mode analytic --set memory.channels=1 --arch " +
                         arch_file("dual_serial") + " --out " + quoted("narrow"));
  ASSERT_EQ(narrow.exit_code, 0) << narrow.error;
  const std::string both = quoted("dual_serial") + " " + quoted("narrow");
  Ran ran = run("report " + both + " --out " + quoted("both"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto rows = parse_csv(read_file(at("both/comparison.csv")));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[1][0], "plain_dual_serial_512 (dual_serial)");
  EXPECT_EQ(rows[2][0], "plain_dual_serial_512 (narrow)");
  const auto own = parse_csv(read_file(at("narrow/phases.csv")));
  const auto accelerator = std::find(own[0].begin(), own[0].end(), "run_accelerator");
  ASSERT_NE(accelerator, own[0].end());
  EXPECT_EQ(own[1][static_cast<std::size_t>(accelerator - own[0].begin())], "plain_dual_serial_512")
      << "a run's own report keeps its name";
  ran = run("figures " + both + " --only machines --columns accelerator --style slides --out " +
            quoted("f"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(read_file(at("f/machines.tex")), "narrow)"));
  ran = run("price " + both + " --uncertainty");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "narrow)")) << ran.out;
  ran = run("report " + quoted("narrow") + " " + quoted("narrow") + " --out " + quoted("twice"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(read_file(at("twice/comparison.csv")), "narrow), 2")) << "a folder named twice";
}

TEST_F(Figures, of_a_comparison_and_of_a_sweep) {
  make_run();
  simulate("systolic");
  ASSERT_EQ(
      run("report " + quoted("dual_serial") + " " + quoted("systolic") + " --out " + quoted("both"))
          .exit_code,
      0);
  Ran ran =
      run("figures " + quoted("both") + " --only speedup,energy_relative --out " + quoted("f"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(read_file(at("f/speedup.csv")), "geometric mean"));
  write("sweep.yaml",
        "name: s\nbase:\n  mode: analytic\n  accelerator: " + arch_file("dual_serial") +
            "\n  trace: {model: resnet-8, dataset: cifar-10, batch: 4, iterations: 8, schedule: "
            "'cpt:3-8,periods=2,backward=8'}\naxes: [{key: accelerator.vector.lanes, values: [16, "
            "32]}]\n");
  ASSERT_EQ(run("sweep " + quoted("sweep.yaml") + " --out " + quoted("s")).exit_code, 0);
  ran = run("figures " + quoted("s") + " --columns accelerator.vector.lanes,cpt_energy_j --out " +
            quoted("g"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(fs::exists(at("g/savings.pdf")));
  EXPECT_TRUE(says(read_file(at("g/sweep.tex")), "(J)"));
}

TEST_F(Figures, what_cannot_be_drawn_is_an_error_and_leaves_nothing) {
  make_run();
  Ran ran = run("figures " + quoted("T") + " --out " + quoted("f"));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "neither figures/charts.json nor runs")) << ran.error;
  ran = run("figures " + quoted("dual_serial") + " --out " + quoted("dual_serial"));
  EXPECT_EQ(ran.exit_code, 2) << "an output is no input";
  write("dual_serial/figures/charts.json", "{\"format\": \"metronome charts\", \"version\": 1}");
  ran = run("figures " + quoted("dual_serial") + " --out " + quoted("f"));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "charts.json")) << ran.error;
  EXPECT_FALSE(fs::exists(at("f")));
}

TEST_F(Figures, without_gnuplot_it_is_the_environment_that_lacks_something) {
  make_run();
  const std::string line = "PATH=/nonexistent '" + metronome::binary() + "' figures " +
                           quoted("dual_serial") + " --out " + quoted("f") + " 2>" + quoted("e");
  const int status = std::system(line.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 3);
  EXPECT_TRUE(says(read_file(at("e")), "gnuplot-nox")) << read_file(at("e"));
  EXPECT_FALSE(fs::exists(at("f")));
}

class Doctor : public Command {};

TEST_F(Doctor, says_what_is_there) {
  const Ran ran = run("doctor --json");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  for (const char* name :
       {"presets", "bibliography", "gnuplot", "font", "data set fashion-mnist", "cache"}) {
    EXPECT_TRUE(std::any_of(json.begin(), json.end(), [&](const Json& one) {
      return one.at("name") == name;
    })) << name;
  }
}

TEST_F(Doctor, says_what_is_missing_what_it_costs_and_how_it_is_got) {
  const std::string line = "PATH=/nonexistent METRONOME_CONFIGS=/nonexistent '" +
                           metronome::binary() + "' doctor >'" + at("o").string() + "' 2>/dev/null";
  const int status = std::system(line.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 4) << "without presets nearly nothing works";
  const std::string out = read_file(at("o"));
  EXPECT_TRUE(says(out, "MISSING gnuplot")) << out;
  EXPECT_TRUE(says(out, "results are written without figures"));
  EXPECT_TRUE(says(out, "apt-get install gnuplot-nox"));
  EXPECT_TRUE(says(out, "MISSING presets"));
}

class ExplainResults : public Figures {};

TEST_F(ExplainResults, knows_every_column_of_a_run_and_of_a_comparison) {
  make_run();
  simulate("systolic");
  ASSERT_EQ(
      run("report " + quoted("dual_serial") + " " + quoted("systolic") + " --out " + quoted("both"))
          .exit_code,
      0);
  std::size_t columns = 0;
  for (const char* file :
       {"dual_serial/phases.csv", "dual_serial/levels.csv", "dual_serial/operations.csv",
        "dual_serial/energy.csv", "dual_serial/memory.csv", "both/comparison.csv"}) {
    const auto table = parse_csv(read_file(at(file)));
    for (const std::string& column : table.at(0)) {
      EXPECT_FALSE(result_terms_of(column).empty()) << file << ": " << column;
      ++columns;
    }
  }
  EXPECT_GT(columns, 150u);
}

TEST_F(ExplainResults, knows_every_column_of_a_sweep_and_of_committed_studies) {
  const fs::path results = fs::path(metronome::source_dir()) / "results";
  std::size_t columns = 0;
  for (const fs::path& folder : {results / "study" / "main_job", results / "study" / "memory",
                                 results / "study" / "sensitivity"}) {
    for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
      if (file.path().extension() != ".csv") {
        continue;
      }
      const std::string text = read_file(file.path());
      CsvReader reader(text, file.path().string());
      CsvRow row;
      while (reader.next(row) && row.comment) {
      }
      for (const CsvField& field : row.fields) {
        const bool key_of_axis = says(field.text, ".");
        EXPECT_TRUE(key_of_axis || !result_terms_of(field.text).empty())
            << file.path() << ": " << field.text;
        ++columns;
      }
    }
  }
  EXPECT_GT(columns, 200u);
}

TEST_F(ExplainResults, knows_columns_of_the_static_baseline_by_those_of_a_run) {
  EXPECT_TRUE(says(run("explain static_busy_cycles").out,
                   "column: static_busy_cycles\n  meaning: of the static baseline: the array "
                   "multiplies"));
  EXPECT_EQ(run("explain static_nothing").exit_code, 2);
}

TEST_F(ExplainResults, knows_bins_parts_passes_and_methods) {
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    EXPECT_FALSE(result_terms_of(std::string(name)).empty());
    EXPECT_FALSE(result_terms_of(std::string(bin_name(bin))).empty() &&
                 result_terms_of(std::string(name)).empty());
  }
  for (const methods::Method& method : methods::methods()) {
    EXPECT_FALSE(result_terms_of(method.name).empty()) << method.name;
  }
  const Ran ran = run("explain stall_weights");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(says(ran.out, "where cycles go: stall_weights\n  meaning: the array waits"))
      << ran.out;
  EXPECT_TRUE(says(run("explain pass").out, "pass: resident_bytes"));
  const Ran wrong = run("explain stall_weigths");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(says(wrong.error, "did you mean `stall_weights`")) << wrong.error;
}

}  // namespace figures_command_test
}  // namespace metronome::cli
