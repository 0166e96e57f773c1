#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "sim/energy/energy_table.hpp"
#include "sim/ledger/measure.hpp"

namespace metronome {

/// A count of a whole run: bit products of ninety epochs of ImageNet are beyond 64 bits.
__extension__ using RunCount = unsigned __int128;

/// One product: joules = count x value (pJ), or count x value / clock (uW, count in unit cycles).
struct EnergyLine {
  Activity activity;
  RunCount count = 0;
  double value = 0;
  EnergyUnit unit = EnergyUnit::picojoule;
  Joules joules{0};
  std::size_t row = 0;  ///< index of the table's row
  bool operator==(const EnergyLine&) const = default;
};

/// Energy of a piece of work, and the products it consists of, ordered by activity. Additive over
/// reports of one table and clock.
struct EnergyReport {
  EnumArray<Component, Joules> components;
  std::vector<EnergyLine> lines;
  bool operator==(const EnergyReport&) const = default;

  [[nodiscard]] Joules of(Component component) const { return components[component]; }
  /// Sum over the components.
  [[nodiscard]] Joules total() const;
  EnergyReport& operator+=(const EnergyReport& other);
  /// `times` repetitions.
  [[nodiscard]] EnergyReport scaled(std::uint64_t times) const;
};

/// Prices what was counted; a pure function. `clock` is the clock that leakage was counted in.
/// UserError naming every activity for which the table has no row and needs one (is_optional).
[[nodiscard]] EnergyReport price(const Measure& measure, const EnergyTable& table, Hertz clock);

/// What was counted and has no row, array work aside.
[[nodiscard]] std::vector<Activity> unpriced(const std::set<Activity>& activities,
                                             const EnergyTable& table);

}  // namespace metronome
