// Operators whose output has the shape of their input, or of all of their inputs broadcast.
#include <fmt/format.h>

#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

void infer_same(NodeScope& node) { node.give(0, node.extents(0), node.type(0)); }

void infer_boolean_of_one(NodeScope& node) { node.give(0, node.extents(0), ElementType::boolean); }

void infer_broadcast(NodeScope& node) {
  node.give(0, broadcast(node, 0, node.inputs()), node.type(0));
}

/// Output 1 is the mask.
void infer_dropout(NodeScope& node) {
  node.give(0, node.extents(0), node.type(0));
  node.give(1, node.extents(0), ElementType::boolean);
}

/// In training mode outputs 1 to 4 are statistics of a channel.
void infer_batch_norm(NodeScope& node) {
  const Extents extents = node.extents(0);
  if (extents.size() < 2) {
    node.fail("its input of shape " + extents_text(extents) + " has no channels");
  }
  for (std::size_t i = 1; i < 5; ++i) {
    if (node.extents(i) != Extents{extents[1]}) {
      node.fail(fmt::format("input {} has shape {} beside {} channels", i,
                            extents_text(node.extents(i)), extents[1]));
    }
  }
  node.give(0, extents, node.type(0));
  for (std::size_t output = 1; output < node.outputs(); ++output) {
    node.give(output, {extents[1]}, ElementType::real);
  }
}

void infer_instance_norm(NodeScope& node) {
  const Extents extents = node.extents(0);
  if (extents.size() < 2) {
    node.fail("its input of shape " + extents_text(extents) + " has no channels");
  }
  for (std::size_t i = 1; i < 3; ++i) {
    if (node.extents(i) != Extents{extents[1]}) {
      node.fail(fmt::format("input {} has shape {} beside {} channels", i,
                            extents_text(node.extents(i)), extents[1]));
    }
  }
  node.give(0, extents, node.type(0));
}

/// Outputs 1 and 2 have 1 in place of the axes that are normalised over.
void infer_layer_norm(NodeScope& node) {
  const Extents extents = node.extents(0);
  const std::size_t axis = node.axis(node.integer("axis", -1), extents.size());
  Extents statistics = extents;
  const Extents normalised(extents.begin() + static_cast<std::ptrdiff_t>(axis), extents.end());
  for (std::size_t i = 1; i < 3; ++i) {
    if (node.has(i) && broadcast(node, node.extents(i), normalised) != normalised) {
      node.fail(fmt::format("input {} has shape {} beside the normalised {}", i,
                            extents_text(node.extents(i)), extents_text(normalised)));
    }
  }
  std::fill(statistics.begin() + static_cast<std::ptrdiff_t>(axis), statistics.end(), 1);
  node.give(0, extents, node.type(0));
  node.give(1, statistics, ElementType::real);
  node.give(2, statistics, ElementType::real);
}

/// Codes, with a scale and a zero point for all or for each channel.
void infer_quantize(NodeScope& node) { node.give(0, node.extents(0), ElementType::integer); }

void infer_dequantize(NodeScope& node) { node.give(0, node.extents(0), ElementType::real); }

void infer_dynamic_quantize(NodeScope& node) {
  node.give(0, node.extents(0), ElementType::integer);
  node.give(1, {}, ElementType::real);
  node.give(2, {}, ElementType::integer);
}

/// One number where it is reduced (`mean`, `sum`), else the shape of the labels.
void infer_loss(NodeScope& node) {
  const Extents labels = node.extents(1);
  node.give(0, node.text("reduction", "mean") == "none" ? labels : Extents{}, ElementType::real);
  node.give(1, node.extents(0), ElementType::real);
}

}  // namespace

std::span<const OperatorRule> elementwise_rules() {
  static constexpr OperatorRule kRules[] = {{"Acos", infer_same},
                                            {"Acosh", infer_same},
                                            {"Asin", infer_same},
                                            {"Asinh", infer_same},
                                            {"Atan", infer_same},
                                            {"Atanh", infer_same},
                                            {"Bernoulli", infer_same},
                                            {"Celu", infer_same},
                                            {"Cos", infer_same},
                                            {"Cosh", infer_same},
                                            {"CumSum", infer_same},
                                            {"Elu", infer_same},
                                            {"Erf", infer_same},
                                            {"Exp", infer_same},
                                            {"HardSigmoid", infer_same},
                                            {"HardSwish", infer_same},
                                            {"Hardmax", infer_same},
                                            {"LRN", infer_same},
                                            {"LeakyRelu", infer_same},
                                            {"Log", infer_same},
                                            {"LogSoftmax", infer_same},
                                            {"LpNormalization", infer_same},
                                            {"MeanVarianceNormalization", infer_same},
                                            {"Mish", infer_same},
                                            {"PRelu", infer_same},
                                            {"RandomNormalLike", infer_same},
                                            {"RandomUniformLike", infer_same},
                                            {"ReverseSequence", infer_same},
                                            {"Selu", infer_same},
                                            {"Shrink", infer_same},
                                            {"Sigmoid", infer_same},
                                            {"Sin", infer_same},
                                            {"Sinh", infer_same},
                                            {"Softmax", infer_same},
                                            {"Softplus", infer_same},
                                            {"Softsign", infer_same},
                                            {"Tan", infer_same},
                                            {"Tanh", infer_same},
                                            {"ThresholdedRelu", infer_same},
                                            {"Trilu", infer_same},
                                            {"IsInf", infer_boolean_of_one},
                                            {"IsNaN", infer_boolean_of_one},
                                            {"Mean", infer_broadcast},
                                            {"BitShift", infer_broadcast},
                                            {"Dropout", infer_dropout},
                                            {"BatchNormalization", infer_batch_norm},
                                            {"InstanceNormalization", infer_instance_norm},
                                            {"LayerNormalization", infer_layer_norm},
                                            {"QuantizeLinear", infer_quantize},
                                            {"DequantizeLinear", infer_dequantize},
                                            {"DynamicQuantizeLinear", infer_dynamic_quantize},
                                            {"NegativeLogLikelihoodLoss", infer_loss},
                                            {"SoftmaxCrossEntropyLoss", infer_loss}};
  return kRules;
}

}  // namespace metronome::importers
