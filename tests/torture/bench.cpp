#include "tests/torture/bench.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "sim/base/files.hpp"

namespace metronome::torture {
namespace {

namespace fs = std::filesystem;

constexpr Milliseconds kMost{120000};  ///< of a job that nobody disturbs

constexpr const char* kTraining =
    "{model: lenet-5, dataset: synthetic, train_samples: 16, test_samples: 8, batch: 8,\n"
    "  iterations: 6, schedule: 'cpt:3-8,periods=2,backward=8', checkpoint_every: 2}\n";

constexpr const char* kStudy =
    "name: tiny\nseeds: [3]\nworkload: {}runs:\n"
    "  - {{name: cpt, schedule: 'cpt:3-8,periods=2,backward=8'}}\n"
    "  - {{name: low, schedule: 'static:3,backward=8'}}\n";

constexpr const char* kExperiment =
    "name: tiny\nworkload: {}baseline_schedule: 'static:8,backward=8'\n"
    "accelerators: [{}/arch/plain_systolic_512.yaml]\nmode: analytic\n";

constexpr const char* kSweep =
    "name: tiny\n"
    "base: {{mode: analytic, accelerator: {}/arch/plain_systolic_512.yaml, trace: {{model: "
    "lenet-5,\n"
    "  dataset: cifar-10, batch: 4, iterations: 40, schedule: 'cpt:3-8,periods=2,backward=8'}}}}\n"
    "axes: [{{key: accelerator.array.rows, values: [8, 16]}},\n"
    "  {{key: trace.batch, values: [4, 8]}}]\n";

}  // namespace

Bench::Bench(Setup setup, fs::path folder) : setup_(std::move(setup)), folder_(std::move(folder)) {
  fs::remove_all(folder_);
  fs::create_directories(stage() / "inputs");
  define_jobs();
  write_inputs();
}

void Bench::define_jobs() {
  const std::string out = (stage() / "work" / "out").string();
  const std::string machine = (setup_.configs / "arch" / "plain_systolic_512.yaml").string();
  const std::vector<std::string> simulation{
      "--baseline", input("static"), "--arch", machine, "--out", out, "--jobs", "2"};
  Job simulate{"simulate", {"simulate", input("trace")}, {}};
  simulate.words.insert(simulate.words.end(), simulation.begin(), simulation.end());
  Job replace = simulate;  // over an older result, of other inputs
  replace.words.push_back("--restart");
  replace.given = {"out"};
  replace.name = "replace";
  Job rename = replace;
  rename.exchange = false;
  rename.name = "replace by renaming";
  jobs_ = {{"train", {"train", input("w.yaml"), "--out", out, "--jobs", "2"}, {}},
           simulate,
           replace,
           rename,
           {"run", {"run", input("e.yaml"), "--out", out, "--jobs", "2"}, {}},
           {"sweep", {"sweep", input("sweep.yaml"), "--out", out, "--jobs", "2"}, {}},
           {"study", {"study", input("study.yaml"), "--out", out, "--jobs", "2"}, {}},
           {"report", {"report", "a", "b", "--out", out}, {"a", "b"}}};
}

void Bench::write_inputs() const {
  const std::string configs = setup_.configs.string();
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(input(name), std::ios::binary) << text;
  };
  write("w.yaml", kTraining);
  write("study.yaml", fmt::format(kStudy, kTraining));
  write("e.yaml", fmt::format(kExperiment, kTraining, configs));
  write("sweep.yaml", fmt::format(kSweep, configs));
  const std::vector<std::string> shapes{"--model", "lenet-5", "--dataset",    "cifar-10",
                                        "--batch", "4",       "--iterations", "40"};
  const auto trace = [&](const std::string& name, const std::string& schedule) {
    std::vector<std::string> words{"trace", "--schedule", schedule, "--out", input(name)};
    words.insert(words.end(), shapes.begin(), shapes.end());
    make(words);
  };
  reset({});
  trace("trace", "cpt:3-8,periods=2,backward=8");
  trace("static", "static:8,backward=8");
  for (const auto& [name, machine] :
       {std::pair("a", "plain_systolic_512"), std::pair("b", "plain_operand_serial_512"),
        std::pair("out", "plain_operand_serial_512")}) {
    make({"simulate", input("trace"), "--baseline", input("static"), "--mode", "analytic", "--arch",
          fmt::format("{}/arch/{}.yaml", configs, machine), "--out", input(name)});
  }
}

void Bench::make(const std::vector<std::string>& words) const {
  (void)undisturbed(Job{words.at(0), words, {}});
}

void Bench::reset(const Job& job) const {
  for (const char* name : {"work", "tmp"}) {
    fs::remove_all(stage() / name);
    fs::create_directory(stage() / name);
  }
  for (const std::string& name : job.given) {
    fs::copy(input(name), stage() / "work" / name, fs::copy_options::recursive);
  }
  fs::remove(folder_ / "output");
}

Process::Start Bench::start(const Job& job, Role role, std::uint64_t call, int signal) const {
  const fs::path shared = folder_ / "counters";
  fs::remove(shared);
  std::ofstream(shared, std::ios::binary) << std::string(sizeof(Counters), '\0');
  Process::Start start{
      .words = {setup_.program.string()},
      .environment = {{"METRONOME_CACHE", "off"},  // what is killed must have work to do
                      {"LD_PRELOAD", setup_.library.string()},
                      {"TMPDIR", (stage() / "tmp").string()},
                      {kCountersVariable, shared.string()},
                      {kRootVariable, stage().string()},
                      {kRoleVariable, std::to_string(static_cast<std::uint32_t>(role))},
                      {kCallVariable, std::to_string(call)},
                      {kSignalVariable, std::to_string(signal)}},
      .folder = stage() / "work",
      .output = folder_ / "output"};
  if (!job.exchange) {
    start.environment[kNoExchangeVariable] = "1";
  }
  start.words.insert(start.words.end(), job.words.begin(), job.words.end());
  return start;
}

Counted Bench::counted() const {
  Counters raw;
  std::ifstream in(folder_ / "counters", std::ios::binary);
  in.read(reinterpret_cast<char*>(&raw), sizeof(raw));
  return {{raw.calls[0], raw.calls[1]}, raw.workers, raw.fired > 0};
}

Undisturbed Bench::undisturbed(const Job& job) const {
  reset(job);
  const auto began = std::chrono::steady_clock::now();
  Process process(start(job));
  const auto ending = process.wait(kMost);
  if (!ending || ending->exit_code != 0) {
    throw std::runtime_error(fmt::format("{} ends with {}:\n{}", job.name,
                                         ending ? ending->text() : "no end",
                                         read_file(folder_ / "output")));
  }
  const auto time = std::chrono::steady_clock::now() - began;
  return {state(), time, counted()};
}

}  // namespace metronome::torture
