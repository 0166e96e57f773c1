#include "sim/engine/continuous.hpp"

#include <algorithm>
#include <string>

#include "sim/base/hash.hpp"
#include "sim/base/number.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/engine/kept_outcomes.hpp"

namespace metronome::sim {
namespace {

using mapping::Job;
using mapping::VectorJob;

struct Turn {
  std::size_t job;
  std::vector<std::uint64_t> addresses;
};

/// One iteration of a level, operation after operation. Passes that quantize an operand again come
/// before their product, at addresses of their own.
std::vector<Turn> turns_of(const PlannedTrace& trace, const PlannedLevel& level,
                           const std::vector<PlannedJob>& planned,
                           const arch::AcceleratorSpec& machine) {
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
  return turns;
}

/// All that decides the turns' cycles, in short.
std::string key_of(const std::vector<Turn>& turns, const std::vector<PlannedJob>& planned) {
  std::string all;
  for (const Turn& turn : turns) {
    all += variant_key(*planned[turn.job].job, planned[turn.job].best);
    for (const std::uint64_t address : turn.addresses) {
      all += " at " + std::to_string(address);
    }
    all += "\n";
  }
  return "continuous " + hex_digest(fnv1a(all));
}

/// The turns on one memory.
std::uint64_t continuous_cycles(const std::vector<Turn>& turns,
                                const std::vector<PlannedJob>& planned,
                                const arch::AcceleratorSpec& machine, MemoryMode memory) {
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
  struct Open {
    PlannedLevel* level;
    std::vector<Turn> turns;
    std::string key;
  };
  const KeptOutcomes kept(options.journal, machine, options.memory);
  std::vector<Open> open;
  for (PlannedTrace& trace : traces) {
    for (PlannedLevel& level : trace.levels) {
      std::vector<Turn> turns = turns_of(trace, level, planned, machine);
      std::string key = key_of(turns, planned);
      if (const auto cycles = kept.find_count(key)) {
        level.continuous_cycles = *cycles;
      } else {
        open.push_back({&level, std::move(turns), std::move(key)});
      }
    }
  }
  const std::size_t at_once = std::max(options.jobs, 1u);
  for (std::size_t first = 0; first < open.size(); first += at_once) {
    run_workers(
        static_cast<unsigned>(std::min(at_once, open.size() - first)),
        [&](unsigned worker, const SendResult& send) {
          send(std::to_string(
              continuous_cycles(open[first + worker].turns, planned, machine, options.memory)));
        },
        [&](unsigned worker, std::string_view text) {
          const Open& done = open[first + worker];
          done.level->continuous_cycles = read_number<std::uint64_t>(text, kAnyWhole).value.value();
          kept.keep_count(done.key, done.level->continuous_cycles);
        });
  }
}

}  // namespace metronome::sim
