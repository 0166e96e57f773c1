#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
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

/// The rows of a table by what they price, for many measures. The table outlives it, unchanged.
class PriceList {
 public:
  explicit PriceList(const EnergyTable& table);

  /// As EnergyTable::find.
  [[nodiscard]] std::optional<std::size_t> find(const Activity& activity) const;
  [[nodiscard]] const EnergyTable& table() const { return table_; }

 private:
  struct Priced {
    std::size_t row = 0;
    std::optional<std::pair<int, int>> widths;  ///< absent: of any
  };
  const EnergyTable& table_;
  std::unordered_map<std::string_view, std::vector<Priced>> by_action_;  ///< in order of the rows
};
/// The same as by the list's table.
[[nodiscard]] EnergyReport price(const Measure& measure, const PriceList& prices, Hertz clock);

/// What was counted and has no row, array work aside.
[[nodiscard]] std::vector<Activity> unpriced(const std::set<Activity>& activities,
                                             const EnergyTable& table);

}  // namespace metronome
