#pragma once

#include "arch/mapping/mapping.hpp"
#include "sim/energy/energy_table.hpp"

namespace metronome::sim {

/// What a mapping's choices cost by the machine's energy table: reads and writes at the buffers'
/// ports (mean of both, where both move), DRAM bytes of whole open rows, and a cycle's leakage and
/// standby. All zero where the objective is cycles.
/// `prices`: the machine's complete_table(), or null: it is read.
[[nodiscard]] mapping::MappingWeights mapping_weights(const arch::AcceleratorSpec& machine,
                                                      const EnergyTable* prices);

}  // namespace metronome::sim
