#include "workloads/trace/layer_pass.hpp"

#include "workloads/trace/costs.hpp"

namespace metronome::trace {

using costs::operator+;

namespace {

constexpr LayerPass kSaturating{
    .forward = costs::kSigmoid, .backward = costs::kSigmoidBackward, .reads_output = true};

/// Elements that a window reads, and windows that an element is in.
struct WindowCounts {
  double elements;
  double windows;
};

WindowCounts window_counts(std::size_t kernel, std::size_t stride) {
  const double elements = static_cast<double>(kernel * kernel);
  return {elements, elements / static_cast<double>(stride * stride)};
}

}  // namespace

LayerPass layer_pass(const model::Relu& /*layer*/) {
  return {.forward = costs::kRelu, .backward = {.adds = 1}, .writes_mask = true};
}

LayerPass layer_pass(const model::Tanh& /*layer*/) { return kSaturating; }

LayerPass layer_pass(const model::Sigmoid& /*layer*/) { return kSaturating; }

LayerPass layer_pass(const model::Dropout& /*layer*/) {
  return {
      .forward = {.adds = 1, .multiplies = 1}, .backward = {.multiplies = 1}, .writes_mask = true};
}

LayerPass layer_pass(const model::LayerNorm& /*layer*/) {
  return {.forward = costs::kStatistics + costs::kNormalize,
          .backward = costs::kBackwardReduce + costs::kBackward,
          .reads_input = true,
          .has_scale_shift = true};
}

LayerPass layer_pass(const model::MaxPool& layer) {
  // Backward compares each element with the outputs of the windows that it is in.
  const auto [elements, windows] = window_counts(layer.kernel, layer.stride);
  return {.forward = {.adds = elements},
          .backward = {.adds = 2 * windows},
          .reads_input = true,
          .reads_output = true};
}

LayerPass layer_pass(const model::AveragePool& layer) {
  const auto [elements, windows] = window_counts(layer.kernel, layer.stride);
  return {.forward = {.adds = elements, .multiplies = 1},
          .backward = {.adds = windows, .multiplies = 1}};
}

}  // namespace metronome::trace
