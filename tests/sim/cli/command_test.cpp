// The program as a user runs it: exit codes, messages and output contracts of each command.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace command_test {

using Json = nlohmann::json;

std::set<std::string> keys(const Json& json) {
  std::set<std::string> names;
  for (const auto& item : json.items()) {
    names.insert(item.key());
  }
  return names;
}

TEST_F(Command, help_and_version_succeed) {
  for (const char* arguments : {"--help", "--version", "op --help", "run --help"}) {
    EXPECT_EQ(run(arguments).exit_code, 0) << arguments;
  }
}

TEST_F(Command, unknown_commands_options_and_topics_name_the_nearest_and_exit_with_2) {
  const std::vector<std::pair<std::string, std::string>> cases{{"simulat x", "`simulate`"},
                                                               {"op --arhc x", "`--arch`"},
                                                               {"list model", "`models`"},
                                                               {"explain lanez", "lanes"},
                                                               {"explain array.rowz", "rows"}};
  for (const auto& [arguments, nearest] : cases) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_TRUE(says(ran.error, "did you mean")) << ran.error;
    EXPECT_TRUE(says(ran.error, nearest)) << ran.error;
    EXPECT_EQ(ran.out, "") << arguments;
  }
}

TEST_F(Command, op_prints_exactly_the_agreed_fields) {
  const Ran ran = run("op --arch " + arch_file("systolic") +
                      " --gemm m=64,n=32,k=48 --a-bits 8 --b-bits 4 --json");
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  EXPECT_EQ(keys(json),
            (std::set<std::string>{"cycles", "busy_cycles", "fill_drain_cycles", "stall_cycles",
                                   "idle_cycles", "macs", "utilization", "array_activity",
                                   "mapping", "dram_bytes", "buffer_bits", "energy_pj", "mode",
                                   "recipe", "estimated_cycles", "extrapolated"}));
  EXPECT_EQ(json["macs"], 64 * 32 * 48);
  EXPECT_EQ(json["mode"], "cycle");
  std::uint64_t cycles =
      json["busy_cycles"].get<std::uint64_t>() + json["fill_drain_cycles"].get<std::uint64_t>();
  for (const char* part : {"stall_cycles", "idle_cycles"}) {
    for (const auto& item : json[part].items()) {
      cycles += item.value().get<std::uint64_t>();
    }
  }
  EXPECT_EQ(json["cycles"], cycles);
  double energy = 0;
  for (const auto& item : json["energy_pj"].items()) {
    energy += item.key() == "total" ? 0 : item.value().get<double>();
  }
  EXPECT_NEAR(json["energy_pj"]["total"].get<double>(), energy, 1e-9 * energy);
  EXPECT_EQ(keys(json["dram_bytes"]), (std::set<std::string>{"read", "write"}));
}

TEST_F(Command, op_of_a_convolution_class_executes_its_gemm) {
  for (const char* cls : {"forward", "input_gradient", "weight_gradient"}) {
    const Ran ran =
        run("op --arch " + arch_file("dual_serial") +
            " --conv n=2,c=4,h=6,w=6,o=8,k=3,pad=1 --mode analytic --json --class " + cls);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    const auto macs = Json::parse(ran.out)["macs"].get<std::uint64_t>();
    EXPECT_GT(macs, 0u);
    EXPECT_LE(macs, 2u * 6 * 6 * 8 * 4 * 9) << cls;
  }
}

TEST_F(Command, op_takes_kernels_strides_dilations_and_pads_of_each_axis_and_side) {
  const auto result = [&](const std::string& sizes, const std::string& more = "") {
    const Ran ran =
        run("op --arch " + arch_file("systolic") + " --conv " + sizes + " --json " + more);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    Json json = ran.exit_code == 0 ? Json::parse(ran.out) : Json();
    json.erase("recipe");
    return json;
  };
  for (const char* cls : {"forward", "input_gradient", "weight_gradient"}) {
    const std::string of_class = std::string("--class ") + cls;
    EXPECT_EQ(
        result("n=2,c=4,h=7,w=7,o=8,k=3,stride=2,pad=1", of_class),
        result("n=2,c=4,h=7,w=7,o=8,kh=3,kw=3,sh=2,sw=2,dh=1,dw=1,pt=1,pb=1,pl=1,pr=1,groups=1",
               of_class));
    // A transposed convolution is the ordinary one from its output to its input, turned round.
    const Json turned = result("n=2,c=8,h=4,w=4,o=4,k=3,stride=2,pad=1,transposed=1", of_class);
    const char* mirrored = std::string(cls) == "forward"          ? "input_gradient"
                           : std::string(cls) == "input_gradient" ? "forward"
                                                                  : "weight_gradient";
    const Json plain =
        result("n=2,c=4,h=7,w=7,o=8,k=3,stride=2,pad=1", std::string("--class ") + mirrored);
    EXPECT_EQ(turned["macs"], plain["macs"]) << cls;
    EXPECT_EQ(turned["busy_cycles"], plain["busy_cycles"]) << cls;
    for (const char* mode : {"analytic", "stepped"}) {
      const std::string ideal = of_class + " --ideal-memory --mode ";
      const std::string ragged =
          "n=2,c=4,h=9,w=8,o=6,kh=3,kw=2,sh=2,sw=1,dh=1,dw=3,pt=1,pb=0,pl=2,pr=1,groups=2";
      EXPECT_EQ(result(ragged, ideal + mode)["cycles"], result(ragged, ideal + "cycle")["cycles"]);
    }
  }
  // 10 x 7 results: of every other row and column one tap meets an input, of the others two.
  EXPECT_EQ(result("n=1,c=1,h=5,w=4,o=1,k=3,stride=2,pad=1,transposed=1,oph=1")["macs"],
            (5 * 1 + 5 * 2) * (4 * 1 + 3 * 2));
  const auto refused = [&](const std::string& sizes, const std::string& message) {
    const Ran ran = run("op --arch " + arch_file("systolic") + " --conv " + sizes);
    EXPECT_EQ(ran.exit_code, 2) << sizes;
    EXPECT_TRUE(says(ran.error, message)) << ran.error;
  };
  refused("n=1,c=1,h=5,w=4,o=1,kh=3", "k is missing (k=3, or kh=3,kw=5)");
  refused("n=1,c=1,h=5,w=4,o=1,k=3,oph=1", "output_pad belongs to transposed convolutions only");
  refused("n=1,c=1,h=5,w=4,o=1,k=3,stride=2,transposed=1,oph=2", "is not below the stride");
  refused("n=1,c=1,h=1,w=4,o=1,k=1,pad=1,transposed=1", "leaves nothing of the output");
  refused("n=1,c=3,h=5,w=4,o=4,k=3,groups=2", "does not divide the channels");
  refused("n=1,c=1,h=5,w=4,o=1,k=3,dilation=3", "larger than the padded input");
}

TEST_F(Command, op_steps_the_codes_of_files_and_says_what_is_wrong_with_them) {
  // (1 - 2) (3 - 1) + (4 - 2) (5 - 1) = 6: four bits in two's complement.
  write("a", "1 2 4 unsigned 2\n1 4\n");
  write("b", "2 1 4 signed 1\n3\n5\n");
  const std::string op = "op --arch " + arch_file("dual_serial") +
                         " --gemm m=1,n=1,k=2 --a-bits 4 --b-bits 4 --mode stepped --json" +
                         " --a-codes " + at("a").string() + " --b-codes ";
  const Ran ran = run(op + at("b").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json stepped = Json::parse(ran.out)["stepped"];
  EXPECT_EQ(stepped["exact"], true);
  EXPECT_EQ(stepped["accumulator_bits"], 4);
  EXPECT_EQ(stepped["side_adds"], 2 + 2 + 2);
  write("b", "2 1 4 signed 1\n3\n8\n");
  const Ran wrong = run(op + at("b").string());
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_TRUE(says(wrong.error, at("b").string() + ":3:1")) << wrong.error;
  EXPECT_TRUE(says(wrong.error, "-8 to 7")) << wrong.error;
}

/// As docs/stepped.md has it: FNV-1a over the bytes of 64-bit integers, the lowest first.
std::string checksum_of(const std::vector<std::int64_t>& values) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::int64_t value : values) {
    for (int byte = 0; byte < 8; ++byte) {
      hash = (hash ^ (static_cast<std::uint64_t>(value) >> (8 * byte) & 255)) * 0x100000001b3;
    }
  }
  return fmt::format("{:016x}", hash);
}

TEST_F(Command, op_steps_a_strided_input_gradient_in_phases_on_the_codes_of_files) {
  // Errors (1, 2), weights (1, 2, 3), stride 2, border 1: 1 x 2 | 1 x 3 + 2 x 1 | 2 x 2 | 2 x 3.
  write("e", "2 1 4 unsigned 0\n1 2\n");
  write("w", "3 1 4 unsigned 0\n1 2 3\n");
  const auto stepped = [&](const std::string& choice) {
    const Ran ran = run("op --arch " + arch_file("operand_serial") +
                        " --conv n=1,c=1,h=1,w=4,o=1,kh=1,kw=3,sw=2,sh=1,pl=1,pr=1,pt=0,pb=0"
                        " --class input_gradient --a-bits 4 --b-bits 4 --mode stepped --json"
                        " --a-codes " +
                        at("e").string() + " --b-codes " + at("w").string() +
                        " --set training.strided_input_gradient=" + choice);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return Json::parse(ran.out)["stepped"];
  };
  const Json phases = stepped("phase_decomposition");
  EXPECT_EQ(phases["exact"], true);
  EXPECT_EQ(phases["checksum"], checksum_of({2, 5, 4, 6}));
  EXPECT_EQ(phases["accumulator_bits"], 4);
  // A 2 x 1 by 1 x 1 product and a 2 x 2 by 2 x 1 one, a border in the second.
  EXPECT_EQ(phases["side_adds"], (2 + 1) * 1 + 2 * 2 + (2 + 1) * 2 + 2 * 2 + 1);
  EXPECT_EQ(phases["useful_bit_products"], (2 + 4) * 4 * 4);
  const Json inserted = stepped("zero_insertion");
  EXPECT_EQ(inserted["checksum"], phases["checksum"]);
  EXPECT_EQ(inserted["side_adds"], (4 + 1) * 3 + 2 * 4 + 4);
  EXPECT_EQ(inserted["useful_bit_products"], 4 * 3 * 4 * 4);
}

TEST_F(Command, zeros_that_are_inserted_are_no_useful_work) {
  const auto macs = [&](const std::string& choice) {
    const Ran ran = run("op --arch " + arch_file("dual_serial") +
                        " --conv n=2,c=12,h=11,w=11,o=8,k=3,stride=2,pad=1 --class input_gradient"
                        " --json --set training.strided_input_gradient=" +
                        choice);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    return Json::parse(ran.out)["macs"].get<int>();
  };
  // Of 6 results an axis the outer two miss a tap in the border: (6 * 3 - 2)^2 pairs a channel.
  EXPECT_EQ(macs("phase_decomposition"), 16 * 16 * 2 * 12 * 8);
  EXPECT_EQ(macs("zero_insertion"), 16 * 16 * 2 * 12 * 8);
}

TEST_F(Command, op_in_phases_takes_any_stride_and_says_what_is_too_large_to_step) {
  const std::string op = "op --arch " + arch_file("systolic") +
                         " --class input_gradient --json --ideal-memory --set "
                         "training.strided_input_gradient=phase_decomposition --conv ";
  const std::string far = "n=1,c=1,h=9,w=9,o=1,k=3,stride=1000000000";
  std::map<std::string, Json> cycles;
  for (const char* mode : {"analytic", "cycle", "stepped"}) {
    const Ran ran = run(op + far + " --mode " + mode);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    cycles[mode] = Json::parse(ran.out)["cycles"];
  }
  EXPECT_EQ(cycles["stepped"], cycles["cycle"]);
  EXPECT_EQ(cycles["analytic"], cycles["cycle"]);
  const Ran large = run(op + "n=8,c=64,h=512,w=512,o=64,k=3,stride=2,pad=1 --mode stepped");
  EXPECT_EQ(large.exit_code, 2);
  EXPECT_TRUE(says(large.error, "would fill the memory")) << large.error;
}

TEST_F(Command, op_writes_a_wave_form_and_says_where_it_ends_early) {
  const std::string op = "op --arch " + arch_file("operand_serial") +
                         " --gemm m=16,n=16,k=64 --mode stepped --json --vcd " +
                         at("wave.vcd").string();
  const Ran whole = run(op + " --vcd-pe 3,4");
  ASSERT_EQ(whole.exit_code, 0) << whole.error;
  const std::string text = read_file(at("wave.vcd"));
  EXPECT_TRUE(says(text, "$scope module pe_3_4 $end")) << text.substr(0, 800);
  EXPECT_FALSE(says(whole.error, "--vcd-clocks"));
  ASSERT_EQ(run(op + " --vcd-pe 3,4").exit_code, 0);
  EXPECT_EQ(read_file(at("wave.vcd")), text) << "the same bytes again";
  const Ran part = run(op + " --vcd-clocks 5");
  EXPECT_EQ(part.exit_code, 0);
  EXPECT_TRUE(says(part.error, "the first 5 of")) << part.error;
  for (const char* wrong : {" --vcd-pe 16,0", " --vcd-pe 3", " --vcd-pe 3,4x"}) {
    EXPECT_EQ(run(op + wrong).exit_code, 2) << wrong;
  }
  EXPECT_EQ(run("op --arch " + arch_file("systolic") + " --gemm m=1,n=1,k=1 --vcd x").exit_code, 2);
}

TEST_F(Command, op_of_a_value_dependent_array_agrees_in_all_modes_on_the_codes_of_a_seed) {
  std::map<std::string, Json> by_mode;
  for (const char* mode : {"analytic", "cycle", "stepped"}) {
    const Ran ran = run("op --arch " + arch_file("term_serial") +
                        " --gemm m=40,n=20,k=70 --a-bits 8 --b-bits 5 --seed 9 --ideal-memory"
                        " --json --mode " +
                        mode);
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    Json json = Json::parse(ran.out);
    json.erase("mode");
    json.erase("stepped");
    by_mode[mode] = json;
  }
  // DRAM energy depends on when the bursts came; all else is equal.
  for (const char* key : {"cycles", "busy_cycles", "fill_drain_cycles", "stall_cycles",
                          "idle_cycles", "macs", "buffer_bits"}) {
    EXPECT_EQ(by_mode["analytic"][key], by_mode["stepped"][key]) << key;
    EXPECT_EQ(by_mode["cycle"][key], by_mode["stepped"][key]) << key;
  }
  EXPECT_GT(by_mode["cycle"]["stall_cycles"]["synchronisation"], 0);
}

TEST_F(Command, op_draws_codes_from_a_histogram) {
  // All codes are the zero point: a step takes one clock, and all of it is waiting.
  write("zeros", "8 unsigned 100\n100 1\n");
  const std::string op = "op --arch " + arch_file("term_serial") +
                         " --gemm m=16,n=16,k=160 --mode analytic --ideal-memory --json";
  const Ran ran = run(op + " --b-histogram " + at("zeros").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const Json json = Json::parse(ran.out);
  EXPECT_EQ(json["busy_cycles"], 0);
  const auto waiting = json["stall_cycles"]["synchronisation"].get<std::uint64_t>();
  EXPECT_GE(waiting, 10u);
  EXPECT_EQ(waiting % 10, 0u) << "passes of ten steps";
  write("zeros", "8 unsigned 100\n100 -1\n");
  EXPECT_TRUE(says(run(op + " --b-histogram " + at("zeros").string()).error, ":2:5"));
}

TEST_F(Command, op_refuses_wrong_sizes_all_at_once) {
  const Ran ran = run("op --arch " + arch_file("systolic") + " --gemm m=0,q=3,k=4");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "m=0") && says(ran.error, "q=3") && says(ran.error, "n is missing"))
      << ran.error;
}

TEST_F(Command, list_knows_every_topic) {
  const std::vector<std::pair<std::string, std::string>> topics{
      {"models", "resnet-8"},
      {"layers", "global_average_pool"},
      {"datasets", "fashion-mnist"},
      {"archs", "plain_systolic_512"},
      {"devices", "ddr4_2400"},
      {"schedules", "cpt:"},
      {"formats", "4.03125 bits an element, block 16x16"}};
  for (const auto& [topic, entry] : topics) {
    const Ran ran = run("list " + topic);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    EXPECT_TRUE(says(ran.out, entry)) << ran.out;
  }
}

TEST_F(Command, check_reports_every_error_of_every_file_with_its_place) {
  write("a.yaml", "name: x\nclok_hz: 1e9\narray: {kind: systolik}\nmemory: {}\n");
  write("b.yaml", "model: resnet-8\nbatchh: 3\n");
  const Ran ran = run("check " + at("a.yaml").string() + " " + at("b.yaml").string() + " " +
                      arch_file("systolic"));
  EXPECT_EQ(ran.exit_code, 2);
  for (const std::string& part :
       {at("a.yaml").string() + ":2:1: clok_hz: unknown key (did you mean `clock_hz`?)",
        std::string("did you mean `systolic`?"),
        at("b.yaml").string() + ":2:1: batchh: unknown key (did you mean `batch`?)"}) {
    EXPECT_TRUE(says(ran.error, part)) << part << "\n" << ran.error;
  }
  EXPECT_TRUE(says(ran.out, "plain_systolic_512.yaml: ok")) << ran.out;
}

TEST_F(Command, trace_simulate_report_and_price_work_on_each_others_files) {
  const std::string trace = at("trace").string();
  const std::string out = at("run").string();
  Ran ran =
      run("trace --model resnet-8 --dataset synthetic --batch 2 --iterations 64 --schedule "
          "cpt:3-8,periods=2,backward=8 --out " +
          trace);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  ran = run("simulate " + trace + " --arch " + arch_file("systolic") + " --mode analytic --out " +
            out);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(ran.error, "") << "no progress in a pipe";
  for (const char* file : {"resolved.yaml", "manifest.json", "phases.csv", "operations.csv",
                           "summary.json", "report.html", "figures"}) {
    EXPECT_TRUE(fs::exists(at("run") / file)) << file;
  }
  const Json summary = Json::parse(read_file(at("run") / "summary.json"));
  for (const char* key : {"mode", "total", "levels", "gemm_classes"}) {
    EXPECT_TRUE(summary.contains(key)) << key;
  }
  EXPECT_EQ(summary["levels"].size(), 6u);
  auto before = tree(out);
  ran = run("report " + out);
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  auto after = tree(out);
  before.erase("manifest.json");
  after.erase("manifest.json");
  EXPECT_TRUE(before == after) << "a report made again is the same report";
  ran = run("price " + out + " --energy " + metronome::source_dir() + "/configs/energy/28nm.yaml");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "total")) << ran.out;
}

TEST_F(Command, wrong_configuration_writes_nothing) {
  write("bad.yaml", "name: bad\nworkload: {model: resnet-8, iteratons: 4}\naccelerators: []\n");
  const Ran ran = run("run " + at("bad.yaml").string() + " --out " + at("out").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "bad.yaml:2:")) << ran.error;
  EXPECT_TRUE(says(ran.error, "did you mean `iterations`?")) << ran.error;
  EXPECT_FALSE(fs::exists(at("out")));
  EXPECT_EQ(ran.out, "");
}

TEST_F(Command, a_folder_with_foreign_content_is_refused_and_kept) {
  write("precious/thesis.txt", "years of work");
  for (const std::string& command :
       {std::string("trace --model resnet-8 --dataset synthetic --iterations 64 --schedule "
                    "static:8,backward=8"),
        std::string("run ") + metronome::source_dir() + "/configs/experiments/quickstart.yaml"}) {
    const Ran ran = run(command + " --out " + at("precious").string());
    EXPECT_EQ(ran.exit_code, 2) << ran.error;
    EXPECT_TRUE(says(ran.error, "precious")) << ran.error;
    EXPECT_EQ(read_file(at("precious/thesis.txt")), "years of work");
  }
}

TEST_F(Command, a_missing_data_set_says_how_to_install_it) {
  fs::create_directories(at("empty"));
  write("workload.yaml", "dataset: fashion-mnist\ndataset_path: " + at("empty").string() +
                             "\nbatch: 8\niterations: 16\nschedule: static:8,backward=8\n");
  const Ran ran = run("train " + at("workload.yaml").string() + " --out " + at("out").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "apt-get install dataset-fashion-mnist")) << ran.error;
  EXPECT_FALSE(fs::exists(at("out")));
}

TEST_F(Command, an_experiment_gives_the_same_bytes_for_any_number_of_jobs) {
  write("tiny.yaml",
        "name: tiny\nworkload: {model: resnet-8, dataset: synthetic, train_samples: 16,\n"
        "  test_samples: 8, batch: 4, iterations: 12, schedule: \"cpt:3-8,periods=2,backward=8\"}\n"
        "accelerators: [" +
            arch_file("systolic") + ", " + arch_file("dual_serial") + "]\n");
  std::map<std::string, std::string> first;
  for (const char* jobs : {"1", "2"}) {
    const fs::path out = at(std::string("out") + jobs);
    const Ran ran =
        run("run " + at("tiny.yaml").string() + " --jobs " + jobs + " --out " + out.string());
    ASSERT_EQ(ran.exit_code, 0) << ran.error;
    auto files = tree(out);
    std::erase_if(files, [](const auto& f) { return f.first.ends_with("manifest.json"); });
    EXPECT_TRUE(files.contains("comparison.csv"));
    EXPECT_TRUE(files.contains("plain_systolic_512/summary.json"));
    if (first.empty()) {
      first = files;
      continue;
    }
    ASSERT_EQ(files.size(), first.size());
    for (const auto& [name, bytes] : first) {
      EXPECT_TRUE(files[name] == bytes) << name << " differs";
    }
  }
}

}  // namespace command_test
}  // namespace metronome::cli
