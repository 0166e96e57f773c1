#include "workloads/methods/formed/layer_form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace metronome::methods {
namespace {

bool is_convolution(const model::Node& node) {
  return std::holds_alternative<model::Convolution>(node.layer);
}

}  // namespace

weights::FormSpec form_of_layer(const weights::FormSpec& spec, const model::Node& node) {
  weights::FormSpec own = spec;
  if (auto* coefficients = std::get_if<weights::CoefficientSpec>(&own)) {
    for (const weights::LayerPruning& one : coefficients->pruned_layers) {
      if (one.layer == node.name) {
        coefficients->pruned_rows = one.share;
      }
    }
    if (!is_convolution(node)) {
      coefficients->pruned_rows = 0;
    }
  }
  return own;
}

void check_named_layers(const weights::FormSpec& spec, const model::Graph& graph,
                        const std::vector<std::string>& formed) {
  const auto* coefficients = std::get_if<weights::CoefficientSpec>(&spec);
  if (coefficients == nullptr) {
    return;
  }
  std::vector<std::string> convolutions;
  for (const model::Node& node : graph.nodes) {
    if (is_convolution(node) &&
        std::find(formed.begin(), formed.end(), node.name) != formed.end()) {
      convolutions.push_back(node.name);
    }
  }
  for (const weights::LayerPruning& one : coefficients->pruned_layers) {
    if (std::find(convolutions.begin(), convolutions.end(), one.layer) == convolutions.end()) {
      throw UserError(fmt::format("weights.pruned_layers: {} has no convolution `{}` with "
                                  "coefficients",
                                  graph.name, one.layer),
                      name_hint(one.layer, convolutions));
    }
  }
}

}  // namespace metronome::methods
