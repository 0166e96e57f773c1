#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/training_report.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// The folder of a training: a trace with metrics, as `metronome train` writes it.
bool is_training(const fs::path& path) {
  return fs::exists(path / "step.yaml") && !fs::exists(path / "ledger.json");
}

/// A run directory itself, or, of an experiment's result folder, the run directories in it.
std::vector<fs::path> run_directories(const fs::path& path) {
  if (fs::exists(path / "ledger.json")) {
    return {path};
  }
  std::vector<fs::path> found;
  if (fs::is_directory(path)) {
    for (const auto& entry : fs::directory_iterator(path)) {
      if (fs::exists(entry.path() / "ledger.json")) {
        found.push_back(entry.path());
      }
    }
  }
  if (found.empty()) {
    throw UserError(Diagnostic{path.string(),
                               0,
                               0,
                               {},
                               "is no run directory",
                               "a folder that `metronome run`, `simulate` or `train` wrote"});
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Says in the manifest of a folder what became of its figures.
void note_figures(const fs::path& folder, const std::string& figures) {
  const fs::path file = folder / "manifest.json";
  if (fs::exists(file)) {
    write_file_atomically(file, report::with_figures(read_file(file), file.string(), figures));
  }
}

}  // namespace

void run_report(const Arguments& arguments) {
  Options options(
      "report RUN... [--out DIR]",
      "Writes the report of run directories again; of a trained trace its training curves. Of "
      "several runs with baselines, or of\n"
      "an experiment's folder, also the comparison, into --out (or that folder).");
  options.add()("out", po::value<std::string>(), "folder for the comparison");
  options.positional("RUN", 1, 1000);
  if (!options.parse(arguments)) {
    return;
  }
  report::can_draw();
  std::vector<report::LoadedRun> runs;
  std::vector<fs::path> folders;
  for (const std::string& argument : options.arguments()) {
    if (is_training(argument)) {
      note_figures(argument, report::write_training_report(trace::read_trace(argument), argument));
      print("Report: {}\n", path_text(fs::path(argument) / "report.html"));
      continue;
    }
    for (const fs::path& folder : run_directories(argument)) {
      runs.push_back(report::load_run(folder));
      folders.push_back(folder);
    }
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    report::write_run_directory(runs[i].inputs(), folders[i]);
    print("Report: {}\n", path_text(folders[i] / "report.html"));
  }
  if (runs.empty()) {
    return;
  }
  const fs::path only = options.arguments()[0];
  const bool experiment = options.arguments().size() == 1 && folders[0] != only;
  if (!options.has("out") && !experiment) {
    return;
  }
  const auto comparison = report::comparison_of(runs);
  const fs::path out = options.has("out") ? fs::path(options.text("out")) : only;
  note_figures(out, report::write_comparison(comparison, out));
  print("{}\nReport: {}\n", report::headline_text(report::compare(comparison)),
        path_text(out / "report.html"));
}

void run_price(const Arguments& arguments) {
  Options options(
      "price RUN --energy TABLE.yaml [--out DIR]",
      "Prices the ledger of a run with another energy table, without simulating again.");
  options.add()("energy", po::value<std::string>(), "energy table")(
      "out", po::value<std::string>(), "write a run directory with these prices");
  options.positional("RUN", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  report::LoadedRun loaded = report::load_run(options.arguments()[0]);
  loaded.table = report::repriced(loaded.table, load_file<EnergyTable>(options.required("energy")));
  const EnergyReport energy = report::cost_of(loaded.run, loaded.table).total.energy;
  for (std::size_t c = 0; c < kComponents; ++c) {
    const auto component = static_cast<Component>(c);
    print("{:<14} {:>14.6g} J\n", component_name(component), energy.of(component).count());
  }
  print("{:<14} {:>14.6g} J\n", "total", energy.total().count());
  if (options.has("out")) {
    const fs::path out = options.text("out");
    require_replaceable(out, "manifest.json");
    AtomicDirectory directory(out);
    report::write_run_directory(loaded.inputs(), directory.path());
    directory.commit();
    print("Report: {}\n", path_text(out / "report.html"));
  }
}

}  // namespace metronome::cli
