#include "sim/experiment/width_costs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/experiment/experiment.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/deployed.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/width_search.hpp"

namespace metronome::experiment {
namespace {

using trace::Assignment;
using weights::PairCost;

PairCost pair_cost(const report::Cost& cost) {
  const auto traffic = cost.total_traffic();
  return {cost.bit_operations_executed, static_cast<double>(cost.cycles.total().count()),
          cost.energy.total().count(), static_cast<double>((traffic.read + traffic.write).count())};
}

/// a + b - c
PairCost moved(const PairCost& a, const PairCost& b, const PairCost& c) {
  const auto at_least_zero = [](double value) { return std::max(value, 0.0); };
  return {a.bit_operations, at_least_zero(a.cycles + b.cycles - c.cycles),
          at_least_zero(a.energy_j + b.energy_j - c.energy_j),
          at_least_zero(a.dram_bytes + b.dram_bytes - c.dram_bytes)};
}

/// Phases of a program may be merged or taken apart: a level is found by its assignment.
struct Simulated {
  RunResult run;
  report::RunCosts costs;

  [[nodiscard]] std::size_t level_of(std::size_t iteration) const {
    for (const PhaseResult& phase : run.phases) {
      if (iteration >= phase.first_iteration &&
          iteration < phase.first_iteration + phase.iterations) {
        return phase.level;
      }
    }
    METRONOME_ASSERT(false, "every iteration of a program is simulated");
    return 0;
  }
  [[nodiscard]] PairCost whole(std::size_t iteration) const {
    return pair_cost(costs.levels[level_of(iteration)].per_iteration);
  }
  [[nodiscard]] std::map<std::string, PairCost> by_layer(std::size_t iteration) const {
    std::map<std::string, report::Cost> sums;
    run.for_operations(run.levels[level_of(iteration)], [&](std::uint32_t operation) {
      sums[run.operations[operation].layer] += costs.operations[operation];
    });
    std::map<std::string, PairCost> layers;
    for (const auto& [layer, cost] : sums) {
      layers[layer] = pair_cost(cost);
    }
    return layers;
  }
};

Simulated simulated(const model::Graph& graph, const WidthCostRequest& request,
                    const std::vector<Assignment>& assignments,
                    const arch::AcceleratorSpec& machine, const EnergyTable& prices,
                    const sim::SimulateOptions& options) {
  const std::vector<trace::Trace> traces{request.program(graph, request.dataset, request.batch,
                                                         assignments, machine.training.dx_scale)};
  sim::SimulateOptions own = options;
  own.prices = &prices;
  RunResult run = std::move(sim::simulate(traces, machine, own).front());
  report::RunCosts costs = report::cost_of(run, prices);
  return {std::move(run), std::move(costs)};
}

std::map<std::string, double> batch_macs(const model::Graph& graph, std::uint64_t batch) {
  std::map<std::string, double> macs;
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    macs[graph.nodes[i].name] =
        static_cast<double>(model::forward_macs(graph, i)) * static_cast<double>(batch);
  }
  return macs;
}

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) {
      ++end;
    }
    for (std::size_t k = i; k < end; ++k) {
      rank[order[k]] = static_cast<double>(i + end - 1) / 2;
    }
    i = end;
  }
  return rank;
}

}  // namespace

trace::Trace forward_program(const model::Graph& graph, const std::string& dataset,
                             std::uint64_t batch, const std::vector<Assignment>& assignments,
                             trace::DxScale dx_scale) {
  model::Graph forward = graph;
  forward.loss = model::Loss::none;
  schedule::CsvSpec spec;
  for (std::size_t i = 0; i < assignments.size(); ++i) {
    if (i == 0 || assignments[i] != assignments[i - 1]) {
      spec.changes.emplace_back(i, assignments[i]);
    }
  }
  trace::Trace trace = trace::make_trace(forward, dataset, batch, schedule::Schedule(spec),
                                         assignments.size(), dx_scale);
  trace::deploy(trace.steps.front().step, forward);
  return trace;
}

Assignment width_assignment(const std::vector<std::string>& layers,
                            const std::vector<int>& weight_bits,
                            const std::vector<int>& activation_bits) {
  // Where no layer has bits those that keep bits of their own would be FP32, too.
  trace::Precision all(1, 0);
  std::map<std::string, trace::Precision> precisions;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    trace::Precision own(activation_bits[l], 0);
    own.weight_bits = weight_bits[l];
    precisions[layers[l]] = own;
  }
  return {all, trace::LayerPrecisions(precisions)};
}

std::vector<PairCost> network_costs(const model::Graph& graph, const WidthCostRequest& request,
                                    const std::vector<Assignment>& assignments,
                                    const arch::AcceleratorSpec& machine, const EnergyTable& prices,
                                    const sim::SimulateOptions& options) {
  const Simulated run = simulated(graph, request, assignments, machine, prices, options);
  std::vector<PairCost> costs;
  for (std::size_t i = 0; i < assignments.size(); ++i) {
    costs.push_back(run.whole(i));
  }
  return costs;
}

weights::WidthCosts width_costs(const model::Graph& graph, const WidthCostRequest& request,
                                const arch::AcceleratorSpec& machine, const EnergyTable& prices,
                                const sim::SimulateOptions& options) {
  weights::WidthCosts table;
  table.machine = machine.name;
  table.machine_digest = machine_digest(machine);
  table.network_digest = train::network_digest(graph);
  table.batch = request.batch;
  table.mode = std::string(enum_name(options.mode));
  table.layers = train::searched_layers(graph);
  if (table.layers.empty()) {
    throw UserError(graph.name + ": no layer is quantized, so that none has a width to search",
                    "quantized convolutions or linear layers");
  }
  weights::check_candidates(request.widths);
  table.widths = request.widths;
  if (table.widths.front() != 1) {
    table.widths.insert(table.widths.begin(), 1);
  }
  const std::vector<int> widest(table.layers.size(), table.widths.back());
  std::vector<Assignment> assignments{width_assignment(table.layers, widest, widest)};
  for (std::size_t l = 0; l < table.layers.size(); ++l) {
    for (const int weight : table.widths) {
      for (const int activation : table.widths) {
        std::vector<int> of_weights = widest;
        std::vector<int> of_activations = widest;
        of_weights[l] = weight;
        of_activations[l] = activation;
        assignments.push_back(width_assignment(table.layers, of_weights, of_activations));
      }
    }
  }
  const Simulated run = simulated(graph, request, assignments, machine, prices, options);
  const PairCost base = run.whole(0);
  const std::map<std::string, PairCost> own = run.by_layer(0);
  const std::map<std::string, double> macs = batch_macs(graph, request.batch);
  const std::size_t pairs = table.widths.size() * table.widths.size();
  for (std::size_t i = 1; i < assignments.size(); ++i) {
    const std::string& layer = table.layers[(i - 1) / pairs];
    PairCost cost = moved(own.at(layer), run.whole(i), base);
    const trace::Precision precision = assignments[i].of(layer);
    cost.bit_operations =
        macs.at(layer) * precision.weight_bits * precision.activation_bits;  // whatever it pads
    table.costs.push_back(cost);
  }
  return table;
}

std::string machine_digest(const arch::AcceleratorSpec& machine) {
  InputsText inputs;
  add_machine(inputs, machine);
  return content_digest(inputs.text());
}

double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  METRONOME_ASSERT(a.size() == b.size(), "a rank for each of both");
  const std::vector<double> x = ranks(a);
  const std::vector<double> y = ranks(b);
  const double middle = (static_cast<double>(a.size()) - 1) / 2;
  double xy = 0;
  double xx = 0;
  double yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - middle) * (y[i] - middle);
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

}  // namespace metronome::experiment
