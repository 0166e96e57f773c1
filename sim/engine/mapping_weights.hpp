#pragma once

#include "arch/mapping/mapping.hpp"

namespace metronome::sim {

/// What a mapping's choices cost by the machine's energy table: reads and writes at the buffers'
/// ports (mean of both, where both move), DRAM bytes of whole open rows, and a cycle's leakage and
/// standby. All zero where the objective is cycles.
[[nodiscard]] mapping::MappingWeights mapping_weights(const arch::AcceleratorSpec& machine);

}  // namespace metronome::sim
