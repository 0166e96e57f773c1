#include "sim/sweep/run_sweep.hpp"

#include <map>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/shared_counter.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/experiment/experiment.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sweep {
namespace {

namespace fs = std::filesystem;

trace::Trace trace_of(const PointSpec& spec, const std::string& schedule) {
  return trace::make_trace(spec.trace.model, spec.trace.dataset, spec.trace.batch,
                           schedule::parse_schedule(schedule), spec.trace.iterations,
                           spec.accelerator.training.dx_scale);
}

fs::path file_of(const fs::path& folder, const std::string& key) {
  return folder / (key + ".json");
}

/// The points that are still to be run, one for each key, in the order of the grid.
std::vector<const Point*> open_points(const std::vector<Point>& points, const fs::path& folder) {
  std::map<std::string, const Point*> seen;
  std::vector<const Point*> open;
  for (const Point& point : points) {
    if (seen.try_emplace(point.key, &point).second && !fs::exists(file_of(folder, point.key))) {
      open.push_back(&point);
    }
  }
  return open;
}

}  // namespace

PointResult run_point(const PointSpec& spec) {
  const EnergyTable table = experiment::complete_table(spec.accelerator);
  std::vector<RunResult> runs;
  try {
    const std::vector<trace::Trace> traces{trace_of(spec, spec.trace.schedule),
                                           trace_of(spec, spec.trace.baseline_schedule)};
    runs = sim::simulate(traces, spec.accelerator, {.mode = spec.mode, .progress = {}});
  } catch (const UserError& error) {
    return {error.what(), {}, {}, {}};
  }
  const report::RunCosts costs = report::cost_of(runs[0], table);
  const report::RunCosts baseline = report::cost_of(runs[1], table);
  return result_of({runs[0], runs[1], costs, baseline, table});
}

std::vector<PointResult> run_points(const std::vector<Point>& points, const fs::path& folder,
                                    const SweepOptions& options) {
  if (!options.resume) {
    fs::remove_all(folder);
  }
  const std::vector<const Point*> open = open_points(points, folder);
  SweepProgress progress{points.size() - open.size(), points.size(), points.size() - open.size()};
  const auto tell = [&] {
    if (options.progress) {
      options.progress(progress);
    }
  };
  tell();
  SharedCounter next;  // the quickest worker takes the next point
  run_workers(
      static_cast<unsigned>(std::min<std::size_t>(options.jobs, open.size())),
      [&](unsigned, const SendResult& send) {
        for (std::size_t i = next.take(); i < open.size(); i = next.take()) {
          write_file_atomically(file_of(folder, open[i]->key),
                                point_json(run_point(open[i]->spec)));
          send(open[i]->key);
        }
      },
      [&](unsigned, std::string_view) {
        ++progress.done;
        tell();
      });
  std::vector<PointResult> results;
  for (const Point& point : points) {
    const fs::path file = file_of(folder, point.key);
    results.push_back(parse_point(read_file(file), file.string()));
  }
  return results;
}

}  // namespace metronome::sweep
