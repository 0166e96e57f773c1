#pragma once

#include <string>

#include "sim/config/node.hpp"
#include "sim/energy/energy_table.hpp"

namespace metronome {

/// Energy and area reference tables (ERT, ART) of Accelergy [wu2019accelergy], version 0.4: what
/// its plug-ins make and Timeloop reads. Energies in pJ, areas in square micrometres.
///
/// A row is the action of a table "metronome.COMPONENT.FAMILY": the row `array`
/// `systolic.mac` 8x8 is `mac` of "metronome.array.systolic" with the arguments a_bits 8, b_bits 8;
/// an action without a dot stands in "metronome.COMPONENT". Leakage is the action `leak` of
/// "metronome.leakage.PART", in pJ for each clock of the table's clock. The area of a part is that
/// of "metronome.PART".
[[nodiscard]] std::string ert_yaml(const EnergyTable& table);
[[nodiscard]] std::string art_yaml(const EnergyTable& table);

/// Whether a file is an ERT: it has that key.
[[nodiscard]] bool is_ert(const config::Node& file);

/// The table with the energies of an ERT and, where it is there, the areas of an ART in place of
/// its own. Rows that they do not name stay, and so does a row whose value is the same to six
/// digits: then its source still holds. A row of another value is `assumed`, because a reference
/// table names no source, and its `how` names the file. UserError with file, line and column for
/// names that are no row of the table, energies that are no numbers, and what stands twice.
[[nodiscard]] EnergyTable with_reference_tables(const EnergyTable& table, const config::Node& ert,
                                                const config::Node* art);

}  // namespace metronome
