#include "sim/engine/simulate.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>

#include "arch/mapping/estimate.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/continuous.hpp"
#include "sim/engine/job_runner.hpp"
#include "sim/engine/overlapped_run.hpp"
#include "sim/engine/planned_trace.hpp"
#include "sim/engine/value_terms.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::sim {
namespace {

using mapping::Job;
using mapping::MatrixJob;
using mapping::VectorJob;

/// What was run of each job, and what it adds to a ledger, which is made once: operations share
/// jobs.
class JobLedger {
 public:
  JobLedger(const std::vector<Job>& jobs, const std::vector<JobResult>& results,
            const arch::AcceleratorSpec& machine)
      : jobs_(jobs), results_(results), machine_(machine), measures_(jobs.size()) {}

  [[nodiscard]] const Job& job(std::size_t i) const { return jobs_[i]; }
  [[nodiscard]] const JobResult& result(std::size_t i) const { return results_[i]; }
  [[nodiscard]] const Measure& measure(std::size_t i) {
    if (!measures_[i]) {
      const JobResult& result = results_[i];
      measures_[i] =
          measure_of(jobs_[i], machine_, result.outcome, result.chosen ? &*result.chosen : nullptr);
    }
    return *measures_[i];
  }

 private:
  const std::vector<Job>& jobs_;
  const std::vector<JobResult>& results_;
  const arch::AcceleratorSpec& machine_;
  std::vector<std::optional<Measure>> measures_;
};

OperationResult operation_result(const trace::Operation& operation, std::size_t number,
                                 JobLedger& ledger, const arch::AcceleratorSpec& machine) {
  const Job& job = ledger.job(number);
  const JobResult& result = ledger.result(number);
  OperationResult out;
  out.operation = operation.name;
  out.layer = operation.layer;
  out.cls = operation.cls;
  out.mapping = result.mapping;
  out.extrapolated = result.extrapolated;
  out.measure = ledger.measure(number);
  if (const auto* matrix = std::get_if<MatrixJob>(&job)) {
    out.a_bits = matrix->operands.a_bits;
    out.b_bits = matrix->operands.b_bits;
    out.b_role = matrix->b.role;
    out.estimated_cycles = mapping::estimated_cycles(*matrix, *result.chosen, machine);
    if (matrix->executor == mapping::Executor::array) {
      out.peak_macs_per_cycle = array::peak_macs_per_cycle(machine.array, matrix->operands);
    }
  }
  return out;
}

/// A pass before a product that quantizes an operand again, or only looks for its range; its result
/// is a row of its own.
OperationResult regrouping_result(const trace::Operation& operation, std::size_t number,
                                  JobLedger& ledger, const arch::AcceleratorSpec& machine) {
  OperationResult out = operation_result(operation, number, ledger, machine);
  const auto& pass = std::get<VectorJob>(ledger.job(number));
  const mapping::Stream& operand =
      pass.inputs.empty() ? pass.held_inputs.front() : pass.inputs.front();
  out.operation += (pass.outputs.empty() ? ".range_" : ".regroup_");
  out.operation += enum_name(operand.role);
  out.cls = pass.cls;
  return out;
}

/// An operation of a chain runs once for each part of the batch; its row is of all of them.
OperationResult of_all_parts(OperationResult out, const mapping::MachineStep& step,
                             std::size_t operation) {
  const mapping::MachineOperation& one = step.operations[operation];
  if (one.chain > 0) {
    out.chain = one.chain;
    out.part_samples = step.tensors.batch / one.parts;
    out.runs = one.runs;
  }
  if (one.runs > 1) {
    out.measure = out.measure.scaled(one.runs);
    out.estimated_cycles *= one.runs;
  }
  return out;
}

RunResult assemble(const trace::Trace& trace, const PlannedTrace& planned, JobLedger& ledger,
                   const arch::AcceleratorSpec& machine, Mode mode) {
  RunResult run;
  run.accelerator = machine.name;
  run.array_kind = array::kind_name(machine.array);
  run.trace = trace.schedule_name;
  run.memory = memory_text(machine.memory);
  run.training = trace::facts_of(trace);
  run.mode = mode;
  run.clock = machine.clock_hz;
  run.steps.clear();
  std::vector<trace::PaperMeasure> paper;
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    run.steps.push_back({trace.steps[i].name, planned.turns[i]});
    paper.emplace_back(trace.steps[i].step);
  }
  for (const PlannedOperation& one : planned.operations) {
    const trace::Operation& operation = planned.steps[one.step].operations[one.operation].operation;
    const auto result = one.regroups ? regrouping_result : operation_result;
    OperationResult out = result(operation, one.job, ledger, machine);
    out.step = one.step;
    run.operations.push_back(of_all_parts(std::move(out), planned.steps[one.step], one.operation));
  }
  run.parts = planned.parts;
  for (const PlannedLevel& level : planned.levels) {
    LevelResult out;
    out.assignment = *level.assignment;
    out.step = level.step;
    out.iterations = level.iterations;
    out.bit_operations_paper = paper[level.step].of(out.assignment);
    out.footprint = Bytes(level.footprint);
    out.continuous_cycles = Cycles(level.continuous_cycles);
    out.parts = level.parts;
    run.levels.push_back(std::move(out));
  }
  std::uint64_t switches = 0;
  for (std::size_t i = 0; i < trace.schedule.size(); ++i) {
    const trace::Phase& phase = trace.schedule[i];
    switches += i > 0 && phase.assignment != trace.schedule[i - 1].assignment ? 1 : 0;
    run.phases.push_back({phase.first_iteration, phase.iterations, planned.level_of_phase[i]});
  }
  if (switches > 0) {
    run.switches =
        standing_still(machine, Bin::idle_switch, machine.training.switch_cycles).scaled(switches);
  }
  return run;
}

void require_same_arithmetic(const trace::Trace& trace, const arch::AcceleratorSpec& machine) {
  if (trace.step().dx_scale != machine.training.dx_scale) {
    const std::string name(enum_name(trace.step().dx_scale));
    throw UserError("the trace was made with dx_scale " + name + ", but " + machine.name +
                        " computes " + std::string(enum_name(machine.training.dx_scale)),
                    "accuracy and cost must belong to one arithmetic: add --set "
                    "training.dx_scale=" +
                        name + ", or train with the machine's");
  }
}

}  // namespace

namespace {

/// Tells what simulate() takes from here on.
class TimeOf {
 public:
  /// Adds itself to the progress of the options, whose other parts stay.
  explicit TimeOf(SimulateOptions& options) : took_(options.took) {
    if (took_ != nullptr) {
      options.progress = [this, shown = options.progress](const SimulateProgress& progress) {
        took_->reused = progress.reused;
        if (shown) {
          shown(progress);
        }
      };
    }
  }
  TimeOf(const TimeOf&) = delete;
  TimeOf& operator=(const TimeOf&) = delete;

  void simulated(const std::vector<JobResult>& results, unsigned jobs) {
    if (took_ == nullptr) {
      return;
    }
    took_->jobs = jobs;
    took_->operations = results.size();
    for (const JobResult& result : results) {
      took_->cycles += result.outcome.cycles.total().count();
    }
    took_->seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

 private:
  SimulationTime* took_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

std::string reused_text(const SimulateProgress& progress) {
  return fmt::format("{} of {} distinct operations are kept from before", progress.reused,
                     progress.total);
}

std::vector<JobResult> execute(std::span<const Job> jobs, const arch::AcceleratorSpec& machine,
                               const SimulateOptions& options) {
  SimulateOptions exact = options;
  exact.exact = options.exact || options.exact_below_bytes == 0;
  exact.tried = nullptr;  // it is of what is extrapolated
  return run_jobs(jobs, machine, exact);
}

std::vector<RunResult> simulate(std::span<const trace::Trace> traces,
                                const arch::AcceleratorSpec& machine,
                                const SimulateOptions& given) {
  SimulateOptions options = given;
  TimeOf time(options);
  JobTable table;
  std::vector<PlannedTrace> planned;
  std::vector<std::string> statistics;
  for (const trace::Trace& trace : traces) {
    require_same_arithmetic(trace, machine);
    const bool borrowed = options.statistics != nullptr;
    std::vector<ValueTerms> values;
    for (const trace::NamedStep& one : trace.steps) {
      values.emplace_back(borrowed ? *options.statistics : trace, one.step, machine, borrowed);
    }
    planned.push_back(plan_trace(trace, machine, values, table));
    statistics.push_back(values.front().text());
  }
  const std::vector<JobResult> results = run_jobs(table.jobs(), machine, options);
  time.simulated(results, options.jobs);
  if (options.continuous && options.mode == Mode::cycle) {
    measure_continuous(planned, {table.jobs(), results}, machine, options);
  }
  std::vector<RunResult> runs;
  JobLedger ledger(table.jobs(), results, machine);
  for (std::size_t i = 0; i < traces.size(); ++i) {
    runs.push_back(assemble(traces[i], planned[i], ledger, machine, options.mode));
    runs.back().value_statistics = statistics[i];
    if (options.overlap) {
      overlap_iterations(runs.back(), planned[i], {table.jobs(), results}, machine, options);
    }
  }
  return runs;
}

}  // namespace metronome::sim
