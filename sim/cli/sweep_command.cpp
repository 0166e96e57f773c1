#include <fmt/format.h>

#include <optional>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/cli/amend.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/draw.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "sim/sweep/sweep_files.hpp"
#include "sim/sweep/sweep_status.hpp"

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
                                        const std::filesystem::path& folder, unsigned jobs,
                                        FileCache* cache) {
  ProgressLine line;
  return sweep::run_points(
      points, folder,
      {.jobs = jobs,
       .progress =
           [&](const sweep::SweepProgress& p) {
             line.show(
                 "sweep", static_cast<double>(p.done) / static_cast<double>(p.total),
                 fmt::format("{} of {} points, {} found finished", p.done, p.total, p.reused));
           },
       .cache = cache});
}

/// The points' keys cover what each of them is made of.
std::string inputs_of(const sweep::SweepSpec& spec, const std::vector<sweep::Point>& points) {
  std::string keys;
  for (const sweep::Point& point : points) {
    keys += sweep::inputs_text(point) + "\n";
  }
  return InputsText()
      .add_yaml("sweep", config::resolved_yaml(spec))
      .add("points", hex_digest(fnv1a(keys)))
      .text();
}

/// The sweep's file, and the trainings of its points.
std::vector<fs::path> sources_of(const fs::path& file, const std::vector<sweep::Point>& points) {
  std::set<fs::path> sources{file};
  for (const sweep::Point& point : points) {
    const sweep::TraceSpec& trace = point.spec.trace;
    for (const auto& folder :
         {trace.directory, trace.baseline_directory, trace.statistics, trace.accuracy_table}) {
      if (!folder.path.empty()) {
        sources.insert(folder.path);
      }
    }
    if (trace.model.is_file()) {
      sources.insert(std::string(trace.model));
    }
  }
  return {sources.begin(), sources.end()};
}

std::string out_folder(const Options& options, const sweep::SweepSpec& spec) {
  return options.has("out") ? options.text("out") : "results/runs/" + spec.name;
}

/// Of a finished sweep, or of one that is under way or was interrupted. CheckFailed while results
/// are missing.
void print_status(const sweep::FinishedSweep& sweep, const std::string& out,
                  const Options& options) {
  const fs::path place = (fs::path(out) / "").parent_path();  // without a slash at its end
  const fs::path finished = place / "points";
  const fs::path begun = fs::path(place.string() + ".partial") / "result" / "points";
  const sweep::SweepStatus status =
      sweep::status_of(sweep.points, path_exists(begun) ? begun : finished);
  print("{}", options.flag("json") ? sweep::status_json(status) : sweep::status_text(status));
  if (status.missing() > 0) {
    throw CheckFailed(
        fmt::format("{} of {} results are missing; the same command without --status "
                    "goes on",
                    status.missing(), status.results));
  }
}

void add_sweep_options(Options& options) {
  options.add()("out", po::value<std::string>(), "result folder (results/runs/NAME)")(
      "tables", po::value<std::string>(), "folder for a second copy of tables and figures");
  options.add_jobs("points at a time, each in a process of its own; changes no result");
  add_cache_option(options);
  options.add_restart();
  options.add_allow_unlike();
  options.add_set();
  options.add()("dry-run", po::bool_switch(),
                "read all configurations, print the points, and write nothing")(
      "status", po::bool_switch(),
      "say how much is done, and write nothing; exit code 4 while results are missing")(
      "json", po::bool_switch(), "with --status: print JSON");
  options.positional("SWEEP.yaml", 1, 1);
}

/// The points, without their results.
sweep::FinishedSweep read_points(const sweep::SweepSpec& spec,
                                 const std::vector<config::Override>& overrides,
                                 bool allow_unlike) {
  sweep::FinishedSweep finished{.name = spec.name,
                                .axes = {},
                                .objectives = spec.objectives,
                                .target_accuracy = spec.target_accuracy,
                                .points = {},
                                .results = {}};
  for (const sweep::Axis& axis : spec.axes) {
    finished.axes.push_back(axis.name);
  }
  finished.reference = sweep::reference_of(spec.axes);
  finished.points = sweep::grid_of(spec, overrides);
  finished.identity = sweep::identity_of(finished.points, allow_unlike);
  return finished;
}

}  // namespace

void run_sweep(const Arguments& arguments) {
  Options options(
      "sweep SWEEP.yaml [--out DIR] [--tables DIR] [--jobs N] [--cache DIR|off] [--restart] "
      "[--allow-unlike] [--dry-run] [--status [--json]] "
      "[--set KEY.PATH=VALUE]...",
      "Runs every point of a grid of machines and trainings. Each result is kept as soon as it is\n"
      "there, so that a sweep that was killed goes on when it is called again. Keys that all "
      "points share\n"
      "are set with --set base.KEY.PATH=VALUE.");
  add_sweep_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const ManifestClock clock("sweep", arguments);
  const SplitOverrides overrides = split(options.overrides());
  const auto spec = load_file<sweep::SweepSpec>(options.arguments()[0], overrides.sweep);
  sweep::FinishedSweep finished = read_points(spec, overrides.points, options.allow_unlike());
  if (options.flag("status")) {
    print_status(finished, out_folder(options, spec), options);
    return;
  }
  if (options.flag("dry-run")) {
    print("{}", sweep::points_text(finished));
    return;
  }
  std::optional<OutputFolder> made(
      std::in_place,
      OutputRequest{.path = out_folder(options, spec),
                    .made_by = "sweep",
                    .inputs = inputs_of(spec, finished.points) + options.decisive_text(),
                    .program = program(),
                    .restart = options.restart(),
                    .sources = sources_of(options.arguments()[0], finished.points)});
  OutputFolder& out = *made;
  if (options.has("tables")) {
    require_outside(options.text("tables"), "--tables", out);
    require_output_files({fs::path(options.text("tables")) / "sweep.csv"},
                         {options.arguments()[0]});
  }
  const bool done = is_finished(out);
  const std::unique_ptr<FileCache> cache = open_cache(options, out);
  report::can_draw();
  report::Manifest manifest = clock.manifest();
  sweep::add_inputs(manifest.recipe, spec, finished.points);
  finished.recipe = manifest.recipe;
  finished.results = run_all(finished.points, (done ? out.path() : out.result()) / "points",
                             options.jobs(), cache.get());
  if (!done) {
    manifest.wall_seconds = clock.manifest().wall_seconds;
    manifest.figures = sweep::write_tables(finished, out.result());
    write_file_atomically(out.result() / "resolved.yaml", config::resolved_yaml(spec));
    write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
    out.publish();
  }
  const fs::path folder = out.path();
  made.reset();  // the folder is free again
  if (done && can_complete_figures(folder)) {
    amend(folder, [&](const fs::path& to) { return sweep::write_tables(finished, to); });
  }
  if (options.has("tables")) {
    sweep::write_tables(finished, options.text("tables"));
  }
  print("{}\nTable: {}\n", sweep::terminal_table(finished), path_text(folder / "sweep.csv"));
}

}  // namespace metronome::cli
