#pragma once

#include <cstdint>

#include "arch/dram/counts.hpp"
#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/mapping.hpp"
#include "arch/mapping/row_use.hpp"

namespace metronome::sim {

/// What the memory does in the closed form of an operation that takes `cycles` of the array: the
/// commands that its bursts need, rows of `rows.openings`, and every rank in the state that the
/// power policy has it in. Ranks without tensors sleep throughout; of the others the time that the
/// pins do not need is shared by the steps evenly.
[[nodiscard]] dram::Counts analytic_memory(const arch::AcceleratorSpec& machine,
                                           const mapping::AnalyticCost& cost,
                                           const mapping::RowUse& rows, std::uint64_t cycles);

/// Whether between `steps` of an operation the memory sleeps with closed rows.
[[nodiscard]] bool rows_close_between(const arch::AcceleratorSpec& machine,
                                      const mapping::AnalyticCost& cost, std::uint64_t steps,
                                      std::uint64_t cycles);

/// Of bytes that lie in whole rows, each opened once.
[[nodiscard]] mapping::RowUse whole_rows(const arch::AcceleratorSpec& machine,
                                         const mapping::AnalyticCost& cost);

/// All ranks while nobody wants the memory for `cycles` at a stretch.
[[nodiscard]] dram::Counts idle_memory(const arch::AcceleratorSpec& machine, std::uint64_t cycles);

}  // namespace metronome::sim
