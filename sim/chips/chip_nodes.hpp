#pragma once

#include <vector>

#include "sim/chips/system_run.hpp"
#include "sim/export/chakra_chip.hpp"

namespace metronome::chips {

/// What a chip does in an iteration of a level: its operations, as they lie in the program, then
/// its collectives. An operation needs those that it comes behind and the collectives that it waits
/// for; a collective what makes it. `after`: what the chip, or its part of links, did before.
/// `times`: of the program, by chip.
[[nodiscard]] std::vector<exporting::ChipNode> chip_nodes(const RunResult& run,
                                                          const LevelResult& level,
                                                          const LevelProgram& program,
                                                          const links::ProgramTimes& times,
                                                          links::ChipIndex chip);

}  // namespace metronome::chips
