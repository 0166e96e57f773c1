#pragma once

#include <vector>

#include "sim/chips/stage_step.hpp"
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

/// The same of a stage of a pipeline, on the chip of its number: its operations, then its ends of
/// messages, each of which has its number among those of the pipeline as tag. A message is sent
/// behind the pass that reads it from memory; the pass that writes what has arrived needs it.
[[nodiscard]] std::vector<exporting::ChipNode> stage_nodes(const RunResult& run, std::size_t level,
                                                           const StageSteps& steps,
                                                           const LevelProgram& program,
                                                           const links::ProgramTimes& times,
                                                           links::ChipIndex chip);

}  // namespace metronome::chips
