#pragma once

#include <string>

#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {

/// sweep.md: the headline columns as a Markdown table, and what they say, computed: how much of the
/// ideal saving each value of the last axis realises and what it loses on the way, how much of a
/// static iteration does not shrink with bits, and which products low precision helps least.
[[nodiscard]] std::string summary_markdown(const FinishedSweep& sweep);

}  // namespace metronome::sweep
