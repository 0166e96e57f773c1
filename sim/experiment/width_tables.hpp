#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/figures.hpp"
#include "workloads/methods/weights/blended_grids/cost_file.hpp"

namespace metronome::experiment {

/// What a search has written of itself (train::search_json).
struct SearchNumbers {
  double target = 0, expected = 0, strongest = 0, chosen = 0;
  double unit_cost = 1;
};

/// Widths of all searched layers that were trained: found for a cost, or alike.
struct WidthChoiceResult {
  std::uint64_t seed = 0;
  std::string name;  ///< "uniform_2", "bit_operations", "systolic_512_cycles"
  std::vector<int> weight_bits, activation_bits;
  double test_accuracy = 0;
  std::optional<SearchNumbers> search{};      ///< of what was searched for
  std::vector<weights::PairCost> costs{};     ///< by machine, of a batch through the whole network
  std::vector<weights::PairCost> searched{};  ///< by machine, sums of the table's entries
};

/// seed, choice, cost at 1x1, target, expected, strongest, chosen (all but the first in units of
/// the first), and the gaps of the last three to the target in percent.
[[nodiscard]] std::string searches_csv(const std::vector<WidthChoiceResult>& choices);

/// A row for each choice and machine: widths, accuracy, bit operations, cycles, joules, their
/// product and bytes of the whole network, the same of the table's entries, and whether no other
/// choice of the seed is as accurate for fewer cycles, or for fewer joules.
[[nodiscard]] std::string choices_csv(const std::vector<WidthChoiceResult>& choices,
                                      const std::vector<std::string>& machines);

/// Spearman's coefficient of bit operations and costs of a machine: over the pairs of widths that
/// all searched layers have alike, and over all entries of the table.
[[nodiscard]] std::string correlation_csv(const std::vector<weights::WidthCosts>& tables);

/// Accuracy of the choices against what they cost on each machine (a panel each), in cycles of 2 x
/// 2 bits or of the first choice: means over the seeds, the Pareto front of these, and in the
/// labels the rank correlation of bit operations and cycles.
[[nodiscard]] report::Figure front_figure(const std::vector<WidthChoiceResult>& choices,
                                          const std::vector<weights::WidthCosts>& tables);

/// "2x3 1x2": weight bits x activation bits of each layer.
[[nodiscard]] std::string widths_text(const WidthChoiceResult& choice);

/// For a terminal.
[[nodiscard]] std::string choices_text(const std::vector<WidthChoiceResult>& choices,
                                       const std::vector<std::string>& machines);

}  // namespace metronome::experiment
