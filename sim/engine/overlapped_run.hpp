#pragma once

#include "sim/engine/continuous.hpp"
#include "sim/engine/planned_trace.hpp"
#include "sim/engine/simulate.hpp"

namespace metronome::sim {

/// Executes levels whose step has updates an iteration late (trace::Step::delay) as graphs across
/// iterations: in an interval the backward pass, projection and updates of one iteration are beside
/// the forward pass of the next, which reads the weights from before those updates. What writes
/// masters or states waits for what the forward pass reads of them; what the forward pass keeps
/// lies twice in memory. An interval begins when the one before it has ended. Iterations at the
/// change of a phase count as those of their own level.
///
/// Direct feedback without a delay on a machine with a projection array likewise, within an
/// iteration; every step with options.overlap_all.
///
/// `run` has the levels one operation after the other, as planned. Of each operation the measure
/// gets the cycles that count as its own (overlap.hpp), in its bins, with leakage and refreshes for
/// as long; DRAM states of an iteration are active for as long as those of its operations together,
/// at most for all of the interval. Footprints grow to what lives at once.
/// UserError where memory is too small for that.
void overlap_iterations(RunResult& run, const PlannedTrace& planned, const ExecutedJobs& executed,
                        const arch::AcceleratorSpec& machine, const SimulateOptions& options);

}  // namespace metronome::sim
