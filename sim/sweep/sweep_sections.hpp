#pragma once

#include "sim/report/markup.hpp"
#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {

/// Of a sweep along two axes, trainings and machines or the like: savings and joules as matrices,
/// the first axis in rows. Empty for other sweeps.
[[nodiscard]] report::Markdown matrices(const FinishedSweep& sweep);

/// A row a point: what the static training's energy is for, and of what the joules are that are
/// saved.
[[nodiscard]] report::Markdown energy_parts(const FinishedSweep& sweep);

}  // namespace metronome::sweep
