#pragma once

#include "workloads/trace/fusion.hpp"
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
  void quantize_input(const MatrixLayer& layer);
  void statistics(model::NodeIndex norm);
  void normalize(const Chain& chain);
  void pool(model::NodeIndex node);

  const FusionPlan& plan_;
  StepBuilder& builder_;
};

}  // namespace metronome::trace
