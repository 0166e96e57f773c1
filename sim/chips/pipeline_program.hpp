#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/chips/level_program.hpp"
#include "sim/chips/stage_step.hpp"

/// What the chips of a pipeline do in an iteration.
namespace metronome::chips {

/// A part of what a stage does in an iteration, in order: a pass that sends or receives, by name,
/// or all that lies between two of them.
struct StageWork {
  std::string pass;  ///< empty: of what lies between
  Picoseconds time{};
};
/// By stage: its passes that send or receive.
[[nodiscard]] std::vector<std::set<std::string>> passes_of_stages(const StageSteps& steps);
/// Of a stage's run, in the level with number `level`.
[[nodiscard]] std::vector<StageWork> stage_work(const RunResult& run, std::size_t level,
                                                const std::set<std::string>& passes);

/// An iteration of a level on the stages of a pipeline: a program for each chip. `works`: by stage,
/// as stage_work(). Passes that read what links take are the tasks which make a message, those that
/// write what arrives wait for it; a chip does everything in its order.
[[nodiscard]] LevelProgram pipeline_program(
    const StageSteps& steps, const std::vector<std::vector<StageWork>>& works,
    const trace::Assignment& assignment, const std::vector<const arch::AcceleratorSpec*>& machines);
/// The same of runs, by stage.
[[nodiscard]] LevelProgram pipeline_program(
    const StageSteps& steps, const std::vector<const RunResult*>& runs, std::size_t level,
    const std::vector<const arch::AcceleratorSpec*>& machines);

/// The same over links that take no time.
[[nodiscard]] links::SystemProgram without_links(links::SystemProgram program);
[[nodiscard]] links::SystemSpec without_links(links::SystemSpec system);

}  // namespace metronome::chips
