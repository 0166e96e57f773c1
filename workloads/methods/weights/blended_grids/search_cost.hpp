#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace metronome::weights {

/// What a table of costs was made of; only equal ones are the same cost.
struct CostOrigin {
  std::string machine;  ///< identity of the accelerator's file
  std::string network;
  std::string unit;  ///< "bit_operations", "cycles", "energy_j", "edp", "dram_bytes"
  std::uint64_t batch = 1;
  bool operator==(const CostOrigin&) const = default;
};

/// The cost of every searched layer at every pair of widths of weights and activations.
class CostTable {
 public:
  /// `costs` are [layer][weight candidate][activation candidate], none negative. UserError else.
  CostTable(CostOrigin origin, std::size_t layers, std::size_t candidates,
            std::vector<double> costs);
  /// Multiply-accumulates of a layer times both widths: bit operations.
  [[nodiscard]] static CostTable bit_operations(std::span<const double> macs,
                                                std::span<const int> bits);

  [[nodiscard]] std::size_t layers() const { return layers_; }
  [[nodiscard]] std::size_t candidates() const { return candidates_; }
  [[nodiscard]] double at(std::size_t layer, std::size_t weight, std::size_t activation) const {
    return costs_[(layer * candidates_ + weight) * candidates_ + activation];
  }
  [[nodiscard]] const CostOrigin& origin() const { return origin_; }
  /// UserError, naming both, where the table is of something else.
  void require(const CostOrigin& origin) const;

 private:
  CostOrigin origin_;
  std::size_t layers_, candidates_;
  std::vector<double> costs_;
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
