#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/growing_folder.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/cli/amend.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/submit.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/report/draw.hpp"
#include "sim/sweep/point_identity.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "sim/sweep/summary_tables.hpp"
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

/// What a sweep's folder may come to hold.
std::vector<std::string> files_of_sweep() {
  return {sweep::kSpecName, "points/",    "slurm/",        "figures/",    "sweep.csv",
          "levels.csv",     "layers.csv", "waterfall.csv", "tornado.csv", "sensitivity.csv",
          "accuracy.csv",   "sweep.md",   "sweep.tex",     "recipe.json", "tasks.txt"};
}

/// What is known of a sweep before any of it runs.
struct Plan {
  sweep::SweepSpec spec;
  std::unique_ptr<sweep::Grid> grid;
  sweep::InputDigests digests{};
  std::string unlike{};
  std::vector<fs::path> sources{};

  [[nodiscard]] std::string inputs(const Options& options) const {
    return InputsText()
               .add_yaml("sweep", config::resolved_yaml(spec))
               .add("points", digests.points())
               .text() +
           options.decisive_text();
  }
};

/// Reads the points, or those that stand for them.
void read_points(Plan& plan, const fs::path& file, bool allow_unlike) {
  std::set<fs::path> sources{file};
  sweep::IdentityReader identities(allow_unlike);
  plan.grid->read_representatives([&](const sweep::Point& point) {
    stop_if_interrupted();
    plan.digests.add(point);
    (void)identities.identity(point);
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
  });
  plan.unlike = identities.unlike();
  plan.sources.assign(sources.begin(), sources.end());
}

std::string out_folder(const Options& options, const sweep::SweepSpec& spec) {
  return options.has("out") ? options.text("out") : "results/runs/" + spec.name;
}

/// Of a sweep that nobody has begun, that another process is working on, or that is finished.
/// CheckFailed while results are missing.
void print_status(const Plan& plan, const Options& options, const Arguments& arguments) {
  const fs::path out = out_folder(options, plan.spec);
  const auto manifest = read_folder_manifest(out);
  const std::string inputs =
      with_program(
          {.path = out, .made_by = "sweep", .inputs = plan.inputs(options), .program = program()})
          .inputs;
  const bool ours = manifest && manifest->identity == hex_digest(fnv1a(inputs));
  const sweep::PointsFolder points(ours ? out / "points" : out / "points" / "none",
                                   plan.grid->count());
  Arguments goes_on;
  std::copy_if(arguments.begin(), arguments.end(), std::back_inserter(goes_on),
               [](const std::string& one) { return one != "--status" && one != "--json"; });
  const std::string command = command_text("sweep", goes_on);
  print("{}", options.flag("json") ? sweep::progress_json(points, command)
                                   : sweep::progress_text(points, command));
  if (points.missing() > 0) {
    throw CheckFailed(
        fmt::format("{} of {} results are missing", points.missing(), points.count()));
  }
}

void run_points(const Plan& plan, sweep::PointsFolder& points, const Options& options,
                FileCache* cache) {
  ProgressLine line;
  sweep::run_missing(
      *plan.grid, points,
      {.jobs = options.jobs(),
       .shard = options.has("shard") ? sweep::parse_shard(options.text("shard")) : sweep::Shard{},
       .summary = sweep::keeps_summaries(*plan.grid),
       .allow_unlike = options.allow_unlike(),
       .progress =
           [&](const sweep::SweepProgress& p) {
             line.show(
                 "sweep",
                 static_cast<double>(p.done) /
                     static_cast<double>(std::max<std::size_t>(p.total, 1)),
                 fmt::format("{} of {} points, {} found finished", p.done, p.total, p.reused));
           },
       .cache = cache});
}

constexpr const char* kTables = "tables";  ///< in manifest.json: what they were made of
constexpr const char* kWhole = "whole";

/// What the manifest of a sweep says of its tables and figures.
bool tables_are_whole(const fs::path& folder) {
  const auto json = nlohmann::json::parse(read_file(folder / kManifestName), nullptr, false);
  return json.is_object() && json.value(kTables, "") == kWhole && !can_complete_figures(folder);
}

/// Writes tables and figures of the points that there are; returns what the terminal shows.
class TableWriter {
 public:
  TableWriter(const Plan& plan, const sweep::PointsFolder& points, const Options& options,
              const report::Recipe& recipe)
      : plan_(plan), points_(points), recipe_(recipe), shown_(sweep::progress_text(points, "")) {
    if (!sweep::keeps_summaries(*plan.grid)) {
      finished_ = sweep::finished_sweep(*plan.grid, points, options.allow_unlike());
      finished_->recipe = recipe;
    }
  }

  /// Returns the state of the figures.
  std::string write(const fs::path& folder) {
    if (finished_) {
      shown_ = sweep::terminal_table(*finished_);
      return sweep::write_tables(*finished_, folder);
    }
    shown_ =
        sweep::write_summary_tables(*plan_.grid, points_, recipe_, plan_.unlike, folder) + "\n";
    return "";
  }
  [[nodiscard]] std::string shown() const {
    return finished_ ? sweep::terminal_table(*finished_) : shown_;
  }

 private:
  const Plan& plan_;
  const sweep::PointsFolder& points_;
  const report::Recipe& recipe_;
  std::optional<sweep::FinishedSweep> finished_;
  std::string shown_;
};

void describe(const GrowingFolder& out, const report::Manifest& manifest,
              const std::string& tables) {
  auto json = nlohmann::ordered_json::parse(report::manifest_json(manifest));
  json[kTables] = tables;
  out.describe(json.dump());
}

void write_all_tables(const Plan& plan, const sweep::PointsFolder& points, const Options& options,
                      const GrowingFolder& out, const ManifestClock& clock) {
  report::Manifest manifest = clock.manifest();
  plan.digests.add_to(manifest.recipe, plan.spec);
  TableWriter tables(plan, points, options, manifest.recipe);
  const bool whole = points.missing() == 0 && tables_are_whole(out.path());
  if (!whole) {
    describe(out, manifest, "being written");
    manifest.figures = tables.write(out.path());
    describe(out, manifest,
             points.missing() == 0
                 ? kWhole
                 : fmt::format("{} of {} points", points.found(), points.count()));
  }
  if (options.has("tables")) {
    tables.write(options.text("tables"));
  }
  print("{}\nTable: {}\n", tables.shown(), path_text(out.path() / "sweep.csv"));
}

void refuse_together(const Options& options, const std::string& one,
                     const std::vector<std::string>& others) {
  for (const std::string& other : others) {
    const bool given =
        other == "shard" || other == "tables" ? options.has(other) : options.flag(other);
    if (given) {
      throw UserError("--" + one + " and --" + other + " do not go together", "one of them");
    }
  }
}

void check_options(const Options& options) {
  check_submit_options(options);
  for (const char* option : {"submit", "plan"}) {
    if (options.has(option)) {
      refuse_together(options, option, {"tables-only", "tables", "status"});
    }
  }
  if (options.has("shard")) {
    (void)sweep::parse_shard(options.text("shard"));
    refuse_together(options, "shard", {"restart", "tables-only", "tables", "status", "dry-run"});
  }
  if (options.flag("tables-only")) {
    refuse_together(options, "tables-only", {"restart", "status", "dry-run"});
  }
}

void add_sweep_options(Options& options) {
  options.add()("out", po::value<std::string>(), "result folder (results/runs/NAME)")(
      "tables", po::value<std::string>(), "folder for a second copy of tables and figures");
  options.add_jobs("points at a time, each in a process of its own; changes no result");
  options.add()("shard", po::value<std::string>(),
                "I/N: only the points whose number mod N is I; any number of them may run at once, "
                "on computers that share the folder, and none writes tables");
  add_cache_option(options);
  options.add_restart();
  options.add_allow_unlike();
  options.add_set();
  options.add()("tables-only", po::bool_switch(), "write tables of the results that there are")(
      "dry-run", po::bool_switch(), "read all configurations, print the points, and write nothing")(
      "status", po::bool_switch(),
      "say how much is done, and write nothing; exit code 4 while results are missing")(
      "json", po::bool_switch(), "with --status: print JSON");
  add_submit_options(options);
  add_plan_option(options);
  options.positional("SWEEP.yaml", 1, 1);
}

/// What is not a run of missing points: --submit, --plan, --gather. False: none of them is asked
/// for, or tables are to be written.
bool handed_over(const Plan& plan, const sweep::PointsFolder& points, const Options& options,
                 const Arguments& arguments, const fs::path& out) {
  if (options.flag("gather")) {
    return gather_round(open_work(points), out);
  }
  if (!options.has("submit") && !options.has("plan")) {
    return false;
  }
  const auto request =
      slurm_request(options, arguments, "sweep", plan.spec.name, out, points.count());
  if (options.has("plan")) {
    write_tasks(request);
    return true;
  }
  if (points.missing() > 0) {
    submit_work(request, open_work(points), options);
  }
  return points.missing() > 0;
}

/// Runs what is missing and writes the tables.
void run_plan(const Plan& plan, const Options& options, const Arguments& arguments,
              const ManifestClock& clock) {
  const fs::path path = out_folder(options, plan.spec);
  if (options.flag("tables-only") && !path_exists(path / kManifestName)) {
    throw UserError(Diagnostic{path.string(), 0, 0, {}, "holds no sweep", "run it first"});
  }
  if (options.flag("gather")) {
    require_submitted(path);
  }
  GrowingFolder out({.path = path,
                     .made_by = "sweep",
                     .inputs = plan.inputs(options),
                     .program = program(),
                     .restart = options.restart(),
                     .sources = plan.sources},
                    files_of_sweep());
  if (options.has("tables")) {
    require_outside(options.text("tables"), "--tables", std::vector<fs::path>{out.path()});
    require_output_files({fs::path(options.text("tables")) / "sweep.csv"},
                         {options.arguments()[0]});
  }
  if (!path_exists(out.path() / sweep::kSpecName)) {
    write_file_durably(out.path() / sweep::kSpecName, config::resolved_yaml(plan.spec));
  }
  sweep::PointsFolder points(out.path() / "points", plan.grid->count());
  if (handed_over(plan, points, options, arguments, out.path())) {
    out.withdraw_note();
    return;
  }
  const bool runs = !options.flag("tables-only") && !options.flag("gather");
  if (points.missing() > 0 && runs) {
    if (points.found() > 0) {
      note("{} of {} points are there; the others follow\n", points.found(), points.count());
    }
    const std::unique_ptr<FileCache> cache = open_cache(options, std::vector<fs::path>{out.path()});
    report::can_draw();
    run_points(plan, points, options, cache.get());
  } else if (points.missing() == 0 && tables_are_whole(out.path())) {
    note("{} is finished; --restart would begin anew\n", path_text(out.path()));
  }
  if (options.has("shard")) {
    print("shard {}: {} of all {} points have results\n", options.text("shard"), points.found(),
          points.count());
  } else {
    write_all_tables(plan, points, options, out, clock);
  }
  out.withdraw_note();
  if (options.flag("gather") && points.missing() > 0) {
    throw CheckFailed(
        fmt::format("{} of {} results are missing", points.missing(), points.count()));
  }
}

}  // namespace

void run_sweep(const Arguments& arguments) {
  Options options(
      "sweep SWEEP.yaml [--out DIR] [--tables DIR] [--jobs N] [--shard I/N] [--cache DIR|off] "
      "[--restart] [--allow-unlike] [--tables-only] [--dry-run] [--status [--json]] "
      "[--submit slurm [--array-size N] [--time T] [--mem M] [--cpus-per-task N] [--partition P] "
      "[--account A] [--max-running N] [--sbatch ARGS]] [--plan N] [--gather] "
      "[--set KEY.PATH=VALUE]...",
      "Runs every point of a grid of machines and trainings. Each result is kept as soon as it is\n"
      "there, so that a sweep that was killed goes on when it is called again. Keys that all "
      "points share\n"
      "are set with --set base.KEY.PATH=VALUE.");
  add_sweep_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  check_options(options);
  const ManifestClock clock("sweep", arguments);
  const SplitOverrides overrides = split(options.overrides());
  const fs::path file = options.arguments()[0];
  Plan plan{.spec = load_file<sweep::SweepSpec>(file, overrides.sweep), .grid = nullptr};
  plan.grid = std::make_unique<sweep::Grid>(plan.spec, overrides.points);
  if (options.flag("dry-run")) {
    print("{}", sweep::points_text(*plan.grid));
    if (options.has("submit")) {
      print_scripts(slurm_request(options, arguments, "sweep", plan.spec.name,
                                  out_folder(options, plan.spec), plan.grid->count()));
    }
    return;
  }
  read_points(plan, file, options.allow_unlike());
  if (options.flag("status")) {
    print_status(plan, options, arguments);
    return;
  }
  run_plan(plan, options, arguments, clock);
}

}  // namespace metronome::cli
