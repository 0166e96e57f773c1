// Every number of every command and every configuration key at and beyond its bounds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "sim/cli/file_kinds.hpp"
#include "tests/sim/cli/binary.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/trace/step_file.hpp"

namespace metronome::cli {
namespace numbers_test {

/// What scripts get wrong, and the bounds of a range with their neighbours.
std::vector<std::string> values_for(const NumberRange& range, bool whole) {
  std::vector<std::string> values{"-1",
                                  "0",
                                  "1",
                                  "9223372036854775808",
                                  "18446744073709551615",
                                  "18446744073709551616",
                                  "1e308",
                                  "nan",
                                  "inf",
                                  "text"};
  for (const long double bound : {range.min, range.max}) {
    for (const long double step : {-1.0L, 0.0L, 1.0L}) {
      values.push_back(whole ? fmt::format("{:.0f}", bound + step)
                             : fmt::format("{:.17g}", static_cast<double>(bound + step)));
    }
  }
  return values;
}

bool in_range(const std::string& text, const NumberRange& range, bool whole) {
  return whole ? (text.starts_with('-') ? read_number<std::int64_t>(text, range).value.has_value()
                                        : read_number<std::uint64_t>(text, range).value.has_value())
               : read_number<double>(text, range).value.has_value();
}

// -------------------------------------------------------------------------------- command line

struct NumericOption {
  std::string command;
  std::string name;
  NumberRange range;
};

/// "1e15" and "1024" of a help text.
long double bound_of(const std::string& text) { return std::stold(text); }

class numbers : public Command {
 protected:
  [[nodiscard]] std::vector<std::string> all_commands() const {
    std::string help = run("--help").out;
    help.erase(0, help.find("commands:\n"));
    std::vector<std::string> names;
    const std::regex line("\n  ([a-z-]+) ");
    for (std::sregex_iterator at(help.begin(), help.end(), line), end; at != end; ++at) {
      names.push_back((*at)[1]);
    }
    return names;
  }
  /// The options that the help text shows with a number, "--jobs N (=2)  threads (1 to 1024)".
  [[nodiscard]] std::vector<NumericOption> options_of(const std::string& command) const {
    std::string help = run(command + " --help").out;
    help = std::regex_replace(help, std::regex("\\n {12,}"), " ");
    std::vector<NumericOption> options;
    const std::regex line("--([a-z0-9-]+) N [^\\n]*\\(([^ ()]+) +to +([^ ()]+)\\)");
    for (std::sregex_iterator at(help.begin(), help.end(), line), end; at != end; ++at) {
      options.push_back({command, (*at)[1], {bound_of((*at)[2]), bound_of((*at)[3])}});
    }
    return options;
  }
};

TEST_F(numbers, F4_every_numeric_option_refuses_what_is_out_of_its_range_by_name) {
  std::size_t seen = 0;
  for (const std::string& name : all_commands()) {
    for (const NumericOption& option : options_of(name)) {
      // The others have arguments that are missing here; this one runs without any.
      const std::string command = name == "validate" ? name + " --rung none" : name;
      ++seen;
      const bool whole = option.name != "target-mm2";
      for (const std::string& value : values_for(option.range, whole)) {
        const Ran ran = run(command + " --" + option.name + "=" + value);
        EXPECT_EQ(ran.exit_code, 2) << command << " --" << option.name << " " << value;
        EXPECT_EQ(says(ran.error, "--" + option.name + ": "), !in_range(value, option.range, whole))
            << command << " --" << option.name << "=" << value << ": " << ran.error;
      }
    }
  }
  EXPECT_GE(seen, 16u);
}

TEST_F(numbers, F4_negative_numbers_do_not_wrap) {
  const auto refused = [&](const std::string& arguments, const std::string& message) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_TRUE(says(ran.error, message)) << ran.error;
  };
  const std::string trace =
      "trace --model resnet-8 --dataset cifar-10 --schedule static:8 --out " + at("t").string();
  refused(trace + " --batch -1", "error: --batch: -1 is out of range (allowed: 1 to 1e9)");
  refused(trace + " --iterations -5", "error: --iterations: -5 is out of range");
  refused(trace + " --batch 1000000000000", "--batch: 1000000000000 is out of range");
  refused("sweep x.yaml --jobs -3", "error: --jobs: -3 is out of range (allowed: 1 to 1024)");
  refused("sweep x.yaml --jobs 0", "error: --jobs: 0 is out of range");
  refused("sweep x.yaml --jobs two", "`two` is not a valid integer (a whole number, 1 to 1024)");
  EXPECT_FALSE(fs::exists(at("t")));
}

TEST_F(numbers, F4_sizes_of_an_operation_have_ranges_and_so_have_their_products) {
  const std::string op = "op --arch " + arch_file("systolic") + " --mode analytic ";
  const auto refused = [&](const std::string& sizes, const std::string& message) {
    const Ran ran = run(op + sizes);
    EXPECT_EQ(ran.exit_code, 2) << sizes;
    EXPECT_TRUE(says(ran.error, message)) << ran.error;
  };
  refused("--gemm m=4294967296,n=4294967296,k=4", "`m=4294967296`: 4294967296 is out of range");
  refused("--gemm m=1000000,n=1000000,k=1000000", "--gemm: the convolution has too many");
  refused("--gemm m=18446744073709551615,n=1,k=1", "is out of range (allowed: 1 to 1e9)");
  refused("--gemm m=-1,n=1,k=1", "`m=-1`: -1 is out of range");
  refused("--gemm m=1,m=2,n=1,k=1", "the size `m` stands twice (keep one of them)");
  refused("--gemm m=1,n=1", "k is missing");
  refused("--conv n=1,c=1,h=8,w=8,o=1,k=3,pad=9223372036854775808", "is out of range");
  refused("--conv n=1,c=1,h=1,w=1,o=1,k=1,pad=1000000000,stride=1000000000", "input gradient");
  refused("--conv n=1,c=1,h=2,w=2,o=1,k=3", "larger than the padded");
  EXPECT_EQ(run(op + "--gemm m=100000,n=100000,k=100000").exit_code, 0);
}

TEST_F(numbers, F4_traces_of_very_many_iterations_cost_no_more_than_their_phases) {
  const Ran made =
      run("trace --model resnet-8 --dataset cifar-10 --iterations 1000000000000 "
          "--schedule cpt:3-8,periods=32,backward=8 --out " +
          at("t").string());
  ASSERT_EQ(made.exit_code, 0) << made.error;
  const Ran ran = run("simulate " + at("t").string() + " --arch " + arch_file("systolic") +
                      " --mode analytic --jobs 2 --out " + at("run").string());
  EXPECT_TRUE(ran.exit_code == 0 || (ran.exit_code == 2 && says(ran.error, "beyond 64 bits")))
      << ran.exit_code << ran.error;
}

TEST_F(numbers, F4_a_grid_of_too_many_points_is_refused_before_it_is_made) {
  std::string axes;
  for (const char* key : {"rows", "columns", "a", "b"}) {
    axes += std::string("  - {key: accelerator.array.") + key + ", values: [0";
    for (int i = 1; i < 1000; ++i) {
      axes += "," + std::to_string(i);
    }
    axes += "]}\n";
  }
  write("s.yaml", "name: s\nbase: {accelerator: a.yaml, trace: {}}\naxes:\n" + axes);
  const Ran ran = run("sweep " + at("s.yaml").string() + " --out " + at("o").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error,
                   "the grid of 1000 x 1000 x 1000 x 1000 values has 1000000000000 "
                   "points (at most 1000000 points)"))
      << ran.error;
}

// --------------------------------------------------------------------------- configuration keys

/// "array(systolic).rows" and "rows[].value" as `--set` writes them.
std::string settable(std::string key) {
  for (std::size_t open = key.find('('); open != std::string::npos; open = key.find('(')) {
    key.erase(open, key.find(')') - open + 1);
  }
  for (std::size_t list = key.find("[]"); list != std::string::npos; list = key.find("[]")) {
    key.replace(list, 2, "[0]");
  }
  return key;
}

std::vector<fs::path> files_of(const FileKind& kind) {
  std::vector<fs::path> files;
  const fs::path folder = fs::path(metronome::source_dir()) / "configs" / kind.folder;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// What checking the file with the key set says; empty: right. Anything but a UserError escapes.
std::string checked(const FileKind& kind, const fs::path& file, const std::string& key,
                    const std::string& value) {
  try {
    kind.check(file, {config::Override{key, value}});
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

/// Whether the file has the variant that the key belongs to: array(systolic).rows one whose
/// array.kind is systolic.
bool has_variant(const FileKind& kind, const fs::path& file, const std::string& key) {
  const std::size_t open = key.find('(');
  if (open == std::string::npos) {
    return true;
  }
  const std::string variant = key.substr(open + 1, key.find(')') - open - 1);
  return checked(kind, file, settable(key.substr(0, open)) + ".kind", variant).empty();
}

/// A file in which the key may be set; empty: none of the kind.
fs::path file_with(const FileKind& kind, const std::string& key) {
  for (const fs::path& file : files_of(kind)) {
    if (has_variant(kind, file, key) &&
        says(checked(kind, file, settable(key), "text"), "`text` is not a valid")) {
      return file;
    }
  }
  return {};
}

/// Keys that other kinds' files explain and test.
bool own(const FileKind& kind, const std::string& key) {
  return !key.starts_with("base.") && !says(key, "accelerators[].") &&
         (kind.name != "experiment" || key.find('.') == std::string::npos) &&
         ((kind.name != "study" && kind.name != "width_experiment" &&
           kind.name != "schedule_search") ||
          !key.starts_with("workload.")) &&
         (kind.name != "reach_experiment" || !key.starts_with("training.")) &&
         (kind.name != "search" || !key.starts_with("space."));
}

TEST(configuration_keys, F4_every_number_is_refused_beyond_its_range_and_nothing_else_happens) {
  std::set<std::string> unset;
  std::size_t seen = 0;
  for (const FileKind& kind : file_kinds()) {
    for (const config::FieldInfo& field : kind.describe()) {
      if (!field.bounds || !own(kind, field.key)) {
        continue;
      }
      const bool list = field.type.starts_with("list");
      const bool whole = field.type.ends_with("integer");
      const std::string key = settable(field.key);
      const fs::path file = list ? fs::path() : file_with(kind, field.key);
      if (file.empty()) {
        unset.insert(kind.name + ": " + field.key);
        continue;
      }
      ++seen;
      for (const std::string& value : values_for(*field.bounds, whole)) {
        const std::string said = checked(kind, file, key, value);
        if (!in_range(value, *field.bounds, whole)) {
          EXPECT_TRUE(says(said, key + ": ")) << kind.name << " " << key << "=" << value << said;
        }
      }
    }
  }
  EXPECT_GE(seen, 150u);
  // Lists, and keys of maps that no file of configs/ has; those of kinds of layers that the first
  // layer of no network is: tests/workloads/model/network_file_test.cpp.
  std::erase_if(unset,
                [](const std::string& key) { return key.starts_with("network: layers[]("); });
  EXPECT_LE(unset.size(), 40u) << ::testing::PrintToString(unset);
}

TEST(configuration_keys, F5_every_key_has_a_text) {
  for (const FileKind& kind : file_kinds()) {
    for (const config::FieldInfo& field : kind.describe()) {
      EXPECT_FALSE(field.doc.empty()) << kind.name << ": " << field.key;
    }
  }
  for (const config::FieldInfo& field : config::describe<trace::StepFile>()) {
    EXPECT_FALSE(field.doc.empty()) << field.key;
  }
}

TEST_F(numbers, F5_explain_takes_a_section) {
  const Ran ran = run("explain array");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "array(systolic).rows"));
  EXPECT_TRUE(says(ran.out, "array(term_serial).lanes"));
  EXPECT_FALSE(says(ran.out, "vector.lanes"));
}

TEST_F(numbers, explain_says_what_a_file_of_a_section_is) {
  const Ran ran = run("explain memory.device.file");
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "what `memory.device` is")) << ran.out;
  EXPECT_EQ(run("explain memory.nothing.file").exit_code, 2);
}

TEST_F(numbers, check_takes_overrides_of_configuration_files) {
  const std::string machine = metronome::source_dir() + "/configs/arch/systolic_512.yaml";
  const std::string device = metronome::source_dir() + "/configs/dram/ddr4_2400.yaml";
  EXPECT_EQ(run("check " + machine + " --set memory.channels=4").exit_code, 0);
  const Ran other = run("check " + machine + " --set memory.device.file=" + device +
                        " --set memory.device.mapping=RaRoBaCoBg");
  EXPECT_EQ(other.exit_code, 0) << other.error;
  EXPECT_EQ(run("check " + machine + " --set memory.chanels=4").exit_code, 2);
  EXPECT_EQ(run("check " + machine + " --set memory.device.file=nowhere.yaml").exit_code, 2);
  const Ran folder = run("check " + metronome::source_dir() + "/configs --set name=x");
  EXPECT_EQ(folder.exit_code, 2);
  EXPECT_TRUE(says(folder.error, "--set changes keys of configuration files")) << folder.error;
}

TEST_F(numbers, F5_a_file_of_the_wrong_kind_is_named_in_one_line) {
  const std::string configs = metronome::source_dir() + "/configs/";
  const auto refused = [&](const std::string& arguments, const std::string& what) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_TRUE(says(ran.error, what)) << ran.error;
    EXPECT_EQ(std::count(ran.error.begin(), ran.error.end(), '\n'), 1) << ran.error;
  };
  const std::string out = " --out " + at("o").string();
  refused("train " + configs + "sweeps/paper_models.yaml" + out,
          "is a file of kind sweep, which `metronome sweep` takes");
  refused("sweep " + configs + "arch/plain_systolic_512.yaml" + out,
          "is a file of kind accelerator, which `metronome simulate --arch` takes");
  refused("op --gemm m=1,n=1,k=1 --arch " + configs + "dram/ddr4_2400.yaml",
          "which `metronome dram --device` takes");
}

TEST_F(numbers, F5_a_schedule_with_a_byte_order_mark_is_read) {
  write("bom.csv",
        "\xef\xbb\xbf"
        "iteration,forward_bits,backward_bits\r\n0,3,8.0\r\n500,8,8\r\n,,\r\n");
  const Ran ran =
      run("trace --model resnet-8 --dataset cifar-10 --iterations 1000 --schedule csv:" +
          at("bom.csv").string() + " --out " + at("t").string());
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_TRUE(says(ran.out, "2 phases")) << ran.out;
}

TEST_F(numbers, F6_a_broken_trace_is_answered_with_the_first_twenty_findings) {
  ASSERT_EQ(
      run("trace --model resnet-8 --dataset cifar-10 --schedule static:8 --out " + at("t").string())
          .exit_code,
      0);
  const std::string csv = read_file(at("t") / "timeline.csv");
  std::string broken = csv;
  for (int i = 0; i < 300; ++i) {
    broken += "x,1,train,0\n";
  }
  write("t/timeline.csv", broken);
  const Ran ran = run("check " + at("t").string());
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_EQ(std::count(ran.error.begin(), ran.error.end(), '\n'), 21) << ran.error;
  EXPECT_TRUE(says(ran.error, " more\n")) << ran.error;
}

TEST_F(numbers, F5_the_same_size_twice_is_refused) {
  const Ran ran = run("op --arch " + arch_file("systolic") + " --gemm m=4,n=4,k=4,m=5");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "--gemm: the size `m` stands twice")) << ran.error;
}

TEST_F(numbers, F5_the_columns_of_the_list_of_commands_are_documented) {
  const std::string root = metronome::source_dir();
  write("t.trace", "R 0x0\nW 0x40000\n");
  const Ran ran = run("dram --device " + root + "/configs/dram/ddr4_2400.yaml --trace " +
                      at("t.trace").string() + " --commands " + at("c").string());
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  const std::regex line("[0-9]+ [A-Za-z]+ -?[0-9]+ -?[0-9]+ -?[0-9]+\n");
  EXPECT_EQ(std::regex_replace(read_file(at("c")), line, ""), "");
  EXPECT_TRUE(says(read_file(root + "/docs/dram.md"), "`clk CMD bank_group bank row`"));
  EXPECT_TRUE(says(run("dram --help").out, "clk CMD bank_group bank row"));
}

TEST_F(numbers, F4_requests_far_in_the_future_are_replayed_at_once) {
  for (const char* clock : {"1152921504606846975", "1700000000000000"}) {
    write("t.trace", std::string("0x0 READ 0\n0x40 READ ") + clock + "\n");
    const Ran ran = run("dram --json --device " + metronome::source_dir() +
                        "/configs/dram/ddr4_2400.yaml --trace " + at("t.trace").string());
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
  }
}

TEST_F(numbers, F4_numbers_of_a_ledger_are_checked_when_they_are_read) {
  const std::string ledger =
      R"({"format": "metronome ledger", "version": 1, "accelerator": "a", "array_kind": "systolic",)"
      R"( "trace": "t", "mode": "analytic", "clock_hz": 1e400, "levels": [], "phases": []})";
  write("run/ledger.json", ledger);
  write("run/energy.yaml", "name: x\n");
  write("run/manifest.json", "{}");
  const Ran ran = run("report " + at("run").string());
  EXPECT_EQ(ran.exit_code, 2) << ran.error;
  EXPECT_TRUE(says(ran.error, "ledger.json")) << ran.error;
}

}  // namespace numbers_test
}  // namespace metronome::cli
