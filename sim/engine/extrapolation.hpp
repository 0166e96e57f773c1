#pragma once

#include "sim/engine/steady_state.hpp"

namespace metronome::sim {

/// Bursts of the memory that the steps of a run touch, by part.
struct PartBursts {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
};
[[nodiscard]] std::vector<PartBursts> bursts_of(const mapping::Program& run,
                                                const SteadyState& steady,
                                                const arch::AcceleratorSpec& machine);

/// The whole operation from the parts of its run. Of these, commands are booked to the part at
/// whose step they were issued, loads run ahead: RD and WR come from `bursts`, each to the part
/// that it is of. A count that would fall below zero stops there.
[[nodiscard]] OperationOutcome extrapolated(const PartedOutcome& run,
                                            const std::vector<PartBursts>& bursts,
                                            const SteadyState& steady,
                                            const arch::AcceleratorSpec& machine);

}  // namespace metronome::sim
