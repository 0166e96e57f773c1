#include "workloads/model/layer.hpp"

namespace metronome::model {

Shape output_of(const Layer& layer, const LayerInputs& inputs) {
  return std::visit([&](const auto& kind) { return kind.output(inputs); }, layer);
}

bool multiplies_codes(const Layer& layer) {
  return std::visit([](const auto& kind) { return kind.multiplies_codes(); }, layer);
}

}  // namespace metronome::model
