#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arch/links/chip_program.hpp"

namespace metronome::links {

/// Runs collectives on the links of a system, on each chip one after the other in their order, at
/// most `in_flight` at a time (0: all that are ready).
[[nodiscard]] CollectiveTimes run_collectives(const SystemSpec& system,
                                              const std::vector<Request>& requests,
                                              std::size_t in_flight = 1);

/// The time of one collective in closed form, in the system's timing: where all chips begin
/// together, nothing else is on the links and all chunks are in flight. Nothing where there is no
/// such form (several chunks on shared links but for a ring of messages to neighbours; halving
/// around a ring that cuts through; direct on a shared switch; a tree; parts that are not equal;
/// numbers that grow as they are summed).
[[nodiscard]] std::optional<Picoseconds> closed_form(const SystemSpec& system,
                                                     Collective collective, const Payload& payload);

}  // namespace metronome::links
