#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "arch/mapping/allocation.hpp"
#include "arch/mapping/job.hpp"
#include "arch/mapping/machine_step.hpp"
#include "sim/engine/value_terms.hpp"
#include "sim/ledger/run_result.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::sim {

/// Collects the distinct jobs of several traces and remembers which operation is which job.
class JobTable {
 public:
  std::size_t add(mapping::Job job) {
    const std::string key = mapping::job_key(job);
    const auto [at, fresh] = index_.try_emplace(key, jobs_.size());
    if (fresh) {
      jobs_.push_back(std::move(job));
    }
    return at->second;
  }
  [[nodiscard]] const std::vector<mapping::Job>& jobs() const { return jobs_; }

 private:
  std::vector<mapping::Job> jobs_;
  std::unordered_map<std::string, std::size_t> index_;
};

/// Work of a step that is simulated once: an operation, or a pass before it that quantizes one of
/// its operands again or looks for its range, and its job.
struct PlannedOperation {
  std::size_t step = 0;
  std::size_t operation = 0;  ///< index into the step's
  std::size_t job = 0;
  bool regroups = false;
};

/// One level of a trace as the machine executes it.
struct PlannedLevel {
  const trace::Assignment* assignment = nullptr;  ///< in the trace's schedule
  std::size_t step = 0;
  std::uint64_t iterations = 0;
  std::vector<std::uint32_t> parts;  ///< by layer: indices into PlannedTrace::parts
  std::uint64_t footprint = 0;       ///< mapping::Allocation
  std::uint64_t continuous_cycles = 0;
};

/// A trace as the machine executes it. Levels differ in the precision of some layers and share the
/// operations of all others.
struct PlannedTrace {
  std::vector<mapping::MachineStep> steps;
  std::vector<PlannedOperation> operations;  ///< each (operation, job) once, in order of the steps
  std::vector<std::vector<Turn>> turns;      ///< by step
  std::vector<Part> parts;                   ///< of indices of operations
  std::vector<PlannedLevel> levels;          ///< by step, then assignment
  std::vector<std::size_t> level_of_phase;

  /// The operations of an iteration of a level, in order.
  [[nodiscard]] std::vector<std::uint32_t> operations_of(const PlannedLevel& level) const;
};

/// Resolves every operation at every precision of its layer and puts its jobs into the table.
/// `values`: by step. The trace outlives the plan. UserError as mapping::machine_step, allocate and
/// resolve, and where a fixed mapping names no operation.
[[nodiscard]] PlannedTrace plan_trace(const trace::Trace& trace,
                                      const arch::AcceleratorSpec& machine,
                                      const std::vector<ValueTerms>& values, JobTable& table);

}  // namespace metronome::sim
