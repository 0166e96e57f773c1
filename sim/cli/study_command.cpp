#include <fmt/format.h>

#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/kept_files.hpp"
#include "sim/experiment/study.hpp"
#include "sim/experiment/study_costs.hpp"

namespace metronome::cli {
namespace {

bool parse_study_options(Options& options, const Arguments& arguments) {
  options.add()("out", po::value<std::string>(),
                "folder of the trainings (results/runs/NAME); finished ones are not repeated")(
      "table", po::value<std::string>(),
      "writes TABLE.csv and TABLE.md, too; in the folder of the trainings they are called `table`");
  options.add_jobs(
      "trainings at a time, each with its own memory; threads where fewer are left; changes no "
      "result");
  options.add_restart();
  options.add_set();
  options.positional("STUDY.yaml", 1, 1);
  return options.parse(arguments);
}

report::Recipe with_machines(const experiment::StudySpec& spec, report::Recipe recipe) {
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    experiment::add_inputs(recipe, machine, " " + machine.name);
  }
  return recipe;
}

/// The second table, empty where no machine prices the trainings.
struct PricedText {
  std::string csv, markdown;
};

PricedText priced(const experiment::StudySpec& spec, const std::filesystem::path& folder,
                  const report::Stamp& stamp, unsigned jobs, ProgressLine& line) {
  if (spec.accelerators.empty()) {
    return {};
  }
  const auto costs = experiment::study_costs(
      spec, folder, jobs,
      [&](const std::string& what, double share) { line.show("pricing " + what, share, ""); });
  line.clear();
  return {report::stamped_csv(experiment::study_costs_csv(spec, costs), stamp),
          experiment::study_costs_markdown(spec, costs)};
}

}  // namespace

void run_study(const Arguments& arguments) {
  Options options(
      "study STUDY.yaml [--out DIR] [--table TABLE] [--restart] [--jobs N] [--set "
      "KEY.PATH=VALUE]...",
      "Trains a workload under several schedules with several seeds and writes the table\n"
      "of test accuracies. Stopped at any moment, the same command goes on.");
  if (!parse_study_options(options, arguments)) {
    return;
  }
  const auto spec = load_file<experiment::StudySpec>(options.arguments()[0], options.overrides());
  const std::string& file = options.arguments()[0];
  OutputFolder out({.path = options.has("out") ? options.text("out") : "results/runs/" + spec.name,
                    .made_by = "study",
                    .inputs = experiment::study_inputs(spec),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = {file}});
  if (options.has("table")) {
    const std::string table = options.text("table");
    require_outside(table, "--table", out);
    require_output_files({table + ".csv", table + ".md", table + ".costs.csv"}, {file});
  }
  const bool finished = is_finished(out);

  const ManifestClock clock("study", arguments);
  ProgressLine line;
  const auto results = experiment::run_study(
      spec, out,
      {.jobs = options.jobs(),
       .progress =
           [&](const experiment::PartsProgress& p) {
             line.show("training", p.share, experiment::progress_text(p), p.seconds_left);
           },
       .message = [&](const std::string& text) { line.message(text); },
       .manifest = [&] { return clock.manifest(); }});
  line.clear();
  const report::Stamp stamp =
      experiment::study_stamp(spec, with_machines(spec, clock.manifest().recipe));
  const PricedText costs =
      priced(spec, finished ? out.path() : out.result(), stamp, options.jobs(), line);
  const std::string markdown =
      experiment::study_markdown(spec, results) + costs.markdown + report::stamp_markdown(stamp);
  const std::string csv = report::stamped_csv(experiment::study_csv(spec, results), stamp);
  const std::string recipe = report::recipe_json(stamp.recipe);
  if (!finished) {
    report::Manifest manifest = clock.manifest();
    manifest.recipe = stamp.recipe;
    write_file_atomically(out.result() / "table.csv", csv);
    write_file_atomically(out.result() / "table.md", markdown);
    if (!costs.csv.empty()) {
      write_file_atomically(out.result() / "costs.csv", costs.csv);
    }
    write_file_atomically(out.result() / "recipe.json", recipe);
    experiment::StudySpec kept = experiment::with_absolute_places(spec);
    kept.workload = experiment::with_kept_model(kept.workload, out.result());
    kept.accelerators = experiment::with_kept_tables(kept.accelerators, out.result());
    write_file_atomically(out.result() / "resolved.yaml", config::resolved_yaml(kept));
    write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
    out.publish();
  }
  const std::string table =
      options.has("table") ? options.text("table") : (out.path() / "table").string();
  if (options.has("table")) {
    write_file_durably(table + ".csv", csv);
    write_file_durably(table + ".md", markdown);
    write_file_durably(table + ".recipe.json", recipe);
    if (!costs.csv.empty()) {
      write_file_durably(table + ".costs.csv", costs.csv);
    }
  }
  print("{}\nTable: {}.md, {}.csv\n", markdown, path_text(table), path_text(table));
}

}  // namespace metronome::cli
