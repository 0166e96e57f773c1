#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

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
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/sweep/point_identity.hpp"
#include "sim/sweep/run_search.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// What a search's folder may come to hold.
std::vector<std::string> files_of_search() {
  return {sweep::kSearchName, "points/",         "confirmed/", "evaluations.csv",
          "front.csv",        "hypervolume.csv", "search.md",  "recipe.json"};
}

void add_search_options(Options& options) {
  options.add()("out", po::value<std::string>(), "result folder (results/runs/NAME)");
  options.add_jobs("points at a time, each in a process of its own; changes no result");
  add_cache_option(options);
  options.add_restart();
  options.add_set();
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

sweep::FinishedSearch searched(const sweep::SearchSpec& search, const Grids& grids,
                               const GrowingFolder& out, const Options& options) {
  const std::unique_ptr<FileCache> cache = open_cache(options, std::vector<fs::path>{out.path()});
  ProgressLine line;
  std::size_t before = 0;
  return sweep::run_search(
      search, grids.explored, grids.confirming.get(), out.path(),
      {.jobs = options.jobs(),
       .summary = true,
       .progress =
           [&](const sweep::SweepProgress& p) {
             line.show("search",
                       std::min(1.0, static_cast<double>(before + p.done) /
                                         static_cast<double>(search.evaluations)),
                       fmt::format("{} of {} evaluations", before + p.done, search.evaluations));
             before += p.done == p.total ? p.total : 0;
           },
       .cache = cache.get()});
}

}  // namespace

void run_search(const Arguments& arguments) {
  Options options(
      "search SEARCH.yaml [--out DIR] [--jobs N] [--cache DIR|off] [--restart] "
      "[--set KEY.PATH=VALUE]...",
      "Looks for the best points of a sweep's grid without running all of it; of a file with\n"
      "`schedules`, for the precision schedule with most accuracy for its joules, by short\n"
      "trainings. Each result is kept as soon as it is there, so that a search that was killed\n"
      "goes on when it is called again.");
  add_search_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  if (is_schedule_search(options.arguments()[0])) {
    run_schedule_search(options, arguments);
    return;
  }
  const ManifestClock clock("search", arguments);
  const fs::path file = options.arguments()[0];
  const auto search = load_file<sweep::SearchSpec>(file, options.overrides());
  const Grids grids = grids_of(search, file);
  GrowingFolder out(
      {.path = options.has("out") ? options.text("out") : "results/runs/" + search.name,
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
  const sweep::FinishedSearch finished = searched(search, grids, out, options);
  const auto before = nlohmann::json::parse(read_file(out.path() / kManifestName), nullptr, false);
  if (before.value("tables", "") == "whole") {
    note("{} is finished; --restart would begin anew\n", path_text(out.path()));
  } else {
    sweep::write_search_tables(search, grids.explored, finished, manifest.recipe, out.path());
    manifest.wall_seconds = clock.manifest().wall_seconds;
    auto json = nlohmann::ordered_json::parse(report::manifest_json(manifest));
    json["tables"] = "whole";
    out.describe(json.dump());
  }
  out.withdraw_note();
  print("{}\nTable: {}\n", sweep::search_text(search, grids.explored, finished),
        path_text(out.path() / "front.csv"));
}

}  // namespace metronome::cli
