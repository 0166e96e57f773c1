#pragma once

#include <map>
#include <string>
#include <vector>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/job.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/ledger/measure.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// The engine of training.update: near_data, in energy tables; a unit of it updates a weight a
/// cycle.
inline constexpr const char* kUpdateEngine = "update_engine";

/// Clocks by which refreshes are billed, as a ledger counts them.
inline constexpr const char* kRefreshClock = "refresh_clock";

/// The units of a machine that leak and take area, by the names of their rows in energy tables:
/// array, buffer banks, vector lanes, the controller, and the engines of the update and the load
/// path where there are any.
[[nodiscard]] std::map<std::string, std::uint64_t> machine_units(
    const arch::AcceleratorSpec& machine);

/// "DDR4-2400 8Gb x8, 2 channels": how outputs name a memory.
[[nodiscard]] std::string memory_text(const dram::MemorySpec& memory);

/// Everything that an executed job adds to the ledger: cycles, DRAM bytes, and each event that a
/// row of the energy table prices.
///
/// Zero-point corrections: for a GEMM of M x K by K x N the side adders (or the array) form row
/// sums of A (M*K additions) and column sums of B (K*N), and the output path adds both to each
/// result (2*M*N). At borders it takes fewer taps: mapping::correction_work.
///
/// Useful multiply-accumulates are those of the layer's forward pass, or all that the operation's
/// own GEMMs have where these are fewer (windows in the border have no input gradient). Where rows
/// are left out, those of the tiles of `mapping`; null: of one tile, which is enough to compare
/// mappings.
[[nodiscard]] Measure measure_of(const mapping::Job& job, const arch::AcceleratorSpec& machine,
                                 const OperationOutcome& outcome,
                                 const mapping::Mapping* mapping = nullptr);

/// The outcome that the closed forms predict: compute cycles, and where the bytes need longer at
/// the pins' peak bandwidth, the difference as stalls, shared among operands and stores by their
/// bytes. A lower bound of the simulated outcome. DRAM commands are the fewest that move the bytes;
/// an ideal memory is no device and takes none, in simulations as here.
[[nodiscard]] OperationOutcome analytic_outcome(const mapping::MatrixJob& job,
                                                const mapping::Mapping& mapping,
                                                const arch::AcceleratorSpec& machine,
                                                MemoryMode memory = MemoryMode::real);
[[nodiscard]] OperationOutcome analytic_outcome(const mapping::VectorJob& job,
                                                const arch::AcceleratorSpec& machine,
                                                MemoryMode memory = MemoryMode::real);

[[nodiscard]] OperationOutcome analytic_outcome(const mapping::HostJob& job,
                                                const arch::AcceleratorSpec& machine,
                                                MemoryMode memory = MemoryMode::real);

/// The same without the memory's counts (`dram`), which take most of its time.
[[nodiscard]] OperationOutcome analytic_times(const mapping::MatrixJob& job,
                                              const mapping::Mapping& mapping,
                                              const arch::AcceleratorSpec& machine,
                                              MemoryMode memory = MemoryMode::real);

/// The bin of cycles in which the array has no part in an operation of this class.
[[nodiscard]] Bin idle_bin(trace::OperationClass cls);

/// `cycles` in which nothing but leakage and DRAM standby happens.
[[nodiscard]] Measure standing_still(const arch::AcceleratorSpec& machine, Bin bin,
                                     std::uint64_t cycles);

/// Rows for the DRAM events of measure_of, from the currents of the device. Refresh is priced by
/// elapsed clocks (the energy of one REF over tREFI), so that the bill of a run does not depend on
/// how it was cut into operations.
/// A row is `assumed` where the device file says so of what it rests on.
[[nodiscard]] std::vector<EnergyRow> dram_energy_rows(const dram::DeviceSpec& device);
/// What makes these rows uncertain: the currents of a data sheet, or what the device file assumes,
/// by as much as it says.
[[nodiscard]] std::vector<Uncertainty> dram_causes(const dram::DeviceSpec& device);
/// The table with both.
[[nodiscard]] EnergyTable with_dram(const EnergyTable& table, const dram::DeviceSpec& device);

/// The machine's energy table, scaled to its technology where it names one (technology.hpp), with
/// the rows of its buffers, of the ways into its array (memories.hpp), and of its DRAM. UserError
/// where a buffer's banks lie outside of the SRAM table, or the technology is too slow for the
/// clock.
[[nodiscard]] EnergyTable complete_table(const arch::AcceleratorSpec& machine);

/// What keeps complete_table() from prices: buffers whose banks neither the energy table nor its
/// SRAM table holds, and a clock that the technology does not reach: the key of each and what would
/// be right, without a position.
[[nodiscard]] std::vector<Diagnostic> unpriced_parts(const arch::AcceleratorSpec& machine);

}  // namespace metronome::sim
