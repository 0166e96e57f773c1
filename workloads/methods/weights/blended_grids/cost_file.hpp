#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "workloads/methods/weights/blended_grids/search_cost.hpp"

namespace metronome::weights {

/// What one layer costs at one pair of widths: an inference of a batch.
struct PairCost {
  double bit_operations = 0;  ///< multiply-accumulates times both widths
  double cycles = 0;
  double energy_j = 0;
  double dram_bytes = 0;
  bool operator==(const PairCost&) const = default;
};

/// The costs of all searched layers of a network on a machine, as a file keeps them.
struct WidthCosts {
  std::string machine;  ///< its name, and the digest of what decides its results
  std::string machine_digest;
  std::string network_digest;
  std::uint64_t batch = 1;
  std::string mode;  ///< of the simulation
  std::vector<std::string> layers;
  std::vector<int> widths;      ///< ascending, the first is 1
  std::vector<PairCost> costs;  ///< [layer][weight width][activation width]
  bool operator==(const WidthCosts&) const = default;

  [[nodiscard]] const PairCost& at(std::size_t layer, std::size_t weight,
                                   std::size_t activation) const {
    return costs[(layer * widths.size() + weight) * widths.size() + activation];
  }
  /// The table of a search among `candidates`. UserError naming a candidate that it has not.
  [[nodiscard]] CostTable table(CostUnit unit, const std::vector<int>& candidates) const;
  /// What all searched layers cost at 1 bit x 1 bit.
  [[nodiscard]] double unit_cost(CostUnit unit) const;
};

/// A row for each layer and pair of widths: machine, machine_digest, network_digest, batch, mode,
/// layer, weight_bits, activation_bits, bit_operations, cycles, energy_j, dram_bytes.
[[nodiscard]] std::string width_costs_csv(const WidthCosts& costs);
/// The inverse; `file` is named in complaints. UserError with line and column where a number is
/// none, rows are of two machines, networks, batches or modes, or a pair of widths is missing,
/// there twice, or in another order.
[[nodiscard]] WidthCosts parse_width_costs(std::string text, const std::string& file);
[[nodiscard]] WidthCosts read_width_costs(const std::filesystem::path& file);

}  // namespace metronome::weights
