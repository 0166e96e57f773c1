#pragma once

#include <string>
#include <vector>

#include "sim/energy/energy_table.hpp"

namespace metronome::testing {

/// A measured row of the table's own node.
inline EnergyRow row(Component component, std::string action, double value, std::string bits = {},
                     std::vector<std::string> includes = {}) {
  EnergyRow out;
  out.component = component;
  out.action = std::move(action);
  out.bits = std::move(bits);
  out.value = value;
  out.unit = component == Component::leakage ? EnergyUnit::microwatt : EnergyUnit::picojoule;
  out.technology_nm = 28;
  out.source = "test";
  out.includes = std::move(includes);
  return out;
}

inline EnergyTable small_table() {
  EnergyTable table;
  table.name = "small";
  table.sram_cell = "test";
  table.rows = {row(Component::array, "flex.mac", 1.0, "8x8", {"accumulator"}),
                row(Component::array, "flex.mac", 0.5, "8x4", {"accumulator"}),
                row(Component::vector, "vector.add_fp32", 2.0),
                row(Component::leakage, "flex.leakage", 10.0)};
  return table;
}

}  // namespace metronome::testing
