#include "sim/chips/fastest_cut.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "arch/links/collective_run.hpp"
#include "arch/mapping/micro_batches.hpp"
#include "sim/base/error.hpp"

namespace metronome::chips {
namespace {

/// By how much the longest stage of a cut may be longer for fewer bytes: which of both counts more
/// depends on the links.
constexpr std::array kSlacks{0.0, 0.02, 0.1, 0.3, 1.0, std::numeric_limits<double>::infinity()};
constexpr std::size_t kMostCuts = 500;
constexpr std::size_t kFewestCuts = 30;
constexpr std::size_t kTogether = 64;       ///< cuts whose operations are simulated at a time
constexpr std::size_t kMostWork = 100'000;  ///< operations of micro-batches and levels

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

CutTimer::Stages CutTimer::stages_of(const PipelineCut& cut) const {
  Stages out{stage_steps(trace_.step(), system_.parallel.pipeline, cut), {}};
  for (std::size_t stage = 0; stage < out.steps.stages.size(); ++stage) {
    out.keys.push_back(key_of(chips_.of(stage), out.steps.stages[stage]));
  }
  return out;
}

void CutTimer::simulate_unknown(const std::vector<Stages>& cuts) {
  struct Stage {
    const trace::Step* step;
    std::set<std::string> passes;
  };
  std::map<std::size_t, std::map<std::string, Stage>> unknown;  // by machine
  for (const Stages& one : cuts) {
    const std::vector<std::set<std::string>> passes = passes_of_stages(one.steps);
    for (std::size_t stage = 0; stage < one.keys.size(); ++stage) {
      if (!known_.contains(one.keys[stage])) {
        unknown[chips_.of(stage)].emplace(one.keys[stage],
                                          Stage{&one.steps.stages[stage], passes[stage]});
      }
    }
  }
  for (const auto& [machine, stages] : unknown) {
    std::vector<trace::Trace> own;
    for (const auto& [key, stage] : stages) {
      own.push_back(trace_);
      own.back().steps.front().step = *stage.step;
    }
    sim::SimulateOptions how = options_;
    how.prices = &chips_.prices[machine];
    const std::vector<RunResult> runs = sim::simulate(own, chips_.machines[machine], how);
    if (levels_.empty()) {
      for (const LevelResult& level : runs.front().levels) {
        levels_.push_back({level.assignment, level.iterations});
      }
    }
    std::size_t i = 0;
    for (const auto& [key, stage] : stages) {
      std::vector<std::vector<StageWork>>& levels = known_[key];
      for (std::size_t level = 0; level < levels_.size(); ++level) {
        levels.push_back(stage_work(runs[i], level, stage.passes));
      }
      ++i;
    }
  }
}

double CutTimer::time_of(const Stages& stages) const {
  std::vector<const arch::AcceleratorSpec*> machines;
  for (std::size_t stage = 0; stage < stages.keys.size(); ++stage) {
    machines.push_back(&chips_.machine(stage));
  }
  double sum = 0;
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    std::vector<std::vector<StageWork>> works;
    for (const std::string& key : stages.keys) {
      works.push_back(known_.at(key)[level]);
    }
    const LevelProgram program =
        pipeline_program(stages.steps, works, levels_[level].assignment, machines);
    sum += static_cast<double>(levels_[level].iterations) *
           static_cast<double>(links::run_program(system_, program.program).total().count());
  }
  return 1e-12 * sum;
}

std::vector<double> CutTimer::seconds(const std::vector<PipelineCut>& cuts) {
  std::vector<double> times(cuts.size(), std::numeric_limits<double>::infinity());
  for (std::size_t first = 0; first < cuts.size(); first += kTogether) {
    std::vector<Stages> some;
    std::vector<std::size_t> numbers;
    for (std::size_t i = first; i < std::min(first + kTogether, cuts.size()); ++i) {
      try {
        some.push_back(stages_of(cuts[i]));
        numbers.push_back(i);
      } catch (const UserError&) {
        // No such stages can be: it takes for ever. Where no others can either, it is refused.
      }
    }
    simulate_unknown(some);
    for (std::size_t i = 0; i < some.size(); ++i) {
      times[numbers[i]] = time_of(some[i]);
    }
  }
  return times;
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
  using Places = std::vector<std::size_t>;
  TimedCuts(const PipelineCuts& cuts, CutTimer& timer, std::size_t most)
      : cuts_(cuts), timer_(timer), most_(most) {}

  /// Those that have no time yet, as long as more are to be timed.
  void take(const std::vector<Places>& some) {
    std::vector<PipelineCut> fresh;
    std::vector<Places> places;
    for (const Places& one : some) {
      if (times_.size() + fresh.size() < most_ && !times_.contains(one) &&
          std::find(places.begin(), places.end(), one) == places.end()) {
        fresh.push_back(cuts_.at(one));
        places.push_back(one);
      }
    }
    const std::vector<double> seconds = timer_.seconds(fresh);
    for (std::size_t i = 0; i < places.size(); ++i) {
      times_.emplace(places[i], seconds[i]);
    }
  }

  /// Without end of a cut that has not been timed.
  [[nodiscard]] double time(const Places& places) const {
    const auto at = times_.find(places);
    return at == times_.end() ? std::numeric_limits<double>::infinity() : at->second;
  }
  [[nodiscard]] Places fastest(const std::vector<Places>& some) const {
    return *std::min_element(some.begin(), some.end(),
                             [&](const Places& a, const Places& b) { return time(a) < time(b); });
  }

  /// On from a cut, to the fastest of its neighbours each time.
  void descend(Places here) {
    for (bool moved = true; moved;) {
      const std::vector<Places> near = neighbours(here, cuts_.places());
      take(near);
      const Places next = near.empty() ? here : fastest(near);
      moved = time(next) < time(here);
      here = moved ? next : here;
    }
  }

  [[nodiscard]] Places best() const {
    const auto faster = [](const auto& a, const auto& b) { return a.second < b.second; };
    return std::min_element(times_.begin(), times_.end(), faster)->first;
  }

 private:
  const PipelineCuts& cuts_;
  CutTimer& timer_;
  std::size_t most_;
  std::map<Places, double> times_;
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
  }
  timed.take(starts);
  const auto all = all_cuts(cuts.places(), starts.front().size(), most);
  timed.take(all);
  std::stable_sort(starts.begin(), starts.end(),
                   [&](const auto& a, const auto& b) { return timed.time(a) < timed.time(b); });
  for (std::size_t i = 0; i < starts.size() && all.empty(); ++i) {
    timed.descend(starts[i]);
  }
  return cuts.at(timed.best());
}

}  // namespace metronome::chips
