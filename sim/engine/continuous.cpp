#include "sim/engine/continuous.hpp"

#include <algorithm>
#include <string>

#include "sim/base/worker_pool.hpp"

namespace metronome::sim {
namespace {

using mapping::Job;
using mapping::VectorJob;

/// One iteration of a level, operation after operation on one memory. Passes that quantize an
/// operand again come before their product, at addresses of their own.
std::uint64_t continuous_cycles(const PlannedTrace& trace, const PlannedLevel& level,
                                const std::vector<PlannedJob>& planned,
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
      [&](std::size_t i) {
        return input_of(*planned[turns[i].job].job, planned[turns[i].job].best, machine,
                        turns[i].addresses);
      },
      [&](std::size_t, const OperationOutcome& outcome) {
        cycles += outcome.cycles.total().count();
      },
      Continuity::continuous);
  return cycles;
}

}  // namespace

void measure_continuous(std::vector<PlannedTrace>& traces, const std::vector<PlannedJob>& planned,
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

}  // namespace metronome::sim
