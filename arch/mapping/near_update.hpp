#pragma once

#include "arch/dram/counts.hpp"
#include "arch/mapping/job.hpp"

/// The work on master weights where an engine beside the banks does it (training.update:
/// near_data).
namespace metronome::mapping {

/// Whether the engine does an operation: an update, or what is made of masters alone (their range,
/// their codes).
[[nodiscard]] bool works_near(const trace::Operation& operation, const trace::Step& step,
                              const arch::AcceleratorSpec& machine);

/// Moves all that a pass reads and writes into the memory: no stream of it crosses the bus. A pass
/// that writes nothing looks for a range, which the engine has taken as it wrote the masters: it
/// costs arithmetic alone.
[[nodiscard]] VectorJob near_update(VectorJob pass, std::vector<Stream> tensors);

/// Cycles for which the engine is still at work when the gradient has crossed the bus. It begins
/// with the gradient's first burst and takes up what comes; the gradient, which the operation
/// before has sent, has needed at least its bytes at the pins' peak. No cycles where the engine is
/// as quick as that. Codes of masters wait for nothing: all its work.
[[nodiscard]] std::uint64_t near_update_cycles(const VectorJob& job,
                                               const arch::AcceleratorSpec& machine);

/// What happens in the banks: a column read (write) for each burst of what the engine reads
/// (writes), and a row opened for each row's worth of every tensor. An update writes where it has
/// read, so that a row is opened once for both.
[[nodiscard]] dram::Counts near_update_commands(const VectorJob& job,
                                                const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
