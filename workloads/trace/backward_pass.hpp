#pragma once

#include <string>
#include <vector>

#include "workloads/trace/feedback_route.hpp"
#include "workloads/trace/fusion.hpp"
#include "workloads/trace/layer_pass.hpp"
#include "workloads/trace/step_builder.hpp"
#include "workloads/trace/update_rule.hpp"

namespace metronome::trace {

/// Appends the loss, the backward operations and the parameter updates of a step, whose forward
/// operations the builder holds already (lowering.hpp has their list).
class BackwardPass {
 public:
  BackwardPass(const FusionPlan& plan, StepBuilder& builder, DxScale dx_scale, UpdateRule rule,
               FeedbackRoute route = {});
  void run();

 private:
  struct QuantizedError {
    std::string codes;
    std::string scaled_codes;  ///< empty unless the input gradient has operands of its own
    std::string correction;    ///< likewise
    std::string copy{};  ///< of number formats: what the input gradient reads; empty: the codes
  };

  /// A matrix product with parameters and what its backward operations need.
  struct Product {
    std::string layer;  ///< whose precision holds
    std::string owner;  ///< names the operations
    std::string parameter;
    Convolution convolution;
    std::string activation;  ///< operand b of the weight gradient
    bool quantized = false;
    bool has_input_gradient = true;
  };

  void loss(model::NodeIndex output);
  /// The errors that come straight from that of the output, all by one pass.
  void project(model::NodeIndex output);
  /// Whether the layers that read a node make its error.
  [[nodiscard]] bool wants_error(model::NodeIndex node) const {
    return plan_.has_error(node) && !route_.feeds(node);
  }
  /// One pass from the error of a node to those of all its inputs.
  void part(model::NodeIndex node, const Cost& cost, bool reads_inputs);
  /// The operations of a node, by its kind of layer.
  void node(model::NodeIndex i);
  void matrix_layer(const MatrixLayer& layer);
  void layer_alone(model::NodeIndex node, const LayerPass& pass);
  /// The cost of tracking the range of a node's error in the pass that writes it: none unless the
  /// node is a quantized product.
  [[nodiscard]] Cost range_for(model::NodeIndex node) const;
  /// Appends a pass for the range of a node's error where a matrix product or feedback has written
  /// it.
  void ensure_range(model::NodeIndex node, const std::string& error);
  void input_gradient(const Product& product, const std::string& error,
                      const QuantizedError& quantized, const std::string& output);
  /// `addend`: a gradient that the product is added to, if not empty.
  void weight_gradient(const Product& product, const std::string& error,
                       const std::string& gradient, const std::string& addend = {});
  QuantizedError quantize_error(const Product& product, std::vector<std::string> errors);
  std::string quantize_weight_per_tensor(const Product& product);
  /// The codes of the weights that the input gradient reads.
  std::string gradient_weights(const Product& product);
  void bias_gradient(const MatrixLayer& layer, const std::string& error);
  void embedding(model::NodeIndex node);
  void attention(model::NodeIndex node, const model::Attention& layer);
  void matrix_product(model::NodeIndex node, const model::MatrixProduct& layer);
  void learned(model::NodeIndex node);
  /// Codes of an error that both operands' gradients are made from, for the product "<owner>".
  std::string product_error(const std::string& layer, const std::string& owner,
                            const std::string& error, std::uint64_t elements, bool quantized);
  void lstm(model::NodeIndex node, const model::Lstm& layer);
  void lstm_step(model::NodeIndex node, const model::Lstm& layer, std::uint64_t t);
  [[nodiscard]] std::string operand(model::NodeIndex node, const std::string& layer,
                                    bool quantized) const;
  /// What a layer's weight gradient reads of a node.
  [[nodiscard]] std::string stash(model::NodeIndex node, const std::string& layer,
                                  bool quantized) const;
  /// Codes of a whole gradient for the update, if any precision asks for them.
  void quantize_gradient(const Product& product);
  void chain(const Chain& chain);
  void pool(model::NodeIndex node);
  /// Of the parameters of a node.
  void updates(model::NodeIndex i);
  void update(const std::string& layer, const std::string& what, const std::string& parameter);

  /// The error of a node's output; where several layers read it, appends the sum of theirs.
  std::string error_of(model::NodeIndex node);
  void add_error(model::NodeIndex node, std::string tensor);
  /// Declares the error that a layer passes to the node it reads, and adds it there.
  std::string declare_input_error(const std::string& layer, model::NodeIndex node);

  const FusionPlan& plan_;
  StepBuilder& builder_;
  DxScale dx_scale_;
  UpdateRule rule_;
  FeedbackRoute route_;
  /// For each node, what its readers have contributed to the error of its output.
  std::vector<std::vector<std::string>> errors_;
};

}  // namespace metronome::trace
