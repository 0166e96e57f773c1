#include "sim/cli/schedule_search_command.hpp"

#include <fmt/format.h>

#include <memory>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/training.hpp"
#include "sim/sweep/run_schedule_search.hpp"
#include "workloads/schedule/csv_schedule.hpp"

namespace metronome::cli {
namespace {

std::vector<std::filesystem::path> sources_of(const std::filesystem::path& file,
                                              const sweep::ScheduleSearchSpec& spec) {
  std::vector<std::filesystem::path> sources = experiment::training_sources(spec.workload);
  sources.push_back(file);
  for (const auto& texts : {spec.schedules.also, spec.baselines}) {
    for (const std::string& text : texts) {
      if (const auto schedule = schedule::schedule_file(text)) {
        sources.emplace_back(*schedule);
      }
    }
  }
  return sources;
}

report::Recipe schedule_search_recipe(const sweep::ScheduleSearchSpec& spec,
                                      report::Recipe recipe) {
  recipe.seed = spec.seed;
  recipe.inputs["schedule_search"] = content_digest(sweep::schedule_search_inputs(spec));
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    experiment::add_inputs(recipe, machine, " " + machine.name);
  }
  return recipe;
}

/// Options of searches whose points are simulated one by one.
void refuse_spreading(const Options& options) {
  for (const char* name : {"shard", "submit", "gather", "dry-run"}) {
    if (options.given(name)) {
      throw UserError(fmt::format("--{}: the trainings of a search over schedules run on one "
                                  "computer",
                                  name),
                      "--jobs N: so many at a time");
    }
  }
}

}  // namespace

bool is_schedule_search(const std::filesystem::path& file) {
  return is_file(file) &&
         kind_of(config::load_yaml(file), file).name == sweep::ScheduleSearchSpec::kSchemaName;
}

void run_schedule_search(const Options& options, const Arguments& arguments) {
  refuse_spreading(options);
  const std::filesystem::path file = options.arguments()[0];
  const auto spec = load_file<sweep::ScheduleSearchSpec>(file, options.overrides());
  OutputFolder out({.path = options.has("out") ? options.text("out") : "results/runs/" + spec.name,
                    .made_by = "search",
                    .inputs = sweep::schedule_search_inputs(spec) + options.decisive_text(),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = sources_of(file, spec)});
  if (!is_finished(out)) {
    const std::unique_ptr<FileCache> cache = open_cache(options, out);
    const ManifestClock clock("search", arguments);
    ProgressLine line;
    const sweep::FinishedScheduleSearch finished = sweep::run_schedule_search(
        spec, out,
        {.jobs = options.jobs(),
         .cache = cache.get(),
         .progress = [&](const std::string& what, double share,
                         const std::string& detail) { line.show(what, share, detail); },
         .message = [&](const std::string& text) { line.message(text); },
         .manifest = [&] { return clock.manifest(); }});
    line.clear();
    report::Manifest manifest = clock.manifest();
    manifest.recipe = schedule_search_recipe(spec, manifest.recipe);
    sweep::write_schedule_search(spec, finished, manifest.recipe, out.result());
    write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
    out.publish();
  }
  print("{}\nTables: {}\n", read_file(out.path() / "search.md"),
        path_text(out.path() / "final.csv"));
}

}  // namespace metronome::cli
