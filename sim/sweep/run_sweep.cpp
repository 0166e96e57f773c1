#include "sim/sweep/run_sweep.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/number.hpp"
#include "sim/base/shared_counter.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/machine_area.hpp"
#include "sim/sweep/point_identity.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::sweep {
namespace {

/// A point with its place in the grid.
struct Open {
  std::size_t index = 0;
  Point point;
};

/// Deals points to the worker processes: each takes a machine that none has begun and runs its
/// points, then, when all machines are begun, what is left of any.
class Dealer {
 public:
  explicit Dealer(const std::vector<Open>& points) {
    std::map<std::string, std::size_t> machines;
    for (const Open& point : points) {
      const auto machine = machines.try_emplace(config::resolved_yaml(point.point.spec.accelerator),
                                                machines.size());
      const std::size_t pile = machine.first->second % kMostPiles;
      if (pile == piles_.size()) {
        piles_.push_back(std::make_unique<Pile>());
      }
      piles_[pile]->points.push_back(&point);
    }
  }

  /// Calls `run` with each point that this process is dealt.
  void deal(const std::function<void(const Open&)>& run) {
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
    std::vector<const Open*> points;
    SharedCounter next;
  };
  static void take_from(Pile& pile, const std::function<void(const Open&)>& run) {
    for (std::size_t i = pile.next.take(); i < pile.points.size(); i = pile.next.take()) {
      run(*pile.points[i]);
    }
  }

  std::vector<std::unique_ptr<Pile>> piles_;
  SharedCounter begun_;
};

PointResult without_numbers(PointStatus status, std::string message) {
  PointResult result;
  result.status = status;
  result.message = std::move(message);
  return result;
}

double area_of(const arch::AcceleratorSpec& machine, const EnergyTable& table) {
  try {
    return experiment::machine_area(machine, table).total();
  } catch (const UserError&) {
    return 0;
  }
}

/// What each of the two traces of a point follows from.
std::vector<std::string> traces_keys(const PointSpec& spec) {
  const std::string scale(enum_name(spec.accelerator.training.dx_scale));
  TraceSpec trace = spec.trace;
  trace.statistics.path.clear();
  trace.accuracy_table.path.clear();
  trace.accuracy_run.clear();
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < 2; ++i) {
    TraceSpec one = trace;
    if (trace.trained()) {
      one.directory.path = i == 0 ? trace.directory.path : trace.baseline_directory.path;
      one.baseline_directory.path.clear();
    } else {
      one.schedule = i == 0 ? trace.schedule : trace.baseline_schedule;
      one.baseline_schedule.clear();
    }
    keys.push_back(config::resolved_yaml(one) + scale);
  }
  return keys;
}

/// The run, or its baseline.
trace::Trace trace_of(const PointSpec& spec, std::size_t i) {
  const TraceSpec& trace = spec.trace;
  if (trace.trained()) {
    return trace::read_trace(i == 0 ? trace.directory.path : trace.baseline_directory.path);
  }
  return trace::make_trace(
      trace.model, trace.dataset, trace.batch,
      schedule::parse_schedule(i == 0 ? trace.schedule : trace.baseline_schedule), trace.iterations,
      spec.accelerator.training.dx_scale, trace.optimizer, trace.vocabulary);
}

/// What the run and its baseline follow from: points that differ in one schedule share the run of
/// the other, and those that differ in prices both, where these take no other mapping. Empty: they
/// are the point's own, since a journal has a part in them.
std::array<std::string, 2> runs_keys(const PointSpec& spec, PointMemory& memory) {
  if (spec.mode != Mode::analytic) {
    return {};
  }
  const std::vector<std::string>& traces = memory.traces_keys();
  const std::string common =
      fmt::format("\n{}\n{}\nmappings of generation {}", spec.trace.statistics.path.string(),
                  spec.accelerator.name, memory.tried().generation());
  return {traces[0] + common, traces[1] + common};
}

/// Simulates those of the two that the memory does not hold. Together where both are missing: what
/// they have in common is then run once.
void simulate_missing(const PointSpec& spec, FileCache* cache, PointMemory& memory) {
  const std::vector<trace::Trace>& traces = memory.traces(spec);
  sim::SimulateOptions options{.mode = spec.mode,
                               .prices = &memory.machine(spec.accelerator).table,
                               .journal = &memory.journal(),
                               .cache = cache,
                               .tried = &memory.tried(),
                               .progress = {}};
  memory.tried().be_of(spec.accelerator, options);
  const std::array<std::string, 2> keys = runs_keys(spec, memory);
  std::array<KnownRun, 2>& known = memory.runs();
  std::size_t first = 0;
  std::size_t end = known.size();
  const auto is_known = [&](std::size_t i) { return !keys[i].empty() && known[i].key == keys[i]; };
  while (first < end && is_known(first)) {
    ++first;
  }
  while (end > first && is_known(end - 1)) {
    --end;
  }
  std::optional<trace::Trace> lent;
  if (first < end && !spec.trace.statistics.path.empty() &&
      array::depends_on_values(spec.accelerator.array)) {
    lent = trace::read_trace(spec.trace.statistics.path);
  }
  if (first == end) {
    return;
  }
  options.statistics = lent ? &*lent : nullptr;
  std::vector<RunResult> made =
      sim::simulate(std::span(traces).subspan(first, end - first), spec.accelerator, options);
  for (std::size_t i = first; i < end; ++i) {
    known[i] = {keys[i], std::move(made[i - first])};
  }
}

PointResult priced(const PointSpec& spec, const KnownMachine& machine, PointMemory& memory) {
  try {
    auto& [run, baseline] = memory.runs();
    for (KnownRun* known : {&run, &baseline}) {
      if (!known->costs) {
        known->costs = report::cost_of(known->run, machine.table);
      }
    }
    return result_of({run.run, baseline.run, *run.costs, *baseline.costs, machine.table},
                     memory.traces(spec).front(), spec.accelerator.training, machine.area_mm2);
  } catch (const UserError& error) {
    return without_numbers(PointStatus::unpriced, error.what());
  }
}

/// Runs the missing points of a shard, some at a time, so that a million of them need no room.
class Runner {
 public:
  Runner(const Grid& grid, const PointsFolder& points, const SweepOptions& options)
      : grid_(grid), options_(options), writer_(points.path()), identities_(options.allow_unlike) {}

  /// The shard's.
  void run_missing(const PointsFolder& points) {
    const Shard& shard = options_.shard;
    for (std::size_t i = shard.index; i < grid_.count(); i += shard.count) {
      ++progress_.total;
      progress_.reused += points.has(i) ? 1 : 0;
    }
    begin();
    std::vector<std::size_t> some;
    for (std::size_t i = shard.index; i < grid_.count(); i += shard.count) {
      if (!points.has(i)) {
        some.push_back(i);
      }
      if (some.size() == kAtATime) {
        run(std::exchange(some, {}));
      }
    }
    run(some);
  }

  void run_indices(const PointsFolder& points, std::vector<std::size_t> indices) {
    progress_.total = indices.size();
    std::erase_if(indices, [&](std::size_t index) { return points.has(index); });
    progress_.reused = progress_.total - indices.size();
    begin();
    run(indices);
  }

 private:
  static constexpr std::size_t kAtATime = 1000;

  void begin() {
    progress_.done = progress_.reused;
    tell();
  }

  void tell() const {
    if (options_.progress) {
      options_.progress(progress_);
    }
  }

  [[nodiscard]] std::string line_of(const Open& open, const PointResult& result,
                                    trace::Facts facts) const {
    return point_line({.index = open.index,
                       .key = open.point.key,
                       .result = result,
                       .training_key = open.point.training_key,
                       .facts = std::move(facts)},
                      options_.summary);
  }

  void keep(std::string_view line) {
    writer_.add(line);
    ++progress_.done;
    tell();
  }

  /// The points that are to be simulated; what is known of the others without it is kept.
  std::vector<Open> read(const std::vector<std::size_t>& indices) {
    std::vector<Open> open;
    for (const std::size_t index : indices) {
      stop_if_interrupted();
      Open one{index, unreadable_point(grid_, index)};
      try {
        one.point = grid_.point(index);
      } catch (const UserError& error) {
        keep(line_of(one, without_numbers(PointStatus::failed, error.what()), {}));
        continue;
      }
      if (one.point.refused.empty()) {
        open.push_back(std::move(one));
      } else {
        keep(line_of(one, without_numbers(PointStatus::infeasible, one.point.refused),
                     facts_of(one.point)));
      }
    }
    return open;
  }

  trace::Facts facts_of(const Point& point) {
    return options_.summary ? identities_.identity(point) : trace::Facts{};
  }

  void run(const std::vector<std::size_t>& indices) {
    const std::vector<Open> open = read(indices);
    Dealer dealer(open);
    run_workers(
        static_cast<unsigned>(std::min<std::size_t>(options_.jobs, open.size())),
        [&](unsigned, const SendResult& send) {
          PointMemory memory;
          dealer.deal([&](const Open& one) {
            send.working_on("the point " + fmt::format("{}", fmt::join(one.point.labels, ", ")));
            send(line_of(one, run_point(one.point.spec, options_.cache, memory),
                         facts_of(one.point)));
          });
        },
        [&](unsigned, std::string_view line) { keep(line); });
  }

  const Grid& grid_;
  const SweepOptions& options_;
  PointsWriter writer_;
  IdentityReader identities_;
  SweepProgress progress_;
};

}  // namespace

Shard parse_shard(const std::string& text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto index = read_number<std::uint64_t>(text.substr(0, slash), kAnyWhole).value;
  const auto count =
      read_number<std::uint64_t>(text.substr(std::min(slash + 1, text.size())), kAnyWhole).value;
  if (!index || !count || *index >= *count) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "--shard",
                               "`" + text + "` is no part of a sweep",
                               "I/N with 0 <= I < N: 0/4, 1/4, 2/4, 3/4"});
  }
  return {*index, *count};
}

bool keeps_summaries(const Grid& grid) {
  constexpr std::size_t kMostFull = 1000;
  switch (grid.sweep().keep) {
    case Keep::by_size:
      return grid.count() > kMostFull;
    case Keep::summary:
      return true;
    case Keep::full:
      return false;
  }
  fail_no_enumerator(grid.sweep().keep);
}

const std::vector<trace::Trace>& PointMemory::traces(const PointSpec& spec) {
  std::vector<std::string> keys = sweep::traces_keys(spec);
  if (keys == traces_keys_) {
    return traces_;
  }
  traces_.resize(keys.size());
  traces_keys_.resize(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] != traces_keys_[i]) {
      traces_keys_[i].clear();  // until the trace is there
      traces_[i] = trace_of(spec, i);
      traces_keys_[i] = std::move(keys[i]);
    }
  }
  return traces_;
}

const KnownMachine& PointMemory::machine(const arch::AcceleratorSpec& machine) {
  if (!machine_ || machine_->machine != machine) {
    machine_.reset();
    for (KnownRun& run : runs_) {
      run.costs.reset();
    }
    EnergyTable table = experiment::complete_table(machine);
    const double area_mm2 = area_of(machine, table);
    machine_.emplace(KnownMachine{machine, std::move(table), area_mm2});
  }
  return *machine_;
}

PointResult run_point(const PointSpec& spec, FileCache* cache, PointMemory& memory) {
  const KnownMachine* machine = nullptr;
  try {
    machine = &memory.machine(spec.accelerator);
    simulate_missing(spec, cache, memory);
    return priced(spec, *machine, memory);
  } catch (const UserError& error) {
    return without_numbers(machine != nullptr ? PointStatus::infeasible : PointStatus::unpriced,
                           error.what());
  } catch (const InternalError& error) {
    return without_numbers(PointStatus::failed, error.what());
  }
}

PointResult run_point(const PointSpec& spec) {
  PointMemory memory;
  return run_point(spec, nullptr, memory);
}

void run_missing(const Grid& grid, PointsFolder& points, const SweepOptions& options) {
  Runner(grid, points, options).run_missing(points);
  points.scan();
}

void run_indices(const Grid& grid, PointsFolder& points, const std::vector<std::size_t>& indices,
                 const SweepOptions& options) {
  Runner(grid, points, options).run_indices(points, indices);
  points.scan();
}

}  // namespace metronome::sweep
