// Layers that lay out elements anew; of many such nodes only the roles of axes change.
#include <fmt/format.h>

#include <algorithm>

#include "workloads/onnx/layer_converter.hpp"
#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

/// Reshape and Flatten: samples stay whole.
void convert_reshape(LayerConverter& net, NodeScope& node) {
  Held x = net.unpadded(node, 0);
  const auto view = x.view.reshaped(node.given(0));
  if (!view) {
    node.fail(fmt::format("makes {} of {}: samples or axes change places",
                          extents_text(node.given(0)), extents_text(node.extents(0))),
              "layers work on each sample, channel by channel");
  }
  x.view = *view;
  x.maker = node.node().name;
  net.hold(node, 0, x);
}

void convert_squeeze(LayerConverter& net, NodeScope& node) {
  Held x = net.unpadded(node, 0);
  const std::size_t rank = x.view.axes().size();
  const std::vector<std::int64_t> axes = node.has(1) ? node.integers(1) : node.integer_list("axes");
  std::vector<bool> removed(rank, false);
  for (std::size_t i = 0; i < rank; ++i) {
    removed[i] = axes.empty() && node.extents(0)[i] == 1;
  }
  for (const std::int64_t axis : axes) {
    removed[node.axis(axis, rank)] = true;
  }
  for (std::size_t i = rank; i-- > 0;) {
    if (removed[i] && x.view.has_batch(i)) {
      node.fail("takes the axis of samples away");
    }
    if (removed[i]) {
      x.view.erase(i);
    }
  }
  net.hold(node, 0, x);
}

void convert_unsqueeze(LayerConverter& net, NodeScope& node) {
  Held x = net.unpadded(node, 0);
  const std::vector<std::int64_t> axes = node.has(1) ? node.integers(1) : node.integer_list("axes");
  const std::size_t rank = node.given(0).size();
  std::vector<bool> added(rank, false);
  for (const std::int64_t axis : axes) {
    added[node.axis(axis, rank)] = true;
  }
  for (std::size_t i = 0; i < rank; ++i) {
    if (added[i]) {
      x.view.insert(i);
    }
  }
  net.hold(node, 0, x);
}

void convert_transpose(LayerConverter& net, NodeScope& node) {
  Held x = net.unpadded(node, 0);
  std::vector<std::size_t> order;
  if (node.has_attribute("perm")) {
    for (const std::int64_t axis : node.integer_list("perm")) {
      order.push_back(static_cast<std::size_t>(axis));
    }
  } else {
    for (std::size_t axis = x.view.axes().size(); axis-- > 0;) {
      order.push_back(axis);
    }
  }
  x.view = x.view.permuted(order);
  x.maker = node.node().name;
  net.hold(node, 0, x);
}

/// An axis that a layer works along; one of one element is given the first role that is left.
Role role_along(const NodeScope& node, const Operand& x, std::size_t axis) {
  if (const auto role = role_of(x.roles[axis]); role && x.roles[axis].size() == 1) {
    return *role;
  }
  for (const Role role : {Role::channels, Role::height, Role::width}) {
    const bool taken = std::any_of(x.roles.begin(), x.roles.end(),
                                   [&](const AxisRoles& other) { return role_of(other) == role; });
    if (!taken && x.roles[axis].empty()) {
      return role;
    }
  }
  node.fail("works along the axis of samples, or along one that layers do not have");
}

void convert_concat(LayerConverter& net, NodeScope& node) {
  const std::size_t rank = node.given(0).size();
  const std::size_t axis = node.axis(node.integer("axis", 0), rank);
  std::size_t data = 0;
  while (!net.is_data(node, data)) {
    ++data;
  }
  Operand first = net.data(node, data);
  const Role role = role_along(node, first, axis);
  first.roles[axis] = {role};
  model::Concat layer;
  layer.axis = *axis_of(role);
  WantedAxes wanted;
  for (std::size_t i = 0; i < rank; ++i) {
    if (const auto other = role_of(first.roles[i])) {
      wanted[enum_index(*other) - 1] = i;
    }
  }
  std::vector<std::string> from;
  for (std::size_t i = 0; i < node.inputs(); ++i) {
    from.push_back(net.is_data(node, i) ? net.arranged(node, i, wanted).layer
                                        : net.learned(node, i, first, rank).layer);
  }
  net.give(node, 0, layer, from, first.roles);
}

void convert_split(LayerConverter& net, NodeScope& node) {
  const Operand x = net.data(node, 0);
  const std::size_t axis = node.axis(node.integer("axis", 0), x.roles.size());
  const model::Axis along = *axis_of(role_along(node, x, axis));
  std::uint64_t begin = 0;
  for (std::size_t i = 0; i < node.outputs(); ++i) {
    if (node.node().outputs[i] == kAbsent) {
      node.fail(fmt::format("leaves output {} out", i));
    }
    model::Slice layer;
    layer.axis = along;
    layer.begin = begin;
    layer.length = static_cast<std::uint64_t>(node.given(i)[axis]);
    begin += layer.length;
    if (net.readers(node, i) > 0) {
      net.give(node, i, layer, {x.layer}, x.roles, fmt::format(".{}", i));
    }
  }
}

void convert_slice(LayerConverter& net, NodeScope& node) {
  const Operand x = net.data(node, 0);
  const std::vector<Cut> cuts = cuts_of(node);
  std::optional<std::size_t> changed;
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    if (cuts[i].count == node.extents(0)[i] && cuts[i].step == 1) {
      continue;
    }
    if (changed || cuts[i].step != 1) {
      node.fail("takes positions of several axes, or not all in a row",
                "the kind `slice` takes some of one axis");
    }
    changed = i;
  }
  if (!changed) {
    net.hold(node, 0, net.held(node, 0));
    return;
  }
  model::Slice layer;
  layer.axis = *axis_of(role_along(node, x, *changed));
  layer.begin = static_cast<std::uint64_t>(cuts[*changed].begin);
  layer.length = static_cast<std::uint64_t>(cuts[*changed].count);
  net.give(node, 0, layer, {x.layer}, x.roles);
}

/// Zeros around an image wait for the convolution behind; none are no matter.
void convert_pad(LayerConverter& net, NodeScope& node) {
  const Operand operand = net.data(node, 0);
  Held x = net.held(node, 0);
  const std::vector<std::int64_t> pads = node.has(1) ? node.integers(1) : node.integer_list("pads");
  const std::size_t rank = operand.roles.size();
  for (std::size_t i = 0; i < rank; ++i) {
    const std::int64_t before = pads[i];
    const std::int64_t after = pads[i + rank];
    const auto role = role_of(operand.roles[i]);
    const bool spatial = role == Role::height || role == Role::width;
    if ((before != 0 || after != 0) && (!spatial || before < 0 || after < 0)) {
      node.fail("pads something else than the border of an image");
    }
    const auto [from, to] =
        std::pair(static_cast<std::uint64_t>(before), static_cast<std::uint64_t>(after));
    if (role == Role::height) {
      x.pad.top = from;
      x.pad.bottom = to;
    } else if (role == Role::width) {
      x.pad.left = from;
      x.pad.right = to;
    }
  }
  const bool zeros =
      node.text("mode", "constant") == "constant" && node.real("value", 0) == 0 &&
      (!node.has(2) || (node.values(2) != nullptr && node.reals(2) == std::vector<double>{0}));
  if (x.pad != model::Padding{} && !zeros) {
    node.fail("pads with something else than zeros");
  }
  net.hold(node, 0, x);
}

model::Interpolation interpolation_of(const NodeScope& node) {
  const std::string mode = node.text("mode", "nearest");
  if (mode == "nearest") {
    return model::Interpolation::nearest;
  }
  const std::string places = node.text("coordinate_transformation_mode", "half_pixel");
  if (mode != "linear" || node.node().op == "Upsample" ||
      (places != "half_pixel" && places != "pytorch_half_pixel" && places != "align_corners")) {
    node.fail(fmt::format("interpolates (`{}`, `{}`)", mode, places),
              "mode nearest, or linear by half_pixel or align_corners");
  }
  return model::Interpolation::bilinear;
}

/// At whole scales.
void convert_resize(LayerConverter& net, NodeScope& node) {
  const Extents from = node.extents(0);
  const Extents to = node.given(0);
  if (from == to) {
    net.hold(node, 0, net.held(node, 0));
    return;
  }
  model::Upsample layer;
  layer.scale = model::PerAxis{1};
  layer.mode = interpolation_of(node);
  layer.align_corners = layer.mode == model::Interpolation::bilinear &&
                        node.text("coordinate_transformation_mode", "") == "align_corners";
  const Operand x = image(net, node);
  for (std::size_t i = 0; i < from.size(); ++i) {
    const std::size_t spatial = from.size() - i;  // 1: the width, 2: the height of an image
    const bool is_spatial = i > 1;
    if (from[i] == 0 || to[i] % from[i] != 0 || (to[i] != from[i] && !is_spatial)) {
      node.fail(fmt::format("makes {} of {}", extents_text(to), extents_text(from)),
                "the kind `upsample` makes rows and columns a whole number of times as many");
    }
    const auto times = static_cast<std::uint64_t>(to[i] / from[i]);
    if (is_spatial && spatial == 1) {
      layer.scale.width = times;
    } else if (is_spatial) {
      layer.scale.height = times;
    }
  }
  net.give(node, 0, layer, {x.layer}, x.roles);
}

}  // namespace

std::span<const LayerRule> shape_layer_rules() {
  static constexpr LayerRule kRules[] = {{"Reshape", convert_reshape},
                                         {"Flatten", convert_reshape},
                                         {"Squeeze", convert_squeeze},
                                         {"Unsqueeze", convert_unsqueeze},
                                         {"Transpose", convert_transpose},
                                         {"Concat", convert_concat},
                                         {"Split", convert_split},
                                         {"Slice", convert_slice},
                                         {"Pad", convert_pad},
                                         {"Resize", convert_resize},
                                         {"Upsample", convert_resize}};
  return kRules;
}

}  // namespace metronome::importers
