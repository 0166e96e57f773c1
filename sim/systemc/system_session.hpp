#pragma once

#include <span>
#include <vector>

#include "arch/links/chip_program.hpp"

namespace metronome::sim {

/// Runs programs one after the other on the SystemC modules of a system: the same times as
/// links::run_program. One session for each process. UserError as links::SchedulePlan.
[[nodiscard]] std::vector<links::ProgramTimes> run_programs(
    const links::SystemSpec& system, std::span<const links::SystemProgram> programs);

/// The same in a child process, so that this one may do so again.
[[nodiscard]] std::vector<links::ProgramTimes> run_programs_apart(
    const links::SystemSpec& system, std::span<const links::SystemProgram> programs);

}  // namespace metronome::sim
