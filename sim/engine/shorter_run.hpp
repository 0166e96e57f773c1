#pragma once

#include <optional>

#include "arch/mapping/program.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// Of two runs of an operation, what the longer one has more, where that is a single piece of its
/// program; its `done` is yet to be set. Nothing where they differ in more, as they do where what
/// is left out recurs in every iteration of another loop, or where runs cannot split.
[[nodiscard]] std::optional<ShorterRun> shorter_run(const mapping::Program& shorter,
                                                    const mapping::Program& longer);

}  // namespace metronome::sim
