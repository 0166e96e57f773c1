// Layers that keep their input's shape, pooling, and sums and products of two tensors.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "workloads/importers/onnx/layer_converter.hpp"
#include "workloads/importers/onnx/window.hpp"

namespace metronome::importers {
namespace {

void give_same(LayerConverter& net, NodeScope& node, model::Layer layer) {
  const Held x = net.data(node, 0);
  net.give(node, 0, std::move(layer), {x.layer}, x.roles);
}

template <class Layer>
void convert_plain(LayerConverter& net, NodeScope& node) {
  give_same(net, node, Layer{});
}

void convert_leaky(LayerConverter& net, NodeScope& node) {
  model::LeakyRelu layer;
  layer.slope = node.real("alpha", 0.01);
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
  const Held x = net.data(node, 0);
  const std::size_t axis =
      node.axis(node.integer("axis", node.opset() < 13 ? 1 : -1), x.roles.size());
  if (x.roles[axis] != Role::channels) {
    node.fail("runs along another axis than the channels");
  }
  give_same(net, node, model::Softmax{});
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
  net.hold(node, 0, net.padded_data(node, 0));
}

/// Channels behind the batch; images and sequences alike.
void require_channels_second(const NodeScope& node, const Held& x) {
  if (x.roles.size() < 2 || x.roles[0] != Role::batch || x.roles[1] != Role::channels) {
    node.fail("normalises along another axis than the channels");
  }
}

void require_own_weights(LayerConverter& net, const NodeScope& node) {
  for (std::size_t i = 1; i < node.inputs(); ++i) {
    if (node.has(i)) {
      net.require_weight(node, i, "scale or shift");
    }
  }
}

void convert_batch_norm(LayerConverter& net, NodeScope& node) {
  require_channels_second(node, net.data(node, 0));
  require_own_weights(net, node);
  give_same(net, node, model::BatchNorm{});
}

void convert_instance_norm(LayerConverter& net, NodeScope& node) {
  require_channels_second(node, net.data(node, 0));
  require_own_weights(net, node);
  give_same(net, node, model::InstanceNorm{});
}

void convert_layer_norm(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  const std::size_t axis = node.axis(node.integer("axis", -1), x.roles.size());
  if (axis + 1 != x.roles.size() || x.roles[axis] != Role::channels) {
    node.fail("normalises over more than the channels");
  }
  require_own_weights(net, node);
  give_same(net, node, model::LayerNorm{});
}

/// The window of a pool over an image of one or two spatial axes.
model::PoolWindow pool_window(const NodeScope& node, const Held& x) {
  const std::size_t axes = x.roles.size();
  if (axes < 3 || axes > 4 || x.roles[0] != Role::batch || x.roles[1] != Role::channels ||
      x.roles[axes - 1] != Role::width || (axes == 4 && x.roles[2] != Role::height)) {
    node.fail("pools a tensor that is no image");
  }
  const Extents in(node.extents(0).begin() + 2, node.extents(0).end());
  const Window w = window_of(node, in, node.integer_list("kernel_shape"));
  if (std::any_of(w.dilations.begin(), w.dilations.end(), [](auto d) { return d != 1; })) {
    node.fail("has dilated windows");
  }
  const std::size_t last = in.size() - 1;
  const bool two = last == 1;
  model::PoolWindow window;
  window.kernel = {two ? to_size(w.kernel[0]) : 1, to_size(w.kernel[last])};
  window.stride = {two ? to_size(w.strides[0]) : 1, to_size(w.strides[last])};
  window.pad = {two ? to_size(w.pads_begin[0]) : 0, to_size(w.pads_begin[last]),
                two ? to_size(w.pads_end[0]) : 0, to_size(w.pads_end[last])};
  window.ceil = node.integer("ceil_mode", 0) != 0;
  return window;
}

void convert_max_pool(LayerConverter& net, NodeScope& node) {
  if (net.readers(node, 1) > 0) {
    node.fail("its indices are read");
  }
  model::MaxPool layer;
  static_cast<model::PoolWindow&>(layer) = pool_window(node, net.data(node, 0));
  give_same(net, node, layer);
}

void convert_average_pool(LayerConverter& net, NodeScope& node) {
  model::AveragePool layer;
  static_cast<model::PoolWindow&>(layer) = pool_window(node, net.data(node, 0));
  layer.count_pad = node.integer("count_include_pad", 0) != 0;
  give_same(net, node, layer);
}

/// ReduceMean over all positions: the mean of each channel.
void convert_reduce_mean(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  std::vector<bool> reduced(x.roles.size(), !node.has_attribute("axes"));
  for (const std::int64_t axis : node.integer_list("axes")) {
    reduced[node.axis(axis, x.roles.size())] = true;
  }
  Roles roles;
  for (std::size_t i = 0; i < x.roles.size(); ++i) {
    const bool position = x.roles[i] == Role::height || x.roles[i] == Role::width;
    if (reduced[i] != position && x.roles[i] != Role::one) {
      node.fail("takes another mean than that of each channel over all positions",
                "the kind `global_average_pool` takes this one");
    }
    if (!reduced[i] || node.integer("keepdims", 1) != 0) {
      roles.push_back(reduced[i] ? Role::one : x.roles[i]);
    }
  }
  net.give(node, 0, model::GlobalAveragePool{}, {x.layer}, roles);
}

template <class Layer>
void convert_global_pool(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  require_channels_second(node, x);
  net.give(node, 0, Layer{}, {x.layer}, x.roles);
}

/// Axes of the same meaning stand at the same place; 1 goes with all.
bool aligned(const Held& a, const Held& b) {
  if (a.roles.size() != b.roles.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.roles.size(); ++i) {
    if (a.roles[i] != b.roles[i] && a.roles[i] != Role::one && b.roles[i] != Role::one) {
      return false;
    }
  }
  return true;
}

void convert_add(LayerConverter& net, NodeScope& node) {
  const Held a = net.data(node, 0);
  const Held b = net.data(node, 1);
  if (node.inputs() != 2 || !aligned(a, b) || net.shape(node, 0) != net.shape(node, 1)) {
    node.fail(fmt::format("adds shapes {} and {}", extents_text(node.extents(0)),
                          extents_text(node.extents(1))),
              "the kind `add` takes two of one shape");
  }
  net.give(node, 0, model::Add{}, {a.layer, b.layer}, a.roles);
}

void convert_mul(LayerConverter& net, NodeScope& node) {
  Held a = net.data(node, 0);
  Held b = net.data(node, 1);
  model::Shape x = net.shape(node, 0);
  model::Shape y = net.shape(node, 1);
  if (x.elements() < y.elements()) {
    std::swap(a, b);
    std::swap(x, y);
  }
  if (!aligned(a, b) || (x != y && y != model::Shape{x.channels, 1, 1})) {
    node.fail(fmt::format("multiplies shapes {} and {}", extents_text(node.extents(0)),
                          extents_text(node.extents(1))),
              "the kind `multiply` takes two of one shape, or one factor a channel");
  }
  net.give(node, 0, model::Multiply{}, {a.layer, b.layer}, a.roles);
}

}  // namespace

std::span<const LayerRule> pointwise_layer_rules() {
  static constexpr LayerRule kRules[] = {
      {"Relu", convert_plain<model::Relu>},
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
      {"MaxPool", convert_max_pool},
      {"AveragePool", convert_average_pool},
      {"GlobalAveragePool", convert_global_pool<model::GlobalAveragePool>},
      {"GlobalMaxPool", convert_global_pool<model::GlobalMaxPool>},
      {"ReduceMean", convert_reduce_mean},
      {"Add", convert_add},
      {"Mul", convert_mul}};
  return kRules;
}

}  // namespace metronome::importers
