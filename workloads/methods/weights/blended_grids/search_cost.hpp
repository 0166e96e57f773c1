#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"

namespace metronome::weights {

/// What widths are to save.
enum class CostUnit { bit_operations, cycles, energy, edp, dram_bytes };
constexpr auto enum_rows(CostUnit) {
  using enum CostUnit;
  return enum_list<CostUnit>({{bit_operations, "bit_operations"},
                              {cycles, "cycles"},
                              {energy, "energy"},
                              {edp, "edp"},
                              {dram_bytes, "dram_bytes"}});
}

/// What a table of costs was made of; only equal ones are the same cost.
struct CostOrigin {
  std::string machine;  ///< identity of the accelerator's file
  std::string network;
  std::string unit;  ///< a name of CostUnit
  std::uint64_t batch = 1;
  bool operator==(const CostOrigin&) const = default;
};

/// The cost of every searched layer at every pair of widths of weights and activations. The cost
/// of a network is the sum over its layers, or the product of two such sums: of energy and delay.
class CostTable {
 public:
  /// `costs` are [layer][weight candidate][activation candidate], none negative; `factors` are
  /// those of the second sum, where there is one. UserError else.
  CostTable(CostOrigin origin, std::size_t layers, std::size_t candidates,
            std::vector<double> costs, std::vector<double> factors = {});
  /// Multiply-accumulates of a layer times both widths: bit operations.
  [[nodiscard]] static CostTable bit_operations(std::span<const double> macs,
                                                std::span<const int> bits);

  [[nodiscard]] std::size_t layers() const { return layers_; }
  [[nodiscard]] std::size_t candidates() const { return candidates_; }
  [[nodiscard]] double at(std::size_t layer, std::size_t weight, std::size_t activation) const {
    return costs_[(layer * candidates_ + weight) * candidates_ + activation];
  }
  /// Whether the cost is the product of two sums, and a term of the second one.
  [[nodiscard]] bool is_product() const { return !factors_.empty(); }
  [[nodiscard]] double factor(std::size_t layer, std::size_t weight, std::size_t activation) const {
    return factors_[(layer * candidates_ + weight) * candidates_ + activation];
  }
  [[nodiscard]] const CostOrigin& origin() const { return origin_; }
  /// UserError, naming both, where the table is of something else.
  void require(const CostOrigin& origin) const;

 private:
  CostOrigin origin_;
  std::size_t layers_, candidates_;
  std::vector<double> costs_, factors_;
};

/// The pair of candidates of each layer.
struct WidthChoice {
  std::vector<std::size_t> weights, activations;
  bool operator==(const WidthChoice&) const = default;
};
[[nodiscard]] double cost_of(const CostTable& table, const WidthChoice& choice);

/// Shares, strengths or gradients of all layers, [layer][candidate].
using LayerRows = std::vector<std::vector<double>>;

/// E = sum over layers of p^T table q, and its gradients with respect to the strengths:
///   dE/dr_i = p_i ((table q)_i - p^T table q) / tau, likewise for s.
/// Of a product of sums E = E_1 E_2 and dE = E_2 dE_1 + E_1 dE_2.
struct ExpectedCost {
  double cost = 0;
  LayerRows weight_gradients, activation_gradients;
};
[[nodiscard]] ExpectedCost expected_cost(const CostTable& table, const LayerRows& weight_shares,
                                         const LayerRows& activation_shares,
                                         double temperature = 1);

/// The penalty strength max(0, cost / unit - target) that a search adds to its loss.
struct CostTarget {
  double target = 0;  ///< in units
  double unit = 1;    ///< the searched layers at 1 bit x 1 bit, or another cost; above zero
  double strength = 0;

  [[nodiscard]] double penalty(double cost) const;
  /// d penalty / d cost
  [[nodiscard]] double slope(double cost) const;
};

/// The least cost that any choice has; of a product of sums a bound below it.
[[nodiscard]] double least_cost(const CostTable& table);
/// The greatest cost; of a product of sums a bound above it.
[[nodiscard]] double greatest_cost(const CostTable& table);

/// The candidates with the greatest strengths.
[[nodiscard]] WidthChoice strongest_choice(const LayerRows& weight_strengths,
                                           const LayerRows& activation_strengths);

/// The choice moved to what the target means, since the strongest candidates may cost far less or
/// more than the mixture: while it costs more than `most`, the pair of a layer is changed that
/// loses least logarithm of its shares for what it saves; then, while a wider pair of a layer fits,
/// the one that loses least for what it adds. UserError where even the cheapest choice costs more.
[[nodiscard]] WidthChoice repaired(const CostTable& table, WidthChoice choice,
                                   const LayerRows& weight_shares,
                                   const LayerRows& activation_shares, double most);

/// Bits of a layer at a place phi in [0, 1] of a precision period: rint(least + (found - least)
/// phi). UserError where `least` is below 1 or above what was found.
[[nodiscard]] int bits_in_period(int least, int found, double phi);

}  // namespace metronome::weights
