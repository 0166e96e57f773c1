#include "sim/report/summary.hpp"

#include "sim/energy/energy_split.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/names.hpp"
#include "sim/report/recipe_fields.hpp"

namespace metronome::report {
namespace {

/// Whole numbers as such while 64 bits hold them.
Json count_json(double count) {
  constexpr double kLimit = 9.0e18;
  return count < kLimit ? Json(static_cast<std::uint64_t>(count + 0.5)) : Json(count);
}

Json dram_json(const Cost& cost) {
  Json out = Json::object();
  for (const auto& [role, name] : kEnumRows<trace::Role>) {
    const Traffic& bytes = cost.dram[role];
    out[name] = {{"read", bytes.read.count()}, {"write", bytes.write.count()}};
  }
  return out;
}

void append_cost(Json& out, const Cost& cost, const RunResult& run) {
  const Cycles cycles = cost.cycles.total();
  out["cycles"] = cycles.count();
  out["seconds"] = run.seconds(cycles).count();
  out["energy_j"] = cost.energy.total().count();
  out["bit_operations_paper"] = count_json(cost.bit_operations_paper);
  out["bit_operations_executed"] = count_json(cost.bit_operations_executed);
  out["macs"] = count_json(cost.macs);
  out["dram_bytes"] = dram_json(cost);
  Json bins = Json::object();
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    bins[name] = cost.cycles[bin];
  }
  out["cycle_attribution"] = std::move(bins);
  Json parts = Json::object();
  for (const auto& [component, name] : kEnumRows<Component>) {
    parts[name] = cost.energy.of(component).count();
  }
  out["energy_by_component_j"] = std::move(parts);
}

Json level_json(const RunResult& run, const RunCosts& costs, std::size_t index) {
  const LevelResult& level = run.levels[index];
  Json out{{"level", index}};
  if (run.steps.size() > 1) {
    out["step"] = run.steps[level.step].name;
  }
  append_precision(out, level.assignment.all);
  out["iterations"] = level.iterations;
  out["footprint_bytes"] = level.footprint.count();
  out["cycles_per_iteration"] = costs.levels[index].per_iteration.cycles.total().count();
  if (const auto cost = run.canonical_start_cost(level)) {
    out["canonical_start_cost"] = *cost;
  }
  append_cost(out, costs.levels[index].whole, run);
  return out;
}

Json split_json(const RunCosts& costs) {
  Json out = Json::object();
  const EnergySplit split = energy_split(costs.energy);
  for (const auto& [part, name] : kEnumRows<EnergyPart>) {
    out[name] = split[part].count();
  }
  return out;
}

Json provenance_json(const RunCosts& costs, const EnergyTable& table) {
  Json out = Json::object();
  const auto joules = energy_by_provenance(costs.energy, table);
  const double total = costs.total.energy.total().count();
  for (const auto& [provenance, name] : kEnumRows<Provenance>) {
    out[name] = total > 0 ? joules[provenance].count() / total : 0;
  }
  return out;
}

void append_energy_sums(Json& out, const RunCosts& costs, const RunCosts* baseline,
                        const EnergyTable& table) {
  out["energy_split_j"] = {{"run", split_json(costs)}};
  out["provenance_share"] = {{"run", provenance_json(costs, table)}};
  if (baseline != nullptr) {
    out["energy_split_j"]["baseline"] = split_json(*baseline);
    out["provenance_share"]["baseline"] = provenance_json(*baseline, table);
  }
}

Json interval_json(const Interval& interval) { return {interval.p5, interval.p50, interval.p95}; }

double saving(double run, double baseline) { return baseline > 0 ? 1 - run / baseline : 0; }

void append_intervals(Json& out, const RunCosts& costs, const RunCosts* baseline,
                      const EnergyTable& table) {
  UncertainPrices prices(Sampling{});
  const EnergyIntervals intervals = intervals_of(costs, baseline, table, prices);
  Json& json = out["intervals"];
  json["energy_j"] = interval_json(intervals.energy_j);
  if (baseline != nullptr) {
    json["savings"] = {{"cycles", savings_of(costs, *baseline).cycles},
                       {"energy", interval_json(intervals.saving)}};
  }
  json["seed"] = prices.sampling().seed;
  json["samples"] = prices.sampling().samples;
}

}  // namespace

EnergyIntervals intervals_of(const RunCosts& run, const RunCosts* baseline,
                             const EnergyTable& table, UncertainPrices& prices) {
  const std::vector<double> energies = prices.energies(run.energy, table);
  EnergyIntervals out{interval_of(energies), {}};
  if (baseline != nullptr) {
    std::vector<double> saved = prices.energies(baseline->energy, table);
    for (std::size_t i = 0; i < saved.size(); ++i) {
      saved[i] = saving(energies[i], saved[i]);
    }
    out.saving = interval_of(std::move(saved));
  }
  return out;
}

Savings savings_of(const RunCosts& run, const RunCosts& baseline) {
  const Cost& a = run.total;
  const Cost& b = baseline.total;
  return {saving(a.bit_operations_paper, b.bit_operations_paper),
          saving(a.bit_operations_executed, b.bit_operations_executed),
          saving(static_cast<double>(a.cycles.total().count()),
                 static_cast<double>(b.cycles.total().count())),
          saving(a.energy.total().count(), b.energy.total().count())};
}

std::string summary_json(const RunResult& run, const RunCosts& costs, const RunCosts* baseline,
                         const EnergyTable& table, const trace::Facts& identity,
                         const Recipe& recipe) {
  Json out{{"accelerator", run.accelerator},
           {"array_kind", run.array_kind},
           {"trace", run.trace},
           {"mode", enum_name(run.mode)},
           {"clock_hz", run.clock.count()},
           {"extrapolated_share", run.extrapolated_share()},
           {"total", Json::object()},
           {"levels", Json::array()},
           {"gemm_classes", Json::array()}};
  out["identity"] = Json::object();
  for (const trace::Fact& fact : identity) {
    out["identity"][fact.name] = fact.value;
  }
  out["recipe"] = recipe_fields(recipe);
  if (!run.value_statistics.empty()) {
    out["value_statistics"] = run.value_statistics;
  }
  append_cost(out["total"], costs.total, run);
  const std::size_t shown = std::min(run.levels.size(), kMostLevelsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    out["levels"].push_back(level_json(run, costs, i));
  }
  if (shown < run.levels.size()) {
    out["levels_omitted"] = run.levels.size() - shown;
  }
  for (const auto& [cls, name] : kEnumRows<trace::OperationClass>) {
    if (cls == trace::OperationClass::load && costs.classes[cls].cycles.total() == Cycles(0)) {
      continue;  // only inferences have any
    }
    Json one{{"class", name}};
    append_cost(one, costs.classes[cls], run);
    out["gemm_classes"].push_back(std::move(one));
  }
  out["switches"] = Json::object();
  append_cost(out["switches"], costs.switches, run);
  append_energy_sums(out, costs, baseline, table);
  for (const Activity& activity : unpriced(run.activities(), table)) {
    out["unpriced"].push_back(activity.action);
  }
  append_intervals(out, costs, baseline, table);
  if (baseline != nullptr) {
    const Savings saved = savings_of(costs, *baseline);
    out["savings"] = {{"bit_operations", saved.bit_operations},
                      {"bit_operations_executed", saved.bit_operations_executed},
                      {"cycles", saved.cycles},
                      {"energy", saved.energy}};
  }
  return out.dump(2) + "\n";
}

}  // namespace metronome::report
