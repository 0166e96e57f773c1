#include "workloads/train/format_observer.hpp"

#include <cmath>

#include "workloads/nn/format_operand.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::train {
namespace {

/// Which of Observation::differences an operand is; none of copies.
std::optional<std::size_t> observed_place(formats::ProductOperand operand) {
  switch (operand) {
    case formats::ProductOperand::forward_x:
      return 0;
    case formats::ProductOperand::forward_w:
      return 1;
    case formats::ProductOperand::weight_gradient_dy:
      return 2;
    case formats::ProductOperand::input_gradient_dy:
    case formats::ProductOperand::input_gradient_w:
    case formats::ProductOperand::weight_gradient_x:
      return std::nullopt;
  }
  fail_no_enumerator(operand);
}

}  // namespace

FormatObserver::FormatObserver(nn::Network<float>& network, const schedule::Schedule& schedule)
    : network_(network) {
  const model::Graph& graph = network.graph();
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const model::Node& node = graph.nodes[i];
    if (trace::takes_formats(node.layer) && model::multiplies_codes(node.layer)) {
      layer_.emplace(i, layer_.size());
      weights_.push_back(node.name + ".weight");
    }
  }
  if (const auto* fast = std::get_if<schedule::FastSpec>(&schedule.spec())) {
    coarse_.format = formats::fast_bfp(fast->coarse);
    fine_.format = formats::fast_bfp(fast->fine);
  }
}

bool FormatObserver::begin(const schedule::Wants& wants) {
  wants_ = wants;
  seen_ = {};
  if (wants.differences) {
    seen_.differences.resize(layer_.size());
  }
  return wants.differences || wants.noise;
}

schedule::Observation FormatObserver::observation(double loss) const {
  schedule::Observation all = seen_;
  all.loss = loss;
  if (wants_.gradients || wants_.weights) {
    std::map<std::string, nn::Parameter<float>> by_name;
    for (const nn::Parameter<float>& parameter : network_.parameters()) {
      by_name[parameter.name] = parameter;
    }
    for (const std::string& name : weights_) {
      if (wants_.gradients) {
        all.gradients.push_back(by_name.at(name).gradient->values());
      }
      if (wants_.weights) {
        all.weights.push_back(by_name.at(name).value->values());
      }
    }
  }
  return all;
}

void FormatObserver::operand(std::uint64_t id, formats::ProductOperand operand,
                             const nn::ConvolutionShape& shape, const tensor::Tensor<float>& real,
                             const nn::Pass<float>& pass) {
  const auto place = observed_place(operand);
  const auto layer = layer_.find(id);
  if (!wants_.differences || !place || layer == layer_.end()) {
    return;
  }
  const nn::OperandContext<float> context{&pass, id, {}};
  const auto coarse = nn::format_operand(real, shape, operand, coarse_, context).values;
  const auto fine = nn::format_operand(real, shape, operand, fine_, context).values;
  double difference = 0;
  double size = 0;
  for (std::size_t i = 0; i < coarse.size(); ++i) {
    const double kept = coarse.data()[i];
    difference += std::fabs(double{fine.data()[i]} - kept);
    size += std::fabs(kept);
  }
  // Nothing of the tensor is left in the coarse format: the fine one keeps infinitely more, unless
  // it keeps nothing either.
  const double nothing = difference > 0 ? std::numeric_limits<double>::max() : 0;
  seen_.differences[layer->second][*place] = size > 0 ? difference / size : nothing;
}

void FormatObserver::gradients(std::uint64_t /*id*/, const tensor::Tensor<float>& of_formats,
                               const tensor::Tensor<float>& real) {
  for (std::size_t i = 0; i < real.size(); ++i) {
    const double g = real.data()[i];
    const double noise = of_formats.data()[i] - g;
    seen_.gradient_squares += g * g;
    seen_.noise_squares += noise * noise;
  }
}

}  // namespace metronome::train
