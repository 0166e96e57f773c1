#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/energy/accelergy.hpp"
#include "sim/energy/memories.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/run_directory.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// The energy table of a run, of a machine with its memories, or a table by itself.
EnergyTable table_of(const fs::path& path, report::Recipe& recipe) {
  if (is_folder(path)) {
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

}  // namespace

void run_export(const Arguments& arguments) {
  Options options(
      "export RUN|ARCH.yaml|TABLE.yaml --to accelergy --out DIR",
      "Writes prices in the form of another program: the energy and area reference tables\n"
      "(ERT.yaml, ART.yaml) of Accelergy. Of a run or a machine, those of its memories too.");
  options.add()("to", po::value<std::string>(), "accelergy")("out", po::value<std::string>(),
                                                             "folder for the files");
  options.positional("RUN|ARCH.yaml|TABLE.yaml", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  if (options.required("to") != "accelergy") {
    throw UserError("`" + options.text("to") + "` is no form to export to", "accelergy");
  }
  const ManifestClock clock("export", arguments);
  OutputFolder out(OutputRequest{
      .path = options.required("out"), .made_by = "export", .sources = {options.arguments()[0]}});
  report::Manifest manifest = clock.manifest();
  const EnergyTable table = table_of(options.arguments()[0], manifest.recipe);
  write_file_atomically(out.result() / "ERT.yaml", ert_yaml(table));
  write_file_atomically(out.result() / "ART.yaml", art_yaml(table));
  write_file_atomically(out.result() / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  print("{} rows, {} areas: {}\n", table.rows.size(), table.areas.size(), path_text(out.path()));
}

}  // namespace metronome::cli
