#include "sim/sweep/run_sweep.hpp"

#include <fmt/ranges.h>

#include <map>
#include <memory>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/shared_counter.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/experiment/experiment.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::sweep {
namespace {

namespace fs = std::filesystem;

/// The run and its baseline.
std::vector<trace::Trace> traces_of(const PointSpec& spec) {
  const TraceSpec& trace = spec.trace;
  if (trace.trained()) {
    return {trace::read_trace(trace.directory.path),
            trace::read_trace(trace.baseline_directory.path)};
  }
  std::vector<trace::Trace> traces;
  for (const std::string& text : {trace.schedule, trace.baseline_schedule}) {
    traces.push_back(trace::make_trace(
        trace.model, trace.dataset, trace.batch, schedule::parse_schedule(text), trace.iterations,
        spec.accelerator.training.dx_scale, trace.optimizer, trace.vocabulary));
  }
  return traces;
}

fs::path file_of(const fs::path& folder, const std::string& key) {
  return folder / (key + ".json");
}

/// Whether a point is finished: its result is there and whole. One that is damaged, or of another
/// version, is made again.
bool is_finished(const fs::path& file) {
  if (!path_exists(file)) {
    return false;
  }
  try {
    (void)parse_point(read_file(file), file.string());
    return true;
  } catch (const UserError&) {
    return false;
  }
}

/// The points that are still to be run, one for each key, in the order of the grid.
std::vector<const Point*> open_points(const std::vector<Point>& points, const fs::path& folder) {
  std::map<std::string, const Point*> seen;
  std::vector<const Point*> open;
  for (const Point& point : points) {
    if (point.refused.empty() && seen.try_emplace(point.key, &point).second &&
        !is_finished(file_of(folder, point.key))) {
      open.push_back(&point);
    }
  }
  return open;
}

/// Deals points to the worker processes: each takes a machine that none has begun and runs its
/// points, then, when all machines are begun, what is left of any.
class Dealer {
 public:
  explicit Dealer(const std::vector<const Point*>& points) {
    std::map<std::string, std::size_t> machines;
    for (const Point* point : points) {
      const auto machine =
          machines.try_emplace(config::resolved_yaml(point->spec.accelerator), machines.size());
      const std::size_t pile = machine.first->second % kMostPiles;
      if (pile == piles_.size()) {
        piles_.push_back(std::make_unique<Pile>());
      }
      piles_[pile]->points.push_back(point);
    }
  }

  /// Calls `run` with each point that this process is dealt.
  void deal(const std::function<void(const Point&)>& run) {
    for (std::size_t i = begun_.take(); i < piles_.size(); i = begun_.take()) {
      take_from(*piles_[i], run);
    }
    for (const auto& pile : piles_) {
      take_from(*pile, run);
    }
  }

 private:
  static constexpr std::size_t kMostPiles = 1000;  ///< each has a page of shared memory
  struct Pile {
    std::vector<const Point*> points;
    SharedCounter next;
  };
  static void take_from(Pile& pile, const std::function<void(const Point&)>& run) {
    for (std::size_t i = pile.next.take(); i < pile.points.size(); i = pile.next.take()) {
      run(*pile.points[i]);
    }
  }

  std::vector<std::unique_ptr<Pile>> piles_;
  SharedCounter begun_;
};

}  // namespace

PointResult run_point(const PointSpec& spec, FileCache* cache, Journal* journal) {
  try {
    const EnergyTable table = experiment::complete_table(spec.accelerator);
    const std::vector<trace::Trace> traces = traces_of(spec);
    std::optional<trace::Trace> lent;
    if (!spec.trace.statistics.path.empty() && array::depends_on_values(spec.accelerator.array)) {
      lent = trace::read_trace(spec.trace.statistics.path);
    }
    const auto runs = sim::simulate(traces, spec.accelerator,
                                    {.mode = spec.mode,
                                     .prices = &table,
                                     .statistics = lent ? &*lent : nullptr,
                                     .journal = journal,
                                     .cache = cache,
                                     .progress = {}});
    const report::RunCosts costs = report::cost_of(runs[0], table);
    const report::RunCosts baseline = report::cost_of(runs[1], table);
    return result_of({runs[0], runs[1], costs, baseline, table}, traces[0],
                     spec.accelerator.training);
  } catch (const UserError& error) {
    PointResult misfit;
    misfit.message = error.what();
    return misfit;
  }
}

std::vector<PointResult> run_points(const std::vector<Point>& points, const fs::path& folder,
                                    const SweepOptions& options) {
  const std::vector<const Point*> open = open_points(points, folder);
  SweepProgress progress{points.size() - open.size(), points.size(), points.size() - open.size()};
  const auto tell = [&] {
    if (options.progress) {
      options.progress(progress);
    }
  };
  tell();
  Dealer dealer(open);
  run_workers(
      static_cast<unsigned>(std::min<std::size_t>(options.jobs, open.size())),
      [&](unsigned, const SendResult& send) {
        Journal journal;
        dealer.deal([&](const Point& point) {
          send.working_on("the point " + fmt::format("{}", fmt::join(point.labels, ", ")));
          write_file_durably(file_of(folder, point.key),
                             point_json(run_point(point.spec, options.cache, &journal)));
          send(point.key);
        });
      },
      [&](unsigned, std::string_view) {
        ++progress.done;
        tell();
      });
  std::vector<PointResult> results;
  for (const Point& point : points) {
    if (!point.refused.empty()) {
      results.emplace_back().message = point.refused;
      continue;
    }
    const fs::path file = file_of(folder, point.key);
    results.push_back(parse_point(read_file(file), file.string()));
  }
  return results;
}

}  // namespace metronome::sweep
