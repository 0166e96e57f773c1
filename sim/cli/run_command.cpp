#include <fmt/format.h>

#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/reach_experiment_command.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/cli/width_experiment_command.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/training.hpp"
#include "sim/report/draw.hpp"

namespace metronome::cli {
namespace {

/// What the experiment reads, which its result must not replace.
std::vector<std::filesystem::path> sources_of(const std::filesystem::path& file,
                                              const experiment::ExperimentSpec& spec) {
  std::vector<std::filesystem::path> sources = experiment::training_sources(spec.workload);
  sources.push_back(file);
  if (!spec.statistics.path.empty()) {
    sources.push_back(spec.statistics.path);
  }
  return sources;
}

}  // namespace

void run_experiment(const Arguments& arguments) {
  Options options(
      "run EXPERIMENT.yaml [--out DIR] [--restart] [--allow-unlike] [--no-figures] "
      "[--jobs N] [--cache DIR|off] "
      "[--set KEY.PATH=VALUE]...",
      "Trains with cycling precision and statically, writes both traces, simulates both\n"
      "on every accelerator of the experiment, prices and compares them. A search of widths\n"
      "(a file with `uniform_bits`) is run as docs/width_search.md says, a training under a\n"
      "reachability constraint (a file with `training`) as docs/reachability.md does.\n"
      "Stopped at any moment, the same command goes on and ends with the same bytes.");
  options.add()("out", po::value<std::string>(), "result folder (results/runs/NAME)");
  options.add_jobs("threads and processes; changes no result");
  options.add_restart();
  options.add_allow_unlike();
  options.add_no_figures();
  add_cache_option(options);
  options.add_set();
  options.positional("EXPERIMENT.yaml", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  if (is_width_experiment(options.arguments()[0])) {
    run_width_experiment(options, arguments);
    return;
  }
  if (is_reach_experiment(options.arguments()[0])) {
    run_reach_experiment(options, arguments);
    return;
  }
  const auto spec =
      load_file<experiment::ExperimentSpec>(options.arguments()[0], options.overrides());
  OutputFolder out({.path = options.has("out") ? options.text("out") : "results/runs/" + spec.name,
                    .made_by = "run",
                    .inputs = experiment::experiment_inputs(spec) + options.decisive_text(),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = sources_of(options.arguments()[0], spec)});
  if (is_finished(out)) {
    print("Report: {}\n", path_text(out.path() / "report.html"));
    return;
  }
  if (options.figures()) {
    report::can_draw();
  }

  const std::unique_ptr<FileCache> cache = open_cache(options, out);
  const ManifestClock clock("run", arguments);
  ProgressLine line;
  experiment::ExperimentOptions run;
  run.jobs = options.jobs();
  run.progress = [&](const experiment::Progress& p) {
    line.show(p.what, p.share, p.detail, p.seconds_left);
  };
  run.allow_unlike = options.allow_unlike();
  run.figures = options.figures();
  run.cache = cache.get();
  run.message = [&](const std::string& text) { line.message(text); };
  run.manifest = [&] { return clock.manifest(); };
  const std::string text = experiment::run_experiment(spec, out, run);
  line.clear();
  print("{}\nReport: {}\n", text, path_text(out.path() / "report.html"));
}

}  // namespace metronome::cli
