#include "sim/report/identity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/report/names.hpp"

namespace metronome::report {

namespace {

/// "1", or of two trainings "1; baseline 2".
std::string seeds_of(const RunResult& run, const RunResult* baseline) {
  const std::string own = trace::fact(run.training, "seed");
  const std::string other =
      baseline == nullptr ? std::string() : trace::fact(baseline->training, "seed");
  return own.empty() || other.empty() || own == other ? own : own + "; baseline " + other;
}

}  // namespace

trace::Facts identity_of(const RunResult& run, const RunResult* baseline,
                         const EnergyTable& table) {
  trace::Facts facts;
  for (const char* name : {"model", "dataset", "batch", "iterations", "optimizer", "dx_scale"}) {
    facts.push_back({name, trace::fact(run.training, name)});
  }
  if (const std::string errors = trace::fact(run.training, "errors"); !errors.empty()) {
    facts.push_back({"errors", errors});
  }
  if (const std::string seeds = seeds_of(run, baseline); !seeds.empty()) {
    facts.push_back({"seed", seeds});
  }
  facts.push_back({"schedule", run.trace});
  facts.push_back({"baseline_schedule", baseline == nullptr ? std::string() : baseline->trace});
  facts.push_back({"mode", std::string(enum_name(run.mode))});
  facts.push_back({"accelerator", run.accelerator});
  facts.push_back({"memory", run.memory});
  facts.push_back({"energy_table", table.name});
  facts.insert(facts.end(), run.equality.begin(), run.equality.end());
  return facts;
}

trace::Facts joined(const std::vector<trace::Facts>& identities) {
  trace::Facts all;
  std::vector<std::vector<std::string>> values;
  for (const trace::Facts& one : identities) {
    for (const trace::Fact& fact : one) {
      auto at = std::find_if(all.begin(), all.end(),
                             [&](const trace::Fact& f) { return f.name == fact.name; });
      if (at == all.end()) {
        all.push_back({fact.name, ""});
        values.emplace_back();
        at = all.end() - 1;
      }
      std::vector<std::string>& known = values[static_cast<std::size_t>(at - all.begin())];
      if (std::find(known.begin(), known.end(), fact.value) == known.end()) {
        known.push_back(fact.value);
        at->value += (known.size() > 1 ? "; " : "") + fact.value;
      }
    }
  }
  return all;
}

trace::Facts conditions_of(const RunResult& run, const RunResult* baseline,
                           const EnergyTable& table) {
  trace::Facts facts = run.training;
  facts.push_back({"schedule", run.trace});
  facts.push_back({"baseline_schedule", baseline == nullptr ? std::string() : baseline->trace});
  facts.push_back({"mode", std::string(enum_name(run.mode))});
  for (const trace::Fact& fact : technology_of(table)) {
    facts.push_back(fact);
  }
  return facts;
}

trace::Facts technology_of(const EnergyTable& table) {
  return {{"technology", fmt::format("{} nm, {} V, {} cells", table.technology_nm, table.voltage_v,
                                     table.sram_cell)}};
}

void require_alike(const std::string& what, const std::vector<trace::Difference>& differences,
                   bool allowed) {
  if (!allowed && !differences.empty()) {
    throw UserError(
        fmt::format("{} are unlike: {}", what, trace::differences_text(differences)),
        "a comparison would mix the effects; make them alike, or add --allow-unlike, which every "
        "title then says");
  }
}

}  // namespace metronome::report
