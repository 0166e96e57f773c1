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
  /// The operations of a node, by its kind of layer.
  void node(model::NodeIndex i);
  void matrix_layer(const MatrixLayer& layer);
  /// Masters of `parameter` to codes, for a layer's product "<owner>".
  void quantize_weight(const std::string& layer, const std::string& owner, const Convolution& c);
  void embedding(model::NodeIndex node, const model::Embedding& layer);
  void attention(model::NodeIndex node, const model::Attention& layer);
  void matrix_product(model::NodeIndex node, const model::MatrixProduct& layer);
  void learned(model::NodeIndex node);
  void lstm(model::NodeIndex node, const model::Lstm& layer);
  void lstm_step(model::NodeIndex node, const model::Lstm& layer, std::uint64_t t);
  /// What a product reads of a node: its codes, or its FP32 output.
  [[nodiscard]] std::string operand(model::NodeIndex node, const std::string& layer,
                                    bool quantized) const;
  /// Codes of a node's output, once for all layers that read the same; the pass belongs to `layer`.
  /// `keeps_stash`: the weight gradient reads codes of its own.
  void quantize_node(model::NodeIndex node, const std::string& layer, bool keeps_stash);
  /// The operand that codes of a layer name; none where it has no number formats.
  [[nodiscard]] std::optional<formats::ProductOperand> operand_name(
      const std::string& layer, formats::ProductOperand operand) const;
  /// Whether a layer with weights has a stash and a weight gradient to read it.
  [[nodiscard]] bool keeps_stash(const std::string& layer) const;
  void layer_alone(model::NodeIndex node, const LayerPass& pass);
  /// One pass over all inputs of a node.
  void join(model::NodeIndex node, const Cost& cost);
  [[nodiscard]] const model::Shape& input_shape(model::NodeIndex node) const;
  void statistics(model::NodeIndex norm);
  void normalize(const Chain& chain);
  void pool(model::NodeIndex node);

  const FusionPlan& plan_;
  StepBuilder& builder_;
};

}  // namespace metronome::trace
