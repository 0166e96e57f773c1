// Unlike runs are not compared, and every output says what it is of and what made it.
#include <nlohmann/json.hpp>

#include "binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace identity_test {

using Json = nlohmann::json;

class Identity : public Command {
 protected:
  [[nodiscard]] std::string path(const std::string& name) const { return at(name).string(); }
  /// A trace of eight iterations without training.
  void trace(const std::string& name, const std::string& options) const {
    const Ran ran = run("trace --dataset mnist --out " + path(name) + " " + options);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  }
  void usual_traces() const {
    trace("cpt", kUsual + " --schedule cpt:3-8,periods=2,backward=8");
    trace("static", kUsual + " --schedule static:8,backward=8");
  }
  [[nodiscard]] std::string simulate(const std::string& options) const {
    return "simulate " + path("cpt") + " --mode analytic --jobs 1 --arch " + arch_file("systolic") +
           " " + options;
  }
  static inline const std::string kUsual = "--model lenet-5 --batch 4 --iterations 8";
};

TEST_F(Identity, F3_1_a_baseline_of_another_training_is_refused_with_both_values) {
  usual_traces();
  const std::string fixed = " --schedule static:8,backward=8";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"--model mlp --batch 4 --iterations 8", "model lenet-5 against mlp"},
      {"--model lenet-5 --batch 5 --iterations 8", "batch 4 against 5"},
      {"--model lenet-5 --batch 4 --iterations 9", "iterations 8 against 9"},
      {kUsual + " --optimizer adam", "optimizer momentum against adam"},
      {kUsual + " --dx-scale segmented", "dx_scale prescale_requantize against segmented"}};
  for (const auto& [options, difference] : cases) {
    fs::remove_all(at("other"));
    trace("other", options + fixed);
    const Ran ran = run(simulate("--baseline " + path("other") + " --out " + path("run")));
    EXPECT_EQ(ran.exit_code, 2) << options;
    EXPECT_TRUE(says(ran.error, difference)) << ran.error;
    EXPECT_TRUE(says(ran.error, "--allow-unlike")) << ran.error;
    EXPECT_FALSE(fs::exists(at("run"))) << options;
  }
}

TEST_F(Identity, F3_1_keys_that_one_training_leaves_out_are_compared) {
  const auto train = [&](const std::string& name, const std::string& more) {
    write(name + ".yaml",
          "model: mlp\ndataset: synthetic\nbatch: 4\niterations: 2\ntrain_samples: 40\n"
          "test_samples: 20\nschedule: 'static:8,backward=8'\n" +
              more);
    const Ran ran = run("train " + path(name + ".yaml") + " --out " + path(name));
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  };
  train("usual", "");
  for (const auto& [more, difference] : std::vector<std::pair<std::string, std::string>>{
           {"task: {kind: fine_tune}\n", "task as usual against kind=fine_tune"},
           {"validation: {samples: 8}\n", "validation as usual against samples=8"},
           {"initialisation: he_normal\n", "initialisation as usual against he_normal"}}) {
    fs::remove_all(at("other"));
    train("other", more);
    const Ran ran =
        run("simulate " + path("usual") + " --baseline " + path("other") +
            " --mode analytic --arch " + arch_file("systolic") + " --out " + path("run"));
    EXPECT_EQ(ran.exit_code, 2) << more;
    EXPECT_TRUE(says(ran.error, difference)) << ran.error;
  }
}

TEST_F(Identity, runs_at_two_technologies_are_not_compared_and_say_theirs) {
  usual_traces();
  const std::string fixed = "--baseline " + path("static") + " --out ";
  ASSERT_EQ(run(simulate(fixed + path("own"))).exit_code, 0);
  const Ran scaled = run(simulate(fixed + path("small") + " --set technology.node_nm=16"));
  ASSERT_EQ(scaled.exit_code, 0) << scaled.error;
  const Json summary = Json::parse(read_file(at("small/summary.json")));
  EXPECT_EQ(summary["identity"]["energy_table"], "28nm at 16 nm, 0.9 V");
  const Ran both = run("report " + path("own") + " " + path("small") + " --out " + path("both"));
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_TRUE(says(both.error, "technology 28 nm, 0.9 V, itrs-lstp cells against 16 nm, 0.9 V"))
      << both.error;
  EXPECT_EQ(
      run("report --allow-unlike " + path("own") + " " + path("small") + " --out " + path("both"))
          .exit_code,
      0);
  const Ran slow = run(simulate("--out " + path("slow") + " --set technology.voltage_v=0.5"));
  EXPECT_EQ(slow.exit_code, 2);
  EXPECT_TRUE(says(slow.error, "clock_hz")) << slow.error;
  const Ran far = run(simulate("--out " + path("far") + " --set technology.node_nm=3"));
  EXPECT_EQ(far.exit_code, 2);
  EXPECT_TRUE(says(far.error, "the scaling equations hold from 180 to 7 nm, not at 3"));
}

TEST_F(Identity, F3_1_unlike_runs_that_are_asked_for_are_called_so) {
  usual_traces();
  trace("other", "--model lenet-5 --batch 5 --iterations 8 --schedule static:8,backward=8");
  const Ran ran =
      run(simulate("--allow-unlike --baseline " + path("other") + " --out " + path("run")));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "Unlike runs: batch 4 against 5")) << ran.out;
  EXPECT_TRUE(says(read_file(at("run/report.html")), "(unlike runs)</h1>"));
  EXPECT_EQ(run("report " + path("run")).exit_code, 2);
  EXPECT_EQ(run("report --allow-unlike " + path("run")).exit_code, 0);
}

TEST_F(Identity, F3_1_reports_compare_machines_and_refuse_other_trainings) {
  usual_traces();
  trace("longer",
        "--model lenet-5 --batch 4 --iterations 16 --schedule cpt:3-8,periods=2,backward=8");
  trace("longer_static",
        "--model lenet-5 --batch 4 --iterations 16 --schedule static:8,backward=8");
  const std::string rest = " --mode analytic --jobs 1 --arch ";
  const auto simulated = [&](const std::string& what, const std::string& baseline,
                             const std::string& machine, const std::string& out) {
    const Ran ran = run("simulate " + path(what) + " --baseline " + path(baseline) + rest +
                        arch_file(machine) + " --out " + path(out));
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
  };
  simulated("cpt", "static", "systolic", "a");
  simulated("cpt", "static", "dual_serial", "b");
  simulated("longer", "longer_static", "dual_serial", "c");
  const Ran machines = run("report " + path("a") + " " + path("b") + " --out " + path("ab"));
  EXPECT_EQ(machines.exit_code, 0) << machines.error;
  const std::string table = read_file(at("ab/comparison.csv"));
  EXPECT_TRUE(says(table, "run_model")) << table;
  EXPECT_TRUE(says(table, "lenet-5")) << table;
  const std::string from = Json::parse(read_file(at("ab/recipe.json")))["from"].dump();
  EXPECT_TRUE(says(from, "metronome simulate " + path("cpt"))) << from;
  const Ran trainings = run("report " + path("a") + " " + path("c") + " --out " + path("ac"));
  EXPECT_EQ(trainings.exit_code, 2);
  EXPECT_TRUE(says(trainings.error, "iterations 8 against 16")) << trainings.error;
  EXPECT_FALSE(fs::exists(at("ac")));
  const Ran asked =
      run("report --allow-unlike " + path("a") + " " + path("c") + " --out " + path("ac"));
  EXPECT_EQ(asked.exit_code, 0) << asked.error;
  EXPECT_TRUE(says(read_file(at("ac/report.html")), "(unlike runs)</h1>"));
  EXPECT_TRUE(says(read_file(at("ac/comparison.md")), "iterations 8; 16"));
}

TEST_F(Identity, F3_2_the_recipe_has_the_digest_of_every_input_and_no_place) {
  usual_traces();
  const std::string options =
      "--baseline " + path("static") + " --set memory.channels=2 --set=vector.lanes=64 ";
  ASSERT_EQ(run(simulate(options + "--out " + path("run"))).exit_code, 0);
  const auto recipe = [&](const std::string& folder) {
    return Json::parse(read_file(at(folder + "/recipe.json")));
  };
  const Json first = recipe("run");
  EXPECT_EQ(first["command"],
            "metronome " + simulate("--baseline " + path("static") +
                                    " --set memory.channels=2 --set=vector.lanes=64")
                               .replace(simulate("").find(" --jobs 1"), 9, ""));
  EXPECT_EQ(first["overrides"], (Json{"memory.channels=2", "vector.lanes=64"}));
  for (const char* input : {"trace", "baseline", "accelerator", "device", "energy_table"}) {
    EXPECT_EQ(first["inputs"][input].get<std::string>().size(), 16u) << input;
  }
  const Json manifest = Json::parse(read_file(at("run/manifest.json")));
  EXPECT_EQ(manifest["recipe"], first);
  EXPECT_TRUE(says(manifest["command"].get<std::string>(), "--out " + path("run")));

  write_file_atomically(at("static/timeline.csv"),
                        read_file(at("static/timeline.csv")) + "# edited\n");
  ASSERT_EQ(run(simulate(options + "--out " + path("run2"))).exit_code, 0);
  const Json second = recipe("run2");
  EXPECT_EQ(second["command"], first["command"]);
  EXPECT_NE(second["inputs"]["baseline"], first["inputs"]["baseline"]);
  EXPECT_EQ(second["inputs"]["trace"], first["inputs"]["trace"]);
}

TEST_F(Identity, F3_2_what_is_only_printed_has_its_recipe_too) {
  write("requests.txt", "R 0x0\n");
  const std::string device = metronome::source_dir() + "/configs/dram/ddr4_2400.yaml";
  const Ran op = run("op --gemm m=4,n=4,k=4 --set clock_hz=5e8 --arch " + arch_file("systolic"));
  ASSERT_EQ(op.exit_code, 0) << op.error;
  const Json made = Json::parse(op.out)["recipe"];
  EXPECT_TRUE(says(made["version"].get<std::string>(), "commit"));
  EXPECT_TRUE(says(made["command"].get<std::string>(), "metronome op --gemm m=4,n=4,k=4"));
  EXPECT_EQ(made["overrides"], Json::array({"clock_hz=5e8"}));
  EXPECT_TRUE(made["inputs"].contains("energy_table"));
  const Ran dram = run("dram --json --device " + device + " --trace " + path("requests.txt"));
  ASSERT_EQ(dram.exit_code, 0) << dram.error;
  const Json inputs = Json::parse(dram.out)["recipe"]["inputs"];
  EXPECT_TRUE(inputs.contains("device") && inputs.contains("trace")) << inputs;
}

TEST_F(Identity, F2_7_price_keeps_what_it_does_not_price_and_never_replaces_its_input) {
  usual_traces();
  ASSERT_EQ(run(simulate("--baseline " + path("static") + " --out " + path("run"))).exit_code, 0);
  const auto before = tree(at("run"));
  EXPECT_TRUE(before.contains("memory.csv"));
  const std::string price = "price " + path("run") + " --energy " + metronome::source_dir() +
                            "/configs/energy/28nm.yaml --out ";
  EXPECT_EQ(run(price + path("run")).exit_code, 2);
  EXPECT_EQ(tree(at("run")), before);
  const Ran ran = run(price + path("priced"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto after = tree(at("priced"));
  for (const auto& [name, text] : before) {
    EXPECT_TRUE(after.contains(name)) << name;
  }
  EXPECT_EQ(after.at("ledger.json"), before.at("ledger.json"));
  const Json recipe = Json::parse(after.at("recipe.json"));
  EXPECT_TRUE(says(recipe["command"].get<std::string>(), "metronome price"));
  EXPECT_TRUE(says(recipe["from"].dump(), "metronome simulate"));
  EXPECT_EQ(recipe["inputs"]["trace"], Json::parse(before.at("recipe.json"))["inputs"]["trace"]);
}

const char* const kSweep =
    "name: tiny\n"
    "base:\n"
    "  mode: analytic\n"
    "  trace: {model: lenet-5, dataset: mnist, batch: 4, iterations: 8, "
    "schedule: 'cpt:3-8,periods=2,backward=8'}\n"
    "axes:\n"
    "  - {key: accelerator, values: [ARCH]}\n"
    "  - {key: trace.batch, values: [4, 6]}\n";

TEST_F(Identity, F3_3_a_sweep_says_its_mode_its_overrides_and_a_command_that_makes_it) {
  std::string text = kSweep;
  write("s.yaml", text.replace(text.find("ARCH"), 4, arch_file("systolic")));
  const std::string command = "sweep " + path("s.yaml") + " --set base.trace.iterations=12";
  const Ran ran = run(command + " --jobs 1 --out " + path("out") + " --tables " + path("tables"));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto files = tree(at("tables"));
  for (const auto& [name, content] : files) {
    if (name == "recipe.json") {
      continue;
    }
    for (const char* fact : {"analytic", "lenet-5", "mnist", "systolic", "DDR4", "28nm"}) {
      EXPECT_TRUE(says(content, fact)) << name << " " << fact;
    }
  }
  for (const char* name : {"sweep.md", "sweep.tex", "recipe.json"}) {
    EXPECT_TRUE(says(files.at(name), "metronome " + command)) << files.at(name);
  }
  EXPECT_TRUE(says(ran.out, "metronome " + command)) << ran.out;
  EXPECT_TRUE(says(files.at("sweep.csv"), "run_batch"));
  // The command that is named makes the same tables.
  ASSERT_EQ(run(command + " --out " + path("again") + " --tables " + path("tables2")).exit_code, 0);
  EXPECT_EQ(tree(at("tables2")), files);
}

TEST_F(Identity, F3_1_a_sweep_of_trained_runs_refuses_an_unlike_baseline) {
  usual_traces();
  trace("other", "--model lenet-5 --batch 5 --iterations 8 --schedule static:8,backward=8");
  write("s.yaml",
        "name: t\nbase: {mode: analytic, trace: {directory: cpt, baseline_directory: "
        "other}}\naxes:\n  - {key: accelerator, values: [" +
            arch_file("systolic") + "]}\n");
  const std::string line = "sweep " + path("s.yaml") + " --out " + path("out");
  const Ran ran = run(line);
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "batch 4 against 5")) << ran.error;
  const Ran asked = run(line + " --allow-unlike");
  EXPECT_EQ(asked.exit_code, 0) << asked.error;
  EXPECT_TRUE(says(asked.out, "Unlike runs: batch 4 against 5")) << asked.out;
}

TEST_F(Identity, F3_1_trainings_of_another_recipe_are_unlike) {
  const std::string workload =
      "{model: lenet-5, dataset: synthetic, train_samples: 32, test_samples: 16, batch: 16, "
      "iterations: 4, schedule: 'static:8,backward=8'}";
  write("w.yaml", workload);
  const std::string train = "train " + path("w.yaml") + " --jobs 1 --out ";
  ASSERT_EQ(run(train + path("a")).exit_code, 0);
  ASSERT_EQ(run(train + path("b") + " --set seed=2 --set schedule=static:6").exit_code, 0);
  ASSERT_EQ(run(train + path("c") + " --set learning_rate=0.01").exit_code, 0);
  const auto against = [&](const std::string& baseline) {
    return run("simulate " + path("a") + " --baseline " + path(baseline) +
               " --mode analytic --arch " + arch_file("systolic") + " --out " + path("run"));
  };
  EXPECT_EQ(against("b").exit_code, 0);
  const auto files = tree(at("run"));
  EXPECT_EQ(Json::parse(files.at("summary.json"))["identity"]["seed"], "1; baseline 2");
  EXPECT_TRUE(says(files.at("report.html"), "one seed (1; baseline 2)"));
  for (const auto& [name, text] : files) {
    if (name.ends_with(".csv")) {
      EXPECT_TRUE(says(text, ",run_seed,")) << name;
      EXPECT_TRUE(says(text, ",1; baseline 2,")) << name;
    }
  }
  const Ran refused = against("c");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "learning_rate 0.1 against 0.01")) << refused.error;
  const Json recipe = Json::parse(read_file(at("a/recipe.json")));
  for (const char* input : {"workload", "data_set", "kernel_set"}) {
    EXPECT_TRUE(recipe["inputs"].contains(input)) << input;
  }
}

}  // namespace identity_test
}  // namespace metronome::cli
