#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/growing_folder.hpp"
#include "sim/base/inputs_text.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/cli/schedule_search_command.hpp"
#include "sim/cli/submit.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/sweep/point_identity.hpp"
#include "sim/sweep/run_search.hpp"
#include "sim/sweep/search_worth.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// What a search's folder may come to hold.
std::vector<std::string> files_of_search() {
  return {sweep::kSearchName, "points/",         "confirmed/", "slurm/",    "evaluations.csv",
          "front.csv",        "hypervolume.csv", "worth.csv",  "search.md", "recipe.json"};
}

void add_search_options(Options& options) {
  options.add()("out", po::value<std::string>(), "result folder (results/runs/NAME)");
  options.add_jobs(
      "points, or trainings of schedules, at a time, each in a process of its own; changes no "
      "result");
  options.add()("shard", po::value<std::string>(),
                "I/N: of the next points that have no results only those whose place mod N is I, "
                "and no tables; on computers that share the folder");
  add_cache_option(options);
  options.add_restart();
  options.add_set();
  options.add()("dry-run", po::bool_switch(),
                "read all configurations, say what is to be evaluated, and write nothing");
  add_submit_options(options);
  options.positional("SEARCH.yaml", 1, 1);
}

/// The grid that is explored, and that in which the front is confirmed.
struct Grids {
  sweep::Grid explored;
  std::unique_ptr<sweep::Grid> confirming;
  sweep::InputDigests digests{};
  std::vector<fs::path> sources{};
};

Grids grids_of(const sweep::SearchSpec& search, const fs::path& file) {
  Grids grids{.explored = sweep::Grid(search.space, {}), .confirming = nullptr};
  if (search.confirm) {
    grids.confirming = std::make_unique<sweep::Grid>(
        search.space, std::vector<config::Override>{{"mode", "cycle"}});
  }
  grids.sources.push_back(file);
  grids.explored.read_representatives([&](const sweep::Point& point) {
    grids.digests.add(point);
    for (const auto& folder : {point.spec.trace.directory, point.spec.trace.baseline_directory,
                               point.spec.trace.statistics}) {
      if (!folder.path.empty()) {
        grids.sources.push_back(folder.path);
      }
    }
  });
  std::sort(grids.sources.begin(), grids.sources.end());
  grids.sources.erase(std::unique(grids.sources.begin(), grids.sources.end()), grids.sources.end());
  return grids;
}

/// Runs all points of a stage here.
sweep::Evaluate here(const sweep::SearchSpec& search, const sweep::SweepOptions& run,
                     std::shared_ptr<ProgressLine> line) {
  auto before = std::make_shared<std::size_t>(0);
  return [&search, run, line, before](const sweep::SearchStage& stage) {
    if (stage.missing() == 0) {
      return true;
    }
    const bool whole = search.compared_seeds > 0;
    const std::size_t all = whole ? stage.grid.count() : search.evaluations;
    sweep::SweepOptions shown = run;
    shown.progress = [&](const sweep::SweepProgress& p) {
      line->show("search",
                 std::min(1.0, static_cast<double>(*before + p.done) / static_cast<double>(all)),
                 fmt::format("{} of {} evaluations", *before + p.done, all));
      *before += p.done == p.total ? p.total : 0;
    };
    run_indices(stage.grid, stage.points, stage.indices, shown);
    return true;
  };
}

/// Runs a shard of the first stage that is not evaluated.
sweep::Evaluate shard_of(const sweep::Shard& shard, const std::string& name,
                         const sweep::SweepOptions& run) {
  return [shard, name, run](const sweep::SearchStage& stage) {
    if (stage.missing() == 0) {
      return true;
    }
    run_indices(stage.grid, stage.points, stage.of(shard), run);
    print("shard {}: {} of {} points of {} have results\n", name,
          stage.indices.size() - stage.missing(), stage.indices.size(), stage.name);
    return false;
  };
}

sweep::Evaluate submitted(const sweep::SlurmRequest& request, const Options& options) {
  return [&request, &options](const sweep::SearchStage& stage) {
    if (stage.missing() > 0) {
      submit_work(request, open_work(stage), options);
      return false;
    }
    return true;
  };
}

/// CheckFailed where a stage that is not evaluated is not submitted once more.
sweep::Evaluate gathered(const fs::path& out) {
  return [out](const sweep::SearchStage& stage) {
    if (stage.missing() > 0 && !gather_round(open_work(stage), out)) {
      throw CheckFailed(fmt::format("{} of {} results of {} are missing", stage.missing(),
                                    stage.indices.size(), stage.name));
    }
    return stage.missing() == 0;
  };
}

void check_search_options(const Options& options) {
  check_submit_options(options);
  const bool shared = options.has("shard") || options.flag("gather");
  if (options.has("shard")) {
    (void)sweep::parse_shard(options.text("shard"));
  }
  if (shared && (options.restart() || options.flag("dry-run"))) {
    throw UserError("--shard and --gather do not go together with --restart and --dry-run",
                    "one of them");
  }
}

/// As many tasks as a generation has points, at most.
sweep::SlurmRequest request_of(const sweep::SearchSpec& search, const Options& options,
                               const Arguments& arguments, const fs::path& out) {
  return slurm_request(options, arguments, "search", search.name, out, search.population);
}

fs::path out_of(const sweep::SearchSpec& search, const Options& options) {
  return options.has("out") ? options.text("out") : "results/runs/" + search.name;
}

void print_plan(const sweep::SearchSpec& search, const Grids& grids, const Options& options,
                const Arguments& arguments) {
  print("{} points, at most {} of them evaluated, {} at a time{}\n", grids.explored.count(),
        search.evaluations, search.population,
        search.compared_seeds > 0 ? ", beside the whole space" : "");
  if (options.has("submit")) {
    print_scripts(request_of(search, options, arguments, out_of(search, options)));
  }
}

struct Found {
  sweep::FinishedSearch search;
  std::optional<sweep::SearchWorth> worth;
};

/// Nothing where the rest of it is for other processes.
std::optional<Found> searched(const sweep::SearchSpec& search, const Grids& grids,
                              const GrowingFolder& out, const Options& options,
                              const std::optional<sweep::SlurmRequest>& request) {
  const auto through = [&](const sweep::Evaluate& evaluate) -> std::optional<Found> {
    std::optional<sweep::SearchWorth> worth;
    if (search.compared_seeds > 0) {
      worth = sweep::search_worth(search, grids.explored, out.path(), evaluate);
      if (!worth) {
        return std::nullopt;
      }
    }
    auto found =
        sweep::run_search(search, grids.explored, grids.confirming.get(), out.path(), evaluate);
    if (!found) {
      return std::nullopt;
    }
    return Found{std::move(*found), std::move(worth)};
  };
  if (request) {
    return through(submitted(*request, options));
  }
  if (options.flag("gather")) {
    return through(gathered(out.path()));
  }
  const std::unique_ptr<FileCache> cache = open_cache(options, std::vector<fs::path>{out.path()});
  const sweep::SweepOptions run{
      .jobs = options.jobs(), .summary = true, .progress = {}, .cache = cache.get()};
  if (options.has("shard")) {
    const std::string name = options.text("shard");
    if (through(shard_of(sweep::parse_shard(name), name, run))) {
      print("shard {}: all is evaluated; without --shard the tables are written\n", name);
    }
    return std::nullopt;
  }
  return through(here(search, run, std::make_shared<ProgressLine>()));
}

}  // namespace

void run_search(const Arguments& arguments) {
  Options options(
      "search SEARCH.yaml [--out DIR] [--jobs N] [--shard I/N] [--cache DIR|off] [--restart] "
      "[--dry-run] [--submit slurm [--array-size N] [--time T] [--mem M] [--cpus-per-task N] "
      "[--partition P] [--account A] [--max-running N] [--sbatch ARGS]] [--gather] "
      "[--set KEY.PATH=VALUE]...",
      "Looks for the best points of a sweep's grid without running all of it; of a file with\n"
      "`schedules`, for the precision schedule with most accuracy for its joules, by short\n"
      "trainings. Each result is kept as soon as it is there, so that a search that was killed\n"
      "goes on when it is called again.");
  add_search_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  check_search_options(options);
  if (is_schedule_search(options.arguments()[0])) {
    run_schedule_search(options, arguments);
    return;
  }
  const ManifestClock clock("search", arguments);
  const fs::path file = options.arguments()[0];
  const auto search = load_file<sweep::SearchSpec>(file, options.overrides());
  const Grids grids = grids_of(search, file);
  if (options.flag("dry-run")) {
    print_plan(search, grids, options, arguments);
    return;
  }
  if (options.flag("gather")) {
    require_submitted(out_of(search, options));
  }
  std::optional<sweep::SlurmRequest> request;  // what it refuses leaves no folder
  if (options.has("submit")) {
    request = request_of(search, options, arguments, out_of(search, options));
  }
  GrowingFolder out({.path = out_of(search, options),
                     .made_by = "search",
                     .inputs = InputsText()
                                   .add_yaml("search", config::resolved_yaml(search))
                                   .add("points", grids.digests.points())
                                   .text() +
                               options.decisive_text(),
                     .program = program(),
                     .restart = options.restart(),
                     .sources = grids.sources},
                    files_of_search());
  if (!path_exists(out.path() / sweep::kSearchName)) {
    write_file_durably(out.path() / sweep::kSearchName, config::resolved_yaml(search));
  }
  report::Manifest manifest = clock.manifest();
  grids.digests.add_to(manifest.recipe, search.space);
  const auto found = searched(search, grids, out, options, request);
  if (!found) {
    out.withdraw_note();
    return;
  }
  const sweep::FinishedSearch& finished = found->search;
  const auto before = nlohmann::json::parse(read_file(out.path() / kManifestName), nullptr, false);
  if (before.value("tables", "") == "whole") {
    note("{} is finished; --restart would begin anew\n", path_text(out.path()));
  } else {
    sweep::write_search_tables(search, grids.explored, finished,
                               found->worth ? &*found->worth : nullptr, manifest.recipe,
                               out.path());
    manifest.wall_seconds = clock.manifest().wall_seconds;
    auto json = nlohmann::ordered_json::parse(report::manifest_json(manifest));
    json["tables"] = "whole";
    out.describe(json.dump());
  }
  out.withdraw_note();
  print("{}\nTable: {}\n", sweep::search_text(search, grids.explored, finished),
        path_text(out.path() / "front.csv"));
  if (found->worth) {
    print("What each method finds of the whole space: {}\n", path_text(out.path() / "search.md"));
  }
}

}  // namespace metronome::cli
