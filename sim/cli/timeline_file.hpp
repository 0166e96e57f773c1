#pragma once

#include <string>

#include "arch/spec/accelerator.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"
#include "sim/ledger/tile_record.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::cli {

/// UserError where viewers would not know a timeline by the name; `option` is the user's word.
void require_timeline_name(const std::string& option, const std::string& file);

/// Writes the text, compressed where the name says so.
void write_timeline(const std::string& file, const std::string& json);

/// The timeline of one operation on a machine: a run of one iteration that executes nothing else.
/// `tiles`: shown where they are whole and not none.
[[nodiscard]] std::string operation_timeline(OperationResult operation,
                                             const arch::AcceleratorSpec& machine, Mode mode,
                                             const EnergyTable& table, const report::Recipe& recipe,
                                             const TileRecord& tiles);

}  // namespace metronome::cli
