#include "workloads/trace/code_plan.hpp"

namespace metronome::trace {

CodePlan::CodePlan(const std::vector<Phase>& phases) {
  const LayerPrecisions* seen = nullptr;
  for (const Phase& phase : phases) {
    const LayerPrecisions& layers = phase.assignment.layers;
    if (seen == nullptr || !seen->shares_names(layers)) {
      for (const std::string& layer : layers.names()) {
        layers_[layer];
      }
      seen = &layers;
    }
  }
  for (const Phase& phase : phases) {
    all_.add(phase.assignment.all);
    for (auto& [layer, bits] : layers_) {
      bits.add(phase.assignment.of(layer));
    }
  }
}

void CodePlan::Bits::add(const Precision& precision) {
  activations += static_cast<char>(precision.activation_bits);
  stash += static_cast<char>(precision.stash_bits);
  gradient_codes = gradient_codes || precision.gradient_bits > 0;
  weight_codes = weight_codes || precision.weight_bits > 0;
}

const CodePlan::Bits& CodePlan::of(const std::string& layer) const {
  const auto exception = layers_.find(layer);
  return exception == layers_.end() ? all_ : exception->second;
}

}  // namespace metronome::trace
