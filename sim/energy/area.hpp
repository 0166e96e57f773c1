#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/energy/energy_table.hpp"
#include "sim/ledger/measure.hpp"

namespace metronome {

/// Area of one part of a machine: units x square micrometres each.
struct AreaLine {
  std::string part;
  double units = 0;
  double unit_um2 = 0;
  double area_um2 = 0;
  std::size_t row = 0;  ///< index in EnergyTable::areas
  bool operator==(const AreaLine&) const = default;
};

struct AreaReport {
  std::vector<AreaLine> lines;
  [[nodiscard]] double total_um2() const;
  [[nodiscard]] double total_mm2() const { return total_um2() * 1e-6; }
  bool operator==(const AreaReport&) const = default;
};

/// Area of so many units of each part. UserError naming every part without an area row.
[[nodiscard]] AreaReport area(const std::map<std::string, double>& units, const EnergyTable& table);

/// The units that leaked: for each "<part>.leakage", its count divided by the cycles it was counted
/// over. The whole machine, because leakage is counted for every unit in every cycle.
[[nodiscard]] std::map<std::string, double> leaking_units(const Measure& measure);

}  // namespace metronome
