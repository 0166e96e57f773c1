#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/base/hash.hpp"
#include "sim/base/journal.hpp"
#include "sim/chips/system_chips.hpp"
#include "sim/chips/system_files.hpp"
#include "sim/chips/system_page.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/simulated_system.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/training.hpp"
#include "sim/experiment/training_facts.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/names.hpp"
#include "workloads/trace/trace_digest.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// What the levels need of the DRAM, in two lines for a terminal.
std::string memory_text(const std::vector<RunResult>& runs) {
  double most = 0;
  std::vector<double> starts;
  for (const RunResult& run : runs) {
    for (const LevelResult& level : run.levels) {
      most = std::max(most, static_cast<double>(level.footprint.count()));
      if (const auto cost = run.canonical_start_cost(level)) {
        starts.push_back(100 * *cost);
      }
    }
  }
  std::string text =
      fmt::format("An iteration's tensors need {:.3g} GiB of DRAM.\n", most / (1ULL << 30));
  if (!starts.empty()) {
    const auto [least, highest] = std::minmax_element(starts.begin(), starts.end());
    text += fmt::format(
        "Starting every operation from a canonical DRAM state changes the cycles of an iteration "
        "by {:+.3f} to {:+.3f} %.\n",
        *least, *highest);
  }
  return text;
}

/// The traces that are read: the option's name, empty for the run itself, and the folder.
std::vector<std::pair<std::string, fs::path>> traces_of(const Options& options) {
  std::vector<std::pair<std::string, fs::path>> traces{{"trace", options.arguments()[0]}};
  for (const char* name : {"baseline", "statistics"}) {
    if (options.has(name)) {
      traces.emplace_back(name, options.text(name));
    }
  }
  return traces;
}

std::vector<fs::path> sources_of(const Options& options, std::vector<fs::path> sources) {
  if (options.has("system")) {
    sources.emplace_back(options.text("system"));
  }
  for (const auto& [name, folder] : traces_of(options)) {
    sources.push_back(folder);
  }
  return sources;
}

std::string inputs_of(const Options& options, const std::vector<arch::AcceleratorSpec>& machines,
                      const std::optional<links::SystemSpec>& system) {
  InputsText inputs;
  inputs.add("mode", options.text("mode"));
  for (const char* name : {"exact", "continuous"}) {
    inputs.add(name, options.flag(name) ? "true" : "false");
  }
  for (const auto& [name, folder] : traces_of(options)) {
    inputs.add_files(name, folder, trace::trace_files(folder));
  }
  for (std::size_t i = 0; i < machines.size(); ++i) {
    if (machines.size() > 1) {
      inputs.add("stage", fmt::format("{}", i));
    }
    experiment::add_machine(inputs, machines[i]);
  }
  if (system) {
    inputs.add_yaml("system", system_inputs(*system));
  }
  return inputs.text();
}

/// The run, and its baseline where there is one.
struct TracesToRun {
  std::vector<trace::Trace> traces;
  std::vector<trace::Facts> workloads;
  std::optional<trace::Trace> statistics;
};

/// Refuses a baseline that is another training in more than precision; adds digests to the recipe.
TracesToRun read_traces(const Options& options, report::Recipe& recipe) {
  const auto read = [&](const std::string& what, const std::string& folder) {
    recipe.inputs[what] = trace::trace_digest(folder);
    return experiment::load_training(folder);
  };
  const experiment::Training training = read("trace", options.arguments()[0]);
  TracesToRun out{{training.trace}, {training.workload}, {}};
  if (options.has("baseline")) {
    const experiment::Training baseline = read("baseline", options.text("baseline"));
    report::require_alike(options.arguments()[0] + " and its baseline " + options.text("baseline"),
                          trace::differences(training.facts(), baseline.facts()),
                          options.allow_unlike());
    out.traces.push_back(baseline.trace);
    out.workloads.push_back(baseline.workload);
  }
  if (options.has("statistics")) {
    out.statistics = read("statistics", options.text("statistics")).trace;
  }
  return out;
}

void add_simulate_options(Options& options) {
  options.add()("arch", po::value<std::string>(), "accelerator file; see `metronome list archs`")(
      "system", po::value<std::string>(),
      "system file: several such accelerators share the batch (docs/chips.md)")(
      "out", po::value<std::string>(), "run folder")("baseline", po::value<std::string>(),
                                                     "trace of the training to compare with")(
      "statistics", po::value<std::string>(),
      "trace of another training, whose value statistics time a value-dependent array")(
      "mode", po::value<std::string>()->default_value("cycle"), "analytic or cycle")(
      "exact", po::bool_switch(),
      "simulate every tile of every operation, none from its steady state")(
      "continuous", po::bool_switch(),
      "measure what starting every operation from a canonical DRAM state costs");
  options.add_jobs("worker processes; changes no result");
  add_cache_option(options);
  options.add_restart();
  options.add_allow_unlike();
  options.add_no_figures();
  options.add_set();
  options.positional("TRACE", 1, 1);
}

/// What a simulation is made from.
struct Simulation {
  const Options& options;
  const TracesToRun& read;
  const std::vector<arch::AcceleratorSpec>& machines;
  const std::vector<EnergyTable>& tables;  ///< of each machine
  ProgressLine& line;
  sim::SimulateOptions how;

  /// The simulation itself has ended.
  void ended(report::Manifest& manifest) const {
    line.clear();
    manifest.wall_seconds = how.journal->seconds();
  }
};

/// Adds what is known of the trainings to the runs.
void add_workloads(RunResult& run, const TracesToRun& read, std::size_t index) {
  const trace::Facts& workload = read.workloads[index];
  run.training.insert(run.training.end(), workload.begin(), workload.end());
}

report::RunInputs run_inputs(const Simulation& simulation, std::size_t machine,
                             const RunResult& run, const RunResult* baseline,
                             const report::Manifest& manifest) {
  const std::vector<trace::Trace>& traces = simulation.read.traces;
  return {.run = run,
          .baseline = baseline,
          .table = simulation.tables[machine],
          .metrics = traces[0].metrics,
          .baseline_metrics = baseline != nullptr ? traces[1].metrics : report::Metrics{},
          .resolved_yaml = experiment::resolved_machine(simulation.machines[machine]),
          .manifest = manifest,
          .allow_unlike = simulation.options.allow_unlike(),
          .figures = simulation.options.figures()};
}

/// Writes the run of one accelerator; returns what a terminal shows.
std::string on_machine(const Simulation& simulation, report::Manifest manifest,
                       const fs::path& out) {
  SimulationTime took;
  sim::SimulateOptions how = simulation.how;
  how.took = &took;
  auto runs = sim::simulate(simulation.read.traces, simulation.machines[0], how);
  simulation.ended(manifest);
  manifest.simulation = took;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    add_workloads(runs[i], simulation.read, i);
  }
  const RunResult* baseline = runs.size() > 1 ? &runs[1] : nullptr;
  const std::string text =
      report::write_run_directory(run_inputs(simulation, 0, runs[0], baseline, manifest), out);
  return text + "\n" + memory_text(runs);
}

/// The folder of one chip's run: `chip`, of a pipeline `stage0`, `stage1`, ...
std::string chip_folder(bool pipeline, std::size_t number) {
  return pipeline ? fmt::format("stage{}", number) : "chip";
}

/// The system as it ran, which runs anew from beside its chips' folders.
links::SystemFile system_file(const Simulation& simulation, const links::SystemSpec& system,
                              const chips::SystemRun& run) {
  links::SystemFile file{.system = system};
  const bool pipeline = !run.stages.empty();
  const auto machine = [&](std::size_t number) {
    return config::FilePath{fs::path(chip_folder(pipeline, number)) / "resolved.yaml"};
  };
  file.system.machine.reset();
  file.system.machines.clear();
  if (simulation.machines.size() == 1) {
    file.system.machine = machine(0);
  } else {
    for (std::size_t i = 0; i < simulation.machines.size(); ++i) {
      file.system.machines.push_back(machine(i));
    }
  }
  auto& begins = file.system.parallel.pipeline.stages;
  for (std::size_t i = begins.size() + 1; i < run.stages.size(); ++i) {
    begins.push_back(run.stages[i].first_layer);
  }
  return file;
}

void write_chips(const Simulation& simulation, const chips::SystemRun& run,
                 const chips::SystemRun* baseline, const report::Manifest& manifest,
                 const fs::path& out) {
  const bool pipeline = !run.stages.empty();
  for (std::size_t i = 0; i < (pipeline ? run.stages.size() : 1); ++i) {
    (void)report::write_run_directory(
        run_inputs(simulation, simulation.machines.size() == 1 ? 0 : i, run.run_of(i),
                   baseline != nullptr ? &baseline->run_of(i) : nullptr, manifest),
        out / chip_folder(pipeline, i));
  }
}

/// Writes the run of a system, and those of its chips below it.
std::string on_system(const Simulation& simulation, const links::SystemSpec& system,
                      report::Manifest manifest, const fs::path& out) {
  chips::SystemChips shared(simulation.read.traces, simulation.machines, system, simulation.tables,
                            simulation.how);
  std::vector<chips::SystemRun> runs;
  for (std::size_t i = 0; i < shared.traces(); ++i) {
    shared.add_facts(i, simulation.read.workloads[i]);
    runs.push_back(shared.on(i, system));
  }
  simulation.ended(manifest);
  const chips::SystemRun* baseline = runs.size() > 1 ? &runs[1] : nullptr;
  write_chips(simulation, runs[0], baseline, manifest, out);
  const report::Stamp stamp{chips::system_identity(runs[0], baseline, simulation.tables),
                            manifest.recipe};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const report::Stamp own{
        chips::system_identity(runs[i], i == 0 ? baseline : nullptr, simulation.tables),
        manifest.recipe};
    for (const auto& [name, text] : chips::system_tables(runs[i], own)) {
      write_file_atomically(i == 0 ? out / name : out / "baseline" / name, text);
    }
  }
  write_file_atomically(out / "system.json", chips::system_json(runs[0], baseline, stamp));
  write_file_atomically(out / "report.html", chips::system_page(runs[0], baseline, stamp));
  write_file_atomically(out / "system.yaml",
                        config::resolved_yaml(system_file(simulation, system, runs[0])));
  write_file_atomically(out / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out / kManifestName, report::manifest_json(manifest));
  return chips::system_text(runs[0], baseline);
}

sim::SimulateOptions how_to_simulate(const Options& options, Mode mode, const EnergyTable& table) {
  sim::SimulateOptions how;
  how.mode = mode;
  how.prices = &table;
  how.continuous = options.flag("continuous");
  how.exact = options.flag("exact");
  how.jobs = options.jobs();
  return how;
}

void show(ProgressLine& line, const std::string& machine, const sim::SimulateProgress& p) {
  if (p.reused > 0 && p.done == p.reused) {
    line.message(sim::reused_text(p));
  }
  line.show("simulating " + machine, p.share,
            fmt::format("{} of {} distinct operations", p.done, p.total));
}

}  // namespace

void run_simulate(const Arguments& arguments) {
  Options options(
      "simulate TRACE --arch ARCH.yaml --out DIR [--system SYSTEM.yaml] [--baseline TRACE] "
      "[--statistics TRACE] "
      "[--mode analytic|cycle] [--exact] [--continuous] [--restart] [--allow-unlike] "
      "[--no-figures] [--jobs N] [--cache DIR|off] "
      "[--set KEY.PATH=VALUE]...",
      "Executes a training trace on an accelerator, or with --system on several that share each\n"
      "batch; writes cycles, counts, energy and a report.");
  add_simulate_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const ManifestClock clock("simulate", arguments);
  const std::optional<links::SystemSpec> system = system_of(options);
  if (system && options.flag("continuous")) {
    throw UserError("--continuous has no effect on a system", "it measures one accelerator");
  }
  const std::vector<fs::path> files = machine_files(options, system);
  const auto machines = machines_of(options, files, system.has_value());
  const auto mode = enum_from_name<Mode>(options.text("mode"));
  if (!mode) {
    throw UserError("`" + options.text("mode") + "` is not a mode", "analytic or cycle");
  }
  report::Manifest manifest = clock.manifest();
  for (std::size_t i = 0; i < machines.size(); ++i) {
    experiment::add_inputs(manifest.recipe, machines[i],
                           machines.size() > 1 ? fmt::format(" of stage {}", i) : "");
  }
  if (system) {
    manifest.recipe.inputs["system"] = content_digest(system_inputs(*system));
  }
  const TracesToRun read = read_traces(options, manifest.recipe);
  if (system && !options.allow_unlike()) {
    experiment::require_trained_chips({read.traces[0], read.workloads[0]}, options.arguments()[0],
                                      *system, experiment::ChipCount::as_trained);
  }
  OutputFolder out({.path = options.required("out"),
                    .made_by = "simulate",
                    .inputs = inputs_of(options, machines, system) + options.decisive_text(),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = sources_of(options, files)});
  if (is_finished(out)) {
    print("Report: {}\n", path_text(out.path() / "report.html"));
    return;
  }
  if (options.figures()) {
    report::can_draw();
  }
  const std::unique_ptr<FileCache> cache = open_cache(options, out);
  out.clear_result();
  const std::vector<EnergyTable> tables = prices_of(machines);
  Journal journal(out.work() / "finished.journal", manifest.recipe.version);
  ProgressLine line;
  Simulation simulation{options, read, machines,
                        tables,  line, how_to_simulate(options, *mode, tables.front())};
  simulation.how.statistics = read.statistics ? &*read.statistics : nullptr;
  simulation.how.journal = &journal;
  simulation.how.cache = cache.get();
  simulation.how.progress = [&](const sim::SimulateProgress& p) {
    show(line, machines.front().name, p);
  };
  const std::string text = system ? on_system(simulation, *system, manifest, out.result())
                                  : on_machine(simulation, manifest, out.result());
  out.publish();
  print("{}Report: {}\n", text, path_text(out.path() / "report.html"));
}

}  // namespace metronome::cli
