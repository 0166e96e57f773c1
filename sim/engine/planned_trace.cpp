#include "sim/engine/planned_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

#include "arch/mapping/chain_judge.hpp"
#include "arch/mapping/chain_operations.hpp"
#include "arch/mapping/operand_formats.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/mapping_weights.hpp"

namespace metronome::sim {
namespace {

using mapping::Job;
using mapping::MatrixJob;
using mapping::VectorJob;

/// Fixed mappings must name operations that there are.
void require_known_operations(const std::vector<mapping::MachineStep>& steps,
                              const arch::AcceleratorSpec& machine) {
  if (machine.mapping.fixed.empty()) {
    return;
  }
  std::vector<std::string> names;
  for (const mapping::MachineStep& step : steps) {
    for (const mapping::MachineOperation& one : step.operations) {
      if (std::holds_alternative<trace::MatrixWork>(one.operation.work)) {
        names.push_back(one.operation.name);
      }
    }
  }
  std::vector<Diagnostic> unknown;
  for (const arch::FixedMapping& fixed : machine.mapping.fixed) {
    if (std::find(names.begin(), names.end(), fixed.operation) == names.end()) {
      unknown.push_back({{},
                         0,
                         0,
                         "mapping.fixed",
                         steps.front().tensors.model + " has no product `" + fixed.operation + "`",
                         name_hint(fixed.operation, names)});
    }
  }
  if (!unknown.empty()) {
    throw UserError(unknown);
  }
}

/// Layers with a precision of their own in any phase.
std::set<std::string> layers_with_own(const std::vector<trace::Phase>& schedule) {
  std::set<std::string> layers;
  const trace::LayerPrecisions* seen = nullptr;
  for (const trace::Phase& phase : schedule) {
    const trace::LayerPrecisions& own = phase.assignment.layers;
    if (seen == nullptr || !seen->shares_names(own)) {
      layers.insert(own.names().begin(), own.names().end());
      seen = &own;
    }
  }
  return layers;
}

/// Without what tells the micro-batches of a step apart: "@2".
std::string without_part(std::string name) {
  const std::size_t at = name.rfind('@');
  const bool part = at != std::string::npos && at + 1 < name.size() &&
                    name.find_first_not_of("0123456789", at + 1) == std::string::npos;
  return part ? name.substr(0, at) : name;
}

/// The values that an operation multiplies in some parts of the batch are those of the whole.
MatrixJob with_terms(const ValueTerms& values, MatrixJob job, trace::Operation operation,
                     const trace::Precision& precision) {
  operation.name = without_part(mapping::whole_name(std::move(operation.name)));
  return values.with_terms(std::move(job), operation, precision);
}

/// What chains of a step's operations are judged by.
mapping::StepUse use_of(const trace::Trace& trace, std::size_t step,
                        const arch::AcceleratorSpec& machine, const ValueTerms& values) {
  mapping::StepUse use;
  for (const trace::Phase& phase : trace.schedule) {
    if (phase.step == step) {
      use.assignments.push_back(&phase.assignment);
    }
  }
  use.weights = mapping_weights(machine, nullptr);
  use.with_terms = [&values](MatrixJob job, const trace::Operation& operation,
                             const trace::Precision& precision) {
    return with_terms(values, std::move(job), operation, precision);
  };
  return use;
}

/// Plans the levels of one step.
class StepPlanner {
 public:
  StepPlanner(PlannedTrace& planned, std::size_t step, const std::set<std::string>& own,
              const arch::AcceleratorSpec& machine, const ValueTerms& values, JobTable& table)
      : planned_(planned),
        index_(step),
        step_(planned.steps[step]),
        machine_(machine),
        values_(values),
        table_(table),
        precisions_(step_, own),
        footprints_(step_, machine),
        parts_(precisions_.layers()),
        operations_of_layer_(precisions_.layers()) {
    find_turns();
  }

  void add(PlannedLevel& level) {
    const std::vector<std::uint32_t>& numbers = precisions_.numbers(*level.assignment);
    level.parts.reserve(numbers.size());
    for (std::size_t layer = 0; layer < numbers.size(); ++layer) {
      const std::uint32_t number = numbers[layer];
      level.parts.push_back(parts_.get(layer, number, [&] { return part(layer, number); }));
    }
    level.footprint = footprints_.of(numbers, precisions_);
    if (level.footprint > machine_.memory.capacity_bytes().count()) {
      (void)mapping::allocate(step_, *level.assignment, machine_);  // says why
    }
  }

 private:
  struct Range {
    std::size_t begin = 0, end = 0;
  };

  /// A turn is a run of neighbouring operations of one layer.
  void find_turns() {
    std::vector<Turn> turns;
    for (std::size_t i = 0; i < step_.operations.size(); ++i) {
      const std::size_t layer = precisions_.layer_of(i);
      std::vector<Range>& ranges = operations_of_layer_[layer];
      if (i == 0 || layer != precisions_.layer_of(i - 1)) {
        turns.push_back(
            {static_cast<std::uint32_t>(layer), static_cast<std::uint32_t>(ranges.size())});
        ranges.push_back({i, i});
      }
      ranges.back().end = i + 1;
    }
    planned_.turns[index_] = std::move(turns);
  }

  std::uint32_t part(std::size_t layer, std::uint32_t number) {
    Part part;
    for (const Range& range : operations_of_layer_[layer]) {
      std::vector<std::uint32_t>& turn = part.emplace_back();
      for (std::size_t i = range.begin; i < range.end; ++i) {
        add_operation(turn, i, precisions_.precision(number));
      }
    }
    planned_.parts.push_back(std::move(part));
    return static_cast<std::uint32_t>(planned_.parts.size() - 1);
  }

  void add_operation(std::vector<std::uint32_t>& list, std::size_t index,
                     const trace::Precision& precision) {
    const mapping::MachineOperation& operation = step_.operations[index];
    Job job = mapping::resolve(operation, step_.tensors, precision, machine_);
    if (auto* matrix = std::get_if<MatrixJob>(&job)) {
      if (matrix->executor == mapping::Executor::array) {
        *matrix = with_terms(values_, std::move(*matrix), operation.operation, precision);
      }
      for (const VectorJob& pass :
           mapping::range_passes(*matrix, operation, step_.tensors, precision, machine_)) {
        list.push_back(number_of({index_, index, table_.add(pass), true}));
      }
      for (const VectorJob& pass : mapping::regrouping_passes(*matrix, machine_)) {
        list.push_back(number_of({index_, index, table_.add(pass), true}));
      }
    }
    list.push_back(number_of({index_, index, table_.add(std::move(job)), false}));
  }

  std::uint32_t number_of(const PlannedOperation& one) {
    const auto [at, fresh] =
        index_of_operation_.try_emplace({one.operation, one.job, one.regroups},
                                        static_cast<std::uint32_t>(planned_.operations.size()));
    if (fresh) {
      planned_.operations.push_back(one);
    }
    return at->second;
  }

  PlannedTrace& planned_;
  std::size_t index_;
  const mapping::MachineStep& step_;
  const arch::AcceleratorSpec& machine_;
  const ValueTerms& values_;
  JobTable& table_;
  mapping::StepPrecisions precisions_;
  mapping::Footprints footprints_;
  mapping::ByPrecision<std::uint32_t> parts_;  ///< by layer
  std::vector<std::vector<Range>> operations_of_layer_;
  std::map<std::tuple<std::size_t, std::size_t, bool>, std::uint32_t> index_of_operation_;
};

/// What tells levels apart, in their order.
struct LevelKey {
  std::size_t step = 0;
  const trace::Assignment* assignment = nullptr;
  bool operator<(const LevelKey& other) const {
    return step != other.step ? step < other.step : *assignment < *other.assignment;
  }
};

/// The levels of a schedule, with the iterations of each.
void find_levels(const std::vector<trace::Phase>& schedule, PlannedTrace& planned) {
  std::map<LevelKey, std::size_t> index;
  for (const trace::Phase& phase : schedule) {
    index.try_emplace({phase.step, &phase.assignment}, 0);
  }
  for (auto& [key, number] : index) {
    number = planned.levels.size();
    planned.levels.push_back({.assignment = key.assignment, .step = key.step, .parts = {}});
  }
  for (const trace::Phase& phase : schedule) {
    const std::size_t level = index.at({phase.step, &phase.assignment});
    planned.levels[level].iterations += phase.iterations;
    planned.level_of_phase.push_back(level);
  }
}

/// Puts the operations into the order of their steps.
void sort_operations(PlannedTrace& planned) {
  std::vector<std::uint32_t> order(planned.operations.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const PlannedOperation& one = planned.operations[a];
    const PlannedOperation& other = planned.operations[b];
    return std::tie(one.step, one.operation) < std::tie(other.step, other.operation);
  });
  std::vector<PlannedOperation> sorted;
  std::vector<std::uint32_t> place(order.size());
  for (const std::uint32_t number : order) {
    place[number] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(planned.operations[number]);
  }
  planned.operations = std::move(sorted);
  for (Part& part : planned.parts) {
    for (std::vector<std::uint32_t>& turn : part) {
      for (std::uint32_t& number : turn) {
        number = place[number];
      }
    }
  }
}

}  // namespace

std::vector<std::uint32_t> PlannedTrace::operations_of(const PlannedLevel& level) const {
  std::vector<std::uint32_t> list;
  for (const Turn& turn : turns[level.step]) {
    const std::vector<std::uint32_t>& part = parts[level.parts[turn.layer]][turn.turn];
    list.insert(list.end(), part.begin(), part.end());
  }
  return list;
}

PlannedTrace plan_trace(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                        const std::vector<ValueTerms>& values, JobTable& table) {
  PlannedTrace planned;
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    mapping::StepUse use;
    if (machine.training.execution != arch::Execution::layer) {
      use = use_of(trace, i, machine, values[i]);
    }
    planned.steps.push_back(mapping::machine_step(trace.steps[i].step, machine, &use));
  }
  planned.turns.resize(planned.steps.size());
  require_known_operations(planned.steps, machine);
  find_levels(trace.schedule, planned);
  const std::set<std::string> own = layers_with_own(trace.schedule);
  std::optional<StepPlanner> planner;
  std::size_t of_step = 0;
  for (PlannedLevel& level : planned.levels) {
    if (!planner || of_step != level.step) {
      of_step = level.step;
      planner.emplace(planned, of_step, own, machine, values[of_step], table);
    }
    planner->add(level);
  }
  sort_operations(planned);
  return planned;
}

}  // namespace metronome::sim
