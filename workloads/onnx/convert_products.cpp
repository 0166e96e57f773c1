// Layers of matrix products, and what is folded into them.
#include <fmt/format.h>

#include <algorithm>

#include "workloads/onnx/layer_converter.hpp"
#include "workloads/onnx/window.hpp"

namespace metronome::importers {
namespace {

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

void convert_conv(LayerConverter& net, NodeScope& node) {
  const Operand x = image(net, node, true);
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
  net.give(node, 0, layer, {x.layer}, x.roles);
  net.take_weight(node, 1, "weight");
  if (layer.bias) {
    net.take_weight(node, 2, "bias");
  }
}

void convert_conv_transpose(LayerConverter& net, NodeScope& node) {
  const Operand x = image(net, node);
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
  net.give(node, 0, layer, {x.layer}, x.roles);
  net.take_weight(node, 1, "weight", turned_kernels(layer.groups, to_size(w[0]), to_size(w[1])));
  if (layer.bias) {
    net.take_weight(node, 2, "bias");
  }
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
  (void)net.held(node, 0);
  net.require_weight(node, 1, "matrix");
  if (node.integer("transA", 0) != 0) {
    node.fail("multiplies something else than the features of each sample", "[batch, features]");
  }
  const Operand x = net.with_channels(node, 0, 1);
  if (node.real("alpha", 1) != 1 || node.real("beta", 1) != 1) {
    node.fail("scales its product", "alpha and beta of 1");
  }
  if (node.has(2)) {
    net.require_weight(node, 2, "bias");
  }
  net.give(node, 0, linear_layer(node.given(0)[1], node.has(2)), {x.layer}, x.roles);
  if (node.integer("transB", 0) != 0) {
    net.take_weight(node, 1, "weight");
  } else {
    net.take_weight(node, 1, "weight", transposed(to_size(node.extents(1)[0])));
  }
  if (node.has(2)) {
    net.take_weight(node, 2, "bias");
  }
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

/// A matrix operand: pieces of its leading axes, of its rows and of its columns.
struct Matrices {
  AxisView::Axis lead, rows, columns;
  std::vector<std::pair<bool, std::uint64_t>> pattern;  ///< of the leading axes: batch or extent
};

Matrices matrices_of(const AxisView& view) {
  Matrices m;
  const std::size_t rank = view.axes().size();
  for (std::size_t axis = 0; axis + 2 < rank; ++axis) {
    for (const AxisView::Piece piece : view.axes()[axis]) {
      m.pattern.emplace_back(piece == AxisView::kBatch, view.extent(piece));
      if (piece != AxisView::kBatch) {
        m.lead.push_back(piece);
      }
    }
  }
  m.rows = view.axes()[rank - 2];
  m.columns = view.axes()[rank - 1];
  return m;
}

/// Whether columns are stored outside of rows.
bool is_stored_transposed(const AxisView& view, const Matrices& m) {
  return !m.rows.empty() && !m.columns.empty() &&
         view.place(m.columns.front()) < view.place(m.rows.front());
}

/// The product of the matrices of two tensors that depend on the sample; what comes before their
/// last two axes are channels and samples of both.
void convert_activations(LayerConverter& net, NodeScope& node) {
  const AxisView a = net.unpadded(node, 0).view;
  const AxisView b = net.unpadded(node, 1).view;
  const auto of_samples = [](const AxisView& view, const Matrices& m) {
    return std::any_of(m.pattern.begin(), m.pattern.end(), [](const auto& p) { return p.first; }) &&
           !view.has_batch(view.axes().size() - 1) && !view.has_batch(view.axes().size() - 2);
  };
  if (a.axes().size() < 3 || a.axes().size() != b.axes().size()) {
    node.fail("multiplies two tensors that depend on the sample and are no lists of matrices");
  }
  const Matrices m = matrices_of(a);
  const Matrices n = matrices_of(b);
  if (!of_samples(a, m) || !of_samples(b, n) || m.pattern != n.pattern) {
    node.fail("multiplies the matrices of two tensors whose leading axes differ",
              "the kind `matmul` multiplies channel by channel");
  }
  model::MatrixProduct layer;
  layer.transpose_a = is_stored_transposed(a, m);
  layer.transpose_b = is_stored_transposed(b, n);
  const auto laid_out = [&](std::size_t input, const Matrices& matrices, bool transposed) {
    return net
        .grouped(node, input,
                 transposed ? Groups{matrices.lead, matrices.columns, matrices.rows}
                            : Groups{matrices.lead, matrices.rows, matrices.columns})
        .first;
  };
  const std::string left = laid_out(0, m, layer.transpose_a);
  const std::string right = laid_out(1, n, layer.transpose_b);
  std::vector<std::uint64_t> pieces;
  std::vector<AxisView::Axis> axes;
  for (std::size_t axis = 0; axis + 2 < a.axes().size(); ++axis) {
    AxisView::Axis& own = axes.emplace_back();
    for (const AxisView::Piece piece : a.axes()[axis]) {
      own.push_back(piece == AxisView::kBatch ? piece : pieces.size());
      if (piece != AxisView::kBatch) {
        pieces.push_back(a.extent(piece));
      }
    }
  }
  for (const std::uint64_t extent :
       {a.extent_of(a.axes().size() - 2), b.extent_of(b.axes().size() - 1)}) {
    axes.push_back({pieces.size()});
    pieces.push_back(extent);
  }
  net.give_view(node, 0, layer, {left, right}, AxisView(pieces, axes, net.batch()));
}

void convert_matmul(LayerConverter& net, NodeScope& node) {
  if (net.is_data(node, 0) && net.is_data(node, 1)) {
    convert_activations(net, node);
    return;
  }
  (void)net.held(node, 0);
  if (node.extents(1).size() != 2) {
    node.fail("multiplies something else than the channels of each position");
  }
  const Operand x = net.with_channels(node, 0, node.extents(0).size() - 1);
  const std::int64_t features = node.extents(1)[1];
  ImportedNode* bias = bias_behind(net, node, features);
  if (bias != nullptr) {
    net.give_behind(node, *bias, linear_layer(features, true), {x.layer}, x.roles);
    const NodeScope add = net.scope(*bias);
    net.take_weight(add, bias->inputs[0] == node.node().outputs[0] ? 1 : 0, "bias");
  } else {
    net.give(node, 0, linear_layer(features, false), {x.layer}, x.roles);
  }
  net.take_weight(node, 1, "weight", transposed(to_size(node.extents(1)[0])));
}

/// One position of an axis, which goes or keeps one element.
void convert_pick(LayerConverter& net, NodeScope& node) {
  const Operand x = net.data(node, 0);
  const std::size_t axis = node.axis(node.integer("axis", 0), x.roles.size());
  const auto at = net.constant(node, 1);
  const auto role = role_of(x.roles[axis]);
  if (!at || !role || x.roles[axis].size() > 1) {
    node.fail("takes something else than one position of an axis",
              "the kinds `slice` and `embedding`");
  }
  const std::int64_t extent = node.extents(0)[axis];
  if (*at < static_cast<double>(-extent) || *at >= static_cast<double>(extent)) {
    node.fail(fmt::format("takes position {} of {}", *at, extent));
  }
  model::Slice layer;
  layer.axis = *axis_of(*role);
  const auto place = static_cast<std::int64_t>(*at);
  layer.begin = to_size(place < 0 ? place + extent : place);
  Roles roles = x.roles;
  roles[axis].clear();
  if (node.extents(1).empty()) {
    roles.erase(roles.begin() + static_cast<std::ptrdiff_t>(axis));
  }
  net.give(node, 0, layer, {x.layer}, roles);
}

void convert_gather(LayerConverter& net, NodeScope& node) {
  if (net.is_data(node, 0)) {
    convert_pick(net, node);
    return;
  }
  if (node.extents(0).size() != 2 || node.integer("axis", 0) != 0) {
    node.fail("takes something else than rows of a table of weights",
              "the kind `embedding` takes one for each token");
  }
  const Operand x = net.data(node, 1);
  model::Embedding layer;
  layer.vocabulary = to_size(node.extents(0)[0]);
  layer.features = to_size(node.extents(0)[1]);
  Roles roles = x.roles;
  roles.push_back({Role::channels});
  net.give(node, 0, layer, {x.layer}, roles);
  net.take_weight(node, 0, "weight");
}

void convert_lstm(LayerConverter& net, NodeScope& node) {
  const bool batch_first = node.integer("layout", 0) != 0;
  const std::size_t time = batch_first ? 1 : 0;
  const Operand x = net.arranged(node, 0, {2, time, std::nullopt});
  if (x.roles[1 - time] != AxisRoles{Role::batch}) {
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
           batch_first ? Roles{{Role::batch}, {Role::height}, {}, {Role::channels}}
                       : Roles{{Role::height}, {}, {Role::batch}, {Role::channels}});
  net.take_weight(node, 1, "input.weight", gates_in_order);
  net.take_weight(node, 2, "recurrent.weight", gates_in_order);
  if (node.has(3)) {
    net.take_weight(node, 3, "input.bias", sum_of_gate_biases);
  }
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
