#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/draw.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "sim/sweep/sweep_files.hpp"

namespace metronome::cli {
namespace {

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
                                        const std::filesystem::path& folder, unsigned jobs,
                                        bool resume) {
  ProgressLine line;
  return sweep::run_points(
      points, folder,
      {.jobs = jobs, .resume = resume, .progress = [&](const sweep::SweepProgress& p) {
         line.show("sweep", static_cast<double>(p.done) / static_cast<double>(p.total),
                   fmt::format("{} of {} points, {} found finished", p.done, p.total, p.reused));
       }});
}

}  // namespace

void run_sweep(const Arguments& arguments) {
  Options options(
      "sweep SWEEP.yaml [--out DIR] [--tables DIR] [--jobs N] [--resume] [--set KEY.PATH=VALUE]...",
      "Runs every point of a grid of machines and trainings. Each result is kept as soon as it is\n"
      "there, so that a sweep that was killed goes on with --resume. Keys that all points share\n"
      "are set with --set base.KEY.PATH=VALUE.");
  options.add()("out", po::value<std::string>(), "result folder (results/runs/NAME)")(
      "tables", po::value<std::string>(), "folder for a second copy of tables and figures")(
      "resume", "keep the finished points of an earlier sweep into the same folder");
  options.add_jobs("points at a time, each in a process of its own; changes no result");
  options.add_set();
  options.positional("SWEEP.yaml", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const ManifestClock clock(command_text("sweep", arguments));
  const SplitOverrides overrides = split(options.overrides());
  const auto spec = load_file<sweep::SweepSpec>(options.arguments()[0], overrides.sweep);
  const std::filesystem::path out =
      options.has("out") ? options.text("out") : "results/runs/" + spec.name;
  require_replaceable(out, "manifest.json");
  report::can_draw();
  sweep::FinishedSweep finished{spec.name, {}, spec.objectives, spec.target_accuracy, {}, {}};
  for (const sweep::Axis& axis : spec.axes) {
    finished.axes.push_back(axis.name);
  }
  finished.points = sweep::grid_of(spec, overrides.points);
  // Written first: it marks the folder as ours while the points are still under way.
  report::Manifest manifest = clock.manifest();
  manifest.hashes["sweep"] = hex_digest(fnv1a(config::resolved_yaml(spec)));
  write_file_atomically(out / "manifest.json", report::manifest_json(manifest));
  write_file_atomically(out / "resolved.yaml", config::resolved_yaml(spec));
  finished.results =
      run_all(finished.points, out / "points", options.jobs(), options.has("resume"));
  manifest.figures = sweep::write_tables(finished, out);
  if (options.has("tables")) {
    sweep::write_tables(finished, options.text("tables"));
  }
  manifest.wall_seconds = clock.manifest().wall_seconds;
  write_file_atomically(out / "manifest.json", report::manifest_json(manifest));
  print("{}\nTable: {}\n", sweep::terminal_table(finished), path_text(out / "sweep.csv"));
}

}  // namespace metronome::cli
