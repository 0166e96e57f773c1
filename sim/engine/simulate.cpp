#include "sim/engine/simulate.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>
#include <set>
#include <type_traits>
#include <unordered_map>

#include "arch/mapping/allocation.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/mapping_weights.hpp"
#include "sim/engine/value_terms.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/names.hpp"

namespace metronome::sim {
namespace {

using mapping::Job;
using mapping::MatrixJob;
using mapping::VectorJob;

/// A job with its mapping chosen and its work estimated.
struct Planned {
  const Job* job = nullptr;
  std::optional<mapping::Mapping> mapping;
  OperationOutcome analytic;
  std::uint64_t bytes = 0;
};

Planned plan(const Job& job, const arch::AcceleratorSpec& machine, MemoryMode memory,
             const mapping::MappingWeights& weights) {
  Planned planned;
  planned.job = &job;
  if (const auto* matrix = std::get_if<MatrixJob>(&job)) {
    planned.mapping = mapping::best_mapping(*matrix, machine, weights);
    METRONOME_ASSERT(mapping::why_illegal(*matrix, *planned.mapping, machine).empty(),
                     "a mapping is legal before it runs");
    planned.analytic = analytic_outcome(*matrix, *planned.mapping, machine, memory);
  } else {
    planned.analytic = analytic_outcome(std::get<VectorJob>(job), machine, memory);
  }
  for (const Traffic& traffic : planned.analytic.traffic) {
    planned.bytes += traffic.read.count() + traffic.write.count();
  }
  return planned;
}

std::vector<Planned> plan_all(std::span<const Job> jobs, const arch::AcceleratorSpec& machine,
                              MemoryMode memory) {
  const mapping::MappingWeights weights = mapping_weights(machine);
  std::vector<Planned> planned;
  for (const Job& job : jobs) {
    planned.push_back(plan(job, machine, memory, weights));
  }
  return planned;
}

OperationInput input_of(const Planned& planned, const arch::AcceleratorSpec& machine,
                        std::vector<std::uint64_t> addresses = {}) {
  if (const auto* matrix = std::get_if<MatrixJob>(planned.job)) {
    return {mapping::matrix_program(*matrix, *planned.mapping, machine, std::move(addresses)),
            Bin::idle_vector};
  }
  const auto& vector = std::get<VectorJob>(*planned.job);
  return {mapping::vector_program(vector, machine, std::move(addresses)), idle_bin(vector.cls)};
}

/// Longest first to the least loaded worker; the cost of simulating is in the bytes moved.
std::vector<std::vector<std::size_t>> share_out(const std::vector<Planned>& planned,
                                                unsigned workers) {
  std::vector<std::size_t> order(planned.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return planned[a].bytes > planned[b].bytes;
  });
  std::vector<std::vector<std::size_t>> shares(workers);
  std::vector<std::uint64_t> load(workers, 0);
  for (const std::size_t index : order) {
    const auto least = std::min_element(load.begin(), load.end()) - load.begin();
    shares[static_cast<std::size_t>(least)].push_back(index);
    load[static_cast<std::size_t>(least)] += planned[index].bytes + 4096;
  }
  return shares;
}

/// What a worker sends: which job, and its outcome as plain memory (same program on both sides).
struct Message {
  std::uint64_t index;
  OperationOutcome outcome;
};
static_assert(std::is_trivially_copyable_v<Message>);

class CycleRunner {
 public:
  CycleRunner(const std::vector<Planned>& planned, const arch::AcceleratorSpec& machine,
              const SimulateOptions& options)
      : planned_(planned), machine_(machine), options_(options) {
    for (const Planned& one : planned) {
      total_bytes_ += one.bytes;
    }
  }

  void run(std::vector<JobResult>& results) {
    if (planned_.empty()) {
      return;
    }
    const auto workers =
        static_cast<unsigned>(std::clamp<std::size_t>(options_.jobs, 1, planned_.size()));
    const auto shares = share_out(planned_, workers);
    run_workers(
        workers,
        [&](unsigned worker, const SendResult& send) { simulate_share(shares[worker], send); },
        [&](unsigned, std::string_view bytes) { receive(bytes, results); });
    METRONOME_ASSERT(done_ == planned_.size(), "every operation has been simulated");
  }

 private:
  void simulate_share(const std::vector<std::size_t>& share, const SendResult& send) const {
    if (share.empty()) {
      return;
    }
    run_session(
        machine_, options_.memory, share.size(),
        [&](std::size_t i) { return input_of(planned_[share[i]], machine_); },
        [&](std::size_t i, const OperationOutcome& outcome) {
          const Message message{share[i], outcome};
          std::string bytes(sizeof(message), '\0');
          std::memcpy(bytes.data(), &message, sizeof(message));
          send(bytes);
        });
  }

  void receive(std::string_view bytes, std::vector<JobResult>& results) {
    Message message{};
    METRONOME_ASSERT(bytes.size() == sizeof(message), "a worker's message has one size");
    std::memcpy(&message, bytes.data(), sizeof(message));
    results.at(message.index).outcome = message.outcome;
    ++done_;
    done_bytes_ += planned_[message.index].bytes;
    if (options_.progress) {
      const double share =
          total_bytes_ > 0 ? static_cast<double>(done_bytes_) / static_cast<double>(total_bytes_)
                           : 1.0;
      options_.progress({done_, planned_.size(), share});
    }
  }

  const std::vector<Planned>& planned_;
  const arch::AcceleratorSpec& machine_;
  const SimulateOptions& options_;
  std::uint64_t total_bytes_ = 0;
  std::uint64_t done_bytes_ = 0;
  std::size_t done_ = 0;
};

/// Collects the distinct jobs of several traces and remembers which operation is which job.
class JobTable {
 public:
  std::size_t add(Job job) {
    const std::string key = mapping::job_key(job);
    const auto [at, fresh] = index_.try_emplace(key, jobs_.size());
    if (fresh) {
      jobs_.push_back(std::move(job));
    }
    return at->second;
  }
  [[nodiscard]] const std::vector<Job>& jobs() const { return jobs_; }

 private:
  std::vector<Job> jobs_;
  std::unordered_map<std::string, std::size_t> index_;
};

struct PlannedLevel {
  trace::Assignment assignment;
  std::uint64_t iterations = 0;
  std::vector<std::size_t> jobs;                      ///< by operation
  std::vector<std::vector<std::size_t>> regroupings;  ///< passes before each
  mapping::Allocation memory;
  std::uint64_t continuous_cycles = 0;
};

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

/// A trace as the machine executes it.
struct PlannedTrace {
  mapping::MachineStep step;
  std::vector<PlannedLevel> levels;
};

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

OperationResult operation_result(const trace::Operation& operation, const Job& job,
                                 const JobResult& result, const arch::AcceleratorSpec& machine) {
  OperationResult out;
  out.operation = operation.name;
  out.layer = operation.layer;
  out.cls = operation.cls;
  out.mapping = result.mapping;
  out.measure = measure_of(job, machine, result.outcome);
  if (const auto* matrix = std::get_if<MatrixJob>(&job)) {
    out.a_bits = matrix->operands.a_bits;
    out.b_bits = matrix->operands.b_bits;
    if (matrix->executor == mapping::Executor::array) {
      out.peak_macs_per_cycle = array::peak_macs_per_cycle(machine.array, matrix->operands);
    }
  }
  return out;
}

/// A pass that quantizes an operand again; its result is a row of its own.
OperationResult regrouping_result(const trace::Operation& operation, const Job& job,
                                  const JobResult& result, const arch::AcceleratorSpec& machine) {
  OperationResult out = operation_result(operation, job, result, machine);
  const auto& pass = std::get<VectorJob>(job);
  out.operation += ".regroup_" + config::enum_name(pass.inputs.front().role);
  out.cls = pass.cls;
  return out;
}

RunResult assemble(const trace::Trace& trace, const PlannedTrace& planned, const JobTable& table,
                   const std::vector<JobResult>& results, const arch::AcceleratorSpec& machine,
                   Mode mode) {
  RunResult run;
  run.accelerator = machine.name;
  run.array_kind = array::kind_name(machine.array);
  run.trace = trace.schedule_name;
  run.mode = mode;
  run.clock = machine.clock_hz;
  for (const PlannedLevel& level : planned.levels) {
    LevelResult out{level.assignment,
                    level.iterations,
                    trace::bit_operations_paper(trace.step, level.assignment.all),
                    {}};
    for (std::size_t i = 0; i < level.jobs.size(); ++i) {
      const std::size_t job = level.jobs[i];
      const trace::Operation& operation = planned.step.operations[i].operation;
      for (const std::size_t pass : level.regroupings[i]) {
        out.operations.push_back(
            regrouping_result(operation, table.jobs()[pass], results[pass], machine));
      }
      out.operations.push_back(
          operation_result(operation, table.jobs()[job], results[job], machine));
    }
    run.levels.push_back(std::move(out));
  }
  for (const trace::Phase& phase : trace.schedule) {
    const auto at = std::find_if(
        planned.levels.begin(), planned.levels.end(),
        [&](const PlannedLevel& level) { return level.assignment == phase.assignment; });
    run.phases.push_back({phase.first_iteration, phase.iterations,
                          static_cast<std::size_t>(at - planned.levels.begin())});
  }
  if (run.phases.size() > 1) {
    run.switches = standing_still(machine, Bin::idle_switch, machine.training.switch_cycles)
                       .scaled(run.phases.size() - 1);
  }
  return run;
}

void require_same_arithmetic(const trace::Trace& trace, const arch::AcceleratorSpec& machine) {
  if (trace.step.dx_scale != machine.training.dx_scale) {
    const std::string& name = config::enum_name(trace.step.dx_scale);
    throw UserError("the trace was made with dx_scale " + name + ", but " + machine.name +
                        " computes " + config::enum_name(machine.training.dx_scale),
                    "accuracy and cost must belong to one arithmetic: add --set "
                    "training.dx_scale=" +
                        name + ", or train with the machine's");
  }
}

std::vector<JobResult> execute_planned(const std::vector<Planned>& planned,
                                       const arch::AcceleratorSpec& machine,
                                       const SimulateOptions& options) {
  std::vector<JobResult> results;
  for (const Planned& one : planned) {
    results.push_back({one.analytic, one.mapping ? mapping_text(*one.mapping) : ""});
  }
  if (options.mode == Mode::cycle) {
    CycleRunner(planned, machine, options).run(results);
  }
  return results;
}

/// One iteration of a level, operation after operation on one memory. Passes that quantize an
/// operand again come before their product, at addresses of their own.
std::uint64_t continuous_cycles(const PlannedTrace& trace, const PlannedLevel& level,
                                const std::vector<Planned>& planned,
                                const arch::AcceleratorSpec& machine, MemoryMode memory) {
  struct Turn {
    std::size_t job;
    std::vector<std::uint64_t> addresses;
  };
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < level.jobs.size(); ++i) {
    for (const std::size_t pass : level.regroupings[i]) {
      turns.push_back({pass, {}});
    }
    const Job& job = *planned[level.jobs[i]].job;
    const auto* vector = std::get_if<VectorJob>(&job);
    // Quantization in FP32 is no work; what has exponents lies apart from the step's tensors.
    const bool apart = (vector != nullptr && vector->elements == 0) ||
                       std::holds_alternative<array::ChunkedBfpSpec>(machine.array);
    turns.push_back(
        {level.jobs[i], apart ? std::vector<std::uint64_t>{}
                              : mapping::addresses(trace.step.operations[i], level.memory)});
  }
  std::uint64_t cycles = 0;
  run_session(
      machine, memory, turns.size(),
      [&](std::size_t i) { return input_of(planned[turns[i].job], machine, turns[i].addresses); },
      [&](std::size_t, const OperationOutcome& outcome) {
        cycles += outcome.cycles.total().count();
      },
      Continuity::continuous);
  return cycles;
}

/// Measures every level, a process for each.
void measure_continuous(std::vector<PlannedTrace>& traces, const std::vector<Planned>& planned,
                        const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  std::vector<std::pair<const PlannedTrace*, PlannedLevel*>> levels;
  for (PlannedTrace& trace : traces) {
    for (PlannedLevel& level : trace.levels) {
      levels.emplace_back(&trace, &level);
    }
  }
  for (std::size_t first = 0; first < levels.size(); first += std::max(options.jobs, 1u)) {
    const std::size_t count =
        std::min<std::size_t>(std::max(options.jobs, 1u), levels.size() - first);
    run_workers(
        static_cast<unsigned>(count),
        [&](unsigned worker, const SendResult& send) {
          const auto& [trace, level] = levels[first + worker];
          send(std::to_string(continuous_cycles(*trace, *level, planned, machine, options.memory)));
        },
        [&](unsigned worker, std::string_view text) {
          levels[first + worker].second->continuous_cycles = std::stoull(std::string(text));
        });
  }
}

}  // namespace

std::vector<JobResult> execute(std::span<const Job> jobs, const arch::AcceleratorSpec& machine,
                               const SimulateOptions& options) {
  return execute_planned(plan_all(jobs, machine, options.memory), machine, options);
}

std::vector<RunResult> simulate(std::span<const trace::Trace> traces,
                                const arch::AcceleratorSpec& machine,
                                const SimulateOptions& options) {
  JobTable table;
  std::vector<PlannedTrace> planned;
  std::vector<std::string> statistics;
  for (const trace::Trace& trace : traces) {
    require_same_arithmetic(trace, machine);
    const bool borrowed = options.statistics != nullptr;
    const ValueTerms values(borrowed ? *options.statistics : trace, trace.step, machine, borrowed);
    planned.push_back(plan_trace(trace, machine, values, table));
    statistics.push_back(values.text());
  }
  const std::vector<Planned> jobs = plan_all(table.jobs(), machine, options.memory);
  const std::vector<JobResult> results = execute_planned(jobs, machine, options);
  if (options.continuous && options.mode == Mode::cycle) {
    measure_continuous(planned, jobs, machine, options);
  }
  std::vector<RunResult> runs;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    runs.push_back(assemble(traces[i], planned[i], table, results, machine, options.mode));
    runs.back().value_statistics = statistics[i];
    for (std::size_t l = 0; options.levels && l < planned[i].levels.size(); ++l) {
      const PlannedLevel& level = planned[i].levels[l];
      options.levels({i, level.assignment.all, Bytes(level.memory.footprint),
                      runs.back().levels[l].per_iteration().cycles.total().count(),
                      level.continuous_cycles});
    }
  }
  return runs;
}

}  // namespace metronome::sim
