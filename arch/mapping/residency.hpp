#pragma once

#include <functional>

#include "arch/mapping/job.hpp"

/// Tensors that stay on chip from one operation to the next (training.resident_bytes).
namespace metronome::mapping {

/// Bytes of the output buffer that tiles have: those that are not set aside for tensors that stay.
[[nodiscard]] inline std::uint64_t output_room(const arch::AcceleratorSpec& machine) {
  return machine.output_buffer.capacity().count() - machine.training.resident_bytes;
}

/// Real activations, errors and stashes are neither written to memory nor read from it where every
/// reader is a vector pass of the chain that begins with the operation that writes them, and they
/// fit: at no operation do those that are held take more than training.resident_bytes. A chain is a
/// product or a pass (but a quantization) and the passes right behind it; it ends before the next
/// product, host's work or update. In the order in which they are written, each that fits beside
/// those before it. They move to MachineOperation::held_inputs and held_outputs.
void keep_on_chip(MachineStep& step, const arch::AcceleratorSpec& machine);

/// Appends what a pass moves of a tensor.
using AppendStreams = std::function<void(std::vector<Stream>& list, const std::string& tensor)>;

/// The streams that an operation holds.
void add_held(VectorJob& job, const MachineOperation& what, const AppendStreams& append);

/// A quantization that makes no codes. Products then read the real numbers: those that its inputs
/// have left in memory, or that it writes there where they are on chip.
[[nodiscard]] VectorJob without_codes(const MachineOperation& what, const AppendStreams& append);

}  // namespace metronome::mapping
