#include "sim/sweep/point_identity.hpp"

#include <fmt/format.h>

#include <map>

#include "sim/base/hash.hpp"
#include "sim/energy/memories.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/training_facts.hpp"
#include "sim/report/identity.hpp"
#include "sim/report/names.hpp"

namespace metronome::sweep {
namespace {

/// Reads each trace folder and energy table once.
class PointReader {
 public:
  explicit PointReader(bool allow_unlike) : allow_unlike_(allow_unlike) {}

  /// The runs that identity_of() names, without their results.
  trace::Facts identity(const Point& point) {
    const PointSpec& spec = point.spec;
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
      run.training = {{"model", trace.model},
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

  [[nodiscard]] const std::string& unlike() const { return unlike_; }

 private:
  struct Trained {
    trace::Facts facts;
    std::string schedule;
  };

  const Trained& trained(const std::filesystem::path& folder) {
    const auto [at, fresh] = traces_.try_emplace(folder);
    if (fresh) {
      const experiment::Training training = experiment::load_training(folder);
      at->second = {training.facts(), training.trace.schedule_name};
    }
    return at->second;
  }
  const EnergyTable& table(const std::filesystem::path& file) {
    const auto [at, fresh] = tables_.try_emplace(file);
    if (fresh) {
      at->second = config::load<EnergyTable>(file);
    }
    return at->second;
  }
  void check(const TraceSpec& trace, const Trained& ours, const Trained& theirs) {
    const auto found = trace::differences(ours.facts, theirs.facts);
    report::require_alike(fmt::format("{} and its baseline {}", trace.directory.path.string(),
                                      trace.baseline_directory.path.string()),
                          found, allow_unlike_);
    const std::string text = trace::differences_text(found);
    if (unlike_.find(text) == std::string::npos) {
      unlike_ += (unlike_.empty() ? "" : ", ") + text;
    }
  }

  bool allow_unlike_;
  std::map<std::filesystem::path, Trained> traces_;
  std::map<std::filesystem::path, EnergyTable> tables_;
  std::string unlike_;
};

}  // namespace

SweepIdentity identity_of(const std::vector<Point>& points, bool allow_unlike) {
  PointReader reader(allow_unlike);
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

void add_inputs(report::Recipe& recipe, const SweepSpec& sweep, const std::vector<Point>& points) {
  recipe.inputs["sweep"] = content_digest(config::resolved_yaml(sweep));
  std::string keys;
  for (const Point& point : points) {
    keys += inputs_text(point);
    const std::filesystem::path& table = point.spec.accelerator.energy.path;
    std::string& digest = recipe.inputs["energy_table " + table.stem().string()];
    if (digest.empty()) {
      digest = prices_digest(table);
    }
  }
  recipe.inputs["points"] = content_digest(keys);
}

}  // namespace metronome::sweep
