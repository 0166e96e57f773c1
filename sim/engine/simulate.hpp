#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arch/mapping/job.hpp"
#include "arch/mapping/mapping.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"
#include "sim/ledger/simulation_time.hpp"
#include "sim/systemc/session.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome {
class FileCache;
class Journal;
}  // namespace metronome

namespace metronome::sim {

class TriedOutcomes;

struct SimulateProgress {
  std::size_t done = 0;    ///< distinct operations finished
  std::size_t total = 0;   ///< distinct operations to simulate
  double share = 0;        ///< of the estimated work, 0 to 1
  std::size_t reused = 0;  ///< of `done`: found in journal or cache
};

/// "12 of 40 distinct operations are kept from before", for the first progress of a simulation that
/// goes on.
[[nodiscard]] std::string reused_text(const SimulateProgress& progress);

struct SimulateOptions {
  Mode mode = Mode::cycle;
  MemoryMode memory = MemoryMode::real;
  /// The machine's complete_table(), where the caller has it; null: it is read.
  const EnergyTable* prices = nullptr;
  /// Whose value statistics are used instead of each trace's own, on machines whose time depends on
  /// values.
  const trace::Trace* statistics = nullptr;
  /// Measures an iteration of each level once more, the DRAM's state carried from one operation to
  /// the next, tensors where the allocation puts them (cycle mode): LevelResult::continuous_cycles.
  bool continuous = false;
  /// Executes iterations whose updates come late side by side (overlapped_run.hpp), else one after
  /// the other.
  bool overlap = true;
  /// Executes every step as a graph, whatever its rule of errors: what such an overlap is to be
  /// compared with.
  bool overlap_all = false;
  /// Simulates every tile of every operation, none from its steady state (steady_state.hpp).
  bool exact = false;
  /// Operations that move fewer bytes than this are simulated tile by tile in any case.
  std::uint64_t exact_below_bytes = 0;
  unsigned jobs = 1;  ///< worker processes; the result does not depend on it
  /// Takes each operation's result as soon as it is there, and gives those of a simulation that was
  /// interrupted; null: none is kept. The result does not depend on it.
  Journal* journal = nullptr;
  /// Takes and gives results of operations that any simulations have in common
  /// (cached_outcomes.hpp); null: none. The result does not depend on it.
  FileCache* cache = nullptr;
  /// Likewise of simulations one after the other in this process (tried_outcomes.hpp).
  TriedOutcomes* tried = nullptr;
  std::function<void(const SimulateProgress&)> progress{};
  SimulationTime* took = nullptr;  ///< simulate() says there what it took; null: nowhere
};

/// What one operation took, and how it was mapped.
struct JobResult {
  OperationOutcome outcome;
  std::string mapping;                       ///< empty for vector jobs
  bool extrapolated = false;                 ///< from its steady state (steady_state.hpp)
  std::optional<mapping::Mapping> chosen{};  ///< of matrix jobs: what `mapping` names
};

/// Executes jobs on a machine, each from the canonical state and every tile of it, but for those
/// above options.exact_below_bytes where that is not 0.
[[nodiscard]] std::vector<JobResult> execute(std::span<const mapping::Job> jobs,
                                             const arch::AcceleratorSpec& machine,
                                             const SimulateOptions& options);

/// Simulates whole training runs: each distinct operation of all the traces' levels once,
/// multiplied by its iterations. UserError where a trace's dx_scale is not the machine's, or where
/// the machine's time depends on values and no statistics of them are at hand.
[[nodiscard]] std::vector<RunResult> simulate(std::span<const trace::Trace> traces,
                                              const arch::AcceleratorSpec& machine,
                                              const SimulateOptions& options);

}  // namespace metronome::sim
