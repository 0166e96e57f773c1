#include "sim/cli/width_experiment_command.hpp"

#include <algorithm>

#include "sim/base/files.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/experiment/training.hpp"
#include "sim/experiment/width_experiment.hpp"

namespace metronome::cli {

bool is_width_experiment(const std::filesystem::path& file) {
  if (!is_file(file)) {
    return false;
  }
  const config::Node node = config::load_yaml(file);
  const auto used = [&](const std::vector<std::string>& keys) {
    return std::count_if(keys.begin(), keys.end(),
                         [&](const std::string& key) { return node.find(key) != nullptr; });
  };
  return used(config::schema_of<experiment::WidthExperimentSpec>().keys()) >
         used(config::schema_of<experiment::ExperimentSpec>().keys());
}

void run_width_experiment(const Options& options, const Arguments& arguments) {
  const std::string& file = options.arguments()[0];
  const auto spec = load_file<experiment::WidthExperimentSpec>(file, options.overrides());
  std::vector<std::filesystem::path> sources = experiment::training_sources(spec.workload);
  sources.emplace_back(file);
  OutputFolder out({.path = options.has("out") ? options.text("out") : "results/runs/" + spec.name,
                    .made_by = "run",
                    .inputs = experiment::width_experiment_inputs(spec),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = std::move(sources)});
  if (is_finished(out)) {
    print("Tables: {}\n", path_text(out.path() / "choices.csv"));
    return;
  }
  const std::unique_ptr<FileCache> cache = open_cache(options, out);
  const ManifestClock clock("run", arguments);
  ProgressLine line;
  experiment::ExperimentOptions run;
  run.jobs = options.jobs();
  run.progress = [&](const experiment::Progress& p) {
    line.show(p.what, p.share, p.detail, p.seconds_left);
  };
  run.cache = cache.get();
  run.message = [&](const std::string& text) { line.message(text); };
  run.manifest = [&] { return clock.manifest(); };
  const std::string text = experiment::run_width_experiment(spec, out, run);
  line.clear();
  print("{}\nTables: {}\n", text, path_text(out.path() / "choices.csv"));
}

}  // namespace metronome::cli
