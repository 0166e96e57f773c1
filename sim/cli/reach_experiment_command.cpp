#include "sim/cli/reach_experiment_command.hpp"

#include <fmt/format.h>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/constrained_training_command.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/kept_files.hpp"
#include "sim/experiment/reach_experiment.hpp"
#include "sim/experiment/training.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/train/constrained/constrained_trace.hpp"

namespace metronome::cli {

bool is_reach_experiment(const std::filesystem::path& file) {
  return is_file(file) && kind_of(config::load_yaml(file), file).name ==
                              experiment::ReachExperimentSpec::kSchemaName;
}

void run_reach_experiment(const Options& options, const Arguments& arguments) {
  const std::string& file = options.arguments()[0];
  auto spec = load_file<experiment::ReachExperimentSpec>(file, options.overrides());
  experiment::check_reach_experiment(spec);  // refused before the training, not behind it
  std::vector<std::filesystem::path> sources{file};
  for (const auto& [key, read] : reach::files_of(spec.training)) {
    sources.push_back(read);
  }
  OutputFolder out({.path = options.has("out") ? options.text("out") : "results/runs/" + spec.name,
                    .made_by = "run",
                    .inputs = experiment::reach_experiment_inputs(spec),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = std::move(sources)});
  if (is_finished(out)) {
    return;
  }
  const ManifestClock clock("run", arguments);
  const std::unique_ptr<FileCache> cache = open_cache(options, out);
  ProgressLine line;
  const experiment::ReachExperimentResult result = experiment::run_reach_experiment(
      spec, {.jobs = options.jobs(),
             .work = out.work(),
             .cache = cache.get(),
             .progress = [&](const std::string& what, double share) { line.show(what, share, ""); },
             .message = [&](const std::string& text) { line.message(text); }});
  line.clear();
  out.clear_result();
  const std::filesystem::path folder = out.result();
  for (const experiment::ReachTraining& one : result.trainings) {
    write_constrained_training(one.spec, one.result, clock.manifest(), folder / one.name);
  }
  write_file_atomically(folder / "verdicts.csv", result.verdicts.csv());
  write_file_atomically(folder / "costs.csv", result.costs.csv());
  report::Manifest manifest = clock.manifest();
  manifest.recipe.seed = spec.training.seed;
  manifest.recipe.inputs["reach_experiment"] =
      content_digest(experiment::reach_experiment_inputs(spec));
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    experiment::add_inputs(manifest.recipe, machine, " " + machine.name);
  }
  spec.accelerators = experiment::with_kept_tables(std::move(spec.accelerators), folder);
  spec.training = reach::with_absolute_places(std::move(spec.training));
  write_file_atomically(folder / "resolved.yaml", config::resolved_yaml(spec));
  write_file_atomically(folder / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(folder / kManifestName, report::manifest_json(manifest));
  out.publish();
  print("{}\n{}\nOf seed {}. Tables: {}\n", result.verdicts.text(), result.costs.text(),
        spec.training.seed, path_text(out.path()));
}

}  // namespace metronome::cli
