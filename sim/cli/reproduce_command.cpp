#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/presets.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/experiment/reproduce.hpp"

namespace metronome::cli {

void run_reproduce(const Arguments& arguments) {
  namespace fs = std::filesystem;
  std::string about =
      "Makes a committed table of results/ again, our numbers beside published ones:\n";
  std::vector<std::string> names;
  for (const experiment::Reproduction& one : experiment::reproductions()) {
    about += fmt::format("  {:<18} {}\n", one.name, one.summary);
    names.push_back(one.name);
  }
  Options options("reproduce TABLE [--out DIR] [--jobs N]", about);
  options.positional("TABLE", 1, 1);
  options.add()("out", po::value<std::string>(),
                "folder for the files (none: only print); results/TABLE is the committed one");
  options.add_jobs("processes; changes no result");
  if (!options.parse(arguments)) {
    return;
  }
  const std::string& name = options.arguments()[0];
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) {
    throw UserError("`" + name + "` is not a table", name_hint(name, names));
  }
  const fs::path configs = configs_folder();
  const experiment::Reproduction& one =
      experiment::reproductions()[static_cast<std::size_t>(at - names.begin())];
  if (options.has("out")) {
    require_output_files({fs::path(options.text("out")) / "table.md"}, {});  // a trial
  }
  ProgressLine line;
  const experiment::Reproduced made = one.make(
      configs.parent_path() / "results" / name, configs,
      {.jobs = options.jobs(),
       .progress = [&](const std::string& what, double share) { line.show(what, share, "", -1); }});
  line.clear();
  if (options.has("out")) {
    for (const auto& [file, content] : made.files) {
      write_file_durably(fs::path(options.text("out")) / file, content);
    }
    write_file_durably(fs::path(options.text("out")) / "recipe.json",
                       report::recipe_json(recipe_of("reproduce", arguments)));
  }
  print("{}", made.text);
}

}  // namespace metronome::cli
