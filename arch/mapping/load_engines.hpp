#pragma once

#include "arch/mapping/job.hpp"

/// Units between memory and the weight buffer (arch::LoadPathSpec), and what stays behind them.
namespace metronome::mapping {

/// Passes that rebuild codes of weights from coefficients (VectorWork::rebuilt_rows) vanish where
/// the machine has an engine for it and products alone read the codes: each product reads the
/// coefficients, and what lies beside them, whenever it loads weights.
void rebuild_on_loads(MachineStep& step, const arch::AcceleratorSpec& machine);

/// Stored codes of several precisions, and what operations of class load bring, on chip or not.
/// With load_path.resident_bytes products read them there, loads of steps that multiply vanish, and
/// those of other steps are what it costs to fill the store; without, it is the other way around.
/// UserError where they do not fit, and of an inference whose weights are codes of one precision,
/// which do not stay.
void keep_stored_weights(MachineStep& step, const arch::AcceleratorSpec& machine);

/// Gives a product its weights that are stored codes of several precisions: the leading `bits` of
/// them. UserError where the machine cannot take them, naming what can.
void take_stored_codes(MatrixJob& job, const trace::Tensor& stored, int bits,
                       const arch::AcceleratorSpec& machine);

/// Gives a product weights that an engine rebuilds from b's stream and those beside it.
void take_rebuilt(MatrixJob& job, const LoadedOperand& load);

/// Gives an update that moves counters (optimizer state that is no number) to their engine, where
/// the machine has one.
void take_counters(VectorJob& job, const trace::Operation& operation, const trace::Step& step,
                   const arch::AcceleratorSpec& machine);

/// Whether a pass is no work of the vector unit: a load, or counters that an engine moves.
[[nodiscard]] bool works_elsewhere(const VectorJob& job);
/// Cycles of such a pass over so many elements, but for its transfers.
[[nodiscard]] std::uint64_t cycles_elsewhere(const VectorJob& job, std::uint64_t elements,
                                             const arch::LoadPathSpec& load_path);

/// Bytes of the weight buffer that tiles have.
[[nodiscard]] inline std::uint64_t weight_room(const arch::AcceleratorSpec& machine) {
  return machine.weight_buffer.capacity().count() - machine.load_path.resident_bytes;
}

}  // namespace metronome::mapping
