#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "arch/mapping/job.hpp"
#include "sim/engine/planned_trace.hpp"
#include "sim/ledger/run_result.hpp"
#include "sim/ledger/tile_record.hpp"
#include "sim/systemc/session.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::sim {

/// What the stages do for the tiles of a job from its canonical start, each tile simulated, in a
/// process of its own. `mapping`: of matrix jobs, as results name it. At most so many spans.
/// UserError where the job does not have the mapping.
[[nodiscard]] TileRecord tiles_of(const mapping::Job& job, const std::string& mapping,
                                  const arch::AcceleratorSpec& machine, MemoryMode memory,
                                  std::uint64_t most);

/// The tiles of a run's operations: a ledger has sums of them, so that they are simulated again.
class RunTiles {
 public:
  /// The trace that the run was made from, on its machine; `statistics`: that whose value
  /// statistics it took, null where it took its own. All of them and the run outlive this.
  /// UserError where the run is one in closed form, which does not walk over tiles; where the
  /// trace's operations are not those of the run; and as plan_trace.
  RunTiles(const trace::Trace& trace, const trace::Trace* statistics,
           const arch::AcceleratorSpec& machine, const RunResult& run);

  /// Of one execution of an operation of the run, at most so many spans; null where that was
  /// extrapolated from its steady state, so that not all of its tiles were simulated. UserError
  /// where its tiles do not take the cycles that the run has, bin by bin: then the run was made
  /// from something else.
  [[nodiscard]] const TileRecord* of(std::size_t operation, std::uint64_t most);

 private:
  const arch::AcceleratorSpec& machine_;
  const RunResult& run_;
  JobTable table_;
  PlannedTrace planned_;
  std::map<std::size_t, TileRecord> records_;  ///< by job
};

}  // namespace metronome::sim
