#include "sim/chips/fastest_cut.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <map>

#include "arch/links/collective_run.hpp"
#include "arch/mapping/micro_batches.hpp"
#include "sim/chips/pipeline_run.hpp"

namespace metronome::chips {
namespace {

/// By how much the longest stage of a cut may be longer for fewer bytes: which of both counts more
/// depends on the links.
constexpr std::array kSlacks{0.0, 0.02, 0.1, 0.3, 1.0, std::numeric_limits<double>::infinity()};
constexpr std::size_t kMostCuts = 500;
constexpr std::size_t kFewestCuts = 30;
constexpr std::size_t kMostWork = 2'000'000;  ///< operations of micro-batches and levels

/// What a stage's time depends on, of one trace.
std::string key_of(std::size_t machine, const trace::Step& stage) {
  std::string key = fmt::format("{}", machine);
  for (const trace::Operation& operation : stage.operations) {
    key += '\n' + operation.name;
  }
  return key;
}

/// Times of operations of one micro-batch over all levels.
std::vector<double> weights_on(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                               std::uint64_t micro_batches, const sim::SimulateOptions& options) {
  std::vector<trace::Trace> part{trace};
  part.front().steps.front().step = mapping::part_of_batch(trace.step(), micro_batches);
  const RunResult run = sim::simulate(part, machine, options).front();
  std::unordered_map<std::string, double> times;
  for (const LevelResult& level : run.levels) {
    run.for_operations(level, [&](std::uint32_t index) {
      const OperationResult& one = run.operations[index];
      times[one.operation] +=
          static_cast<double>(level.iterations) * run.seconds(one.measure.cycles.total()).count();
    });
  }
  const std::vector<bool> once = mapping::behind_all_parts(trace.step());
  std::vector<double> weights;
  for (std::size_t i = 0; i < once.size(); ++i) {
    const auto found = times.find(trace.step().operations[i].name);
    const double time = found == times.end() ? 0 : found->second;
    weights.push_back(once[i] ? time / static_cast<double>(micro_batches) : time);
  }
  return weights;
}

/// Cuts in which one stage begins elsewhere, or all from one on.
std::vector<std::vector<std::size_t>> neighbours(const std::vector<std::size_t>& cut,
                                                 std::size_t places) {
  std::vector<std::vector<std::size_t>> found;
  const auto add = [&](std::size_t first, std::size_t end, std::ptrdiff_t by) {
    std::vector<std::size_t> moved = cut;
    for (std::size_t i = first; i < end; ++i) {
      const std::ptrdiff_t place = static_cast<std::ptrdiff_t>(moved[i]) + by;
      if (place < 0 || place >= static_cast<std::ptrdiff_t>(places)) {
        return;
      }
      moved[i] = static_cast<std::size_t>(place);
    }
    if (std::adjacent_find(moved.begin(), moved.end(), std::greater_equal<>()) == moved.end()) {
      found.push_back(std::move(moved));
    }
  };
  for (std::size_t i = 0; i < cut.size(); ++i) {
    for (const std::ptrdiff_t by : {-1, 1, -2, 2}) {
      add(i, i + 1, by);
    }
    for (const std::ptrdiff_t by : {-1, 1}) {
      if (i + 1 < cut.size()) {
        add(i, cut.size(), by);
      }
    }
  }
  return found;
}

}  // namespace

CutTimer::CutTimer(const trace::Trace& trace, const links::SystemSpec& system,
                   const StageMachines& chips, const sim::SimulateOptions& options)
    : trace_(trace), system_(system), chips_(chips) {
  options_.mode = Mode::analytic;
  options_.jobs = options.jobs;
  options_.cache = options.cache;
  options_.statistics = options.statistics;
}

std::vector<std::vector<double>> CutTimer::weights() const {
  std::vector<std::vector<double>> all;
  for (std::size_t i = 0; i < chips_.machines.size(); ++i) {
    sim::SimulateOptions own = options_;
    own.prices = &chips_.prices[i];
    all.push_back(
        weights_on(trace_, chips_.machines[i], system_.parallel.pipeline.micro_batches, own));
  }
  return all;
}

void CutTimer::simulate_unknown(const StageSteps& steps, const std::vector<std::string>& keys) {
  std::map<std::size_t, std::vector<std::size_t>> unknown;  // by machine: stages
  for (std::size_t stage = 0; stage < keys.size(); ++stage) {
    if (!known_.contains(keys[stage])) {
      unknown[chips_.of(stage)].push_back(stage);
    }
  }
  for (const auto& [machine, stages] : unknown) {
    std::vector<trace::Trace> own;
    for (const std::size_t stage : stages) {
      own.push_back(trace_);
      own.back().steps.front().step = steps.stages[stage];
    }
    sim::SimulateOptions how = options_;
    how.prices = &chips_.prices[machine];
    std::vector<RunResult> runs = sim::simulate(own, chips_.machines[machine], how);
    for (std::size_t i = 0; i < stages.size(); ++i) {
      known_.emplace(keys[stages[i]], std::move(runs[i]));
    }
  }
}

double CutTimer::seconds(const PipelineCut& cut) {
  const StageSteps steps = stage_steps(trace_.step(), system_.parallel.pipeline, cut);
  std::vector<std::string> keys;
  std::vector<const arch::AcceleratorSpec*> machines;
  for (std::size_t stage = 0; stage < steps.stages.size(); ++stage) {
    keys.push_back(key_of(chips_.of(stage), steps.stages[stage]));
    machines.push_back(&chips_.machine(stage));
  }
  simulate_unknown(steps, keys);
  std::vector<const RunResult*> runs;
  for (const std::string& key : keys) {
    runs.push_back(&known_.at(key));
  }
  double sum = 0;
  for (std::size_t level = 0; level < runs.front()->levels.size(); ++level) {
    const LevelProgram program = pipeline_program(steps, runs, level, machines);
    sum += static_cast<double>(runs.front()->levels[level].iterations) *
           static_cast<double>(links::run_program(system_, program.program).total().count());
  }
  return 1e-12 * sum;
}

std::size_t CutTimer::worth_timing() const {
  std::vector<const trace::Assignment*> levels;
  for (const trace::Phase& phase : trace_.schedule) {
    if (std::none_of(levels.begin(), levels.end(),
                     [&](const trace::Assignment* one) { return *one == phase.assignment; })) {
      levels.push_back(&phase.assignment);
    }
  }
  const std::size_t work =
      trace_.step().operations.size() * system_.parallel.pipeline.micro_batches * levels.size();
  return std::clamp(kMostWork / std::max<std::size_t>(work, 1), kFewestCuts, kMostCuts);
}

namespace {

/// Cuts with their times, each timed once.
class TimedCuts {
 public:
  TimedCuts(const PipelineCuts& cuts, CutTimer& timer, std::size_t most)
      : cuts_(cuts), timer_(timer), most_(most) {}

  /// Without end where no more are to be timed.
  double operator()(const std::vector<std::size_t>& places) {
    const auto [at, fresh] = times_.try_emplace(places, std::numeric_limits<double>::infinity());
    if (fresh && times_.size() <= most_) {
      at->second = timer_.seconds(cuts_.at(places));
    }
    return at->second;
  }

  /// On from a cut as long as a neighbour takes less time.
  void descend(std::vector<std::size_t> here) {
    for (bool moved = true; moved;) {
      const double least = (*this)(here);
      const auto near = neighbours(here, cuts_.places());
      const auto better = std::find_if(near.begin(), near.end(),
                                       [&](const auto& other) { return (*this)(other) < least; });
      moved = better != near.end();
      here = moved ? *better : here;
    }
  }

  [[nodiscard]] std::vector<std::size_t> best() const {
    const auto faster = [](const auto& a, const auto& b) { return a.second < b.second; };
    return std::min_element(times_.begin(), times_.end(), faster)->first;
  }

 private:
  const PipelineCuts& cuts_;
  CutTimer& timer_;
  std::size_t most_;
  std::map<std::vector<std::size_t>, double> times_;
};

/// All cuts of so many places, ascending; none where they are more than `most`.
std::vector<std::vector<std::size_t>> all_cuts(std::size_t places, std::size_t cuts,
                                               std::size_t most) {
  std::vector<std::vector<std::size_t>> all{{}};
  for (std::size_t i = 0; i < cuts; ++i) {
    std::vector<std::vector<std::size_t>> longer;
    for (const std::vector<std::size_t>& one : all) {
      for (std::size_t next = one.empty() ? 0 : one.back() + 1; next + cuts - i <= places; ++next) {
        longer.push_back(one);
        longer.back().push_back(next);
      }
      if (longer.size() > most) {
        return {};
      }
    }
    all = std::move(longer);
  }
  return all;
}

}  // namespace

PipelineCut fastest_cut(const PipelineCuts& cuts, CutTimer& timer, std::size_t most) {
  const std::vector<std::vector<double>> weights = timer.weights();
  TimedCuts timed(cuts, timer, most);
  std::vector<std::vector<std::size_t>> starts;
  for (const double slack : kSlacks) {
    starts.push_back(cuts.balanced(weights, slack));
    (void)timed(starts.back());
  }
  const auto all = all_cuts(cuts.places(), starts.front().size(), most);
  for (const std::vector<std::size_t>& one : all) {
    (void)timed(one);
  }
  std::stable_sort(starts.begin(), starts.end(),
                   [&](const auto& a, const auto& b) { return timed(a) < timed(b); });
  for (std::size_t i = 0; i < starts.size() && all.empty(); ++i) {
    timed.descend(starts[i]);
  }
  return cuts.at(timed.best());
}

}  // namespace metronome::chips
