#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "arch/mapping/allocation.hpp"
#include "arch/mapping/job.hpp"
#include "arch/mapping/machine_step.hpp"
#include "sim/engine/value_terms.hpp"
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

/// One level of a trace as the machine executes it.
struct PlannedLevel {
  trace::Assignment assignment;
  std::uint64_t iterations = 0;
  std::vector<std::size_t> jobs;                      ///< by operation
  std::vector<std::vector<std::size_t>> regroupings;  ///< passes before each
  mapping::Allocation memory;
  std::uint64_t continuous_cycles = 0;
};

/// A trace as the machine executes it.
struct PlannedTrace {
  mapping::MachineStep step;
  std::vector<PlannedLevel> levels;
};

/// Resolves every operation of every level and puts its jobs into the table. UserError as
/// mapping::machine_step, allocate and resolve, and where a fixed mapping names no operation.
[[nodiscard]] PlannedTrace plan_trace(const trace::Trace& trace,
                                      const arch::AcceleratorSpec& machine,
                                      const ValueTerms& values, JobTable& table);

}  // namespace metronome::sim
