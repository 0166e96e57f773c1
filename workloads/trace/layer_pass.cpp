#include "workloads/trace/layer_pass.hpp"

#include "workloads/trace/costs.hpp"

namespace metronome::trace {

using costs::operator+;

std::optional<LayerPass> layer_pass(const model::Layer& layer) {
  if (std::holds_alternative<model::Relu>(layer)) {
    return LayerPass{.forward = costs::kRelu, .backward = {.adds = 1}, .writes_mask = true};
  }
  if (std::holds_alternative<model::Tanh>(layer) || std::holds_alternative<model::Sigmoid>(layer)) {
    return LayerPass{
        .forward = costs::kSigmoid, .backward = costs::kSigmoidBackward, .reads_output = true};
  }
  if (std::holds_alternative<model::Dropout>(layer)) {
    return LayerPass{.forward = {.adds = 1, .multiplies = 1},
                     .backward = {.multiplies = 1},
                     .writes_mask = true};
  }
  if (std::holds_alternative<model::LayerNorm>(layer)) {
    return LayerPass{.forward = costs::kStatistics + costs::kNormalize,
                     .backward = costs::kBackwardReduce + costs::kBackward,
                     .reads_input = true,
                     .has_scale_shift = true};
  }
  if (const auto* pool = std::get_if<model::MaxPool>(&layer)) {
    // Backward compares each element with the outputs of the windows that it is in.
    const double window = static_cast<double>(pool->kernel * pool->kernel);
    const double windows = window / static_cast<double>(pool->stride * pool->stride);
    return LayerPass{.forward = {.adds = window},
                     .backward = {.adds = 2 * windows},
                     .reads_input = true,
                     .reads_output = true};
  }
  if (const auto* pool = std::get_if<model::AveragePool>(&layer)) {
    const double window = static_cast<double>(pool->kernel * pool->kernel);
    const double windows = window / static_cast<double>(pool->stride * pool->stride);
    return LayerPass{.forward = {.adds = window, .multiplies = 1},
                     .backward = {.adds = windows, .multiplies = 1}};
  }
  return std::nullopt;
}

}  // namespace metronome::trace
