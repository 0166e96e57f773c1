#pragma once

#include "workloads/trace/fusion.hpp"
#include "workloads/trace/layer_pass.hpp"
#include "workloads/trace/step_builder.hpp"

namespace metronome::trace {

/// Appends the forward operations of a step, up to the logits (lowering.hpp has their list).
class ForwardPass {
 public:
  ForwardPass(const FusionPlan& plan, StepBuilder& builder) : plan_(plan), builder_(builder) {}
  void run();

 private:
  void matrix_layer(const MatrixLayer& layer);
  void quantize_weight(const MatrixLayer& layer);
  /// Codes of a node's output, once for all layers that read it; the pass belongs to `layer`.
  void quantize_node(model::NodeIndex node, const std::string& layer);
  void layer_alone(model::NodeIndex node, const LayerPass& pass);
  void add(model::NodeIndex node);
  void statistics(model::NodeIndex norm);
  void normalize(const Chain& chain);
  void pool(model::NodeIndex node);

  const FusionPlan& plan_;
  StepBuilder& builder_;
};

}  // namespace metronome::trace
