#pragma once

#include <optional>

#include "workloads/model/graph.hpp"
#include "workloads/trace/step_builder.hpp"

namespace metronome::trace {

/// The passes of a layer of one input that stands alone: one forward, "<node>.forward", and one
/// backward, "<node>.backward".
struct LayerPass {
  Cost forward;                  ///< for each element of the output
  Cost backward;                 ///< for each element of the input
  bool writes_mask = false;      ///< a bit for each output, read in backward
  bool reads_input = false;      ///< backward reads the layer's input again
  bool reads_output = false;     ///< and its output
  bool has_scale_shift = false;  ///< backward writes their gradient
};

/// Nothing for layers of another kind.
[[nodiscard]] std::optional<LayerPass> layer_pass(const model::Layer& layer);

}  // namespace metronome::trace
