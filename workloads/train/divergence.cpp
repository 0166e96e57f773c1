#include "workloads/train/divergence.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace metronome::train {

TrainingDiverged::TrainingDiverged(std::string reason, const std::string& kept)
    : UserError("training diverged: " + reason + kept,
                "lower `learning_rate`, or raise the bits of `schedule`"),
      reason_(std::move(reason)) {}
namespace {

bool finite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

}  // namespace

std::string diverged_layer(nn::Network<float>& network, const tensor::Tensor<float>& input,
                           const nn::Pass<float>& pass, const trace::Assignment& assignment) {
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    if (!finite(parameter.value->values())) {
      return parameter.name;
    }
  }
  const model::Graph& graph = network.graph();
  std::string name = graph.nodes.back().name;
  bool found = false;
  network.observe(
      [&](model::NodeIndex node, const tensor::Tensor<float>& x) {
        if (!found && !finite(x.values())) {
          name = graph.nodes[graph.nodes[node].inputs.front()].name;
          found = true;
        }
      },
      {});
  (void)network.forward(input, pass, assignment);
  network.observe({}, {});
  return name;
}

std::string diverged_gradient(nn::Network<float>& network) {
  // Backward runs from the last layer to the first.
  std::vector<nn::Parameter<float>> parameters = network.parameters();
  for (auto parameter = parameters.rbegin(); parameter != parameters.rend(); ++parameter) {
    if (!finite(parameter->gradient->values())) {
      return parameter->name;
    }
  }
  return {};
}

bool all_finite(const std::vector<NamedTensor>& tensors) {
  return std::all_of(tensors.begin(), tensors.end(), [](const NamedTensor& tensor) {
    return std::all_of(tensor.values.begin(), tensor.values.end(),
                       [](float value) { return std::isfinite(value); });
  });
}

}  // namespace metronome::train
