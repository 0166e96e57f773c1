#include <fmt/format.h>

#include "arch/spec/accelerator.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/run_folders.hpp"
#include "sim/cli/timeline_file.hpp"
#include "sim/engine/run_tiles.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/timeline.hpp"
#include "workloads/trace/trace_digest.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

constexpr NumberRange kMostMib{1, 4096};
constexpr NumberRange kLevels{0, 1e9L};

/// "10:20".
std::pair<std::uint64_t, std::uint64_t> iterations_of_text(const std::string& text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto first = read_number<std::uint64_t>(std::string_view(text).substr(0, colon), kAnyWhole);
  const auto end = read_number<std::uint64_t>(
      std::string_view(text).substr(std::min(colon + 1, text.size())), kAnyWhole);
  if (!first.value || !end.value) {
    throw UserError("--iterations: `" + text + "` is no range of iterations",
                    "FIRST:END, such as 0:10 for the first ten");
  }
  return {*first.value, *end.value};
}

report::TimelineRequest request_of(const Options& options) {
  report::TimelineRequest request{.level = {}, .iterations = {}};
  request.most_bytes = options.whole("max-mib") << 20;
  if (options.has("level") && options.has("iterations")) {
    throw UserError("at most one of --level and --iterations");
  }
  if (options.has("level")) {
    request.level = options.whole("level");
  }
  if (options.has("statistics") && !options.has("tiles")) {
    throw UserError("--statistics are for --tiles, which is not there");
  }
  if (options.has("iterations")) {
    request.iterations = iterations_of_text(options.text("iterations"));
  }
  return request;
}

/// The tiles of a run's operations: those of its machine, from the trace that it was made from.
class SimulatedTiles {
 public:
  SimulatedTiles(const Options& options, const fs::path& folder, const RunResult& run)
      : trace_(trace::read_trace(options.text("tiles"))),
        statistics_(options.has("statistics")
                        ? std::optional(trace::read_trace(options.text("statistics")))
                        : std::nullopt),
        // Its energy table lay where the command was given; the run has its own copy.
        machine_(config::load<arch::AcceleratorSpec>(
            folder / "resolved.yaml",
            {{.path = "energy", .value = fs::absolute(folder / "energy.yaml").string()}})),
        tiles_(trace_, statistics_ ? &*statistics_ : nullptr, machine_, run) {}
  SimulatedTiles(const SimulatedTiles&) = delete;
  SimulatedTiles& operator=(const SimulatedTiles&) = delete;

  /// Refers to this object.
  [[nodiscard]] report::TileSource source() {
    return [this](std::size_t operation, std::uint64_t most) { return tiles_.of(operation, most); };
  }

 private:
  trace::Trace trace_;
  std::optional<trace::Trace> statistics_;
  arch::AcceleratorSpec machine_;
  sim::RunTiles tiles_;
};

void add_timeline_options(Options& options) {
  options.add()("machine", po::value<std::string>(),
                "of a result of several machines: the folder of one")(
      "baseline", po::bool_switch(), "the static training that the run was compared with")(
      "tiles", po::value<std::string>(),
      "trace that the run was made from: its operations are simulated again, and each "
      "tile's loads, computes and stores shown")(
      "statistics", po::value<std::string>(),
      "with --tiles: trace whose value statistics the run took, where they were not its own")(
      "iterations", po::value<std::string>(), "FIRST:END: only these (all of the run)")(
      "out", po::value<std::string>(), "file: .json, or .json.gz");
  options.add_whole("level", {}, kLevels, "only one iteration of this level of levels.csv");
  options.add_whole("max-mib", 64, kMostMib,
                    "size of the text, before it is compressed, at which it ends behind a whole "
                    "operation");
  options.positional("RUN", 1, 1);
}

std::vector<fs::path> input_files(const Options& options, const fs::path& folder) {
  std::vector<fs::path> files{folder / "ledger.json", folder / "energy.yaml",
                              folder / "baseline_ledger.json"};
  if (options.has("tiles")) {
    files.push_back(folder / "resolved.yaml");
  }
  for (const char* name : {"tiles", "statistics"}) {
    const fs::path trace = options.has(name) ? options.text(name) : "";
    for (const std::string& file :
         trace.empty() ? std::vector<std::string>{} : trace::trace_files(trace)) {
      files.push_back(trace / file);
    }
  }
  return files;
}

report::Recipe recipe_of_timeline(const Options& options, const Arguments& arguments,
                                  const fs::path& folder, const report::Manifest& of_run) {
  report::Recipe recipe = recipe_of("timeline", arguments);
  const std::string ledger = options.flag("baseline") ? "baseline_ledger" : "ledger";
  recipe.inputs["ledger"] = file_digest((folder / (ledger + ".json")).string());
  recipe.inputs["energy_table"] = file_digest((folder / "energy.yaml").string());
  if (options.has("tiles")) {
    recipe.inputs["machine"] = file_digest((folder / "resolved.yaml").string());
    recipe.inputs["trace"] = trace::trace_digest(options.text("tiles"));
  }
  if (options.has("statistics")) {
    recipe.inputs["statistics"] = trace::trace_digest(options.text("statistics"));
  }
  recipe.from = {of_run.recipe.command};
  recipe.seed = of_run.recipe.seed;
  return recipe;
}

}  // namespace

void run_timeline(const Arguments& arguments) {
  Options options(
      "timeline RUN [--machine NAME] [--baseline] [--level L | --iterations FIRST:END] "
      "[--tiles TRACE [--statistics TRACE]] [--max-mib N] --out FILE.json[.gz]",
      "A run on the clock of its array, for ui.perfetto.dev or chrome://tracing: phases, "
      "iterations, layers,\n"
      "operations, what cycles were lost or used for, bits, DRAM bandwidth and row hits, power; "
      "with --tiles\n"
      "every tile. A cycle is a nanosecond there.");
  add_timeline_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const std::string out = options.required("out");
  require_timeline_name("--out", out);
  report::TimelineRequest request = request_of(options);
  const fs::path folder =
      run_directory(options.arguments()[0],
                    options.has("machine") ? std::optional(options.text("machine")) : std::nullopt);
  require_output_files({out}, input_files(options, folder));
  const report::LoadedRun loaded = report::load_run(folder);
  const bool baseline = options.flag("baseline");
  if (baseline && !loaded.baseline) {
    throw UserError(path_text(folder) + " has no baseline");
  }
  const RunResult& run = baseline ? *loaded.baseline : loaded.run;
  std::optional<SimulatedTiles> tiles;
  if (options.has("tiles")) {
    request.tiles = tiles.emplace(options, folder, run).source();
  }
  const report::Timeline timeline = report::timeline_of(
      run, loaded.table, recipe_of_timeline(options, arguments, folder, loaded.manifest), request);
  write_timeline(out, timeline.json);
  print("{} operations, {} cycles: {}\n", timeline.operations, timeline.cycles.total().count(),
        path_text(out));
  if (options.has("tiles") && timeline.without_tiles > 0) {
    note(
        "{} of these operations have no tiles: they were extrapolated from their steady state "
        "(simulate --exact has every tile)\n",
        timeline.without_tiles);
  }
  if (!timeline.left_out.empty()) {
    note("left out, since the text would be larger than {} MiB: {}\n", options.whole("max-mib"),
         timeline.left_out);
  }
}

}  // namespace metronome::cli
