#include <fmt/format.h>

#include <algorithm>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/cli/export_coefficients.hpp"
#include "sim/cli/export_system.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/run_folders.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/energy/accelergy.hpp"
#include "sim/energy/memories.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/export/chakra.hpp"
#include "sim/export/onnx_shapes.hpp"
#include "sim/export/scalesim_topology.hpp"
#include "sim/report/ledger_io.hpp"
#include "sim/report/run_directory.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// What other programs read, and what it is made of.
enum class Target { scalesim, onnx_shapes, chakra, accelergy, smartdeal };
constexpr auto enum_rows(Target) {
  using enum Target;
  return enum_list<Target>({{scalesim, "scalesim"},
                            {onnx_shapes, "onnx-shapes"},
                            {chakra, "chakra"},
                            {accelergy, "accelergy"},
                            {smartdeal, "smartdeal"}});
}

constexpr const char* kLedger = "ledger.json";

[[noreturn]] void refuse(const fs::path& folder, const std::string& what, const std::string& hint) {
  throw UserError(Diagnostic{path_text(folder), 0, 0, {}, what, hint});
}

void refuse_trace_option(const Options& options) {
  if (options.has("trace")) {
    throw UserError("--trace has no effect here", "it belongs to --to chakra");
  }
}

/// The first step with products of all classes, or forward ones; the first of all where none has.
const trace::NamedStep& step_with_products(const trace::Trace& trace, bool all_classes) {
  const auto has_products = [&](const trace::NamedStep& one) {
    const auto& operations = one.step.operations;
    return std::any_of(operations.begin(), operations.end(), [&](const trace::Operation& each) {
      return std::holds_alternative<trace::MatrixWork>(each.work) &&
             (all_classes || each.cls == trace::OperationClass::forward);
    });
  };
  const auto found = std::find_if(trace.steps.begin(), trace.steps.end(), has_products);
  return found == trace.steps.end() ? trace.steps.front() : *found;
}

/// Of a trace: its products.
void export_products(const Options& options, const fs::path& source, Target target) {
  if (is_run(source)) {
    refuse(source, "is a run: it has times and no shapes", "the trace that was simulated");
  }
  refuse_trace_option(options);
  const std::string out = options.required("out");
  require_output_files({out}, {source});
  const trace::Trace trace = trace::read_trace(source);
  const bool all_classes = target == Target::scalesim;
  const trace::NamedStep& one = step_with_products(trace, all_classes);
  write_file_durably(
      out, all_classes ? exporting::scalesim_topology(one.step) : exporting::onnx_shapes(one.step));
  print("Written: {}{}\n", path_text(out),
        trace.steps.size() > 1 ? fmt::format(", the products of step `{}`", one.name) : "");
}

/// The trace that a run is of, for what its operations wait for.
std::optional<trace::Trace> trace_of_run(const Options& options, const RunResult& run) {
  if (!options.has("trace")) {
    return std::nullopt;
  }
  const fs::path folder = options.text("trace");
  trace::Trace trace = trace::read_trace(folder);
  require_trace_of_run(folder, trace, run);
  return trace;
}

constexpr const char* kSystem = "system.json";
/// Of a run: an iteration of each level, and which iteration is of which level.
void export_times(const Options& options, const fs::path& source, const ManifestClock& clock) {
  if (path_exists(source / kSystem)) {
    export_system(options, source, clock);
    return;
  }
  if (!is_run(source)) {
    const bool compares = path_exists(source / "comparison.csv");
    refuse(
        source,
        compares ? "compares several runs"
                 : "is not a run: without a simulation nothing has a "
                   "duration",
        compares ? "one of the folders in it" : "the folder that `metronome simulate` has written");
  }
  OutputRequest request{.path = options.required("out"), .made_by = "export", .sources = {source}};
  if (options.has("trace")) {
    request.sources.emplace_back(options.text("trace"));
  }
  OutputFolder out(request);
  const fs::path ledger = source / kLedger;
  const RunResult run = report::parse_ledger(read_file(ledger), ledger.string());
  const std::optional<trace::Trace> trace = trace_of_run(options, run);
  for (std::size_t level = 0; level < run.levels.size(); ++level) {
    write_file_atomically(
        out.result() / fmt::format("level{}.0.et", level),
        exporting::chakra_trace(run, level,
                                trace ? &trace->steps.at(run.levels[level].step).step : nullptr));
  }
  write_file_atomically(out.result() / "timeline.csv", timeline_csv(run));
  report::Manifest manifest = clock.manifest();
  manifest.recipe.inputs["ledger"] = file_digest(ledger.string());
  write_file_atomically(out.result() / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  print("{} levels, one iteration each: {}\n", run.levels.size(), path_text(out.path()));
}

/// The energy table of a run, of a machine with its memories, or a table by itself.
EnergyTable table_of(const fs::path& path, report::Recipe& recipe) {
  if (is_folder(path)) {
    refuse_system(path);
    recipe.inputs["energy_table"] = file_digest((path / "energy.yaml").string());
    return report::load_run(path).table;
  }
  const std::string kind = kind_of(config::load_yaml(path), path).name;
  if (kind == EnergyTable::kSchemaName) {
    recipe.inputs["energy_table"] = prices_digest(path);
    return config::load<EnergyTable>(path);
  }
  const auto machine = load_file<arch::AcceleratorSpec>(path);
  experiment::add_inputs(recipe, machine);
  return experiment::complete_table(machine);
}

/// Of a run, a machine or a table: its prices.
void export_prices(const Options& options, const fs::path& source, const ManifestClock& clock) {
  refuse_trace_option(options);
  OutputFolder out(
      OutputRequest{.path = options.required("out"), .made_by = "export", .sources = {source}});
  report::Manifest manifest = clock.manifest();
  const EnergyTable table = table_of(source, manifest.recipe);
  write_file_atomically(out.result() / "ERT.yaml", ert_yaml(table));
  write_file_atomically(out.result() / "ART.yaml", art_yaml(table));
  write_file_atomically(out.result() / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  print("{} rows, {} areas: {}\n", table.rows.size(), table.areas.size(), path_text(out.path()));
}

}  // namespace

void run_export(const Arguments& arguments) {
  Options options(
      "export TRACE --to scalesim|onnx-shapes --out FILE\n"
      "       metronome export RUN --to chakra --out DIR [--trace TRACE]\n"
      "       metronome export RUN|ARCH.yaml|TABLE.yaml --to accelergy --out DIR\n"
      "       metronome export CHECKPOINT --to smartdeal --out DIR",
      "Writes what other programs read: the matrix products of a trace as a topology of SCALE-Sim "
      "or as\nshapes in ONNX; the operations of a simulated run with their durations as traces of "
      "Chakra, a file\nfor each level and timeline.csv; prices as the energy and area reference "
      "tables (ERT.yaml, ART.yaml)\nof Accelergy, of a run or a machine with those of its "
      "memories;\nthe layers of a training with weights: coefficients as containers, a file for "
      "each, and sizes.csv.");
  options.positional("TRACE|RUN|ARCH.yaml|TABLE.yaml|CHECKPOINT", 1, 1);
  options.add()("to", po::value<std::string>(),
                "scalesim, onnx-shapes, chakra, accelergy or smartdeal")(
      "out", po::value<std::string>(), "file, or folder of --to chakra, accelergy and smartdeal")(
      "trace", po::value<std::string>(),
      "the trace that the run is of: what each operation waits for (--to chakra)");
  if (!options.parse(arguments)) {
    return;
  }
  const ManifestClock clock("export", arguments);
  const std::string name = options.required("to");
  const auto target = enum_from_name<Target>(name);
  if (!target) {
    throw UserError("--to: `" + name + "` is nothing that can be written",
                    name_hint(name, enum_name_list<Target>()));
  }
  const fs::path source = options.arguments()[0];
  switch (*target) {
    case Target::scalesim:
    case Target::onnx_shapes:
      export_products(options, source, *target);
      return;
    case Target::chakra:
      export_times(options, source, clock);
      return;
    case Target::accelergy:
      export_prices(options, source, clock);
      return;
    case Target::smartdeal:
      refuse_trace_option(options);
      export_coefficients(options, source, clock);
      return;
  }
  fail_no_enumerator(*target);
}

}  // namespace metronome::cli
