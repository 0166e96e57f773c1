#pragma once

#include <optional>
#include <string>

#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"

namespace metronome::report {

/// What of a run is explained; nothing: all.
struct RunQuestion {
  std::string operation;  ///< name in the trace
  std::optional<Component> component;
};

/// Where the joules of a run come from, for a terminal: each product of a count and a row, dearest
/// first, with the row's index in energy.yaml, interval, provenance and source. Of all its
/// iterations; precision switches included where no operation is asked for. UserError where no
/// operation has that name.
[[nodiscard]] std::string explain_energy(const RunResult& run, const EnergyTable& table,
                                         const RunQuestion& question);

/// Where its cycles come from: by bin, and of each bin the operations that have most of it (or, of
/// one operation, its levels). UserError likewise.
[[nodiscard]] std::string explain_cycles(const RunResult& run, const RunQuestion& question);

}  // namespace metronome::report
