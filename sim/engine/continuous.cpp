#include "sim/engine/continuous.hpp"

#include <algorithm>
#include <string>

#include "sim/base/hash.hpp"
#include "sim/base/number.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/engine/job_variants.hpp"
#include "sim/engine/kept_outcomes.hpp"

namespace metronome::sim {
namespace {

using mapping::VectorJob;

struct JobTurn {
  std::size_t job;
  std::vector<std::uint64_t> addresses;
};

/// One iteration of a level, operation after operation, those of a chain part after part. Passes
/// that quantize an operand again come before their product, at addresses of their own.
std::vector<JobTurn> turns_of(const PlannedTrace& trace, const PlannedLevel& level,
                              const ExecutedJobs& executed, const arch::AcceleratorSpec& machine) {
  const mapping::MachineStep& step = trace.steps[level.step];
  const mapping::Allocation memory = mapping::allocate(step, *level.assignment, machine);
  std::vector<JobTurn> turns;
  const auto add = [&](std::uint32_t number, std::uint64_t part) {
    const PlannedOperation& one = trace.operations[number];
    const mapping::MachineOperation& what = step.operations[one.operation];
    if (part < what.first_part || part >= what.first_part + what.runs) {
      return;
    }
    const auto* vector = std::get_if<VectorJob>(&executed.jobs[one.job]);
    // Quantization in FP32 is no work; what has exponents lies apart from the step's tensors.
    const bool apart = one.regroups || (vector != nullptr && vector->elements == 0) ||
                       std::holds_alternative<array::ChunkedBfpSpec>(machine.array) ||
                       level.assignment->has_formats();
    turns.push_back({one.job, apart ? std::vector<std::uint64_t>{}
                                    : mapping::addresses(what, step.tensors, memory, part)});
  };
  const std::vector<std::uint32_t> all = trace.operations_of(level);
  const auto operation = [&](std::size_t i) -> const mapping::MachineOperation& {
    return step.operations[trace.operations[all[i]].operation];
  };
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i + 1;
    while (operation(i).chain > 0 && end < all.size() &&
           operation(end).chain == operation(i).chain) {
      ++end;
    }
    for (std::uint64_t part = 0; part < operation(i).parts; ++part) {
      std::for_each(all.begin() + static_cast<std::ptrdiff_t>(i),
                    all.begin() + static_cast<std::ptrdiff_t>(end),
                    [&](std::uint32_t number) { add(number, part); });
    }
    i = end;
  }
  return turns;
}

/// All that decides the turns' cycles, in short.
std::string key_of(const std::vector<JobTurn>& turns, const ExecutedJobs& executed) {
  std::string all;
  for (const JobTurn& turn : turns) {
    all +=
        mapping::job_key(executed.jobs[turn.job]) + " mapped " + executed.results[turn.job].mapping;
    for (const std::uint64_t address : turn.addresses) {
      all += " at " + std::to_string(address);
    }
    all += "\n";
  }
  return "continuous " + hex_digest(fnv1a(all));
}

/// The turns on one memory.
std::uint64_t continuous_cycles(const std::vector<JobTurn>& turns, const ExecutedJobs& executed,
                                const arch::AcceleratorSpec& machine, MemoryMode memory) {
  std::uint64_t cycles = 0;
  run_session(
      machine, memory, turns.size(),
      [&](std::size_t i) {
        const std::size_t job = turns[i].job;
        return input_of(executed.jobs[job], executed.results[job].chosen, machine,
                        turns[i].addresses);
      },
      [&](std::size_t, const OperationOutcome& outcome) {
        cycles += outcome.cycles.total().count();
      },
      Continuity::continuous);
  return cycles;
}

/// A level that nothing has measured yet.
struct Open {
  PlannedLevel* level;
  std::vector<JobTurn> turns;
  std::string key;
};

/// A process for each.
void measure(const std::vector<Open>& open, const ExecutedJobs& executed,
             const arch::AcceleratorSpec& machine, const SimulateOptions& options,
             const KeptOutcomes& kept) {
  if (open.empty()) {
    return;
  }
  run_workers(
      static_cast<unsigned>(open.size()),
      [&](unsigned worker, const SendResult& send) {
        send(std::to_string(
            continuous_cycles(open[worker].turns, executed, machine, options.memory)));
      },
      [&](unsigned worker, std::string_view text) {
        const Open& done = open[worker];
        done.level->continuous_cycles = read_number<std::uint64_t>(text, kAnyWhole).value.value();
        kept.keep_count(done.key, done.level->continuous_cycles);
      });
}

}  // namespace

void measure_continuous(std::vector<PlannedTrace>& traces, const ExecutedJobs& executed,
                        const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  const KeptOutcomes kept(machine, options);
  const std::size_t at_once = std::max(options.jobs, 1u);
  std::vector<Open> open;
  for (PlannedTrace& trace : traces) {
    for (PlannedLevel& level : trace.levels) {
      std::vector<JobTurn> turns = turns_of(trace, level, executed, machine);
      std::string key = key_of(turns, executed);
      if (const auto cycles = kept.find_count(key)) {
        level.continuous_cycles = *cycles;
        continue;
      }
      open.push_back({&level, std::move(turns), std::move(key)});
      if (open.size() == at_once) {
        measure(open, executed, machine, options, kept);
        open.clear();
      }
    }
  }
  measure(open, executed, machine, options, kept);
}

}  // namespace metronome::sim
