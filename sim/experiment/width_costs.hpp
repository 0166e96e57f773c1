#pragma once

#include <functional>
#include <string>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/report/costs.hpp"
#include "workloads/methods/weights/blended_grids/cost_file.hpp"
#include "workloads/model/graph.hpp"

namespace metronome::experiment {

/// Makes the program whose costs a table has: an inference of a batch, one phase for each
/// assignment, in order.
using InferenceProgram = std::function<trace::Trace(
    const model::Graph& graph, const std::string& dataset, std::uint64_t batch,
    const std::vector<trace::Assignment>& assignments, trace::DxScale dx_scale)>;

/// The network as it is deployed (trace::deploy), which is what `metronome trace --inference` makes
/// of a training with the widths: stored codes of weights, products with quantization of their
/// inputs, packing by the machine's storage widths, batch norms as tables, and elementwise layers.
[[nodiscard]] trace::Trace forward_program(const model::Graph& graph, const std::string& dataset,
                                           std::uint64_t batch,
                                           const std::vector<trace::Assignment>& assignments,
                                           trace::DxScale dx_scale);

struct WidthCostRequest {
  std::string dataset;
  std::uint64_t batch = 1;
  std::vector<int> widths{1, 2, 3, 4, 5};  ///< candidates; 1 is added where it is not there
  InferenceProgram program = forward_program;
};

/// The assignment of an inference: widths for some layers. Others follow no schedule.
[[nodiscard]] trace::Assignment width_assignment(const std::vector<std::string>& layers,
                                                 const std::vector<int>& weight_bits,
                                                 const std::vector<int>& activation_bits);

/// What a batch costs with given widths of the searched layers, all layers included.
[[nodiscard]] std::vector<weights::PairCost> network_costs(
    const model::Graph& graph, const WidthCostRequest& request,
    const std::vector<trace::Assignment>& assignments, const arch::AcceleratorSpec& machine,
    const EnergyTable& prices, const sim::SimulateOptions& options);

/// The cost of every searched layer at every pair of widths: what its own operations cost where all
/// searched layers have the widest candidates, and how the cost of the whole network changes when
/// this layer alone has the pair, so that passes of other layers that write its codes count, too.
/// Distinct operations are simulated once, in options.jobs processes. UserError where no layer is
/// quantized, and as sim::simulate.
[[nodiscard]] weights::WidthCosts width_costs(const model::Graph& graph,
                                              const WidthCostRequest& request,
                                              const arch::AcceleratorSpec& machine,
                                              const EnergyTable& prices,
                                              const sim::SimulateOptions& options);

/// Digest of what decides what operations cost on a machine: its file and its prices, wherever they
/// lie.
[[nodiscard]] std::string machine_digest(const arch::AcceleratorSpec& machine);

/// Spearman's coefficient of two lists of equal length, ties at the mean of their ranks; 0 where
/// one of them is constant.
[[nodiscard]] double rank_correlation(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace metronome::experiment
