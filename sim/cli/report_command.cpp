#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/base/amended_folder.hpp"
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

/// Writes files into a finished result; `write` returns what became of the figures, which the
/// result's manifest then says.
template <class Write>
void amend(const fs::path& folder, const Write& write) {
  AmendedFolder amended(folder);
  const std::string figures = write(amended.staging());
  const fs::path before = folder / kManifestName;
  const fs::path after = amended.staging() / kManifestName;
  if (!fs::exists(after) && fs::exists(before)) {
    write_file_atomically(after,
                          report::with_figures(read_file(before), before.string(), figures));
  }
  amended.apply();
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
  const ManifestClock clock(command_text("report", arguments));
  std::optional<OutputFolder> out;
  if (options.has("out")) {
    out.emplace(OutputRequest{.path = options.text("out"),
                              .made_by = "report",
                              .sources = {options.arguments().begin(), options.arguments().end()}});
  }
  std::vector<report::LoadedRun> runs;
  std::vector<fs::path> folders;
  for (const std::string& argument : options.arguments()) {
    if (is_training(argument)) {
      const trace::Trace trace = trace::read_trace(argument);
      amend(argument, [&](const fs::path& to) { return report::write_training_report(trace, to); });
      print("Report: {}\n", path_text(fs::path(argument) / "report.html"));
      continue;
    }
    for (const fs::path& folder : run_directories(argument)) {
      runs.push_back(report::load_run(folder));
      folders.push_back(folder);
    }
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    amend(folders[i], [&](const fs::path& to) {
      report::write_run_directory(runs[i].inputs(), to);
      return std::string();  // its manifest is among the files
    });
    print("Report: {}\n", path_text(folders[i] / "report.html"));
  }
  if (runs.empty()) {
    return;
  }
  const fs::path only = options.arguments()[0];
  const bool experiment = options.arguments().size() == 1 && folders[0] != only;
  if (!out && !experiment) {
    return;
  }
  const auto comparison = report::comparison_of(runs);
  const fs::path to = out ? out->path() : only;
  if (out) {
    report::Manifest manifest = clock.manifest();
    manifest.figures = report::write_comparison(comparison, out->result());
    write_file_atomically(out->result() / kManifestName, report::manifest_json(manifest));
    out->publish();
  } else {
    amend(only, [&](const fs::path& staging) {
      return report::write_comparison(comparison, staging);
    });
  }
  print("{}\nReport: {}\n", report::headline_text(report::compare(comparison)),
        path_text(to / "report.html"));
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
  std::optional<OutputFolder> out;
  if (options.has("out")) {
    out.emplace(OutputRequest{.path = options.text("out"),
                              .made_by = "price",
                              .sources = {options.arguments()[0], options.required("energy")}});
  }
  report::LoadedRun loaded = report::load_run(options.arguments()[0]);
  loaded.table = report::repriced(loaded.table, load_file<EnergyTable>(options.required("energy")));
  const EnergyReport energy = report::cost_of(loaded.run, loaded.table).total.energy;
  for (std::size_t c = 0; c < kComponents; ++c) {
    const auto component = static_cast<Component>(c);
    print("{:<14} {:>14.6g} J\n", component_name(component), energy.of(component).count());
  }
  print("{:<14} {:>14.6g} J\n", "total", energy.total().count());
  if (out) {
    report::write_run_directory(loaded.inputs(), out->result());
    out->publish();
    print("Report: {}\n", path_text(out->path() / "report.html"));
  }
}

}  // namespace metronome::cli
