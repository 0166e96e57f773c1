#include "sim/energy/energy_split.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "sim/energy/sram_table.hpp"

namespace metronome {
namespace {

/// What a DRAM takes for time alone, bus busy or not: a clock in a state, refresh, entering and
/// leaving self-refresh.
bool is_idle(std::string_view action) {
  static constexpr std::array<std::string_view, 4> kHeads{"background", "refresh", "self_refresh",
                                                          "static"};
  return std::any_of(kHeads.begin(), kHeads.end(),
                     [&](std::string_view head) { return action.starts_with(head); });
}

/// The interface to memory, on this chip.
bool is_memory_interface(std::string_view unit) {
  return unit.ends_with("phy") || unit == "memory_controller";
}

/// The part whose unit leaks.
EnergyPart part_of_unit(std::string_view unit) {
  if (parse_bank(unit)) {
    return EnergyPart::buffers;
  }
  if (unit == "vector" || unit == "vector_registers" || unit == "quantizer" || unit == "packer" ||
      unit.ends_with("_unit")) {
    return EnergyPart::vector;
  }
  if (unit.ends_with("_engine") || unit == "plane_assembler") {
    return EnergyPart::vector;
  }
  if (is_memory_interface(unit)) {
    return EnergyPart::memory_idle;
  }
  return unit == "controller" ? EnergyPart::other : EnergyPart::array;
}

}  // namespace

EnergyPart part_of(const Activity& activity) {
  const std::string_view unit =
      std::string_view(activity.action).substr(0, activity.action.find('.'));
  switch (activity.component) {
    case Component::array:
      return EnergyPart::array;
    case Component::input_buffer:
    case Component::weight_buffer:
    case Component::output_buffer:
      return EnergyPart::buffers;
    case Component::vector:
      return EnergyPart::vector;
    case Component::interconnect:
      return is_memory_interface(unit) ? EnergyPart::memory_traffic : EnergyPart::other;
    case Component::dram:
      return is_idle(activity.action) ? EnergyPart::memory_idle : EnergyPart::memory_traffic;
    case Component::host:
      return EnergyPart::other;
    case Component::leakage:
      return part_of_unit(unit);
  }
  fail_no_enumerator(activity.component);
}

EnergySplit energy_split(const EnergyReport& report) {
  EnergySplit split;
  for (const EnergyLine& line : report.lines) {
    split[part_of(line.activity)] += line.joules;
  }
  return split;
}

EnumArray<Provenance, Joules> energy_by_provenance(const EnergyReport& report,
                                                   const EnergyTable& table) {
  EnumArray<Provenance, Joules> sums;
  for (const EnergyLine& line : report.lines) {
    sums[table.rows.at(line.row).provenance] += line.joules;
  }
  return sums;
}

}  // namespace metronome
