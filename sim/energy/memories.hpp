#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "sim/energy/energy_table.hpp"
#include "sim/energy/sram_table.hpp"

namespace metronome {

/// Energy of a bit on its way over a repeated wire of one millimetre: 310 pJ for 256 bits over
/// 10 mm at 40 nm, 0.9 V [keckler2011gpus]; the capacitance of a millimetre hardly depends on the
/// node, so that the energy goes with the square of the supply (which meets the 200 pJ at 10 nm,
/// 0.75 V of the same table within 7 %).
[[nodiscard]] double wire_pj_per_bit_mm(double voltage_v);

/// Mean way of a bit between a bank and the buffer's port to the array, in millimetres: the banks
/// form a square, the port is the middle of a side, and every bank is used alike: 3/4 of the side.
/// (A side's quarter along it, half a side across.) One bank has its port at its edge: nothing.
[[nodiscard]] double wire_mm(std::uint64_t banks, double bank_um2);

/// Mean way of a bit between a port in the middle of a side of a square array and the PEs that it
/// is for: one PE, 3/4 of the side, or by multicast all of a row or column, 5/4 of it (a quarter
/// along the side, then across).
[[nodiscard]] double feed_mm(double array_um2, bool multicast);

/// The table with rows for the parts of on-chip memories: for a bank "sram_8KiB_32B" `.read_bit`,
/// `.write_bit` (of each buffer), `.leakage` and an area, from the SRAM table that the table names;
/// for the wires of a buffer "wire_16x8KiB_32B" `.bit`; for the ways into an array
/// "feed_512xdual_serial" `.bit` and `.multicast_bit`, by its area row. Parts for which the table
/// itself has a row stay as they are. The result names no SRAM table: it holds what it needs.
/// UserError for a part that the SRAM table does not hold. Without an SRAM table only wires are
/// added, of banks with an area row.
[[nodiscard]] EnergyTable with_memories(const EnergyTable& table,
                                        const std::set<std::string>& parts);

/// The identity of an energy table's content, that of its SRAM table included. UserError where one
/// of them cannot be read.
[[nodiscard]] std::string prices_digest(const std::filesystem::path& energy_table);

/// Whether the table itself prices the part.
[[nodiscard]] bool has_part(const EnergyTable& table, const std::string& part);

}  // namespace metronome
