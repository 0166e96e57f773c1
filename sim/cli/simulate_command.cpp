#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/base/hash.hpp"
#include "sim/base/journal.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/experiment/experiment.hpp"
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

std::vector<fs::path> sources_of(const Options& options) {
  std::vector<fs::path> sources{options.text("arch")};
  for (const auto& [name, folder] : traces_of(options)) {
    sources.push_back(folder);
  }
  return sources;
}

std::string inputs_of(const Options& options, const arch::AcceleratorSpec& machine) {
  InputsText inputs;
  inputs.add("mode", options.text("mode"));
  for (const char* name : {"exact", "continuous"}) {
    inputs.add(name, options.flag(name) ? "true" : "false");
  }
  for (const auto& [name, folder] : traces_of(options)) {
    inputs.add_files(name, folder, trace::trace_files(folder));
  }
  experiment::add_machine(inputs, machine);
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

}  // namespace

void run_simulate(const Arguments& arguments) {
  Options options(
      "simulate TRACE --arch ARCH.yaml --out DIR [--baseline TRACE] [--statistics TRACE] "
      "[--mode analytic|cycle] [--exact] [--continuous] [--restart] [--allow-unlike] "
      "[--no-figures] [--jobs N] [--cache DIR|off] "
      "[--set KEY.PATH=VALUE]...",
      "Executes a training trace on an accelerator; writes cycles, counts, energy and a report.");
  add_simulate_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const ManifestClock clock("simulate", arguments);
  const auto machine =
      load_file<arch::AcceleratorSpec>(options.required("arch"), options.overrides());
  const auto mode = enum_from_name<Mode>(options.text("mode"));
  if (!mode) {
    throw UserError("`" + options.text("mode") + "` is not a mode", "analytic or cycle");
  }
  report::Manifest manifest = clock.manifest();
  experiment::add_inputs(manifest.recipe, machine);
  const TracesToRun read = read_traces(options, manifest.recipe);
  OutputFolder out({.path = options.required("out"),
                    .made_by = "simulate",
                    .inputs = inputs_of(options, machine) + options.decisive_text(),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = sources_of(options)});
  if (is_finished(out)) {
    print("Report: {}\n", path_text(out.path() / "report.html"));
    return;
  }
  if (options.figures()) {
    report::can_draw();
  }
  const std::unique_ptr<FileCache> cache = open_cache(options, out);
  out.clear_result();
  const EnergyTable table = experiment::complete_table(machine);
  Journal journal(out.work() / "finished.journal", manifest.recipe.version);
  ProgressLine line;
  auto runs =
      sim::simulate(read.traces, machine,
                    {.mode = *mode,
                     .prices = &table,
                     .statistics = read.statistics ? &*read.statistics : nullptr,
                     .continuous = options.flag("continuous"),
                     .exact = options.flag("exact"),
                     .jobs = options.jobs(),
                     .journal = &journal,
                     .cache = cache.get(),
                     .progress = [&](const sim::SimulateProgress& p) {
                       if (p.reused > 0 && p.done == p.reused) {
                         line.message(sim::reused_text(p));
                       }
                       line.show("simulating " + machine.name, p.share,
                                 fmt::format("{} of {} distinct operations", p.done, p.total));
                     }});
  line.clear();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const trace::Facts& workload = read.workloads[i];
    runs[i].training.insert(runs[i].training.end(), workload.begin(), workload.end());
  }
  manifest.wall_seconds = journal.seconds();
  const report::RunInputs inputs{
      .run = runs[0],
      .baseline = runs.size() > 1 ? &runs[1] : nullptr,
      .table = table,
      .metrics = read.traces[0].metrics,
      .baseline_metrics = runs.size() > 1 ? read.traces[1].metrics : report::Metrics{},
      .resolved_yaml = config::resolved_yaml(machine),
      .manifest = manifest,
      .allow_unlike = options.allow_unlike(),
      .figures = options.figures()};
  const std::string text = report::write_run_directory(inputs, out.result());
  out.publish();
  print("{}\n{}Report: {}\n", text, memory_text(runs), path_text(out.path() / "report.html"));
}

}  // namespace metronome::cli
