#include <fmt/format.h>

#include <set>

#include "sim/base/hash.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/draw.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "sim/sweep/sweep_files.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBase = "base.";

/// The overrides of the sweep's own keys, and those of its points (without "base.").
struct SplitOverrides {
  std::vector<config::Override> sweep;
  std::vector<config::Override> points;
};

SplitOverrides split(const std::vector<config::Override>& overrides) {
  SplitOverrides out;
  for (config::Override override : overrides) {
    if (override.path.starts_with(kBase)) {
      override.path.erase(0, std::string_view(kBase).size());
      out.points.push_back(std::move(override));
    } else {
      out.sweep.push_back(std::move(override));
    }
  }
  return out;
}

std::vector<sweep::PointResult> run_all(const std::vector<sweep::Point>& points,
                                        const std::filesystem::path& folder, unsigned jobs) {
  ProgressLine line;
  return sweep::run_points(
      points, folder,
      {.jobs = jobs, .progress = [&](const sweep::SweepProgress& p) {
         line.show("sweep", static_cast<double>(p.done) / static_cast<double>(p.total),
                   fmt::format("{} of {} points, {} found finished", p.done, p.total, p.reused));
       }});
}

/// The points' keys cover what each of them is made of.
std::string inputs_of(const sweep::SweepSpec& spec, const std::vector<sweep::Point>& points) {
  std::string keys;
  for (const sweep::Point& point : points) {
    keys += point.key + "\n";
  }
  return InputsText()
      .add("version", METRONOME_VERSION)
      .add_yaml("sweep", config::resolved_yaml(spec))
      .add("points", hex_digest(fnv1a(keys)))
      .text();
}

/// The sweep's file, and the trainings of its points.
std::vector<fs::path> sources_of(const fs::path& file, const std::vector<sweep::Point>& points) {
  std::set<fs::path> sources{file};
  for (const sweep::Point& point : points) {
    const sweep::TraceSpec& trace = point.spec.trace;
    for (const auto& folder : {trace.directory, trace.baseline_directory, trace.statistics}) {
      if (!folder.path.empty()) {
        sources.insert(folder.path);
      }
    }
  }
  return {sources.begin(), sources.end()};
}

}  // namespace

void run_sweep(const Arguments& arguments) {
  Options options(
      "sweep SWEEP.yaml [--out DIR] [--tables DIR] [--jobs N] [--restart] [--set "
      "KEY.PATH=VALUE]...",
      "Runs every point of a grid of machines and trainings. Each result is kept as soon as it is\n"
      "there, so that a sweep that was killed goes on when it is called again. Keys that all "
      "points share\n"
      "are set with --set base.KEY.PATH=VALUE.");
  options.add()("out", po::value<std::string>(), "result folder (results/runs/NAME)")(
      "tables", po::value<std::string>(), "folder for a second copy of tables and figures");
  options.add_jobs("points at a time, each in a process of its own; changes no result");
  options.add_restart();
  options.add_set();
  options.positional("SWEEP.yaml", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const ManifestClock clock(command_text("sweep", arguments));
  const SplitOverrides overrides = split(options.overrides());
  const auto spec = load_file<sweep::SweepSpec>(options.arguments()[0], overrides.sweep);
  sweep::FinishedSweep finished{spec.name, {}, spec.objectives, spec.target_accuracy, {}, {}};
  for (const sweep::Axis& axis : spec.axes) {
    finished.axes.push_back(axis.name);
  }
  finished.points = sweep::grid_of(spec, overrides.points);
  OutputFolder out({.path = options.has("out") ? options.text("out") : "results/runs/" + spec.name,
                    .made_by = "sweep",
                    .inputs = inputs_of(spec, finished.points),
                    .restart = options.restart(),
                    .sources = sources_of(options.arguments()[0], finished.points)});
  if (options.has("tables")) {
    require_outside(options.text("tables"), "--tables", out);
    require_output_files({fs::path(options.text("tables")) / "sweep.csv"},
                         {options.arguments()[0]});
  }
  const bool done = is_finished(out);
  report::can_draw();
  finished.results = run_all(finished.points, (done ? out.path() : out.result()) / "points",
                             options.jobs());
  if (!done) {
    report::Manifest manifest = clock.manifest();
    manifest.figures = sweep::write_tables(finished, out.result());
    manifest.hashes["sweep"] = hex_digest(fnv1a(config::resolved_yaml(spec)));
    write_file_atomically(out.result() / "resolved.yaml", config::resolved_yaml(spec));
    write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
    out.publish();
  }
  if (options.has("tables")) {
    sweep::write_tables(finished, options.text("tables"));
  }
  print("{}\nTable: {}\n", sweep::terminal_table(finished), path_text(out.path() / "sweep.csv"));
}

}  // namespace metronome::cli
