// Training programs on several chips, as a user asks for them.
#include <algorithm>
#include <array>
#include <map>

#include "systems.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace system_test {

TEST_F(System, parts_of_all_tables_are_the_totals) {
  const Ran ran = on_ring("--baseline " + at("static").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "four: 4 x")) << ran.out;
  const auto total = json();
  const double chips = sum("chips.csv", "work_energy_j") + sum("chips.csv", "idle_energy_j") +
                       total["energy_j"]["chips_switching"].get<double>();
  const double links = sum("links.csv", "energy_j");
  const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-9 * b); };
  near(chips + links, total["energy_j"]["total"]);
  near(links, total["energy_j"]["links"]);
  near(sum("links.csv", "bytes"), total["link_bytes"]);
  near(sum("phases.csv", "time_s") + sum("phases.csv", "switching_s"), total["time_s"]);
  EXPECT_GT(sum("phases.csv", "switching_s"), 0);
  near(sum("phases.csv", "chips_energy_j"), chips);
  near(sum("phases.csv", "links_energy_j"), links);
  near((sum("chips.csv", "work_s") + sum("chips.csv", "idle_s")) / 4 +
           total["of_chip_s"]["switching"].get<double>(),
       total["time_s"]);
  EXPECT_EQ(total["bytes_sent"], total["link_bytes"]) << "neighbours in a ring";
  EXPECT_GT(total["savings"]["work"].get<double>(), total["savings"]["time"].get<double>())
      << "links do not care about the bits of products";
  EXPECT_TRUE(fs::exists(at("out/chip/ledger.json")));
  EXPECT_TRUE(fs::exists(at("out/baseline/levels.csv")));
}

TEST_F(System, F3_2_every_file_says_what_it_is_of_and_what_made_it) {
  ASSERT_EQ(on_ring("--baseline " + at("static").string()).exit_code, 0);
  const auto recipe = nlohmann::json::parse(read_file(at("out/recipe.json")));
  EXPECT_EQ(json()["recipe"], recipe);
  EXPECT_EQ(json()["identity"]["batch"], "16") << "that of all chips";
  for (const auto& [name, text] : tree(at("out"))) {
    if (!name.ends_with(".csv") || name.starts_with("chip/")) {
      continue;
    }
    const auto rows = parse_csv(text);
    for (const char* fact : {"run_model", "run_dataset", "run_batch", "run_schedule", "run_mode",
                             "run_accelerator", "run_system", "run_version", "run_recipe"}) {
      const auto column = std::find(rows[0].begin(), rows[0].end(), fact);
      ASSERT_NE(column, rows[0].end()) << name << " " << fact;
      EXPECT_FALSE(rows.at(1).at(static_cast<std::size_t>(column - rows[0].begin())).empty())
          << name << " " << fact;
    }
  }
  const std::string page = read_file(at("out/report.html"));
  for (const char* text : {"How to reproduce it", "resnet-8", "synthetic", "metronome simulate",
                           "digest of system", "(commit "}) {
    EXPECT_TRUE(says(page, text)) << text;
  }
}

TEST_F(System, the_same_command_gives_the_same_bytes_for_any_number_of_jobs) {
  ASSERT_EQ(on_ring("").exit_code, 0);
  auto one = tree(at("out"));
  ASSERT_EQ(on_ring("--restart --jobs 2").exit_code, 2) << "jobs are given twice";
  fs::remove_all(at("out"));
  ASSERT_EQ(run("simulate " + at("cpt").string() + " --mode analytic --no-figures --jobs 2 --out " +
                at("out").string() + " --system " + at("ring.yaml").string())
                .exit_code,
            0);
  auto two = tree(at("out"));
  for (auto* files : {&one, &two}) {
    files->erase("manifest.json");
    files->erase("chip/manifest.json");
  }
  EXPECT_EQ(one, two);
}

TEST_F(System, arch_takes_the_place_of_the_systems_machine_and_keys_go_to_their_owner) {
  ASSERT_EQ(
      on_ring("--arch " + arch_file("dual_serial") + " --set system.chips=2 --set vector.lanes=64")
          .exit_code,
      0);
  EXPECT_EQ(json()["chips"], 2);
  EXPECT_TRUE(says(json()["machine"].get<std::string>(), "dual_serial"));
  EXPECT_TRUE(says(read_file(at("out/chip/resolved.yaml")), "lanes: 64"));
}

TEST_F(System, what_cannot_be_is_refused_with_its_key) {
  const auto refused = [&](const std::string& more, const std::string& text) {
    const Ran ran = on_ring(more);
    EXPECT_EQ(ran.exit_code, 2) << more;
    EXPECT_TRUE(says(ran.error, text)) << ran.error;
    EXPECT_FALSE(fs::exists(at("out")));
  };
  refused("--set system.chips=6", "6 chips do not share a batch of 16 equally");
  refused("--set system.chips=32", "32 chips share a batch of 16 samples");
  refused("--set system.chips=6 --set system.collectives.algorithm=halving_doubling",
          "halving_doubling does not divide 6 chips");
  refused("--set system.link.bandwidth_gb_per_s=0", "bandwidth_gb_per_s");
  refused("--set system.gradients.sums=once", "gradients.sums");
  refused("--set system.parallel.update=sharded --set system.collectives.algorithm=tree",
          "parallel.update");
  refused("--set system.chip=4", "unknown key");
  refused("--set system.parallel.scheme=pipeline --set system.collectives.chunks=2",
          "system.collectives: has no effect on a pipeline");
  refused("--continuous", "--continuous has no effect on a system");
  write("bare.yaml", "system: {chips: 2}\n");
  const Ran bare = simulate("--system " + at("bare.yaml").string() + " --out " + at("o").string());
  EXPECT_EQ(bare.exit_code, 2);
  EXPECT_TRUE(says(bare.error, "system.machine")) << bare.error;
}

TEST_F(System, cycle_mode_runs_on_modules_and_gives_the_same_bytes_on_links) {
  ASSERT_EQ(on_ring("").exit_code, 0);
  const auto analytic = json();
  ASSERT_EQ(run("simulate " + at("cpt").string() + " --mode cycle --no-figures --jobs 2 --out " +
                at("cycle").string() + " --system " + at("ring.yaml").string())
                .exit_code,
            0);
  const auto cycle = nlohmann::json::parse(read_file(at("cycle/system.json")));
  EXPECT_EQ(cycle["mode"], "cycle");
  EXPECT_EQ(cycle["bytes_sent"], analytic["bytes_sent"]);
  EXPECT_GE(cycle["of_chip_s"]["work"], analytic["of_chip_s"]["work"])
      << "the closed form is a lower bound";
}

TEST_F(System, scale_has_a_row_for_each_number_of_chips_and_each_link) {
  const std::string trace = "scale " + at("cpt").string() + " --system " +
                            at("ring.yaml").string() + " --jobs 1 --links 0.01,1 --out " +
                            at("t.csv").string();
  ASSERT_EQ(run(trace + " --chips 1,2,4 --baseline " + at("static").string()).exit_code, 0);
  const auto rows = parse_csv(read_file(at("t.csv")));
  ASSERT_EQ(rows.size(), 1u + 3 * 2);
  std::map<std::string, std::size_t> column;
  for (std::size_t c = 0; c < rows[0].size(); ++c) {
    column[rows[0][c]] = c;
  }
  const auto value = [&](std::size_t row, const char* name) {
    return std::stod(rows[row][column.at(name)]);
  };
  for (std::size_t row = 1; row <= 6; ++row) {
    EXPECT_EQ(value(row, "batch"), 16);
    EXPECT_NEAR(value(row, "samples_per_s") * value(row, "time_s"), 16.0 * 64, 1e-6);
    EXPECT_DOUBLE_EQ(value(row, "efficiency") * value(row, "chips"), value(row, "speedup"));
  }
  EXPECT_EQ(value(1, "speedup"), 1);
  EXPECT_GT(value(6, "speedup"), value(5, "speedup")) << "the faster link";
  EXPECT_GT(value(6, "saved_time"), value(5, "saved_time"))
      << "what links take is saved by no schedule";

  ASSERT_EQ(run(trace + " --chips 1,4 --set system.parallel.batch=each").exit_code, 0);
  const auto weak = parse_csv(read_file(at("t.csv")));
  EXPECT_EQ(weak[4][column.at("batch")], "64");
  EXPECT_EQ(weak[4][column.at("work_s")].substr(0, 4), weak[1][column.at("work_s")].substr(0, 4))
      << "each chip does what one does, and adds up gradients";
  EXPECT_TRUE(weak[4][column.at("saved_time")].empty()) << "without a baseline";
  EXPECT_EQ(weak[4][column.at("run_schedule")].substr(0, 4), "cpt:");
  EXPECT_EQ(weak[4][column.at("run_system")], "four");
  EXPECT_EQ(weak[4][column.at("run_recipe")].size(), 16u);
}

TEST_F(System, export_writes_a_trace_for_each_chip_and_level_of_a_finished_run) {
  ASSERT_EQ(on_ring("").exit_code, 0);
  const std::string start =
      "export " + at("out").string() + " --to chakra --out " + at("et").string();
  Ran ran = run(start);
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "--trace is missing")) << ran.error;
  ran = run(start + " --trace " + at("static").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "is not the trace that was simulated")) << ran.error;
  ran = run(start + " --trace " + at("cpt").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  std::size_t files = 0;
  for (const auto& [name, bytes] : tree(at("et"))) {
    files += name.ends_with(".et") ? 1 : 0;
  }
  EXPECT_EQ(files, 6u * 4);
  EXPECT_EQ(read_file(at("et/level0.0.et")), read_file(at("et/level0.3.et")))
      << "chips that do the same at the same time";
  EXPECT_TRUE(says(read_file(at("et/level0.0.et")), "all-reduce conv1.weight.gradient"));
}

TEST_F(System, reports_are_those_of_a_chip_and_a_systems_folder_is_left_alone) {
  ASSERT_EQ(on_ring("--baseline " + at("static").string()).exit_code, 0);
  const auto before = tree(at("out"));
  const Ran ran = run("report " + at("out").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "is a run on several chips")) << ran.error;
  EXPECT_EQ(tree(at("out")), before);
  EXPECT_EQ(run("report " + at("out/chip").string()).exit_code, 0);
}

TEST_F(System, programs_of_several_steps_wait_where_they_train_only) {
  ASSERT_EQ(run("trace --model resnet-8 --dataset cifar-10 --batch 16 --iterations 64 --schedule "
                "static:8,backward=8 --evaluate-every 32 --evaluate-iterations 3 --out " +
                at("tested").string())
                .exit_code,
            0);
  ASSERT_EQ(run("simulate " + at("tested").string() + " --mode analytic --no-figures --system " +
                at("ring.yaml").string() + " --out " + at("out").string())
                .exit_code,
            0);
  const auto rows = parse_csv(read_file(at("out/levels.csv")));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(rows[1][0].starts_with("train")) << rows[1][0];
  EXPECT_TRUE(rows[2][0].starts_with("evaluate")) << rows[2][0];
  EXPECT_NE(rows[1][7], "0");
  EXPECT_EQ(rows[2][7], "0") << "a test sends nothing";
}

TEST_F(System, scale_refuses_lists_that_are_none) {
  const std::string start = "scale " + at("cpt").string() + " --system " + at("ring.yaml").string();
  for (const auto& [more, text] :
       std::vector<std::pair<std::string, std::string>>{{"--chips 1,x", "--chips"},
                                                        {"--chips 4,2", "2 comes behind 4"},
                                                        {"--chips 0", "--chips"},
                                                        {"--chips 1,,2", "--chips"},
                                                        {"--links 0", "--links"},
                                                        {"--chips 3", "do not share"},
                                                        {"--chips 32", "32 chips share"},
                                                        {"--chips 2 --set system.topology=torus "
                                                         "--set system.dims=[2,2]",
                                                         "system.dims on 2 chips: a torus has"},
                                                        {"--mode fast", "is not a mode"}}) {
    const Ran ran = run(start + " " + more);
    EXPECT_EQ(ran.exit_code, 2) << more;
    EXPECT_TRUE(says(ran.error, text)) << ran.error;
  }
  EXPECT_EQ(run("scale " + at("cpt").string()).exit_code, 2);
}

TEST_F(System, committed_rows_of_the_study_are_what_scale_gives) {
  const std::string trace =
      "trace --model resnet-74 --dataset cifar-10 --batch 128 --iterations "
      "64000 --schedule ";
  ASSERT_EQ(run(trace + "cpt:3-8,periods=32,backward=8 --out " + at("c").string()).exit_code, 0);
  ASSERT_EQ(run(trace + "static:8,backward=8 --out " + at("s").string()).exit_code, 0);
  const std::string configs = metronome::source_dir() + "/configs/";
  ASSERT_EQ(run("scale " + at("c").string() + " --baseline " + at("s").string() + " --system " +
                configs + "systems/board_ring_8.yaml --arch " + configs +
                "arch/spatial_fusion_512.yaml --set training.update=separate --chips 1,64 --out " +
                at("t.csv").string())
                .exit_code,
            0);
  const auto own = parse_csv(read_file(at("t.csv")));
  const auto study = parse_csv(read_file(metronome::source_dir() + "/results/chips/scaling.csv"));
  std::size_t found = 0;
  for (const auto& row : study) {
    if (row[0] == "resnet-74" && row[1] == "spatial_fusion_512" && row[2] == "split" &&
        row[3] == "32" && row[4] == "board_ring_8" && row[5] == "64") {
      const std::vector<std::string> numbers(row.begin() + 5, row.end());
      ASSERT_GE(own[2].size(), numbers.size());
      EXPECT_TRUE(std::equal(numbers.begin(), numbers.end(), own[2].begin()));  // facts follow
      ++found;
    }
  }
  EXPECT_EQ(found, 1u);
}

TEST_F(System, a_pipeline_writes_its_stages_and_takes_the_same_time_when_its_traces_are_replayed) {
  write("pipe.yaml", "system:\n  name: pipe\n  chips: 3\n  machine: " + arch_file("systolic") +
                         "\n  link: {bandwidth_gb_per_s: 1, latency_ns: 500, pj_per_bit: 1.3}\n"
                         "  parallel: {scheme: pipeline, pipeline: {micro_batches: 4}}\n");
  const std::string system = at("pipe.yaml").string();
  ASSERT_EQ(simulate("--system " + system + " --out " + at("out").string() + " --baseline " +
                     at("static").string())
                .exit_code,
            0);
  const auto total = json();
  EXPECT_EQ(total["scheme"], "pipeline");
  const auto near = [](double a, double b) { EXPECT_NEAR(a, b, 1e-9 * b); };
  const double chips = sum("chips.csv", "work_energy_j") + sum("chips.csv", "idle_energy_j") +
                       total["energy_j"]["chips_switching"].get<double>();
  near(chips + sum("links.csv", "energy_j"), total["energy_j"]["total"]);
  near(sum("phases.csv", "time_s") + sum("phases.csv", "switching_s"), total["time_s"]);
  near(sum("phases.csv", "chips_energy_j"), chips);
  near(sum("phases.csv", "links_energy_j"), sum("links.csv", "energy_j"));
  near(sum("stages.csv", "work_s") + sum("stages.csv", "bubble_s") +
           sum("stages.csv", "waits_for_links_s"),
       sum("stages.csv", "iteration_time_s"));
  for (const char* folder : {"out/stage0", "out/stage1", "out/stage2"}) {
    EXPECT_TRUE(path_exists(at(std::string(folder) + "/report.html"))) << folder;
  }
  EXPECT_FALSE(path_exists(at("out/chip")));
  ASSERT_EQ(run("export " + at("out").string() + " --to chakra --trace " + at("cpt").string() +
                " --out " + at("et").string())
                .exit_code,
            0);
  const auto levels = parse_csv(read_file(at("out/levels.csv")));
  for (const char* mode : {"analytic", "cycle"}) {
    const Ran ran = run("replay " + system + " " + at("et/level0").string() + " --json --mode " +
                        std::string(mode) + " --out " + at("requests.csv").string());
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    const auto replayed = nlohmann::json::parse(ran.out);
    near(1e-9 * replayed["time_ns"].get<double>(), std::stod(levels[1][2]));
    EXPECT_EQ(replayed["bytes_sent"], replayed["bytes_received"]);
    EXPECT_EQ(replayed["recipe"]["inputs"].size(), 2u) << "system and traces";
    EXPECT_EQ(replayed["bytes_sent"].get<double>(), std::stod(levels[1][7]));
  }
}

TEST_F(System, traces_of_chips_that_share_a_batch_take_the_runs_time_and_bad_ones_are_refused) {
  ASSERT_EQ(on_ring("").exit_code, 0);
  ASSERT_EQ(run("export " + at("out").string() + " --to chakra --trace " + at("cpt").string() +
                " --out " + at("et").string())
                .exit_code,
            0);
  const std::string replay = "replay " + at("ring.yaml").string() + " ";
  const Ran ran = run(replay + at("et/level0").string() + " --json");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const auto levels = parse_csv(read_file(at("out/levels.csv")));
  // Analytic times are of collectives begun together, of parts that may differ by a number.
  EXPECT_NEAR(1e-9 * nlohmann::json::parse(ran.out)["time_ns"].get<double>(),
              std::stod(levels[1][2]), 1e-3 * std::stod(levels[1][2]));
  write("bad.0.et", read_file(at("et/level0.0.et")).substr(0, 1000));
  for (const std::string& bad : {at("bad").string(), at("nothing").string(),
                                 at("ring.yaml").string(), at("et/level0.0.et").string()}) {
    const Ran refused = run(replay + bad);
    EXPECT_EQ(refused.exit_code, 2) << bad;
    EXPECT_FALSE(refused.error.empty());
  }
}

TEST_F(System, a_training_on_chips_runs_on_a_system_that_adds_up_as_it_did) {
  write("w.yaml",
        "model: mlp\ndataset: synthetic\ntrain_samples: 64\ntest_samples: 32\nbatch: 16\n"
        "iterations: 4\nschedule: static:8,backward=8,gradients=8\n");
  const Ran trained =
      run("train " + at("w.yaml").string() + " --chips 4 --jobs 1 --out " + at("trained").string());
  ASSERT_EQ(trained.exit_code, 0) << trained.error;
  EXPECT_TRUE(says(trained.out, "4 chips: codes of gradients in sums of shared_scale"));
  const std::string start = "simulate " + at("trained").string() +
                            " --mode analytic --no-figures --jobs 1 --system " +
                            at("ring.yaml").string();
  ASSERT_EQ(run(start + " --out " + at("out").string()).exit_code, 0);
  EXPECT_TRUE(says(json()["trained_on_chips"].get<std::string>(), "count=4 sums=shared_scale"));
  const std::string other =
      start + " --set system.gradients.sums=each_hop --out " + at("other").string();
  const Ran refused = run(other);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "chips.sums: shared_scale")) << refused.error;
  EXPECT_EQ(run(other + " --allow-unlike").exit_code, 0);
  EXPECT_EQ(
      run("train " + at("w.yaml").string() + " --chips 5 --out " + at("x").string()).exit_code, 2);
  const std::string scale = "scale " + at("trained").string() + " --jobs 1 --system " +
                            at("ring.yaml").string() + " --chips 1,2";
  EXPECT_EQ(run(scale).exit_code, 0) << "the number of chips is what it changes";
  for (const auto& [command, more, text] : std::vector<std::array<std::string, 3>>{
           {scale, "gradients.block=64", "chips.block: 1024"},
           {scale, "gradients.sums=each_hop", "chips.sums: shared_scale"},
           {scale, "parallel.batch_norm=synchronised", "chips.batch_norm: local"},
           {scale, "parallel.batch=each", "system.parallel.batch: is each"},
           {start, "parallel.batch=each", "system.parallel.batch: is each"},
           {start, "parallel.scheme=pipeline", "is pipeline, whose chips do not share a batch"}}) {
    const Ran unlike = run(command + " --set system." + more +
                           (command == start ? " --out " + at("y").string() : ""));
    EXPECT_EQ(unlike.exit_code, 2) << more;
    EXPECT_TRUE(says(unlike.error, text)) << unlike.error;
    EXPECT_FALSE(says(unlike.error, "system.chips")) << unlike.error;
  }
  EXPECT_EQ(run(scale + " --set system.parallel.batch=each --allow-unlike").exit_code, 0);
}

TEST_F(System, sums_of_codes_bind_no_training_whose_gradients_are_real) {
  write("w.yaml",
        "model: mlp\ndataset: synthetic\ntrain_samples: 64\ntest_samples: 32\nbatch: 16\n"
        "iterations: 2\nschedule: static:8,backward=8\n");
  const Ran trained =
      run("train " + at("w.yaml").string() + " --chips 4 --jobs 1 --out " + at("trained").string());
  ASSERT_EQ(trained.exit_code, 0) << trained.error;
  EXPECT_TRUE(says(trained.out, "4 chips: gradients in FP32 sums, batch norm local"));
  const std::string start = "simulate " + at("trained").string() +
                            " --mode analytic --no-figures --jobs 1 --system " +
                            at("ring.yaml").string() +
                            " --set system.gradients.sums=each_hop --set system.gradients.block=0";
  const Ran ran = run(start + " --out " + at("out").string());
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  const Ran refused = run(start + " --set system.chips=2 --out " + at("two").string());
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(says(refused.error, "chips.count: 4")) << refused.error;
}

TEST_F(System, gradients_and_statistics_that_no_training_has_are_refused) {
  const std::string trace =
      "trace --model resnet-8 --dataset synthetic --batch 16 --iterations 4 --schedule "
      "static:8,backward=8";
  const auto refused = [&](const std::string& made, const std::string& more,
                           const std::string& text) {
    const std::string folder = at("t" + std::to_string(made.size() + more.size())).string();
    ASSERT_EQ(run(trace + made + " --out " + folder).exit_code, 0) << made;
    const Ran ran = run("simulate " + folder + " --mode analytic --no-figures --jobs 1 --system " +
                        at("ring.yaml").string() + " --out " + at("out").string() + more);
    EXPECT_EQ(ran.exit_code, 2) << made << more;
    EXPECT_TRUE(says(ran.error, text)) << ran.error;
    EXPECT_FALSE(says(ran.error, "training.micro_batches")) << ran.error;
  };
  refused(",gradients=1", "", "gradients of 1 bit have no code but zero");
  refused(",gradients=17", "  ", "sums of codes of 17 bits are not known");
  refused(" --batch-norm-part 4", " --set system.parallel.batch_norm=synchronised",
          "statistics of all chips are not those of parts of 4 samples");
  refused(" --batch-norm-part 8", "",
          "system.chips: 4 chips that share a batch of 16 cut the parts");
  refused(" --batch-norm-part 8",
          " --set system.parallel.scheme=pipeline --set system.parallel.pipeline.micro_batches=4",
          "system.parallel.pipeline.micro_batches: 4 of a batch of 16 cut the parts");
}

TEST_F(System, presets_run) {
  for (const char* preset : {"ring_8", "switch_8", "package_4", "board_ring_8", "package_ring_8",
                             "ucie_ring_8", "pipeline_4"}) {
    const Ran ran =
        simulate("--arch " + arch_file("systolic") + " --system " + metronome::source_dir() +
                 "/configs/systems/" + preset + ".yaml --out " + at(preset).string());
    EXPECT_EQ(ran.exit_code, 0) << preset << ran.error;
  }
}

}  // namespace system_test
}  // namespace metronome::cli
