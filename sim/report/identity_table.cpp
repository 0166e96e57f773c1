#include "sim/report/identity_table.hpp"

#include "sim/report/names.hpp"

namespace metronome::report {

HtmlTable identity_table(const Stamp& stamp) {
  HtmlTable table(
      "What these numbers are a function of; recipe.json has the same. Host, wall time and the "
      "command as typed are in manifest.json.",
      2);
  table.head({"Item", "Value"});
  for (const trace::Fact& fact : stamp.identity) {
    table.row({spoken(fact.name), fact.value.empty() ? "–" : fact.value});
  }
  const Recipe& recipe = stamp.recipe;
  table.row({"Metronome version", recipe.version});
  table.row({"made by", recipe.command});
  for (const std::string& override : recipe.overrides) {
    table.row({"with", override});
  }
  for (const std::string& command : recipe.from) {
    table.row({"from the run of", command});
  }
  if (trace::fact(stamp.identity, "seed").empty()) {
    table.row({"seed", recipe.seed == 0 ? "–" : std::to_string(recipe.seed)});
  }
  for (const auto& [what, digest] : recipe.inputs) {
    table.row({"digest of " + spoken(what), digest});
  }
  table.row({"recipe", recipe_digest(recipe)});
  return table;
}

}  // namespace metronome::report
