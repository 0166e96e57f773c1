#include "sim/engine/planned_trace.hpp"

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"

namespace metronome::sim {
namespace {

using mapping::Job;
using mapping::MatrixJob;
using mapping::VectorJob;

/// Fixed mappings must name operations that there are.
void require_known_operations(const mapping::MachineStep& step,
                              const arch::AcceleratorSpec& machine) {
  if (machine.mapping.fixed.empty()) {
    return;
  }
  std::vector<std::string> names;
  for (const mapping::MachineOperation& one : step.operations) {
    if (std::holds_alternative<trace::MatrixWork>(one.operation.work)) {
      names.push_back(one.operation.name);
    }
  }
  std::vector<Diagnostic> unknown;
  for (const arch::FixedMapping& fixed : machine.mapping.fixed) {
    if (std::find(names.begin(), names.end(), fixed.operation) == names.end()) {
      unknown.push_back({{},
                         0,
                         0,
                         "mapping.fixed",
                         step.tensors.model + " has no product `" + fixed.operation + "`",
                         name_hint(fixed.operation, names)});
    }
  }
  if (!unknown.empty()) {
    throw UserError(unknown);
  }
}

}  // namespace

PlannedTrace plan_trace(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                        const ValueTerms& values, JobTable& table) {
  std::map<trace::Assignment, std::uint64_t> iterations;
  for (const trace::Phase& phase : trace.schedule) {
    iterations[phase.assignment] += phase.iterations;
  }
  PlannedTrace planned{mapping::machine_step(trace.step, machine), {}};
  require_known_operations(planned.step, machine);
  for (const auto& [assignment, count] : iterations) {
    PlannedLevel level{
        assignment, count, {}, {}, mapping::allocate(planned.step, assignment, machine), 0};
    for (const mapping::MachineOperation& operation : planned.step.operations) {
      Job job = mapping::resolve(operation, planned.step.tensors, assignment, machine);
      std::vector<std::size_t> regroupings;
      if (auto* matrix = std::get_if<MatrixJob>(&job)) {
        if (matrix->executor == mapping::Executor::array) {
          const trace::Operation& what = operation.operation;
          *matrix = values.with_terms(std::move(*matrix), what, assignment.of(what.layer));
        }
        for (const VectorJob& pass : mapping::regrouping_passes(*matrix, machine)) {
          regroupings.push_back(table.add(pass));
        }
      }
      level.jobs.push_back(table.add(job));
      level.regroupings.push_back(std::move(regroupings));
    }
    planned.levels.push_back(std::move(level));
  }
  return planned;
}

}  // namespace metronome::sim
