#pragma once

#include <vector>

#include "sim/ledger/run_result.hpp"
#include "sim/report/json_fields.hpp"

namespace metronome::report {

/// The member `overlap` of a ledger's level: its operations in its interval, in order.
[[nodiscard]] Json overlap_json(const LevelResult& level);

/// The same read from a level's members. `run`: its operations and parts are known, as is what the
/// level has of them. UserError where the operations are not the level's, or end before they begin.
[[nodiscard]] std::vector<OverlappedTurn> read_overlap(const JsonFields& fields,
                                                       const RunResult& run,
                                                       const LevelResult& level);

}  // namespace metronome::report
