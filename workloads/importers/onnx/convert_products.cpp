// Layers of matrix products, and what is folded into them.
#include <fmt/format.h>

#include "workloads/importers/onnx/layer_converter.hpp"
#include "workloads/importers/onnx/window.hpp"

namespace metronome::importers {
namespace {

const Roles kImage{Role::batch, Role::channels, Role::height, Role::width};

/// Of one or two spatial axes, the only one being the width.
model::PerAxis per_axis(const Extents& values) {
  return values.size() == 1 ? model::PerAxis(1, to_size(values[0]))
                            : model::PerAxis(to_size(values[0]), to_size(values[1]));
}

model::Padding padding(const Window& window, const model::Padding& before) {
  const std::size_t last = window.pads_begin.size() - 1;
  const bool two = last == 1;
  return {before.top + (two ? to_size(window.pads_begin[0]) : 0),
          before.left + to_size(window.pads_begin[last]),
          before.bottom + (two ? to_size(window.pads_end[0]) : 0),
          before.right + to_size(window.pads_end[last])};
}

/// Batch and channels come first; then height and width, or the width alone.
Roles image_roles(const NodeScope& node, const Held& x) {
  const std::size_t axes = x.roles.size();
  bool image = axes >= 3 && axes <= 4 && x.roles[0] == Role::batch && x.roles[1] == Role::channels;
  for (std::size_t i = 2; image && i < axes; ++i) {
    const Role due = kImage[i + 4 - axes];
    image = x.roles[i] == due || x.roles[i] == Role::one;
  }
  if (!image) {
    node.fail("reads a tensor that is no image",
              "[batch, channels, height, width] or [batch, channels, width]");
  }
  return axes == 4 ? kImage : Roles{Role::batch, Role::channels, Role::width};
}

void convert_conv(LayerConverter& net, NodeScope& node) {
  const Held x = net.padded_data(node, 0);
  const Roles roles = image_roles(node, x);
  net.require_weight(node, 1, "kernel");
  const Extents w = node.extents(1);
  const Extents in(node.extents(0).begin() + 2, node.extents(0).end());
  const Window window = window_of(node, in, {w.begin() + 2, w.end()});
  model::Convolution layer;
  layer.out_channels = to_size(w[0]);
  layer.kernel = per_axis(window.kernel);
  layer.stride = per_axis(window.strides);
  layer.dilation = per_axis(window.dilations);
  layer.pad = padding(window, x.pad);
  layer.groups = to_size(node.integer("group", 1));
  layer.bias = node.has(2);
  net.give(node, 0, layer, {x.layer}, roles);
}

void convert_conv_transpose(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  const Roles roles = image_roles(node, x);
  net.require_weight(node, 1, "kernel");
  if (node.has_attribute("output_shape") || node.text("auto_pad", "NOTSET").starts_with("SAME")) {
    node.fail("states the shape of its output instead of its pads", "export it with pads");
  }
  const Extents w = node.extents(1);
  const Extents in(node.extents(0).begin() + 2, node.extents(0).end());
  const Window window = window_of(node, in, {w.begin() + 2, w.end()});
  Extents more = node.integer_list("output_padding");
  more.resize(in.size(), 0);
  model::Convolution layer;
  layer.transposed = true;
  layer.groups = to_size(node.integer("group", 1));
  layer.out_channels = to_size(w[1]) * layer.groups;
  layer.kernel = per_axis(window.kernel);
  layer.stride = per_axis(window.strides);
  layer.dilation = per_axis(window.dilations);
  layer.pad = padding(window, {});
  layer.output_pad = more.size() == 1 ? model::PerAxis(0, to_size(more[0])) : per_axis(more);
  layer.bias = node.has(2);
  net.give(node, 0, layer, {x.layer}, roles);
}

/// W x at each position: `linear` has a bias, a convolution of one element can do without.
model::Layer linear_layer(std::int64_t features, bool bias) {
  if (bias) {
    model::Linear layer;
    layer.out_features = to_size(features);
    return layer;
  }
  model::Convolution layer;
  layer.out_channels = to_size(features);
  layer.quantized = model::Linear{}.quantized;
  return layer;
}

void convert_gemm(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  net.require_weight(node, 1, "matrix");
  if (node.integer("transA", 0) != 0 || x.roles != Roles{Role::batch, Role::channels}) {
    node.fail("multiplies something else than the features of each sample", "[batch, features]");
  }
  if (node.real("alpha", 1) != 1 || node.real("beta", 1) != 1) {
    node.fail("scales its product", "alpha and beta of 1");
  }
  if (node.has(2)) {
    net.require_weight(node, 2, "bias");
  }
  net.give(node, 0, linear_layer(node.given(0)[1], node.has(2)), {x.layer}, x.roles);
}

/// The node that adds a bias to the output of this one, and nothing else reads it.
ImportedNode* bias_behind(LayerConverter& net, const NodeScope& node, std::int64_t features) {
  ImportedNode* reader = net.only_reader(node);
  if (reader == nullptr || reader->op != "Add" || reader->inputs.size() != 2) {
    return nullptr;
  }
  const NodeScope add = net.scope(*reader);
  for (std::size_t i = 0; i < 2; ++i) {
    if (reader->inputs[i] != node.node().outputs[0] && !net.is_data(add, i) &&
        add.extents(i) == Extents{features}) {
      return reader;
    }
  }
  return nullptr;
}

void convert_matmul(LayerConverter& net, NodeScope& node) {
  if (net.is_data(node, 0) && net.is_data(node, 1)) {
    node.fail("multiplies two tensors that depend on what the network is given",
              "the kind `attention` does this for whole sequences; products of this node are "
              "printed without --out");
  }
  const Held x = net.data(node, 0);
  if (node.extents(1).size() != 2 || x.roles.empty() || x.roles.back() != Role::channels) {
    node.fail("multiplies something else than the channels of each position");
  }
  const std::int64_t features = node.extents(1)[1];
  ImportedNode* bias = bias_behind(net, node, features);
  if (bias != nullptr) {
    net.give_behind(node, *bias, linear_layer(features, true), {x.layer}, x.roles);
  } else {
    net.give(node, 0, linear_layer(features, false), {x.layer}, x.roles);
  }
}

void convert_gather(LayerConverter& net, NodeScope& node) {
  if (net.is_data(node, 0) || node.extents(0).size() != 2 || node.integer("axis", 0) != 0) {
    node.fail("takes something else than rows of a table of weights",
              "the kind `embedding` takes one for each token");
  }
  const Held x = net.data(node, 1);
  model::Embedding layer;
  layer.vocabulary = to_size(node.extents(0)[0]);
  layer.features = to_size(node.extents(0)[1]);
  Roles roles = x.roles;
  roles.push_back(Role::channels);
  net.give(node, 0, layer, {x.layer}, roles);
}

void convert_lstm(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  const bool batch_first = node.integer("layout", 0) != 0;
  const Roles due = batch_first ? Roles{Role::batch, Role::height, Role::channels}
                                : Roles{Role::height, Role::batch, Role::channels};
  if (x.roles != due) {
    node.fail("reads a tensor that is no sequence");
  }
  if (node.text("direction", "forward") != "forward") {
    node.fail("runs in another direction than forward", "the kind `lstm` runs forward");
  }
  for (std::size_t i = 1; i < node.inputs(); ++i) {
    if (node.has(i)) {
      net.require_weight(node, i, "weights or first state");
    }
  }
  if (node.node().outputs[0] == kAbsent || net.readers(node, 1) + net.readers(node, 2) > 0) {
    node.fail("its last state is read", "the kind `lstm` gives the states of all positions");
  }
  model::Lstm layer;
  layer.hidden = to_size(node.extents(2)[2]);
  net.give(node, 0, layer, {x.layer},
           batch_first ? Roles{Role::batch, Role::height, Role::one, Role::channels}
                       : Roles{Role::height, Role::one, Role::batch, Role::channels});
}

}  // namespace

std::span<const LayerRule> product_layer_rules() {
  static constexpr LayerRule kRules[] = {
      {"Conv", convert_conv},     {"ConvTranspose", convert_conv_transpose},
      {"Gemm", convert_gemm},     {"MatMul", convert_matmul},
      {"Gather", convert_gather}, {"LSTM", convert_lstm}};
  return kRules;
}

}  // namespace metronome::importers
