#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/cli/amend.hpp"
#include "sim/cli/answer.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/run_folders.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/energy/accelergy.hpp"
#include "sim/energy/memories.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/training_report.hpp"
#include "sim/report/uncertainty_report.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// The folder of a training: a trace with metrics, as `metronome train` writes it.
bool is_training(const fs::path& path) {
  return trace::is_trace(path) && !path_exists(path / "ledger.json");
}

/// What made a training, by its manifest; empty where it has none.
report::Recipe recipe_of_folder(const fs::path& folder) {
  const fs::path file = folder / "manifest.json";
  return path_exists(file) ? report::parse_manifest(read_file(file), file.string()).recipe
                           : report::Recipe{};
}

/// What a comparison is made from: the digest of each run's ledger and prices, and its command.
void add_runs(report::Recipe& recipe, const std::vector<report::LoadedRun>& runs,
              const std::vector<fs::path>& folders) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string of = fmt::format(" {}", i + 1);
    recipe.inputs["ledger" + of] = file_digest((folders[i] / "ledger.json").string());
    if (runs[i].baseline) {
      recipe.inputs["baseline_ledger" + of] =
          file_digest((folders[i] / "baseline_ledger.json").string());
    }
    recipe.inputs["energy_table" + of] = file_digest((folders[i] / "energy.yaml").string());
    recipe.from.push_back(runs[i].manifest.recipe.command);
  }
}

/// A run with other prices.
struct Repriced {
  report::LoadedRun run;
  fs::path folder;  ///< below the output
};

/// The prices of --energy for a run: an energy table, or an ERT of Accelergy (with an ART), whose
/// values take the place of those of the run's own rows.
EnergyTable prices_for(const EnergyTable& of_run, const Options& options) {
  const fs::path file = options.required("energy");
  const config::Node node = config::load_yaml(file);
  if (!is_ert(node)) {
    if (options.has("art")) {
      throw UserError("--art belongs to an ERT", "an energy table has its areas");
    }
    return report::repriced(of_run, load_file<EnergyTable>(file));
  }
  if (!options.has("art")) {
    return with_reference_tables(of_run, node, nullptr);
  }
  const config::Node art = config::load_yaml(options.text("art"));
  return with_reference_tables(of_run, node, &art);
}

/// What the uncertainty of prices makes of runs, with the prices of --energy where it is given.
std::string uncertainty_of(const Options& options) {
  if (options.has("out")) {
    throw UserError("--uncertainty prints and writes nothing",
                    "price RUN --energy TABLE --out DIR");
  }
  std::vector<report::LoadedRun> runs;
  std::vector<fs::path> folders;
  for (const std::string& argument : options.arguments()) {
    for (const fs::path& folder : run_directories(argument)) {
      runs.push_back(report::load_run(folder));
      folders.push_back(folder);
      if (options.has("energy")) {
        runs.back().table = prices_for(runs.back().table, options);
      }
    }
  }
  tell_apart(runs, folders);
  report::ReportData data;
  for (const report::LoadedRun& loaded : runs) {
    add_entry(data, loaded.run, loaded.baseline ? &*loaded.baseline : nullptr, loaded.table,
              options.allow_unlike());
  }
  return report::uncertainty_text(data);
}

/// The run, and that of its baseline where an experiment has put it inside.
std::vector<Repriced> load_repriced(const fs::path& folder, const Options& options,
                                    const report::Recipe& recipe) {
  std::vector<Repriced> all;
  for (const fs::path& inner : {fs::path(), fs::path("baseline")}) {
    if (inner.empty() || path_exists(folder / inner / "ledger.json")) {
      report::LoadedRun run = report::load_run(folder / inner);
      run.table = prices_for(run.table, options);
      report::Recipe own = recipe;
      own.seed = run.manifest.recipe.seed;
      own.from = {run.manifest.recipe.command};
      own.inputs = run.manifest.recipe.inputs;
      own.inputs["ledger"] = file_digest((folder / inner / "ledger.json").string());
      own.inputs["energy_table"] = prices_digest(options.required("energy"));
      if (options.has("art")) {
        own.inputs["areas"] = file_digest(options.text("art"));
      }
      run.manifest.recipe = own;
      all.push_back({std::move(run), inner});
    }
  }
  return all;
}

/// Curves of a training, in its folder.
void report_training(const std::string& folder) {
  const trace::Trace trace = trace::read_trace(folder);
  if (trace.metrics.empty()) {
    throw UserError(Diagnostic{path_text(folder),
                               0,
                               0,
                               {},
                               "is a trace without metrics: there are no curves to draw",
                               "a folder of `metronome train WORKLOAD.yaml`, or of a run: "
                               "`metronome simulate " +
                                   path_text(folder) + " ...`"});
  }
  const report::Recipe recipe = recipe_of_folder(folder);
  amend(folder,
        [&](const fs::path& to) { return report::write_training_report(trace, recipe, to); });
  print("Report: {}\n", path_text(fs::path(folder) / "report.html"));
}

/// What `report` is to draw.
struct Named {
  std::vector<std::string> trainings;
  std::vector<report::LoadedRun> runs;
  std::vector<fs::path> folders;  ///< of each run
};

Named read_named(const Options& options) {
  Named named;
  for (const std::string& argument : options.arguments()) {
    if (is_training(argument)) {
      named.trainings.push_back(argument);
      continue;
    }
    for (const fs::path& folder : run_directories(argument)) {
      named.runs.push_back(report::load_run(folder));
      named.folders.push_back(folder);
    }
  }
  return named;
}

}  // namespace

void run_report(const Arguments& arguments) {
  Options options(
      "report RUN... [--out DIR] [--allow-unlike]",
      "Writes the report of run directories again; of a trained trace its training curves. Of "
      "several runs with baselines, or of\n"
      "an experiment's folder, also the comparison, into --out (or that folder).");
  options.add()("out", po::value<std::string>(), "folder for the comparison");
  options.add_allow_unlike();
  options.positional("RUN", 1, 1000);
  if (!options.parse(arguments)) {
    return;
  }
  report::can_draw();
  const ManifestClock clock("report", arguments);
  std::optional<OutputFolder> out;
  if (options.has("out")) {
    out.emplace(OutputRequest{.path = options.text("out"),
                              .made_by = "report",
                              .sources = {options.arguments().begin(), options.arguments().end()}});
  }
  Named named = read_named(options);
  for (const std::string& training : named.trainings) {
    report_training(training);
  }
  std::vector<report::LoadedRun>& runs = named.runs;
  const std::vector<fs::path>& folders = named.folders;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    amend(folders[i], [&](const fs::path& to) {
      report::write_run_directory(runs[i].inputs(options.allow_unlike()), to);
      return std::string();  // its manifest is among the files
    });
    print("Report: {}\n", path_text(folders[i] / "report.html"));
  }
  if (runs.empty()) {
    return;
  }
  const fs::path only = options.arguments()[0];
  // A folder that is not ours, with runs in it, gets no files.
  const bool experiment =
      options.arguments().size() == 1 && folders[0] != only && path_exists(only / kManifestName);
  if (!out && !experiment) {
    if (runs.size() > 1) {
      note("--out DIR would write the comparison of these {} runs\n", runs.size());
    }
    return;
  }
  report::Manifest manifest = clock.manifest();
  add_runs(manifest.recipe, runs, folders);
  tell_apart(runs, folders);
  if (!out) {
    manifest.recipe = recipe_of_folder(only);  // what the experiment wrote is written again
  }
  auto comparison = report::comparison_of(runs, manifest);
  comparison.allow_unlike = options.allow_unlike();
  const fs::path to = out ? out->path() : only;
  if (out) {
    manifest.figures = report::write_comparison(comparison, out->result());
    write_file_atomically(out->result() / kManifestName, report::manifest_json(manifest));
    out->publish();
  } else {
    amend(only,
          [&](const fs::path& staging) { return report::write_comparison(comparison, staging); });
  }
  print("{}\nReport: {}\n", report::headline(comparison), path_text(to / "report.html"));
}

namespace {

struct PriceOptions : Options {
  PriceOptions()
      : Options(
            "price RUN... [--energy TABLE.yaml|ERT.yaml [--art ART.yaml]] [--uncertainty] [--out "
            "DIR] [--allow-unlike]",
            "Prices the ledger of a run with another energy table, without simulating again; or "
            "says what the\n"
            "uncertainty of prices makes of runs: intervals, rankings, and the prices that "
            "decide.") {
    add()("energy", po::value<std::string>(), "energy table, or an ERT of Accelergy")(
        "art", po::value<std::string>(), "with an ERT: the areas")(
        "out", po::value<std::string>(), "write a run directory with these prices")(
        "uncertainty", po::bool_switch(),
        "energy and saving with their intervals, how often each ranking of the runs holds, and the "
        "ten prices that decide");
    add_allow_unlike();
    positional("RUN", 1, 100);
  }
};

void require_one_run(const Options& options) {
  if (options.arguments().size() > 1) {
    throw UserError("price takes one run", "several with --uncertainty");
  }
}

EnergyReport energy_of(const report::LoadedRun& loaded) {
  return report::cost_of(loaded.run, loaded.table).energy;
}

}  // namespace

Answer price_answer(const Arguments& arguments) {
  PriceOptions options;
  options.require(arguments);
  require_one_run(options);
  if (options.has("out") || options.flag("uncertainty")) {
    throw UserError("--out and --uncertainty are for the command line");
  }
  const std::vector<Repriced> all =
      load_repriced(options.arguments()[0], options, recipe_of("price", arguments));
  const EnergyReport energy = energy_of(all.front().run);
  Answer answer;
  for (const auto& [component, name] : kEnumRows<Component>) {
    answer.json[name] = energy.of(component).count();
  }
  answer.json["total"] = energy.total().count();
  return answer;
}

void run_price(const Arguments& arguments) {
  PriceOptions options;
  if (!options.parse(arguments)) {
    return;
  }
  if (options.flag("uncertainty")) {
    print("{}", uncertainty_of(options));
    return;
  }
  require_one_run(options);
  const ManifestClock clock("price", arguments);
  std::optional<OutputFolder> out;
  if (options.has("out")) {
    out.emplace(OutputRequest{.path = options.text("out"),
                              .made_by = "price",
                              .sources = {options.arguments()[0], options.required("energy")}});
  }
  refuse_system(options.arguments()[0]);
  const report::Manifest manifest = clock.manifest();
  const std::vector<Repriced> all = load_repriced(options.arguments()[0], options, manifest.recipe);
  const EnergyReport energy = energy_of(all.front().run);
  for (const auto& [component, name] : kEnumRows<Component>) {
    print("{:<14} {:>14.6g} J\n", name, energy.of(component).count());
  }
  print("{:<14} {:>14.6g} J\n", "total", energy.total().count());
  if (out) {
    for (const Repriced& one : all) {
      report::RunInputs inputs = one.run.inputs(options.allow_unlike());
      inputs.manifest.command = manifest.command;
      report::write_run_directory(inputs, out->result() / one.folder);
    }
    out->publish();
    print("Report: {}\n", path_text(out->path() / "report.html"));
  }
}

}  // namespace metronome::cli
