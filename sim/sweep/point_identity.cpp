#include "sim/sweep/point_identity.hpp"

#include <fmt/format.h>

#include "sim/energy/memories.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/training_facts.hpp"
#include "sim/report/identity.hpp"
#include "sim/report/names.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sweep {
trace::Facts IdentityReader::identity(const Point& point) {
  const PointSpec& spec = point.spec;
  if (spec.accelerator.energy.path.empty()) {
    return {};
  }
  RunResult run;
  RunResult baseline;
  run.equality = point.equality;
  run.accelerator = spec.accelerator.name;
  run.memory = sim::memory_text(spec.accelerator.memory);
  run.mode = spec.mode;
  const TraceSpec& trace = spec.trace;
  if (trace.trained()) {
    const Trained& ours = trained(trace.directory.path);
    const Trained& theirs = trained(trace.baseline_directory.path);
    check(trace, ours, theirs);
    run.training = ours.facts;
    run.trace = ours.schedule;
    baseline.trace = theirs.schedule;
  } else {
    run.training = {{"model", network(trace)},
                    {"dataset", trace.dataset},
                    {"batch", fmt::format("{}", trace.batch)},
                    {"iterations", fmt::format("{}", trace.iterations)},
                    {"optimizer", std::string(enum_name(trace.optimizer))},
                    {"dx_scale", std::string(enum_name(spec.accelerator.training.dx_scale))}};
    run.trace = trace.schedule;
    baseline.trace = trace.baseline_schedule;
  }
  return report::identity_of(run, &baseline, table(spec.accelerator.energy.path));
}

const IdentityReader::Trained& IdentityReader::trained(const std::filesystem::path& folder) {
  const auto [at, fresh] = traces_.try_emplace(folder);
  if (fresh) {
    const experiment::Training training = experiment::load_training(folder);
    at->second = {training.facts(), training.trace.schedule_name};
  }
  return at->second;
}

const std::string& IdentityReader::network(const TraceSpec& trace) {
  const auto [at, fresh] =
      networks_.try_emplace({std::string(trace.model), trace.dataset}, std::string(trace.model));
  if (fresh && trace.model.is_file()) {
    at->second = trace::requested_model({.model = trace.model, .dataset = trace.dataset}).name;
  }
  return at->second;
}

const EnergyTable& IdentityReader::table(const std::filesystem::path& file) {
  const auto [at, fresh] = tables_.try_emplace(file);
  if (fresh) {
    at->second = config::load<EnergyTable>(file);
  }
  return at->second;
}

void IdentityReader::check(const TraceSpec& trace, const Trained& ours, const Trained& theirs) {
  const auto found = trace::differences(ours.facts, theirs.facts);
  report::require_alike(fmt::format("{} and its baseline {}", trace.directory.path.string(),
                                    trace.baseline_directory.path.string()),
                        found, allow_unlike_);
  const std::string text = trace::differences_text(found);
  if (unlike_.find(text) == std::string::npos) {
    unlike_ += (unlike_.empty() ? "" : ", ") + text;
  }
}

SweepIdentity identity_of(const std::vector<Point>& points, bool allow_unlike) {
  IdentityReader reader(allow_unlike);
  SweepIdentity identity;
  identity.points.reserve(points.size());
  for (const Point& point : points) {
    identity.points.push_back(reader.identity(point));
  }
  identity.unlike = reader.unlike();
  return identity;
}

std::string inputs_text(const Point& point) {
  return point.accuracy ? fmt::format("{} {} {} {}", point.key, point.accuracy->mean_percent,
                                      point.accuracy->deviation_percent, point.accuracy->seeds)
                        : point.key;
}

void InputDigests::add(const Point& point) {
  points_ = fnv1a(inputs_text(point) + "\n", points_);
  const std::filesystem::path& table = point.spec.accelerator.energy.path;
  std::string& digest = tables_["energy_table " + table.stem().string()];
  if (digest.empty()) {
    digest = prices_digest(table);
  }
}

void InputDigests::add_to(report::Recipe& recipe, const SweepSpec& sweep) const {
  recipe.inputs["sweep"] = content_digest(config::resolved_yaml(sweep));
  recipe.inputs.insert(tables_.begin(), tables_.end());
  recipe.inputs["points"] = points();
}

}  // namespace metronome::sweep
