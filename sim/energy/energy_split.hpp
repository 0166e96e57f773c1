#pragma once

#include "sim/base/enumeration.hpp"
#include "sim/energy/pricing.hpp"

namespace metronome {

/// What energy is for. Leakage counts where the unit that leaks does.
enum class EnergyPart {
  memory_idle,  ///< DRAM in all its states, refresh and exits, over the whole wall time; static PHY
  memory_traffic,  ///< DRAM commands, pins and termination; dynamic PHY and memory controller
  array,           ///< products, sums beside the array, clock
  buffers,         ///< banks and wires
  vector,  ///< lanes, registers, instructions; quantizers, random bits, packers, transposers
  other,   ///< controller, ways into the array, DMA
};
constexpr auto enum_rows(EnergyPart) {
  using enum EnergyPart;
  return enum_list<EnergyPart>({{memory_idle, "memory_idle"},
                                {memory_traffic, "memory_traffic"},
                                {array, "array"},
                                {buffers, "buffers"},
                                {vector, "vector"},
                                {other, "other"}});
}

using EnergySplit = EnumArray<EnergyPart, Joules>;

/// The part that an activity counts under.
[[nodiscard]] EnergyPart part_of(const Activity& activity);

/// Each line under its part; the sum is the report's total to rounding.
[[nodiscard]] EnergySplit energy_split(const EnergyReport& report);

/// The joules of each provenance; the sum is the report's total to rounding.
[[nodiscard]] EnumArray<Provenance, Joules> energy_by_provenance(const EnergyReport& report,
                                                                 const EnergyTable& table);

}  // namespace metronome
