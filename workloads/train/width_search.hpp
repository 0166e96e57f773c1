#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workloads/methods/formed/formed_network.hpp"
#include "workloads/methods/weights/blended_grids/cost_file.hpp"
#include "workloads/train/adam.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::train {

/// What a search of widths has found.
struct FoundWidths {
  std::vector<std::string> layers;
  std::vector<int> candidates;
  weights::LayerRows weight_strengths, activation_strengths;  ///< [layer][candidate]
  weights::LayerRows weight_shares, activation_shares;        ///< their softmax
  weights::CostUnit unit = weights::CostUnit::bit_operations;
  std::string machine;   ///< whose costs they are; empty: bit operations of the network
  double unit_cost = 1;  ///< of all searched layers at 1 bit x 1 bit: all costs are in it
  double target = 0;     ///< that was asked for
  double expected = 0;   ///< of the mixtures at the end
  double strongest = 0;  ///< of the candidates with the greatest strengths
  double cost = 0;       ///< of the choice
  weights::WidthChoice strongest_choice;
  weights::WidthChoice choice;  ///< the strongest ones, repaired to the target

  /// Bits of the layers, those of the widest one for all others, which no searched layer needs.
  [[nodiscard]] trace::Assignment assignment(int error_bits) const;
};

/// Identity of what a table of costs was made of, whatever its loss.
[[nodiscard]] std::string network_digest(const model::Graph& graph);

/// Layers that a search gives widths, in order of execution: those whose products are quantized.
[[nodiscard]] std::vector<std::string> searched_layers(const model::Graph& graph);

/// Costs of a network, in multiples of `unit`.
struct SearchCosts {
  weights::CostTable table;
  double unit = 1;
  std::string machine;
};
/// The costs of a search: bit operations, or a file's. UserError where the file is of another
/// network, other layers or other candidates, and where no choice meets the target.
[[nodiscard]] SearchCosts search_costs(const weights::BlendedSpec& spec, const model::Graph& graph);

/// What a unit of cost above the target adds to the loss. weights.search.penalty is that of bit
/// operations; of another cost as large a share of the range from the cheapest to the dearest
/// choice adds as much, so that one penalty serves costs that grow 24 times and costs that grow by
/// a half (this project's choice). Where all choices cost the same, the penalty as it is.
[[nodiscard]] double penalty_strength(const weights::BlendedSpec& spec, const SearchCosts& costs);

/// The strengths of a search of widths [li2020ebs]: how the passes of an iteration mix, and what
/// moves the strengths. Weights, and ranges of activations, are the optimizer's of the run.
class WidthSearch {
 public:
  /// Iterations: those of the run. The network outlives it. UserError as search_costs.
  WidthSearch(const weights::BlendedSpec& spec, std::uint64_t iterations, const model::Graph& graph,
              methods::FormedNetwork<float>& network);

  /// How the next passes mix: those of the two steps of an iteration with noise of their own, those
  /// of an evaluation without.
  void mix_for_weights(std::uint64_t seed, std::uint64_t iteration) { mix(seed, iteration, 0); }
  void mix_for_strengths(std::uint64_t seed, std::uint64_t iteration) { mix(seed, iteration, 1); }
  void mix_for_evaluation();

  /// Of the mixtures of the last pass, and its penalty.
  [[nodiscard]] double expected_cost();
  /// Adds the gradients of the penalty to those of the last backward pass and moves the strengths.
  void step();

  [[nodiscard]] FoundWidths found();
  [[nodiscard]] static bool is_strength(const std::string& name) {
    return name.ends_with(".strengths");
  }

  [[nodiscard]] std::vector<NamedTensor> state();
  void restore(const std::vector<NamedTensor>& state, std::uint64_t steps);

 private:
  struct Moved {
    std::string name;
    std::unique_ptr<tensor::Tensor<float>> value, gradient;
  };

  void mix(std::uint64_t seed, std::uint64_t iteration, std::uint64_t part);
  void set_draw(const weights::MixtureDraw& draw);
  [[nodiscard]] weights::ExpectedCost expected();
  [[nodiscard]] weights::LayerRows rows(bool of_weights, bool shares);
  [[nodiscard]] weights::BlendedGrids<float>& grids(const std::string& layer);
  [[nodiscard]] weights::BlendedActivations<float>& inputs(const std::string& layer);

  weights::BlendedSpec spec_;
  std::uint64_t iterations_;
  methods::FormedNetwork<float>& network_;
  std::vector<std::string> layers_;
  SearchCosts costs_;
  weights::CostTarget target_;
  weights::MixtureDraw draw_;
  std::vector<Moved> moved_;
  std::optional<Adam<float>> adam_;
};

/// The widths as a schedule file (schedule::CsvSpec) that holds for a whole run.
[[nodiscard]] std::string widths_csv(const FoundWidths& found, int error_bits);
/// Found widths under precision cycling, as a schedule file: a layer of b bits has
/// rint(least + (b - least) phi) of them, weights and activations alike, phi as
/// (1 - cos(pi t / T)) / 2 from 0 to 1 in each of `periods` periods of T = iterations / periods,
/// not rounded: a run ends with the bits that were found, whatever divides it. UserError where
/// `least` is above the bits that some layer has, and where there are fewer iterations than
/// periods.
[[nodiscard]] std::string cycled_csv(const trace::Assignment& found, int least,
                                     std::uint64_t periods, std::uint64_t iterations);
/// A row for each layer, operand and candidate: layer, operand, bits, strength, share, strongest,
/// chosen (1: it is).
[[nodiscard]] std::string search_csv(const FoundWidths& found);
/// A JSON object: unit, machine, cost of the unit, target, expected, strongest and chosen cost.
[[nodiscard]] std::string search_json(const FoundWidths& found);

}  // namespace metronome::train
