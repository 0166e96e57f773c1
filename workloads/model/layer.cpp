#include "workloads/model/layer.hpp"

namespace metronome::model {

Shape output_of(const Layer& layer, const LayerInputs& inputs) {
  return std::visit([&](const auto& kind) { return kind.output(inputs); }, layer);
}

bool multiplies_codes(const Layer& layer) {
  return std::visit([](const auto& kind) { return kind.multiplies_codes(); }, layer);
}

bool multiplies_activations(const Layer& layer) {
  return std::holds_alternative<Attention>(layer) || std::holds_alternative<MatrixProduct>(layer);
}

}  // namespace metronome::model
