#include "arch/mapping/step_precisions.hpp"

namespace metronome::mapping {

StepPrecisions::StepPrecisions(const MachineStep& step, const std::set<std::string>& own)
    : layers_{""} {
  std::map<std::string, std::size_t> index;
  for (const MachineOperation& one : step.operations) {
    const std::string& layer = one.operation.layer;
    if (!own.contains(layer)) {
      layer_of_operation_.push_back(0);
      continue;
    }
    const auto [at, fresh] = index.try_emplace(layer, layers_.size());
    if (fresh) {
      layers_.push_back(layer);
    }
    layer_of_operation_.push_back(at->second);
  }
  numbers_.resize(layers_.size());
  find_exceptions({});
}

const std::vector<std::uint32_t>& StepPrecisions::numbers(const trace::Assignment& assignment) {
  const trace::LayerPrecisions& own = assignment.layers;
  if (!known_.shares_names(own)) {
    find_exceptions(own);
  }
  const std::uint32_t all = number_of(assignment.all);
  numbers_[0] = all;
  for (std::size_t layer = 1; layer < layers_.size(); ++layer) {
    const std::size_t exception = exceptions_[layer];
    numbers_[layer] = exception < own.size() ? number_of(own.at(exception)) : all;
  }
  return numbers_;
}

std::uint32_t StepPrecisions::number_of(const trace::Precision& precision) {
  const auto [at, fresh] =
      index_.try_emplace(precision, static_cast<std::uint32_t>(precisions_.size()));
  if (fresh) {
    precisions_.push_back(precision);
  }
  return at->second;
}

void StepPrecisions::find_exceptions(const trace::LayerPrecisions& layers) {
  known_ = layers;
  exceptions_.assign(layers_.size(), layers.size());
  for (std::size_t layer = 1; layer < layers_.size(); ++layer) {
    exceptions_[layer] = layers.index_of(layers_[layer]);
  }
}

}  // namespace metronome::mapping
