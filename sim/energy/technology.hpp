#pragma once

#include <string>

#include "sim/energy/energy_table.hpp"

namespace metronome {

/// A process and its supply.
struct Corner {
  double node_nm = 0;
  double voltage_v = 0;
  bool operator==(const Corner&) const = default;
};

/// "28 nm, 0.9 V"
[[nodiscard]] std::string corner_text(const Corner& corner);

/// Why the equations of [stillmaker2017scaling] do not hold there: nodes from 180 to 7 nm, from 0.5
/// V up to 1.8 V at 180 nm, 1.3 V down to 65 nm and 1.1 V below, where their energy still falls
/// with the supply. Empty where they hold.
[[nodiscard]] std::string corner_misfit(const Corner& corner);

/// What an operation of logic takes at `to` over what it takes at `from`, by the polynomials of
/// [stillmaker2017scaling]: energy in the square, delay in the cube of the supply; area by their
/// table of factors (of any supply). Below 65 nm those of high-performance transistors; nodes that
/// have none are linear in nanometres between their neighbours. Both corners must have no misfit.
[[nodiscard]] double energy_factor(const Corner& from, const Corner& to);
[[nodiscard]] double delay_factor(const Corner& from, const Corner& to);
[[nodiscard]] double area_factor(double from_nm, double to_nm);

/// Whether a row is of the pins' side of a machine, or of a memory: not scaled with its logic.
[[nodiscard]] bool keeps_its_corner(const EnergyRow& row);

/// The table at another node and supply: each price of logic times energy_factor, of DMA, which is
/// mostly wires, times the square of the ratio of supplies, leakage times area_factor and that
/// ratio, areas times area_factor, each with the factor in its `how`, as `scaled` at best, and with
/// an uncertainty that all scaled rows share; own rows of SRAM banks with an interval of x 1/2 to x
/// 2 beside. The clock follows the delay. Banks and wires that with_memories() adds later are of
/// the new corner themselves. UserError where the equations do not hold at one of the corners.
[[nodiscard]] EnergyTable scaled_to(const EnergyTable& table, const Corner& to);

/// Whether `how` names the factor from the row's own corner to the table's: one of its numbers
/// behind an "x", or a product of some of them, within 3 %. Where the equations do not reach, or
/// the row's supply is not known, any number. `expected` is what it should be, 0 for any.
struct NamedFactor {
  bool named = true;
  double expected = 0;
};
[[nodiscard]] NamedFactor named_factor(const EnergyRow& row, const EnergyTable& table);
[[nodiscard]] NamedFactor named_factor(const AreaRow& row, const EnergyTable& table);

}  // namespace metronome
