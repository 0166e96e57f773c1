// Layers that keep their input's shape, and sums and products of two tensors.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "workloads/onnx/layer_converter.hpp"

namespace metronome::importers {
namespace {

void give_same(LayerConverter& net, NodeScope& node, model::Layer layer) {
  const Held x = net.unpadded(node, 0);
  net.give_view(node, 0, std::move(layer), {x.layer}, x.view);
}

template <class Layer>
void convert_plain(LayerConverter& net, NodeScope& node) {
  give_same(net, node, Layer{});
}

void convert_leaky(LayerConverter& net, NodeScope& node) {
  model::LeakyRelu layer;
  layer.below = node.real("alpha", 0.01);
  give_same(net, node, layer);
}

/// A bound of a Clip: an attribute of old operator sets, or an input.
double bound(const NodeScope& node, const char* attribute, std::size_t input) {
  if (node.has_attribute(attribute)) {
    return node.real(attribute, 0);
  }
  if (!node.has(input) || node.values(input) == nullptr || node.reals(input).size() != 1) {
    node.fail(fmt::format("has no constant bound `{}`", attribute),
              "the kind `clip` has two; `relu` has one of 0");
  }
  return node.reals(input)[0];
}

void convert_clip(LayerConverter& net, NodeScope& node) {
  model::Clip layer;
  layer.low = bound(node, "min", 1);
  layer.high = bound(node, "max", 2);
  give_same(net, node, layer);
}

void convert_hard_sigmoid(LayerConverter& net, NodeScope& node) {
  if (std::abs(node.real("alpha", 0.2) - 1.0 / 6) > 1e-3 || node.real("beta", 0.5) != 0.5) {
    node.fail("is another hard sigmoid than x / 6 + 1 / 2");
  }
  give_same(net, node, model::HardSigmoid{});
}

void convert_softmax(LayerConverter& net, NodeScope& node) {
  const Operand x = net.data(node, 0);
  const std::size_t axis =
      node.axis(node.integer("axis", node.opset() < 13 ? 1 : -1), x.roles.size());
  const auto role = role_of(x.roles[axis]);
  if (x.roles[axis].size() > 1 || !role) {
    node.fail("runs along the axis of samples, or over one element");
  }
  model::Softmax layer;
  layer.axis = *axis_of(*role);
  net.give(node, 0, layer, {x.layer}, x.roles);
}

void convert_dropout(LayerConverter& net, NodeScope& node) {
  model::Dropout layer;
  layer.rate = node.real("ratio", 0.5);
  if (node.has(1) && node.values(1) != nullptr && node.reals(1).size() == 1) {
    layer.rate = node.reals(1)[0];
  }
  if (net.readers(node, 1) > 0) {
    node.fail("its mask is read");
  }
  give_same(net, node, layer);
}

void convert_identity(LayerConverter& net, NodeScope& node) {
  net.hold(node, 0, net.held(node, 0));
}

void give_by_channels(LayerConverter& net, NodeScope& node, std::size_t axis, model::Layer layer) {
  const Operand x = net.with_channels(node, 0, axis);
  net.give(node, 0, std::move(layer), {x.layer}, x.roles);
}

void require_own_weights(LayerConverter& net, const NodeScope& node) {
  for (std::size_t i = 1; i < node.inputs(); ++i) {
    if (node.has(i)) {
      net.require_weight(node, i, "scale or shift");
    }
  }
}

void take_scale_and_shift(LayerConverter& net, const NodeScope& node) {
  net.take_weight(node, 1, "weight");
  if (node.has(2)) {
    net.take_weight(node, 2, "bias");
  }
}

void convert_batch_norm(LayerConverter& net, NodeScope& node) {
  require_own_weights(net, node);
  give_by_channels(net, node, 1, model::BatchNorm{});
  take_scale_and_shift(net, node);
  net.take_weight(node, 3, "running_mean");
  net.take_weight(node, 4, "running_variance");
}

void convert_instance_norm(LayerConverter& net, NodeScope& node) {
  require_own_weights(net, node);
  give_by_channels(net, node, 1, model::InstanceNorm{});
  take_scale_and_shift(net, node);
}

void convert_layer_norm(LayerConverter& net, NodeScope& node) {
  const std::size_t rank = node.extents(0).size();
  if (node.axis(node.integer("axis", -1), rank) + 1 != rank) {
    node.fail("normalises over more than the last axis");
  }
  require_own_weights(net, node);
  give_by_channels(net, node, rank - 1, model::LayerNorm{});
  take_scale_and_shift(net, node);
}

/// Factor and shift of a sum, difference, product or quotient with a constant; nothing where it is
/// no such thing.
std::optional<model::Scale> scale_of(LayerConverter& net, const NodeScope& node) {
  const bool first = net.is_data(node, 0);
  if (node.inputs() != 2 || first == net.is_data(node, 1)) {
    return std::nullopt;
  }
  const auto value = net.constant(node, first ? 1 : 0);
  const std::string& op = node.node().op;
  if (!value || (op == "Div" && !first)) {
    return std::nullopt;
  }
  model::Scale layer;
  if (op == "Add") {
    layer.shift = *value;
  } else if (op == "Sub") {
    layer.factor = first ? 1 : -1;
    layer.shift = first ? -*value : *value;
  } else {
    layer.factor = op == "Div" ? 1 / *value : *value;
  }
  return layer;
}

/// Takes a node that does no more than x times a constant plus another.
bool give_scale(LayerConverter& net, NodeScope& node) {
  const auto scale = scale_of(net, node);
  if (!scale) {
    return false;
  }
  const Held x = net.unpadded(node, net.is_data(node, 0) ? 0 : 1);
  net.give_view(node, 0, *scale, {x.layer}, x.view);
  return true;
}

void convert_scale(LayerConverter& net, NodeScope& node) {
  if (!give_scale(net, node)) {
    node.fail("is no difference or quotient with a constant of one element",
              "the kind `scale` is x times a constant plus another");
  }
}

void convert_negation(LayerConverter& net, NodeScope& node) {
  model::Scale layer;
  layer.factor = -1;
  give_same(net, node, layer);
}

/// The operands of a sum or product by equal axes, the one with more elements first; a weight is a
/// learned tensor.
std::pair<Operand, Operand> pair_of(LayerConverter& net, NodeScope& node) {
  const std::size_t rank = node.given(0).size();
  if (node.inputs() != 2) {
    node.fail(fmt::format("has {} operands", node.inputs()), "two");
  }
  const auto size = [&](std::size_t i) { return node.elements(node.extents(i)); };
  const std::size_t first =
      net.is_data(node, 0) && (!net.is_data(node, 1) || size(0) >= size(1)) ? 0 : 1;
  const Operand a = net.data(node, first);
  if (a.roles.size() != rank) {
    node.fail("spreads the larger operand over more axes");
  }
  const std::size_t second = 1 - first;
  if (!net.is_data(node, second)) {
    return {a, net.learned(node, second, a, rank)};
  }
  const AxisView& view = net.unpadded(node, second).view;
  if (view.axes().size() != rank) {
    node.fail("its operands have different numbers of axes");
  }
  WantedAxes wanted;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    if (const auto role = role_of(a.roles[axis])) {
      wanted[enum_index(*role) - 1] = axis;
    }
  }
  return {a, net.arranged(node, second, wanted)};
}

void convert_add(LayerConverter& net, NodeScope& node) {
  if (give_scale(net, node)) {
    return;
  }
  const auto [a, b] = pair_of(net, node);
  if (a.shape != b.shape) {
    node.fail(fmt::format("adds shapes {} and {}", extents_text(node.extents(0)),
                          extents_text(node.extents(1))),
              "the kind `add` takes two of one shape");
  }
  net.give(node, 0, model::Add{}, {a.layer, b.layer}, a.roles);
}

void convert_mul(LayerConverter& net, NodeScope& node) {
  if (give_scale(net, node)) {
    return;
  }
  const auto [a, b] = pair_of(net, node);
  if (a.shape != b.shape && b.shape != model::Shape{a.shape.channels, 1, 1}) {
    node.fail(fmt::format("multiplies shapes {} and {}", extents_text(node.extents(0)),
                          extents_text(node.extents(1))),
              "the kind `multiply` takes two of one shape, or one factor a channel");
  }
  net.give(node, 0, model::Multiply{}, {a.layer, b.layer}, a.roles);
}

}  // namespace

std::span<const LayerRule> pointwise_layer_rules() {
  static constexpr LayerRule kRules[] = {{"Relu", convert_plain<model::Relu>},
                                         {"Tanh", convert_plain<model::Tanh>},
                                         {"Sigmoid", convert_plain<model::Sigmoid>},
                                         {"HardSwish", convert_plain<model::HardSwish>},
                                         {"LeakyRelu", convert_leaky},
                                         {"Clip", convert_clip},
                                         {"HardSigmoid", convert_hard_sigmoid},
                                         {"Softmax", convert_softmax},
                                         {"Dropout", convert_dropout},
                                         {"Identity", convert_identity},
                                         {"Cast", convert_identity},
                                         {"BatchNormalization", convert_batch_norm},
                                         {"InstanceNormalization", convert_instance_norm},
                                         {"LayerNormalization", convert_layer_norm},
                                         {"Add", convert_add},
                                         {"Mul", convert_mul},
                                         {"Sub", convert_scale},
                                         {"Div", convert_scale},
                                         {"Neg", convert_negation}};
  return kRules;
}

}  // namespace metronome::importers
