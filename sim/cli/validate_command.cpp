#include <fmt/format.h>

#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/presets.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/draw.hpp"
#include "sim/validation/validation_report.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// What a constant may be multiplied with.
constexpr NumberRange kFactors{0.01L, 100};

/// "trcd=1.1".
validation::Change change_of(const std::string& text) {
  const std::size_t at = text.rfind('=');
  const auto factor = read_number<double>(
      at == std::string::npos ? std::string_view() : std::string_view(text).substr(at + 1),
      kFactors);
  if (at == std::string::npos || at == 0) {
    throw UserError("--change: `" + text + "` is no constant with a factor",
                    "NAME=FACTOR, such as trcd=1.1");
  }
  if (!factor.value) {
    throw UserError("--change: the factor of `" + text + "`: " + factor.what,
                    factor.hint.empty() ? "NAME=FACTOR, such as trcd=1.1" : factor.hint);
  }
  return {text.substr(0, at), *factor.value};
}

/// The arguments that decide the numbers: all but where JSON is written.
Arguments without_json(const Arguments& arguments) {
  Arguments kept;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--json") {
      ++i;
    } else if (!arguments[i].starts_with("--json=")) {
      kept.push_back(arguments[i]);
    }
  }
  return kept;
}

std::string rungs_text() {
  std::string text =
      "Computes numbers of ours anew and puts them beside those of others, rung by rung. A "
      "difference is\n"
      "within its tolerance, explained by a known difference (tests/DEVIATIONS.md), or out; any "
      "row that is\n"
      "out ends the command with exit code 4. Rungs:\n";
  for (const validation::Rung& rung : validation::rungs()) {
    text += fmt::format("  {:<15} {}\n", rung.name, rung.summary);
  }
  return text;
}

void add_validate_options(Options& options) {
  options.add()("rung", po::value<std::vector<std::string>>(), "only this rung; repeatable")(
      "json", po::value<std::string>(), "file for the rows as JSON")(
      "out", po::value<std::string>(), "folder for tables and a scatter plot")(
      "change", po::value<std::string>(),
      "NAME=FACTOR: multiplies a constant of our side, to see whether a rung notices "
      "(docs/validation.md)");
  options.add_jobs("rungs at a time, each in a process of its own; changes no result");
}

}  // namespace

void run_validate(const Arguments& arguments) {
  Options options(
      "validate [--rung NAME]... [--json FILE] [--out DIR] [--change NAME=FACTOR] [--jobs N]",
      rungs_text());
  add_validate_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const std::vector<const validation::Rung*> chosen =
      validation::rungs_named(options.texts("rung"));
  validation::Context context{.configs = configs_folder(), .results = {}};
  context.results = context.configs.parent_path() / "results";
  if (options.has("change")) {
    context.change = change_of(options.text("change"));
  }
  const ManifestClock clock("validate", arguments);
  std::optional<OutputFolder> out;
  if (options.has("out")) {
    out.emplace(OutputRequest{.path = options.text("out"),
                              .made_by = "validate",
                              .sources = {context.configs, context.reference()}});
    report::can_draw();
  }
  if (options.has("json")) {
    if (out) {
      require_outside(options.text("json"), "--json", *out);
    }
    require_output_files({options.text("json")}, {});
  }
  ProgressLine line;
  validation::Validation made;
  made.results = validation::validate(
      chosen, context,
      {.jobs = options.jobs(), .progress = [&](const std::string& rung, std::size_t done) {
         line.show("validate", static_cast<double>(done) / static_cast<double>(chosen.size()), rung,
                   -1);
       }});
  line.clear();
  made.change = context.change;
  made.recipe = recipe_of("validate", without_json(arguments));
  made.recipe.inputs = validation::validation_inputs(context);
  if (options.has("json")) {
    write_file_durably(options.text("json"), validation::validation_json(made));
  }
  if (out) {
    report::Manifest manifest = clock.manifest();
    manifest.recipe = made.recipe;
    manifest.figures = validation::write_validation(made, out->result());
    write_file_atomically(out->result() / kManifestName, report::manifest_json(manifest));
    out->publish();
  }
  print("{}", validation::validation_text(made));
  const validation::Summary all = validation::summary_of(made.rows());
  if (all.rows[validation::Verdict::out] > 0) {
    throw CheckFailed(validation::out_text(all));
  }
}

}  // namespace metronome::cli
