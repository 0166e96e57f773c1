#pragma once

#include <concepts>

#include "workloads/model/graph.hpp"
#include "workloads/trace/step_builder.hpp"

namespace metronome::trace {

/// The passes of a layer of one input that stands alone: one forward, "<node>.forward", and one
/// backward, "<node>.backward".
struct LayerPass {
  Cost forward{};                ///< for each element of the output
  Cost backward{};               ///< for each element of the input
  bool writes_mask = false;      ///< a bit for each output, read in backward
  bool reads_input = false;      ///< backward reads the layer's input again
  bool reads_output = false;     ///< and its output
  bool has_scale_shift = false;  ///< backward writes their gradient
  bool has_shift = true;         ///< else they are the scale alone
};

/// Of the parameters of a layer with a scale: {scale and shift, or the scale alone; channels}.
[[nodiscard]] inline std::vector<std::uint64_t> scale_shape(const LayerPass& pass,
                                                            std::uint64_t channels) {
  return {pass.has_shift ? 2U : 1U, channels};
}

constexpr Cost cost_of(model::FunctionCost cost) {
  return {.adds = cost.adds, .multiplies = cost.multiplies};
}

[[nodiscard]] LayerPass layer_pass(const model::Relu& layer);
[[nodiscard]] LayerPass layer_pass(const model::Tanh& layer);
[[nodiscard]] LayerPass layer_pass(const model::Sigmoid& layer);
[[nodiscard]] LayerPass layer_pass(const model::Dropout& layer);
[[nodiscard]] LayerPass layer_pass(const model::LayerNorm& layer);
[[nodiscard]] LayerPass layer_pass(const model::RmsNorm& layer);
[[nodiscard]] LayerPass layer_pass(const model::Rope& layer);
[[nodiscard]] LayerPass layer_pass(const model::RepeatHeads& layer);
[[nodiscard]] LayerPass layer_pass(const model::MaxPool& layer);
[[nodiscard]] LayerPass layer_pass(const model::AveragePool& layer);
[[nodiscard]] LayerPass layer_pass(const model::Softmax& layer);
[[nodiscard]] LayerPass layer_pass(const model::GroupNorm& layer);
[[nodiscard]] LayerPass layer_pass(const model::InstanceNorm& layer);
/// Copies.
[[nodiscard]] LayerPass layer_pass(const model::Reshape& layer);
[[nodiscard]] LayerPass layer_pass(const model::Transpose& layer);
[[nodiscard]] LayerPass layer_pass(const model::Upsample& layer);

/// A function of each number says itself what it costs.
template <model::Function Kind>
[[nodiscard]] LayerPass layer_pass(const Kind& layer) {
  const model::FunctionPass pass = layer.pass();
  return {.forward = cost_of(pass.forward),
          .backward = cost_of(pass.backward),
          .writes_mask = pass.writes_mask,
          .reads_input = pass.reads_input};
}

/// Of a layer whose cost depends on the image that it reads.
[[nodiscard]] LayerPass global_max_pass(const model::Shape& image);

/// A kind whose passes are a LayerPass; the others have functions of their own in ForwardPass and
/// BackwardPass.
template <class Kind>
concept StandsAlone = requires(const Kind& kind) {
  { layer_pass(kind) } -> std::same_as<LayerPass>;
};

}  // namespace metronome::trace
