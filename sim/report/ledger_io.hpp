#pragma once

#include <string>
#include <string_view>

#include "sim/ledger/run_result.hpp"

namespace metronome::report {

/// Version of ledger.json; readers refuse another one.
inline constexpr int kLedgerVersion = 5;

/// The file form of a run: ordered JSON, equal bytes for equal runs. Zero bins, counts and traffic
/// are left out. A level has no name and no operation of its own: `precision` and `precisions`
/// index the list of distinct ones, `layers` the lists of layers with exceptions, `parts` the list
/// of parts; lists of numbers are texts, "0 4 1".
[[nodiscard]] std::string ledger_json(const RunResult& run);

/// The inverse of ledger_json. `file` is used in messages only. UserError naming file and key path.
[[nodiscard]] RunResult parse_ledger(std::string_view text, const std::string& file);

}  // namespace metronome::report
