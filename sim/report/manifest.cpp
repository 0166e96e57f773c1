#include "sim/report/manifest.hpp"

#include <algorithm>

#include "sim/base/hash.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/recipe_fields.hpp"

namespace metronome::report {
namespace {

std::vector<std::string> texts(const JsonFields& fields, const std::string& key) {
  const Json& list = fields.at(key);
  const bool right = list.is_array() && std::all_of(list.begin(), list.end(), [](const Json& one) {
                       return one.is_string();
                     });
  if (!right) {
    fields.complain(key, "must be a list of texts");
  }
  return list.get<std::vector<std::string>>();
}

Recipe read_recipe(const JsonFields& fields) {
  Recipe recipe{.version = fields.text("version"),
                .command = fields.text("command"),
                .overrides = texts(fields, "overrides"),
                .from = texts(fields, "from"),
                .seed = fields.whole("seed"),
                .inputs = {}};
  const JsonFields inputs = fields.object("inputs");
  for (const auto& item : inputs.value().items()) {
    recipe.inputs[item.key()] = inputs.text(item.key());
  }
  return recipe;
}

constexpr NumberRange kSeconds{0, 1e12L};

SimulationTime read_simulation(const JsonFields& fields) {
  return {.seconds = fields.number("seconds", kSeconds),
          .jobs = static_cast<unsigned>(fields.small("jobs")),
          .operations = fields.whole("operations"),
          .reused = fields.whole("reused"),
          .cycles = fields.whole("cycles")};
}

/// Of a manifest of version 0.1.0, which had no more.
Recipe read_older_recipe(const JsonFields& fields) {
  Recipe recipe;
  recipe.version = fields.text("version");
  recipe.command = fields.text("command");
  recipe.seed = fields.whole("seed");
  return recipe;
}

}  // namespace

Json recipe_fields(const Recipe& recipe) {
  Json inputs = Json::object();
  for (const auto& [what, digest] : recipe.inputs) {
    inputs[what] = digest;
  }
  return {{"version", recipe.version}, {"command", recipe.command}, {"overrides", recipe.overrides},
          {"from", recipe.from},       {"seed", recipe.seed},       {"inputs", std::move(inputs)}};
}

std::string recipe_json(const Recipe& recipe) { return recipe_fields(recipe).dump(2) + "\n"; }

Recipe parse_recipe(std::string_view text, const std::string& file) {
  const Json whole = parse_json(text, file);
  return read_recipe(JsonFields(whole, file));
}

std::string recipe_digest(const Recipe& recipe) { return content_digest(recipe_json(recipe)); }

std::string manifest_json(const Manifest& manifest) {
  Json out{{"recipe", recipe_fields(manifest.recipe)},
           {"command", manifest.command},
           {"host", manifest.host},
           {"wall_seconds", manifest.wall_seconds}};
  if (!manifest.figures.empty()) {
    out["figures"] = manifest.figures;
  }
  if (const auto& took = manifest.simulation) {
    out["simulation"] = {{"seconds", took->seconds},
                         {"jobs", took->jobs},
                         {"operations", took->operations},
                         {"reused", took->reused},
                         {"cycles", took->cycles}};
  }
  return out.dump(2) + "\n";
}

std::string with_figures(std::string_view text, const std::string& file,
                         const std::string& figures) {
  Json whole = parse_json(text, file);
  whole["figures"] = figures;
  return whole.dump(2) + "\n";
}

Manifest parse_manifest(std::string_view text, const std::string& file) {
  const Json whole = parse_json(text, file);
  const JsonFields fields(whole, file);
  return {.recipe = fields.has("recipe") ? read_recipe(fields.object("recipe"))
                                         : read_older_recipe(fields),
          .command = fields.text("command"),
          .host = fields.text("host"),
          .wall_seconds = fields.number("wall_seconds", kSeconds),
          .figures = fields.has("figures") ? fields.text("figures") : std::string(),
          .simulation = fields.has("simulation")
                            ? std::optional(read_simulation(fields.object("simulation")))
                            : std::nullopt};
}

}  // namespace metronome::report
