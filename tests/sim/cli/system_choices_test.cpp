// Systems as they are written, shown and run again; and keys of them that have no effect.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "systems.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace system_test {

/// A pipeline of three stages on two kinds of machines, by the lines of its system file.
std::string unlike_stages(const std::string& first, const std::string& other) {
  return "system:\n  name: pipe\n  chips: 3\n  machines: [" + first + ", " + other + ", " + other +
         "]\n  link: {bandwidth_gb_per_s: 1, latency_ns: 500, pj_per_bit: 1.3}\n"
         "  parallel: {scheme: pipeline, pipeline: {micro_batches: 2}}\n";
}

/// The files of a run on a system, but for what names the command that made them: the last column
/// of tables, the recipe in system.json and in the report.
std::map<std::string, std::string> tables_of(const std::map<std::string, std::string>& files) {
  std::map<std::string, std::string> tables;
  for (const auto& [name, bytes] : files) {
    const bool top = name.find('/') == std::string::npos;
    if (top && name.ends_with(".csv")) {
      std::string& text = tables[name];
      for (const auto& row : parse_csv(bytes)) {
        text += fmt::format("{}\n", fmt::join(row.begin(), row.end() - 1, "|"));
      }
      EXPECT_EQ(parse_csv(bytes).at(0).back(), "run_recipe") << name;
    } else if (name == "system.json") {
      auto json = nlohmann::json::parse(bytes);
      json.erase("recipe");
      tables[name] = json.dump();
    } else if (name == "system.yaml" || name.ends_with("/ledger.json") ||
               name.ends_with("/resolved.yaml") || name.ends_with("/energy.yaml")) {
      tables[name] = bytes;
    }
  }
  return tables;
}

/// File by file: what differs is named, and not shown where it is long.
void expect_same(const std::map<std::string, std::string>& one,
                 const std::map<std::string, std::string>& other) {
  EXPECT_EQ(one.size(), other.size());
  for (const auto& [name, bytes] : one) {
    EXPECT_TRUE(other.contains(name) && other.at(name) == bytes) << name;
  }
}

TEST_F(System, every_machine_of_a_pipeline_is_named_and_its_system_runs_again_as_it_was) {
  write("pipe.yaml", unlike_stages(arch_file("systolic"), arch_file("operand_serial")));
  const std::string baseline = " --baseline " + at("static").string();
  const Ran ran =
      simulate("--system " + at("pipe.yaml").string() + " --out " + at("out").string() + baseline);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "pipe: 1 x plain_systolic_512, 2 x plain_operand_serial_512, ring\n"))
      << ran.out;
  EXPECT_EQ(json()["machines"], (nlohmann::json{"plain_systolic_512", "plain_operand_serial_512",
                                                "plain_operand_serial_512"}));
  EXPECT_TRUE(says(read_file(at("out/report.html")), "2 x plain_operand_serial_512"));
  const auto manifest = nlohmann::json::parse(read_file(at("out/recipe.json")));
  for (const char* stage : {"0", "1", "2"}) {
    EXPECT_TRUE(manifest["inputs"].contains(std::string("accelerator of stage ") + stage))
        << manifest;
  }
  const Ran again = simulate("--system " + at("out/system.yaml").string() + " --out " +
                             at("again").string() + baseline);
  ASSERT_EQ(again.exit_code, 0) << again.error;
  const auto own = tables_of(tree(at("out")));
  EXPECT_GE(own.size(), 6u + 2 + 3 * 3);
  expect_same(own, tables_of(tree(at("again"))));
}

TEST_F(System, chips_that_share_samples_run_again_from_their_folder_wherever_it_lies) {
  const std::string more = " --set array.rows=8 --set system.chips=2";
  ASSERT_EQ(on_ring("--arch " + fs::relative(arch_file("dual_serial")).string() + more).exit_code,
            0);
  fs::create_directories(at("a/b"));
  fs::rename(at("out"), at("a/b/moved"));
  const Ran again =
      simulate("--system " + at("a/b/moved/system.yaml").string() + " --out " + at("out").string());
  ASSERT_EQ(again.exit_code, 0) << again.error;
  expect_same(tables_of(tree(at("a/b/moved"))), tables_of(tree(at("out"))));
}

TEST_F(System, a_run_without_the_formats_of_its_trace_is_not_exported) {
  const std::string trace = at("formats").string();
  ASSERT_EQ(run("trace --model mlp --dataset synthetic --batch 16 --iterations 4 --schedule "
                "static:nvfp4 --out " +
                trace)
                .exit_code,
            0);
  const std::string machine = source_dir() + "/configs/arch/chunked_fp_512.yaml";
  write("pipe.yaml", unlike_stages(machine, machine));
  const Ran ran = run("simulate " + trace + " --mode analytic --no-figures --jobs 1 --system " +
                      at("pipe.yaml").string() + " --out " + at("out").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const std::string command =
      "export " + at("out").string() + " --to chakra --trace " + trace + " --out ";
  ASSERT_EQ(run(command + at("et").string()).exit_code, 0);
  // As a version wrote it that did not know number formats: their bits alone.
  const std::string ledger = read_file(at("out/stage0/ledger.json"));
  auto older = nlohmann::json::parse(ledger);
  std::size_t removed = 0;
  for (auto& precision : older["precisions"]) {
    removed += precision.erase("preset");
  }
  ASSERT_GT(removed, 0u);
  write_file_atomically(at("out/stage0/ledger.json"), older.dump());
  const Ran refused = run(command + at("no").string());
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "is not the trace that was simulated")) << refused.error;
  EXPECT_TRUE(says(refused.error, "phase 0: nvfp4 against")) << refused.error;
}

TEST_F(System, lists_of_machines_in_set_are_relative_to_the_working_directory) {
  write("pipe.yaml", unlike_stages(arch_file("systolic"), arch_file("systolic")));
  const auto relative = [&](const std::string& kind) {
    return fs::relative(arch_file(kind)).string();
  };
  const Ran ran = simulate("--system " + at("pipe.yaml").string() + " --out " + at("out").string() +
                           " --set 'system.machines=[" + relative("systolic") + ", " +
                           relative("dual_serial") + ", " + relative("systolic") + "]'");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(json()["machines"][1], "plain_dual_serial_512");
  const Ran refused = simulate("--system " + at("pipe.yaml").string() + " --out " +
                               at("o").string() + " --set 'system.machines=[a.yaml, a.yaml]'");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "no such file: a.yaml")) << refused.error;
}

TEST_F(System, idle_time_of_each_chip_is_told_for_each_precision_phase) {
  ASSERT_EQ(on_ring("").exit_code, 0);
  const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-9 * std::abs(b)); };
  const auto check = [&](double chips) {
    const auto rows = parse_csv(read_file(at("out/chip_phases.csv")));
    const auto phases = parse_csv(read_file(at("out/phases.csv")));
    ASSERT_EQ(rows[0][3], "first_chip");
    ASSERT_EQ(phases[0][3], "time_s");
    double work = 0, idle = 0;
    std::map<std::string, double> covered;  // chips, by the first iteration of the phase
    for (std::size_t r = 1; r < rows.size(); ++r) {
      const double count = std::stod(rows[r][4]) - std::stod(rows[r][3]) + 1;
      covered[rows[r][0]] += count;
      work += count * std::stod(rows[r][5]);
      idle += count * std::stod(rows[r][6]);
    }
    EXPECT_EQ(covered.size(), phases.size() - 1);
    for (std::size_t p = 1; p < phases.size(); ++p) {
      EXPECT_EQ(covered.at(phases[p][0]), chips);
      for (std::size_t r = 1; r < rows.size(); ++r) {
        if (rows[r][0] == phases[p][0]) {
          near(std::stod(rows[r][5]) + std::stod(rows[r][6]), std::stod(phases[p][3]));
          EXPECT_GE(std::stod(rows[r][6]), std::stod(phases[p][6]) * (1 - 1e-9));
          EXPECT_LE(std::stod(rows[r][6]), std::stod(phases[p][7]) * (1 + 1e-9));
        }
      }
    }
    near(work, sum("chips.csv", "work_s"));
    near(idle, sum("chips.csv", "idle_s"));
    EXPECT_TRUE(says(read_file(at("out/report.html")), "Precision phases"));
  };
  check(4);
  EXPECT_TRUE(says(read_file(at("out/report.html")), ">Idle 0–3<"));
  write("pipe.yaml", unlike_stages(arch_file("systolic"), arch_file("operand_serial")));
  fs::remove_all(at("out"));
  ASSERT_EQ(
      simulate("--system " + at("pipe.yaml").string() + " --out " + at("out").string()).exit_code,
      0);
  check(3);
  EXPECT_TRUE(says(read_file(at("out/report.html")), ">Idle 2<"));
}

TEST_F(System, columns_hold_what_their_texts_say) {
  ASSERT_EQ(on_ring("").exit_code, 0);
  const auto total = json();
  const auto levels = parse_csv(read_file(at("out/levels.csv")));
  std::map<std::string, double> sums;  // of the run, by column of an iteration
  for (std::size_t r = 1; r < levels.size(); ++r) {
    for (std::size_t c = 2; levels[0][c] != "run_model"; ++c) {
      sums[levels[0][c]] += std::stod(levels[r][1]) * std::stod(levels[r][c]);
    }
  }
  const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-9 * std::abs(b)); };
  const auto explained = [&](const std::string& column) { return run("explain " + column).out; };
  near(sums.at("iteration_bytes_sent"), total["bytes_sent"]);  // of all chips
  EXPECT_TRUE(says(explained("bytes_sent"), "all chips send together"));
  near(sums.at("iteration_bytes_received"), total["bytes_sent"]);
  EXPECT_TRUE(says(explained("bytes_received"), "all chips receive together"));
  near(sums.at("iteration_work_s"), sum("chips.csv", "work_s") / 4);  // means over chips
  near(sums.at("iteration_idle_s"), sum("chips.csv", "idle_s") / 4);
  EXPECT_TRUE(says(explained("iteration_idle_s"), "the mean over them"));
  near(sums.at("iteration_work_energy_j"), sum("chips.csv", "work_energy_j"));  // of all chips
  near(sums.at("iteration_idle_energy_j"), sum("chips.csv", "idle_energy_j"));
  EXPECT_TRUE(says(explained("iteration_idle_energy_j"), "of all chips together"));
  near(sums.at("iteration_links_energy_j"), total["energy_j"]["links"]);
  near(sum("phases.csv", "chips_energy_j"),
       total["energy_j"]["total"].get<double>() - total["energy_j"]["links"].get<double>());
  EXPECT_TRUE(says(explained("chips_energy_j"), "work, waiting and changes"));
  // In a collective on a ring each chip sends what it has 2 (N - 1) / N times.
  double of_chip = 0;
  const auto collectives = parse_csv(read_file(at("out/collectives.csv")));
  ASSERT_EQ(collectives[0][8], "bytes_of_chip");
  for (std::size_t r = 1; r < collectives.size(); ++r) {
    if (collectives[r][0] == levels[1][0]) {
      of_chip += std::stod(collectives[r][8]);
    }
  }
  near(4 * of_chip * 2 * 3 / 4, std::stod(levels[1][7]));
}

TEST_F(System, keys_that_have_no_effect_are_not_told_and_those_that_a_command_sets_are_refused) {
  ASSERT_EQ(on_ring("").exit_code, 0);
  auto total = json();
  EXPECT_EQ(total["algorithm"], "ring");
  EXPECT_EQ(total["update"], "replicated");
  EXPECT_EQ(total["batch_norm"], "local");
  EXPECT_FALSE(total.contains("sums")) << "gradients are real numbers";
  write("pipe.yaml", unlike_stages(arch_file("systolic"), arch_file("systolic")));
  const std::string pipe = at("pipe.yaml").string();
  ASSERT_EQ(simulate("--system " + pipe + " --out " + at("p").string()).exit_code, 0);
  total = nlohmann::json::parse(read_file(at("p/system.json")));
  for (const char* key : {"algorithm", "update", "batch_norm", "sums"}) {
    EXPECT_FALSE(total.contains(key)) << key;
  }
  EXPECT_EQ(total["topology"], "ring");
  const Ran one = simulate("--system " + at("ring.yaml").string() + " --set system.chips=1 --out " +
                           at("one").string());
  ASSERT_EQ(one.exit_code, 0);
  EXPECT_TRUE(says(one.out, "four: 1 x plain_systolic_512\n")) << one.out;

  const std::string arch = " --arch " + arch_file("systolic");
  const std::string scale = "scale " + at("cpt").string() + " --jobs 1 --chips 1,2 --system ";
  const std::string start = "simulate " + at("cpt").string() +
                            " --mode analytic --no-figures --jobs 1 --out " + at("x").string() +
                            " --system ";
  for (const auto& [command, key] : std::map<std::string, std::string>{
           {scale + at("ring.yaml").string() + " --set system.chips=4", "system.chips"},
           {scale + at("ring.yaml").string() +
                " --links 1,2 --set system.link.bandwidth_gb_per_s=4",
            "system.link.bandwidth_gb_per_s"},
           {scale + at("ring.yaml").string() + arch +
                " --set system.machine=" + arch_file("dual_serial"),
            "system.machine"},
           {start + at("ring.yaml").string() + arch +
                " --set system.machine=" + arch_file("dual_serial"),
            "system.machine"},
           {start + pipe + arch + " --set 'system.machines[1]=" + arch_file("dual_serial") + "'",
            "system.machines"},
           {"train w.yaml --chips 2 --set chips.count=4 --out " + at("t").string(),
            "chips.count"}}) {
    const Ran ran = run(command);
    EXPECT_EQ(ran.exit_code, 2) << command;
    EXPECT_TRUE(says(ran.error, "--set " + key)) << ran.error;
    EXPECT_TRUE(says(ran.error, "has no effect")) << ran.error;
  }
}

TEST_F(System, an_inference_has_no_updates_and_no_statistics_to_share) {
  ASSERT_EQ(run("trace --model resnet-8 --dataset synthetic --batch 16 --iterations 4 --inference "
                "--schedule static:8 --out " +
                at("only").string())
                .exit_code,
            0);
  const std::string start = "simulate " + at("only").string() +
                            " --mode analytic --no-figures --jobs 1 --system " +
                            at("ring.yaml").string() + " --out " + at("out").string();
  for (const auto& [set, key] : std::map<std::string, std::string>{
           {"parallel.update=sharded", "system.parallel.update"},
           {"parallel.batch_norm=synchronised", "system.parallel.batch_norm"}}) {
    const Ran ran = run(start + " --set system." + set);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_TRUE(says(ran.error, key + ": has no effect")) << ran.error;
  }
  const Ran ran = run(start);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  for (const char* key : {"algorithm", "update", "batch_norm", "sums"}) {
    EXPECT_FALSE(json().contains(key)) << key;
  }
  EXPECT_EQ(json()["bytes_sent"], 0);
}

}  // namespace system_test
}  // namespace metronome::cli
