#include "sim/engine/overlapped_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "arch/dram/energy.hpp"
#include "arch/mapping/allocation.hpp"
#include "arch/mapping/feedback_pass.hpp"
#include "arch/mapping/lane_cycles.hpp"
#include "arch/mapping/placement.hpp"
#include "arch/mapping/step_graph.hpp"
#include "arch/mapping/step_index.hpp"
#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/overlap.hpp"

namespace metronome::sim {
namespace {

using mapping::HostJob;
using mapping::MatrixJob;
using mapping::VectorJob;

WorkUnit unit_of(const mapping::Job& job, bool in_chain) {
  if (in_chain) {
    return WorkUnit::array;  // its passes take turns with products
  }
  return std::visit(Overload{[](const MatrixJob& one) {
                               return one.executor == mapping::Executor::array
                                          ? WorkUnit::array
                                          : WorkUnit::vector_unit;
                             },
                             [](const VectorJob& one) {
                               return one.near                  ? WorkUnit::update_engine
                                      : one.units.projected > 0 ? WorkUnit::projection_array
                                                                : WorkUnit::vector_unit;
                             },
                             [](const HostJob&) { return WorkUnit::host; }},
                    job);
}

/// Cycles of the vector unit in a job, those beside the array's included.
std::uint64_t lane_work(const mapping::Job& job, const OperationOutcome& outcome,
                        const vector::VectorSpec& vector) {
  return std::visit(
      Overload{[&](const MatrixJob& one) {
                 const trace::Gemm gemm = trace::gemm_of(one.convolution, one.cls);
                 const std::uint64_t results = one.convolution.groups * gemm.m * gemm.n;
                 const auto of = [&](std::uint64_t elements, const mapping::ElementCost& cost) {
                   return cost.any() ? mapping::lane_cycles(elements, cost, vector) : 0;
                 };
                 return of(results, one.epilogue.cost()) + of(outcome.a_loaded, one.a_loading) +
                        of(outcome.b_loaded, one.b_loading);
               },
               [&](const VectorJob& one) {
                 const bool elsewhere = one.near || one.units.projected > 0 || one.elements == 0;
                 return elsewhere ? 0 : mapping::lane_cycles(one.elements, one.cost(), vector);
               },
               [](const HostJob&) { return std::uint64_t{0}; }},
      job);
}

double bytes_of(const Measure& measure) {
  const Traffic bytes = measure.total_traffic();
  return static_cast<double>((bytes.read + bytes.write).count());
}

/// The graph of a step's interval, from its operations.
class IntervalGraph {
 public:
  explicit IntervalGraph(const mapping::MachineStep& step)
      : next_begins_(step.tensors.delay > 0 ? mapping::first_backward(step) : 0),
        before_(mapping::dependences(step)) {
    // Within a pass; what goes from the forward to the backward pass is an iteration old.
    for (std::size_t i = next_begins_; i < before_.size(); ++i) {
      std::erase_if(before_[i], [&](std::uint32_t one) { return one < next_begins_; });
    }
    add_shared(step);
  }

  /// Of the forward pass of the next iteration: none without a delay.
  [[nodiscard]] bool is_next(std::size_t operation) const { return operation < next_begins_; }
  [[nodiscard]] const std::vector<std::uint32_t>& before(std::size_t operation) const {
    return before_[operation];
  }

 private:
  /// What both passes touch and lies in memory once, as the step finds it: the forward pass reads
  /// it before it is changed, and writes it when the backward pass has read it.
  void add_shared(const mapping::MachineStep& step) {
    std::map<std::string, bool> once;  // persists
    std::vector<mapping::Touched> all;
    for (const mapping::MachineOperation& one : step.operations) {
      all.push_back(mapping::touched_by(one));
      for (const std::string& name : all.back().reads) {
        once.try_emplace(name, true);
      }
      for (const std::string& name : all.back().writes) {
        once.try_emplace(name, false);
      }
    }
    for (std::uint32_t i = 0; i < next_begins_; ++i) {
      for (auto j = static_cast<std::uint32_t>(next_begins_); j < all.size(); ++j) {
        const auto shares = [&](const std::set<std::string>& a, const std::set<std::string>& b) {
          return std::any_of(a.begin(), a.end(), [&](const std::string& name) {
            return b.contains(name) && once.at(name);
          });
        };
        if (shares(all[i].reads, all[j].writes)) {
          before_[j].push_back(i);
        } else if (shares(all[i].writes, all[j].reads) || shares(all[i].writes, all[j].writes)) {
          before_[i].push_back(j);
        }
      }
    }
  }

  std::size_t next_begins_;
  std::vector<std::vector<std::uint32_t>> before_;
};

/// The operations of a level, as tasks in order.
struct LevelTasks {
  std::vector<std::uint32_t> numbers;   ///< of the run's operations
  std::vector<std::size_t> operations;  ///< of the step's
  std::vector<OverlapTask> tasks;
};

class LevelOverlap {
 public:
  LevelOverlap(const RunResult& run, const PlannedTrace& planned, const ExecutedJobs& executed,
               const arch::AcceleratorSpec& machine, MemoryMode memory)
      : run_(run), planned_(planned), executed_(executed), machine_(machine), memory_(memory) {}

  [[nodiscard]] LevelTasks tasks(const PlannedLevel& level, const IntervalGraph& graph) const {
    LevelTasks out;
    const mapping::MachineStep& step = planned_.steps[level.step];
    std::vector<std::uint32_t> task_of(step.operations.size());
    const double best = best_rate(level);
    for (const std::uint32_t number : planned_.operations_of(level)) {
      const PlannedOperation& one = planned_.operations[number];
      OverlapTask task = task_of_job(number, step.operations[one.operation].chain > 0, best);
      task.next = graph.is_next(one.operation);
      const auto here = static_cast<std::uint32_t>(out.tasks.size());
      // A pass that quantizes an operand again comes right before its product.
      if (!out.operations.empty() && out.operations.back() == one.operation) {
        task.after.push_back(here - 1);
      }
      out.numbers.push_back(number);
      out.operations.push_back(one.operation);
      out.tasks.push_back(std::move(task));
      task_of[one.operation] = here;
    }
    for (std::size_t i = 0; i < out.tasks.size(); ++i) {
      for (const std::uint32_t before : graph.before(out.operations[i])) {
        out.tasks[i].after.push_back(task_of[before]);
      }
    }
    return out;
  }

 private:
  /// Bytes a cycle of the operation that moves most: what this memory gives to passes alone.
  [[nodiscard]] double best_rate(const PlannedLevel& level) const {
    double best = 0;
    for (const std::uint32_t number : planned_.operations_of(level)) {
      const Measure& measure = run_.operations[number].measure;
      const auto cycles = static_cast<double>(measure.cycles.total().count());
      best = cycles > 0 ? std::max(best, bytes_of(measure) / cycles) : best;
    }
    return best;
  }

  [[nodiscard]] OverlapTask task_of_job(std::uint32_t number, bool in_chain, double best) const {
    const PlannedOperation& one = planned_.operations[number];
    const OperationResult& result = run_.operations[number];
    OverlapTask task;
    task.unit = unit_of(executed_.jobs[one.job], in_chain);
    task.cycles = result.measure.cycles.total().count();
    if (task.cycles == 0) {
      return task;
    }
    const auto cycles = static_cast<double>(task.cycles);
    const bool moves = memory_ == MemoryMode::real && best > 0;
    task.memory = moves ? std::min(bytes_of(result.measure) / cycles / best, 1.0) : 0;
    if (task.unit == WorkUnit::update_engine && moves) {
      task.memory = 1;  // its banks are busy, whatever crosses the pins
    }
    const std::uint64_t lanes =
        result.runs *
        lane_work(executed_.jobs[one.job], executed_.results[one.job].outcome, machine_.vector);
    task.lanes = std::min(static_cast<double>(lanes) / cycles, 1.0);
    return task;
  }

  const RunResult& run_;
  const PlannedTrace& planned_;
  const ExecutedJobs& executed_;
  const arch::AcceleratorSpec& machine_;
  MemoryMode memory_;
};

/// How long the states of an iteration's DRAM last, over how long those of its operations do.
struct StateFactors {
  double active = 1, idle = 1, time = 1;
};

bool is_active(const std::string& action) {
  return action == enum_name(dram::EnergyEvent::active_cycle);
}
bool is_idle(const std::string& action) {
  using enum dram::EnergyEvent;
  return action == enum_name(precharged_cycle) || action == enum_name(active_power_down_cycle) ||
         action == enum_name(precharged_power_down_cycle) ||
         action == enum_name(self_refresh_cycle);
}

StateFactors factors_of(const RunResult& run, const std::vector<std::uint32_t>& numbers,
                        std::uint64_t interval) {
  double active = 0, idle = 0, cycles = 0;
  for (const std::uint32_t number : numbers) {
    const Measure& measure = run.operations[number].measure;
    cycles += static_cast<double>(measure.cycles.total().count());
    for (const auto& [activity, count] : measure.counts) {
      if (activity.component == Component::dram) {
        active += is_active(activity.action) ? static_cast<double>(count) : 0;
        idle += is_idle(activity.action) ? static_cast<double>(count) : 0;
      }
    }
  }
  if (cycles == 0) {
    return {};
  }
  StateFactors out;
  out.time = static_cast<double>(interval) / cycles;
  const double clocks = (active + idle) * out.time;
  const double left = std::min(active, clocks);
  out.active = active > 0 ? left / active : 1;
  out.idle = idle > 0 ? (clocks - left) / idle : 1;
  return out;
}

std::uint64_t times(std::uint64_t count, double factor) {
  return static_cast<std::uint64_t>(std::floor(static_cast<double>(count) * factor));
}

/// Bins of an operation that now has `own` cycles: more are waits for what it shares, fewer are
/// those beside others, taken from its waits and idle cycles before its work.
void set_cycles(Attribution& cycles, std::uint64_t own) {
  const std::uint64_t all = cycles.total().count();
  if (own >= all) {
    const bool idle = cycles[Bin::busy] == 0;
    const auto most = std::max_element(kEnumValues<Bin>.begin(), kEnumValues<Bin>.end(),
                                       [&](Bin a, Bin b) { return cycles[a] < cycles[b]; });
    cycles[idle ? *most : Bin::stall_activations] += own - all;
    return;
  }
  std::uint64_t less = all - own;
  for (auto bin = kEnumValues<Bin>.rbegin(); bin != kEnumValues<Bin>.rend(); ++bin) {
    const std::uint64_t taken = std::min(less, cycles[*bin]);
    cycles[*bin] -= taken;
    less -= taken;
  }
}

/// The measure of an operation whose interval gives it `own` cycles.
Measure overlapped_measure(Measure measure, std::uint64_t own, const StateFactors& factors) {
  const std::uint64_t alone = measure.cycles.total().count();
  const double longer = alone > 0 ? static_cast<double>(own) / static_cast<double>(alone) : 0;
  for (auto& [activity, count] : measure.counts) {
    const std::string& action = activity.action;
    if (activity.component == Component::leakage) {
      count = alone > 0 ? count / alone * own : 0;
    } else if (activity.component == Component::array && action.ends_with(".clock")) {
      count = times(count, std::max(longer, 1.0));
    } else if (activity.component != Component::dram) {
      continue;
    } else if (is_active(action)) {
      count = times(count, factors.active);
    } else if (is_idle(action)) {
      count = times(count, factors.idle);
    } else if (action == kRefreshClock) {
      count = times(count, factors.time);
    }
  }
  set_cycles(measure.cycles, own);
  return measure;
}

/// Most bytes that live at a time of the interval, persisting tensors included.
std::uint64_t peak_of(const mapping::MachineStep& step, const PlannedLevel& level,
                      const LevelTasks& level_tasks, const OverlapTimes& times,
                      const IntervalGraph& graph, const arch::AcceleratorSpec& machine) {
  struct Life {
    std::uint64_t begin = 0, end = 0;
  };
  std::vector<Life> of_operation(step.operations.size());
  for (std::size_t i = 0; i < times.tasks.size(); ++i) {
    of_operation[level_tasks.operations[i]] = {times.tasks[i].begin, times.tasks[i].end};
  }
  const mapping::Allocation memory = mapping::allocate(step, *level.assignment, machine);
  const std::uint64_t alignment = mapping::Placement::alignment(machine);
  std::uint64_t always = 0;
  std::map<std::uint64_t, std::int64_t> changes;  // by time
  const auto live = [&](std::uint64_t begin, std::uint64_t end, std::uint64_t room) {
    changes[begin] += static_cast<std::int64_t>(room);
    changes[end + 1] -= static_cast<std::int64_t>(room);
  };
  for (const mapping::AllocatedTensor& tensor : memory.tensors) {
    const std::uint64_t room = round_up(tensor.bytes, alignment);
    if (tensor.persists) {
      always += room;
      continue;
    }
    // Operations of a pass need not end in their order: the latest of a life counts.
    Life forward{times.interval, 0}, backward{times.interval, 0};
    for (std::size_t i = tensor.first; i <= tensor.last; ++i) {
      Life& life = graph.is_next(i) ? forward : backward;
      life.begin = std::min(life.begin, of_operation[i].begin);
      life.end = std::max(life.end, of_operation[i].end);
    }
    const bool kept = graph.is_next(tensor.first) && !graph.is_next(tensor.last);
    if (kept) {
      live(forward.begin, times.interval, room);
      live(0, backward.end, room);
    } else {
      const Life& life = graph.is_next(tensor.first) ? forward : backward;
      live(life.begin, life.end, room);
    }
  }
  std::int64_t now = 0, most = 0;
  for (const auto& [time, change] : changes) {
    now += change;
    most = std::max(most, now);
  }
  return always + static_cast<std::uint64_t>(most);
}

void require_room(std::uint64_t bytes, const arch::AcceleratorSpec& machine) {
  const std::uint64_t capacity = machine.memory.capacity_bytes().count();
  if (bytes > capacity) {
    throw UserError(fmt::format("the memory of {} has {} bytes, an iteration beside the forward "
                                "pass of the next one keeps {}",
                                machine.name, capacity, bytes),
                    "a smaller batch, more memory, or a training with `delay: 0`");
  }
}

/// Numbers operations and parts of the levels anew, in their order, and drops those of none.
void drop_unused(RunResult& run) {
  std::vector<OperationResult> operations;
  std::vector<Part> parts;
  std::map<std::uint32_t, std::uint32_t> operation_of, part_of;
  const auto kept = [](auto& numbers, std::uint32_t old, const auto& from, auto& to) {
    const auto [at, fresh] = numbers.try_emplace(old, static_cast<std::uint32_t>(to.size()));
    if (fresh) {
      to.push_back(from[old]);
    }
    return at->second;
  };
  for (LevelResult& level : run.levels) {
    run.for_operations(level, [&](std::uint32_t one) {
      (void)kept(operation_of, one, run.operations, operations);
    });
    for (OverlappedTurn& turn : level.overlap) {
      turn.operation = operation_of.at(turn.operation);
    }
  }
  for (LevelResult& level : run.levels) {
    for (std::uint32_t& part : level.parts) {
      part = kept(part_of, part, run.parts, parts);
    }
  }
  for (Part& part : parts) {
    for (std::vector<std::uint32_t>& turn : part) {
      for (std::uint32_t& one : turn) {
        one = operation_of.at(one);
      }
    }
  }
  run.operations = std::move(operations);
  run.parts = std::move(parts);
}

/// Gives a level operations of its own, as its interval has them.
void put_level(RunResult& run, LevelResult& level, const LevelTasks& tasks,
               const OverlapTimes& times) {
  const StateFactors factors = factors_of(run, tasks.numbers, times.interval);
  std::vector<Part> parts;
  for (const std::uint32_t part : level.parts) {
    parts.push_back(run.parts[part]);
  }
  std::size_t at = 0;
  for (const Turn& turn : run.steps[level.step].turns) {
    for (std::uint32_t& number : parts[turn.layer][turn.turn]) {
      const OverlapTime& time = times.tasks[at];
      const OverlapTask& task = tasks.tasks[at];
      OperationResult one = run.operations[number];
      one.measure = overlapped_measure(std::move(one.measure), time.own, factors);
      number = static_cast<std::uint32_t>(run.operations.size());
      run.operations.push_back(std::move(one));
      level.overlap.push_back({number, task.unit, task.next, time.critical, Cycles(task.cycles),
                               Cycles(time.ready), Cycles(time.begin), Cycles(time.end)});
      ++at;
    }
  }
  METRONOME_ASSERT(at == tasks.tasks.size(), "a level's tasks are its operations");
  for (std::size_t layer = 0; layer < parts.size(); ++layer) {
    level.parts[layer] = static_cast<std::uint32_t>(run.parts.size());
    run.parts.push_back(std::move(parts[layer]));
  }
}

/// Late updates have something to be beside; so has an error that an array of its own makes.
bool overlaps(const mapping::MachineStep& step, const arch::AcceleratorSpec& machine) {
  const auto projects = [&](const mapping::MachineOperation& one) {
    return mapping::is_projection(one.operation, step.tensors);
  };
  return step.tensors.delay > 0 ||
         (machine.projection_array &&
          std::any_of(step.operations.begin(), step.operations.end(), projects));
}

}  // namespace

void overlap_iterations(RunResult& run, const PlannedTrace& planned, const ExecutedJobs& executed,
                        const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  std::map<std::size_t, IntervalGraph> graphs;  // by step
  for (std::size_t i = 0; i < planned.levels.size(); ++i) {
    const PlannedLevel& level = planned.levels[i];
    const mapping::MachineStep& step = planned.steps[level.step];
    if (!options.overlap_all && !overlaps(step, machine)) {
      continue;
    }
    const IntervalGraph& graph = graphs.try_emplace(level.step, step).first->second;
    const LevelOverlap levels(run, planned, executed, machine, options.memory);
    const LevelTasks tasks = levels.tasks(level, graph);
    const OverlapTimes times = overlapped(tasks.tasks);
    const std::uint64_t peak = peak_of(step, level, tasks, times, graph, machine);
    run.levels[i].footprint = std::max(run.levels[i].footprint, Bytes(peak));
    run.levels[i].continuous_cycles = Cycles(0);  // those are one after the other
    require_room(peak, machine);
    put_level(run, run.levels[i], tasks, times);
  }
  if (!graphs.empty()) {
    drop_unused(run);
  }
}

}  // namespace metronome::sim
