#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/run_folders.hpp"
#include "sim/cli/timeline_file.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/timeline.hpp"

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
  if (options.has("iterations")) {
    request.iterations = iterations_of_text(options.text("iterations"));
  }
  return request;
}

void add_timeline_options(Options& options) {
  options.add()("machine", po::value<std::string>(),
                "of a result of several machines: the folder of one")(
      "baseline", po::bool_switch(), "the static training that the run was compared with")(
      "iterations", po::value<std::string>(), "FIRST:END: only these (all of the run)")(
      "out", po::value<std::string>(), "file: .json, or .json.gz");
  options.add_whole("level", {}, kLevels, "only one iteration of this level of levels.csv");
  options.add_whole("max-mib", 64, kMostMib,
                    "size of the text, before it is compressed, at which it ends behind a whole "
                    "operation");
  options.positional("RUN", 1, 1);
}

}  // namespace

void run_timeline(const Arguments& arguments) {
  Options options(
      "timeline RUN [--machine NAME] [--baseline] [--level L | --iterations FIRST:END] "
      "[--max-mib N] --out FILE.json[.gz]",
      "A run on the clock of its array, for ui.perfetto.dev or chrome://tracing: phases, "
      "iterations, layers,\n"
      "operations, what cycles were lost or used for, bits, DRAM bandwidth and row hits, power. A "
      "cycle is a\n"
      "nanosecond there.");
  add_timeline_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const std::string out = options.required("out");
  require_timeline_name("--out", out);
  const report::TimelineRequest request = request_of(options);
  const fs::path folder =
      run_directory(options.arguments()[0],
                    options.has("machine") ? std::optional(options.text("machine")) : std::nullopt);
  require_output_files(
      {out}, {folder / "ledger.json", folder / "energy.yaml", folder / "baseline_ledger.json"});
  const report::LoadedRun loaded = report::load_run(folder);
  const bool baseline = options.flag("baseline");
  if (baseline && !loaded.baseline) {
    throw UserError(path_text(folder) + " has no baseline");
  }
  report::Recipe recipe = recipe_of("timeline", arguments);
  const char* ledger = baseline ? "baseline_ledger" : "ledger";
  recipe.inputs["ledger"] = file_digest((folder / (std::string(ledger) + ".json")).string());
  recipe.inputs["energy_table"] = file_digest((folder / "energy.yaml").string());
  recipe.from = {loaded.manifest.recipe.command};
  recipe.seed = loaded.manifest.recipe.seed;
  const report::Timeline timeline =
      report::timeline_of(baseline ? *loaded.baseline : loaded.run, loaded.table, recipe, request);
  write_timeline(out, timeline.json);
  print("{} operations, {} cycles: {}\n", timeline.operations, timeline.cycles.total().count(),
        path_text(out));
  if (!timeline.left_out.empty()) {
    note("left out, since the text would be larger than {} MiB: {}\n", options.whole("max-mib"),
         timeline.left_out);
  }
}

}  // namespace metronome::cli
