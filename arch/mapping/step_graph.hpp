#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "arch/mapping/machine_step.hpp"

namespace metronome::mapping {

/// The tensors that an operation reads and writes, in memory or on chip.
struct Touched {
  std::set<std::string> reads, writes;
};
[[nodiscard]] Touched touched_by(const MachineOperation& one);

/// Of each operation those before it that write what it reads, or touch what it writes, each up to
/// the one that wrote the tensor last. Indices into `step.operations`, ascending.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> dependences(const MachineStep& step);

/// The first operation that writes an error, the loss: those before it are the forward pass.
[[nodiscard]] std::size_t first_backward(const MachineStep& step);

}  // namespace metronome::mapping
