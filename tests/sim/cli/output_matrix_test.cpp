#include <algorithm>
#include <string>
#include <vector>

#include "sim/base/folder_lock.hpp"
#include "tests/sim/cli/binary.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::cli {
namespace output_matrix_test {

const char* const kWorkload =
    "{model: resnet-8, dataset: synthetic, train_samples: 8, test_samples: 4, batch: 4,\n"
    " iterations: 4, schedule: 'cpt:3-8,periods=2,backward=8',\n"
    " range_test: {start_bits: 3, end_bits: 4, iterations_per_level: 2, window: 1}}\n";

std::string in_quotes(const fs::path& path) { return "'" + path.string() + "'"; }

/// What a command replaces or refuses does not depend on what it computes: its work is tiny here.
class output_matrix : public Command, public ::testing::WithParamInterface<const char*> {
 protected:
  output_matrix() {
    const std::string arch = arch_file("systolic");
    write("in/w.yaml", kWorkload);
    write("in/study.yaml", std::string("name: s\nseeds: [1]\nworkload:\n  ") + kWorkload +
                               "runs: [{name: low, schedule: 'static:3,backward=8'}]\n");
    write("in/sweep.yaml", "name: s\nbase:\n  accelerator: " + arch +
                               "\n  mode: analytic\n  trace: {model: resnet-8, dataset: cifar-10, "
                               "batch: 4, iterations: 8, schedule: 'cpt:3-8,periods=2,backward=8'}"
                               "\naxes: [{key: accelerator.vector.lanes, values: [32]}]\n");
    write("in/run.yaml", std::string("name: r\nworkload:\n  ") + kWorkload + "accelerators: [" +
                             arch + "]\nmode: analytic\n");
    fs::create_directories(place());
    fs::create_directory_symlink(at("in"), at("link_to_in"));
  }
  /// What holds all states of the output, and nothing else.
  [[nodiscard]] fs::path place() const { return at("place"); }
  [[nodiscard]] fs::path out() const { return place() / "out"; }
  [[nodiscard]] static std::string command() { return GetParam(); }
  [[nodiscard]] static bool is_quick() {
    return command() == "trace" || command() == "price" || command() == "report";
  }

  /// The command's main input, made where it takes work to make it.
  [[nodiscard]] fs::path input() const {
    if (command() == "simulate" || command() == "price" || command() == "report") {
      make_trace(at("in/T"));
    }
    if (command() == "price" || command() == "report") {
      EXPECT_EQ(run("simulate " + in_quotes(at("in/T")) + " --baseline " + in_quotes(at("in/T")) +
                    " --mode analytic --arch " + arch_file("systolic") + " --out " +
                    in_quotes(at("in/R")))
                    .exit_code,
                0);
      return at("in/R");
    }
    if (command() == "simulate") {
      return at("in/T");
    }
    const bool workload = command() == "train" || command() == "range-test";
    return at("in/" + (workload ? std::string("w") : command()) + ".yaml");
  }
  void make_trace(const fs::path& to) const {
    const Ran ran =
        run("trace --model resnet-8 --dataset cifar-10 --batch 4 --iterations 8 --schedule "
            "cpt:3-8,periods=2,backward=8 --out " +
            in_quotes(to));
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
  }
  [[nodiscard]] static std::string line(const fs::path& input, const fs::path& to) {
    std::string words = command() + " ";
    if (command() == "trace") {
      words +=
          "--model resnet-8 --dataset cifar-10 --batch 4 --iterations 8 --schedule "
          "static:8,backward=8";
    } else {
      words += in_quotes(input);
    }
    if (command() == "simulate") {
      words += " --mode analytic --arch " + arch_file("systolic");
    } else if (command() == "price") {
      words += std::string(" --energy ") + metronome::source_dir() + "/configs/energy/28nm.yaml";
    }
    return words + " --out " + in_quotes(to);
  }

  /// Names with what they are and hold; links are not followed.
  [[nodiscard]] static std::map<std::string, std::string> state(const fs::path& root) {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      std::string& what = all[entry.path().lexically_relative(root).string()];
      if (entry.is_symlink()) {
        what = "-> " + fs::read_symlink(entry.path()).string();
      } else if (entry.is_regular_file()) {
        what = read_file(entry.path());
      }
    }
    return all;
  }
  /// Refused with 2, naming the path and a reason, before anything was changed.
  void expect_refused(const fs::path& input, const fs::path& to, const std::string& reason) const {
    const auto before = state(place());
    const auto inputs = state(at("in"));
    const Ran ran = run(line(input, to));
    EXPECT_EQ(ran.exit_code, 2) << to << ran.error;
    EXPECT_TRUE(says(ran.error, reason)) << to << ran.error;
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(state(place()), before) << to;
    EXPECT_EQ(state(at("in")), inputs) << to;
  }
  void clear() const {
    fs::remove_all(place());
    fs::create_directories(place());
  }
};

TEST_P(output_matrix, F2_4_what_cannot_be_replaced_is_refused_before_the_work_and_kept) {
  const fs::path from = input();
  write("place/out/thesis.txt", "years of work");
  expect_refused(from, out(), "holds something else");
  write("place/out/manifest.json", "{\"version\": \"0.1.0\", \"command\": \"metronome\"}");
  expect_refused(from, out(), "lists no files");
  clear();
  write("place/out", "a file");
  expect_refused(from, out(), "is a file");
  expect_refused(from, out() / "below", "Not a directory");
  clear();
  fs::create_directories(place() / "folder");
  fs::create_directory_symlink("folder", out());
  expect_refused(from, out(), "is a symbolic link");
  clear();
  fs::create_symlink("nowhere", out());
  expect_refused(from, out(), "is a symbolic link");
  clear();
  fs::create_symlink("out", out());
  expect_refused(from, out() / "below", "symbolic links");
  clear();
  expect_refused(from, "/proc", "is a mount point");
  expect_refused(from, "/dev/shm", "is a mount point");
  expect_refused(from, "/proc/metronome", "cannot be written");
  expect_refused(from, "/dev/null", "is a device");
  expect_refused(from, "/dev/stdout", "is a symbolic link");
  expect_refused(from, "/", "name a folder of its own");
  expect_refused(from, ".", "working directory");
  expect_refused(from, "", "is empty");
  expect_refused(from, place() / std::string(300, 'n'), "too long");
}

TEST_P(output_matrix, F2_3_a_folder_that_another_process_writes_is_refused_with_its_holder) {
  const fs::path from = input();
  const FolderLock held(place() / ".out.lock", out());
  expect_refused(from, out(), "process " + std::to_string(::getpid()));
}

TEST_P(output_matrix, F2_1_F2_7_an_input_is_no_output) {
  const fs::path from = input();
  if (command() != "trace") {  // which reads none
    expect_refused(from, from, "");
    expect_refused(from, at("link_to_in") / from.filename(), "");
  }
  if (fs::is_directory(from)) {
    expect_refused(from, from / "below", "lies in an input");
    expect_refused(from, at("link_to_in") / from.filename() / "below", "lies in an input");
  }
  expect_refused(from, at("in"), "holds ");
}

TEST_P(output_matrix, F2_2_one_result_stands_for_equal_inputs_and_nothing_is_left_beside_it) {
  const fs::path from = input();
  fs::create_directories(out());  // an empty one is as good as none
  Ran ran = run(line(from, out()));
  ASSERT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_EQ(std::distance(fs::directory_iterator(place()), {}), 1) << "only the result";
  const auto whole = tree(out());
  EXPECT_TRUE(says(whole.at("manifest.json"), "\"made_by\": \"" + command() + "\""));

  ran = run(line(from, out()));
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  auto again = tree(out());
  if (is_quick()) {
    again["manifest.json"] = whole.at("manifest.json");  // has the time of the command
  } else {
    EXPECT_TRUE(says(ran.out + ran.error, "is finished")) << ran.error;
  }
  EXPECT_EQ(again, whole);

  write("place/out/notes.txt", "mine");
  expect_refused(from, out(), "holds notes.txt");
}

TEST_P(output_matrix, F2_1_the_result_of_another_command_is_not_replaced) {
  const fs::path from = input();
  make_trace(place() / "T");
  if (command() != "trace") {
    expect_refused(from, place() / "T", "holds the result of `trace`");
  }
  if (!is_quick()) {
    const Ran ran = run(line(from, place() / "T") + " --restart");
    EXPECT_EQ(ran.exit_code, 2) << ran.error;
    EXPECT_TRUE(says(ran.error, "holds the result of `trace`")) << ran.error;
  }
}

INSTANTIATE_TEST_SUITE_P(commands, output_matrix,
                         ::testing::Values("train", "trace", "study", "range-test", "simulate",
                                           "sweep", "run", "price", "report"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

using output_files = Command;

/// Every option that names a file, with a command whose other inputs are right.
std::vector<std::pair<std::string, std::string>> file_options(const fs::path& requests) {
  const std::string source = metronome::source_dir();
  const std::string dram = "dram --device " + source + "/configs/dram/ddr4_2400.yaml --trace " +
                           in_quotes(requests) + " ";
  const std::string op =
      "op --arch " + arch_file("systolic") + " --gemm m=2,n=2,k=2 --mode stepped ";
  const std::string log =
      "import --iterations-per-epoch 10 " + in_quotes(requests.parent_path() / "log.csv") + " ";
  return {{log + "--out ", ""},
          {dram + "--commands ", ""},
          {dram + "--counters ", ""},
          {dram + "--plot ", ".csv"},
          {op + "--vcd ", ""}};
}

TEST_F(output_files, F2_4_only_regular_files_are_replaced_and_the_rest_is_refused_before_the_work) {
  write("requests", "R 0x0\n");
  write("log.csv", "epoch,bits\n0,4\n");
  write("file", "1");
  fs::create_directories(at("folder.csv"));
  fs::create_symlink(at("file"), at("link.csv"));
  fs::create_symlink(at("nowhere"), at("dangling.csv"));
  for (const auto& [line, ending] : file_options(at("requests"))) {
    const auto refused = [&, &words = line, &end = ending](const fs::path& path,
                                                           const std::string& reason) {
      const Ran ran = run(words + in_quotes(path.string() + end));
      EXPECT_EQ(ran.exit_code, 2) << words << path << ran.error;
      EXPECT_TRUE(says(ran.error, reason)) << words << path << ran.error;
      EXPECT_EQ(ran.out, "") << words << path;
    };
    const auto named = [&, &end = ending](const char* stem) {
      return at(end.empty() ? stem + std::string(".csv") : stem);
    };
    refused(named("folder"), "is a folder");
    refused(named("link"), "is a symbolic link");
    refused(named("dangling"), "is a symbolic link");
    refused(at("file/below"), "Not a directory");
    refused("/proc/metronome", "cannot be written");
    refused(at(std::string(251, 'n')), "too long");
    if (ending.empty()) {
      refused("/dev/null", "is a device");
      refused("/dev/stdout", "is a symbolic link");
      refused("", "empty");
    }
    EXPECT_EQ(read_file(at("file")), "1");
  }
  EXPECT_EQ(read_file(at("requests")), "R 0x0\n");
  EXPECT_TRUE(fs::is_symlink(at("link.csv")));
}

TEST_F(output_files, F2_7_a_file_is_not_input_and_output_nor_two_outputs) {
  write("requests", "R 0x0\n");
  const std::string dram = std::string("dram --device ") + metronome::source_dir() +
                           "/configs/dram/ddr4_2400.yaml --trace " + in_quotes(at("requests"));
  Ran ran = run(dram + " --commands " + in_quotes(at("requests")));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "is an input of this command")) << ran.error;
  write("log.csv", "iteration,bits\n0,4\n");
  ran = run("import " + in_quotes(at("log.csv")) + " --out " + in_quotes(at("log.csv")));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "is an input of this command")) << ran.error;
  EXPECT_EQ(read_file(at("log.csv")), "iteration,bits\n0,4\n");
  ran = run(dram + " --commands " + in_quotes(at("x")) + " --counters " + in_quotes(at("x")));
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(says(ran.error, "is named for two outputs")) << ran.error;
  ran = run(dram + " --commands " + in_quotes(at("new/x")));
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  EXPECT_FALSE(read_file(at("new/x")).empty());
  EXPECT_EQ(std::distance(fs::directory_iterator(at("new")), {}), 1);
}

}  // namespace output_matrix_test
}  // namespace metronome::cli
