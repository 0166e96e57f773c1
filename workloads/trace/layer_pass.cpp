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

WindowCounts window_counts(const model::PoolWindow& window) {
  const auto elements = static_cast<double>(window.kernel.product());
  return {elements, elements / static_cast<double>(window.stride.product())};
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

LayerPass layer_pass(const model::RmsNorm& /*layer*/) {
  // Sum of squares; times the inverse root, times the scale. Backward: the scale's gradient (times
  // x, summed); the error times the scale less its projection on x, times the inverse root.
  return {.forward = {.adds = 1, .multiplies = 3},
          .backward = {.adds = 3, .multiplies = 6},
          .reads_input = true,
          .has_scale_shift = true,
          .has_shift = false};
}

LayerPass layer_pass(const model::Rope& /*layer*/) {
  // Sines and cosines are in a table on chip: two products and their sum for each feature.
  return {.forward = {.adds = 1, .multiplies = 2}, .backward = {.adds = 1, .multiplies = 2}};
}

LayerPass layer_pass(const model::RepeatHeads& layer) {
  return {.forward = {}, .backward = {.adds = static_cast<double>(layer.times - 1)}};
}

LayerPass layer_pass(const model::MaxPool& layer) {
  // Backward compares each element with the outputs of the windows that it is in.
  const auto [elements, windows] = window_counts(layer);
  return {.forward = {.adds = elements},
          .backward = {.adds = 2 * windows},
          .reads_input = true,
          .reads_output = true};
}

LayerPass layer_pass(const model::AveragePool& layer) {
  const auto [elements, windows] = window_counts(layer);
  return {.forward = {.adds = elements, .multiplies = 1},
          .backward = {.adds = windows, .multiplies = 1}};
}

LayerPass layer_pass(const model::Softmax& /*layer*/) {
  return {.forward = costs::kSoftmax, .backward = costs::kSoftmaxBackward, .reads_output = true};
}

LayerPass layer_pass(const model::GroupNorm& /*layer*/) { return layer_pass(model::LayerNorm{}); }

LayerPass layer_pass(const model::InstanceNorm& /*layer*/) {
  return layer_pass(model::LayerNorm{});
}

LayerPass layer_pass(const model::Reshape& /*layer*/) { return {}; }

LayerPass layer_pass(const model::Transpose& /*layer*/) { return {}; }

LayerPass layer_pass(const model::Upsample& layer) {
  const auto outputs = static_cast<double>(layer.scale.product());  // for each input
  switch (layer.mode) {
    case model::Interpolation::nearest:
      return {.forward = {}, .backward = {.adds = outputs - 1}};
    case model::Interpolation::bilinear:  // four products of each output, both ways
      return {.forward = {.adds = 3, .multiplies = 4},
              .backward = {.adds = 4 * outputs - 1, .multiplies = 4 * outputs}};
  }
  fail_no_enumerator(layer.mode);
}

LayerPass global_max_pass(const model::Shape& image) {
  return {.forward = {.adds = static_cast<double>(image.height * image.width)},
          .backward = {.adds = 2},
          .reads_input = true,
          .reads_output = true};
}

}  // namespace metronome::trace
