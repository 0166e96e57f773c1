#pragma once

#include <vector>

#include "sim/energy/energy_split.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/ledger/run_result.hpp"

namespace metronome::report {

/// Joules by what they are for, without the products that they are sums of. Additive.
struct EnergySums {
  EnumArray<Component, Joules> components;
  EnergySplit split;

  [[nodiscard]] Joules of(Component component) const { return components[component]; }
  /// Sum over the components.
  [[nodiscard]] Joules total() const;
  EnergySums& operator+=(const EnergySums& other);
  [[nodiscard]] EnergySums scaled(std::uint64_t times) const;
};

/// A piece of work with its price. Additive. Bit operations are real numbers: those of a long run
/// do not fit 64 bits.
struct Cost {
  Attribution cycles;
  RoleTraffic dram;
  EnergySums energy;
  double macs = 0;
  double bit_operations_paper = 0;
  double bit_operations_executed = 0;

  [[nodiscard]] Traffic total_traffic() const;
  Cost& operator+=(const Cost& other);
  /// `times` repetitions.
  [[nodiscard]] Cost scaled(std::uint64_t times) const;
};

/// By the class of the operations.
using ClassCosts = EnumArray<trace::OperationClass, Cost>;

/// One level: an iteration, and the whole run's share.
struct LevelCost {
  Cost per_iteration;
  Cost whole;
};

/// A run, priced once; totals, levels and classes are sums of the same operations.
struct RunCosts {
  std::vector<Cost> operations;   ///< as RunResult::operations
  std::vector<LevelCost> levels;  ///< as RunResult::levels
  ClassCosts classes;             ///< without switches
  Cost switches;
  Cost total;           ///< levels and switches
  EnergyReport energy;  ///< of the total: each product of a count and a row
};

/// UserError naming every activity that the table does not price.
[[nodiscard]] RunCosts cost_of(const RunResult& run, const EnergyTable& table);

/// One iteration of a level by the class of its operations.
[[nodiscard]] ClassCosts classes_of(const RunResult& run, const RunCosts& costs,
                                    const LevelResult& level);

/// What each class has of the paper's bit operations: with forward bits f and backward bits g of
/// its layer an iteration counts f*f + 2*f*g per multiply-accumulate, f*f in forward and f*g in
/// each backward GEMM. 0 for other classes, and without a product.
[[nodiscard]] EnumArray<trace::OperationClass, double> paper_shares(const RunResult& run,
                                                                    const LevelResult& level);

/// Array bit products per cycle at full use: 64 for each 8-bit multiply-accumulate unit, the units
/// being those whose leakage was counted. 0 where no leakage of the array was counted.
[[nodiscard]] double peak_bit_products(const RunResult& run);

}  // namespace metronome::report
