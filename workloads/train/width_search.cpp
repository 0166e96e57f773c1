#include "workloads/train/width_search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/model/network_file.hpp"

namespace metronome::train {
namespace {

using weights::BlendedSpec;
using weights::CostUnit;
using weights::LayerRows;

template <class T>
std::vector<double> widened(const T& values) {
  return {values.begin(), values.end()};
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

SearchCosts bit_operations(const BlendedSpec& spec, const model::Graph& graph) {
  std::vector<double> macs;
  double unit = 0;
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    if (model::takes_form(graph.nodes[i].layer)) {
      macs.push_back(static_cast<double>(model::forward_macs(graph, i)));
      unit += macs.back();
    }
  }
  if (macs.empty()) {
    throw UserError(graph.name + ": no layer is quantized, so that none has a width to search",
                    "quantized convolutions or linear layers");
  }
  return {weights::CostTable::bit_operations(macs, spec.candidates), unit, ""};
}

SearchCosts costs_of_file(const BlendedSpec& spec, const model::Graph& graph) {
  const weights::WidthCosts costs = weights::read_width_costs(std::string(spec.search.costs));
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    throw UserError(Diagnostic{spec.search.costs, 0, 0, {}, what, hint});
  };
  const std::string identity = costs.machine + "@" + costs.machine_digest;
  if (spec.search.machine.empty()) {
    refuse(fmt::format("is of the machine {}; whose costs are meant is not said", identity),
           fmt::format("weights.search.machine: {} (its name, or with the digest of its contents "
                       "behind it), if that is the accelerator",
                       costs.machine));
  }
  if (spec.search.machine != costs.machine && spec.search.machine != identity) {
    const bool by_digest = spec.search.machine.find('@') != std::string::npos;
    refuse(fmt::format("is of the machine {}, the search is for {}",
                       by_digest ? identity : costs.machine, spec.search.machine),
           "the table that `metronome width-costs --arch` makes for that machine");
  }
  if (costs.layers != searched_layers(graph)) {
    refuse(fmt::format("is of the layers {}, the network's are {}", joined(costs.layers),
                       joined(searched_layers(graph))),
           "the table that `metronome width-costs` makes of this network");
  }
  if (costs.network_digest != network_digest(graph)) {
    refuse("is of another network with layers of these names",
           "the table that `metronome width-costs` makes of this network");
  }
  const double unit = costs.unit_cost(spec.search.cost);
  if (!(unit > 0)) {
    refuse(fmt::format("has no {} at 1 bit x 1 bit, the unit of the target",
                       enum_name(spec.search.cost)),
           "a cost that the machine has");
  }
  return {costs.table(spec.search.cost, spec.candidates), unit, costs.machine};
}

}  // namespace

std::string network_digest(const model::Graph& graph) {
  model::Graph forward = graph;
  forward.loss = model::Loss::none;
  return content_digest(config::resolved_yaml(model::file_of(forward)));
}

std::vector<std::string> searched_layers(const model::Graph& graph) {
  std::vector<std::string> names;
  for (const model::Node& node : graph.nodes) {
    if (model::takes_form(node.layer)) {
      names.push_back(node.name);
    }
  }
  return names;
}

SearchCosts search_costs(const BlendedSpec& spec, const model::Graph& graph) {
  SearchCosts costs =
      spec.search.costs.empty() ? bit_operations(spec, graph) : costs_of_file(spec, graph);
  const double least = weights::least_cost(costs.table) / costs.unit;
  if (least > spec.search.target * (1 + 1e-12)) {
    throw UserError(fmt::format("no choice of the candidates costs {} times the layers at 1 bit x "
                                "1 bit or less",
                                spec.search.target),
                    fmt::format("a target of at least {}", least));
  }
  return costs;
}

double penalty_strength(const BlendedSpec& spec, const SearchCosts& costs) {
  const auto range_of = [&](const weights::CostTable& table, double unit) {
    return (weights::greatest_cost(table) - weights::least_cost(table)) / unit;
  };
  const double one_layer[] = {1};
  const double bits = range_of(weights::CostTable::bit_operations(one_layer, spec.candidates), 1);
  const double range = range_of(costs.table, costs.unit);
  return range > 0 ? spec.search.penalty * bits / range : spec.search.penalty;
}

WidthSearch::WidthSearch(const BlendedSpec& spec, std::uint64_t iterations,
                         const model::Graph& graph, methods::FormedNetwork<float>& network)
    : spec_(spec),
      iterations_(iterations),
      network_(network),
      layers_(network.formed_layers()),
      costs_(search_costs(spec, graph)),
      target_{spec.search.target, costs_.unit, penalty_strength(spec, costs_)} {
  std::vector<nn::Parameter<float>> parameters;
  for (const weights::Trained<float>& part : network_.trained()) {
    if (is_strength(part.name)) {
      const tensor::Dims dims{1, 1, 1, part.values.size()};
      moved_.push_back({part.name, std::make_unique<tensor::Tensor<float>>(dims),
                        std::make_unique<tensor::Tensor<float>>(dims)});
      parameters.push_back({part.name, moved_.back().value.get(), moved_.back().gradient.get()});
    }
  }
  adam_.emplace(std::move(parameters),
                AdamSpec{.beta1 = spec.search.beta1, .beta2 = spec.search.beta2});
}

weights::BlendedGrids<float>& WidthSearch::grids(const std::string& layer) {
  return std::get<weights::BlendedGrids<float>>(network_.form(layer));
}

weights::BlendedActivations<float>& WidthSearch::inputs(const std::string& layer) {
  return std::get<weights::BlendedActivations<float>>(network_.input_form(layer)->form());
}

void WidthSearch::set_draw(const weights::MixtureDraw& draw) {
  draw_ = draw;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    weights::MixtureDraw own = draw;
    own.instance = 2 * l;
    grids(layers_[l]).set_draw(own);
    own.instance = 2 * l + 1;
    inputs(layers_[l]).set_draw(own);
  }
}

void WidthSearch::mix(std::uint64_t seed, std::uint64_t iteration, std::uint64_t part) {
  const weights::SearchSpec& search = spec_.search;
  set_draw({.kind = search.mixture,
            .temperature =
                search.mixture == weights::MixtureKind::deterministic
                    ? 1
                    : weights::temperature_at(search.first_temperature, search.last_temperature,
                                              iteration, iterations_),
            .seed = seed,
            .iteration = 2 * iteration + part});
}

void WidthSearch::mix_for_evaluation() { set_draw({}); }

LayerRows WidthSearch::rows(bool of_weights, bool shares) {
  LayerRows all;
  for (const std::string& layer : layers_) {
    if (of_weights) {
      all.push_back(shares ? widened(grids(layer).shares()) : widened(grids(layer).strengths()));
    } else {
      all.push_back(shares ? widened(inputs(layer).shares()) : widened(inputs(layer).strengths()));
    }
  }
  return all;
}

weights::ExpectedCost WidthSearch::expected() {
  return weights::expected_cost(costs_.table, rows(true, true), rows(false, true),
                                draw_.temperature);
}

double WidthSearch::expected_cost() { return expected().cost / costs_.unit; }

void WidthSearch::step() {
  const weights::ExpectedCost cost = expected();
  const double slope = target_.slope(cost.cost);
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    std::vector<double> of_weights = cost.weight_gradients[l];
    std::vector<double> of_inputs = cost.activation_gradients[l];
    for (std::size_t i = 0; i < of_weights.size(); ++i) {
      of_weights[i] *= slope;
      of_inputs[i] *= slope;
    }
    grids(layers_[l]).add_cost_gradients(of_weights);
    inputs(layers_[l]).add_cost_gradients(of_inputs);
  }
  std::vector<weights::Trained<float>> strengths = network_.trained();
  std::erase_if(strengths, [](const auto& part) { return !is_strength(part.name); });
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    std::copy(strengths[i].values.begin(), strengths[i].values.end(), moved_[i].value->data());
    std::copy(strengths[i].gradient.begin(), strengths[i].gradient.end(),
              moved_[i].gradient->data());
  }
  adam_->step(spec_.search.learning_rate);
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    const std::span<float> values = moved_[i].value->values();
    std::copy(values.begin(), values.end(), strengths[i].values.begin());
  }
}

FoundWidths WidthSearch::found() {
  mix_for_evaluation();
  FoundWidths found;
  found.layers = layers_;
  found.candidates = spec_.candidates;
  found.weight_strengths = rows(true, false);
  found.activation_strengths = rows(false, false);
  found.weight_shares = rows(true, true);
  found.activation_shares = rows(false, true);
  found.unit = spec_.search.cost;
  found.machine = costs_.machine;
  found.unit_cost = costs_.unit;
  found.target = spec_.search.target;
  found.expected = expected_cost();
  found.strongest_choice =
      weights::strongest_choice(found.weight_strengths, found.activation_strengths);
  found.strongest = weights::cost_of(costs_.table, found.strongest_choice) / costs_.unit;
  found.choice = weights::repaired(costs_.table, found.strongest_choice, found.weight_shares,
                                   found.activation_shares, found.target * costs_.unit);
  found.cost = weights::cost_of(costs_.table, found.choice) / costs_.unit;
  return found;
}

std::vector<NamedTensor> WidthSearch::state() {
  std::vector<NamedTensor> list;
  for (const std::span<float> values : adam_->state()) {
    list.push_back({fmt::format("{}.{}", moved_[list.size() % moved_.size()].name,
                                list.size() / moved_.size()),
                    {values.size()},
                    {values.begin(), values.end()}});
  }
  return list;
}

void WidthSearch::restore(const std::vector<NamedTensor>& state, std::uint64_t steps) {
  const std::vector<std::span<float>> to = adam_->state();
  METRONOME_ASSERT(state.size() == to.size(), "a stored state is that of the same search");
  for (std::size_t i = 0; i < to.size(); ++i) {
    std::copy(state[i].values.begin(), state[i].values.end(), to[i].begin());
  }
  adam_->set_steps(steps);
}

}  // namespace metronome::train
