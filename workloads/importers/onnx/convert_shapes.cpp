// Layers that lay out elements anew; of many such nodes only the roles of axes change.
#include <fmt/format.h>

#include <algorithm>

#include "workloads/importers/onnx/layer_converter.hpp"
#include "workloads/importers/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

/// Of a tensor with so many axes whose elements lie as those of a layer do.
Roles usual_roles(const NodeScope& node, std::size_t rank) {
  if (rank < 2 || rank > 4) {
    node.fail(fmt::format("makes a tensor of {} axes", rank),
              "layers have channels, height and width of each sample");
  }
  const Roles all{Role::batch, Role::channels, Role::height, Role::width};
  return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(rank)};
}

/// Whether batch, channels, height and width stand in this order.
bool lies_in_order(const Held& x) {
  Role last = Role::batch;
  for (const Role role : x.roles) {
    if (role != Role::one && role < last) {
      return false;
    }
    last = role == Role::one ? last : role;
  }
  return !x.roles.empty() && x.roles[0] == Role::batch;
}

/// Reshape and Flatten: samples stay apart.
void convert_reshape(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  const Extents from = node.extents(0);
  const Extents to = node.given(0);
  if (!lies_in_order(x) || to.empty() || to[0] != from[0]) {
    node.fail(fmt::format("makes {} of {}: samples or axes change places", extents_text(to),
                          extents_text(from)),
              "layers work on each sample, channel by channel");
  }
  const Roles roles = usual_roles(node, to.size());
  const model::Shape shape = sample_shape(to, roles);
  if (shape == net.shape(node, 0)) {
    net.hold(node, 0, {x.layer, roles, {}});
    return;
  }
  model::Reshape layer;
  layer.height = shape.height;
  layer.width = shape.width;
  layer.channels = to.size() == 2 ? 0 : shape.channels;
  net.give(node, 0, layer, {x.layer}, roles);
}

void convert_squeeze(LayerConverter& net, NodeScope& node) {
  Held x = net.data(node, 0);
  const std::vector<std::int64_t> axes = node.has(1) ? node.integers(1) : node.integer_list("axes");
  std::vector<bool> removed(x.roles.size(), false);
  for (std::size_t i = 0; i < x.roles.size(); ++i) {
    removed[i] = axes.empty() && node.extents(0)[i] == 1;
  }
  for (const std::int64_t axis : axes) {
    removed[node.axis(axis, x.roles.size())] = true;
  }
  Roles roles;
  for (std::size_t i = 0; i < x.roles.size(); ++i) {
    if (removed[i] && x.roles[i] == Role::batch) {
      node.fail("takes the axis of samples away");
    }
    if (!removed[i]) {
      roles.push_back(x.roles[i]);
    }
  }
  x.roles = roles;
  net.hold(node, 0, x);
}

void convert_unsqueeze(LayerConverter& net, NodeScope& node) {
  Held x = net.data(node, 0);
  const std::vector<std::int64_t> axes = node.has(1) ? node.integers(1) : node.integer_list("axes");
  const std::size_t rank = node.given(0).size();
  std::vector<bool> added(rank, false);
  for (const std::int64_t axis : axes) {
    added[node.axis(axis, rank)] = true;
  }
  Roles roles;
  std::size_t next = 0;
  for (std::size_t i = 0; i < rank; ++i) {
    roles.push_back(added[i] ? Role::one : x.roles.at(next++));
  }
  x.roles = roles;
  net.hold(node, 0, x);
}

void convert_transpose(LayerConverter& net, NodeScope& node) {
  Held x = net.data(node, 0);
  Roles roles(x.roles.rbegin(), x.roles.rend());
  if (node.has_attribute("perm")) {
    const std::vector<std::int64_t> order = node.integer_list("perm");
    for (std::size_t i = 0; i < order.size(); ++i) {
      roles[i] = x.roles[static_cast<std::size_t>(order[i])];
    }
  }
  x.roles = roles;
  net.hold(node, 0, x);
}

model::Axis axis_along(const NodeScope& node, const Held& x, std::size_t axis) {
  const auto along = axis_of(x.roles[axis]);
  if (!along) {
    node.fail("works along the axis of samples, or along one that layers do not have");
  }
  return *along;
}

void convert_concat(LayerConverter& net, NodeScope& node) {
  const Held first = net.data(node, 0);
  const std::size_t axis = node.axis(node.integer("axis", 0), first.roles.size());
  model::Concat layer;
  layer.axis = axis_along(node, first, axis);
  std::vector<std::string> from;
  for (std::size_t i = 0; i < node.inputs(); ++i) {
    const Held& x = net.data(node, i);
    if (x.roles != first.roles) {
      node.fail(fmt::format("input {} has its axes in another order than the first", i));
    }
    from.push_back(x.layer);
  }
  net.give(node, 0, layer, from, first.roles);
}

void convert_split(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  const std::size_t axis = node.axis(node.integer("axis", 0), x.roles.size());
  const model::Axis along = axis_along(node, x, axis);
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
  Held x = net.data(node, 0);
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
    net.hold(node, 0, x);
    return;
  }
  model::Slice layer;
  layer.axis = axis_along(node, x, *changed);
  layer.begin = static_cast<std::uint64_t>(cuts[*changed].begin);
  layer.length = static_cast<std::uint64_t>(cuts[*changed].count);
  net.give(node, 0, layer, {x.layer}, x.roles);
}

/// Zeros around an image wait for the convolution behind; none are no matter.
void convert_pad(LayerConverter& net, NodeScope& node) {
  Held x = net.data(node, 0);
  const std::vector<std::int64_t> pads = node.has(1) ? node.integers(1) : node.integer_list("pads");
  const std::size_t rank = x.roles.size();
  for (std::size_t i = 0; i < rank; ++i) {
    const std::int64_t before = pads[i];
    const std::int64_t after = pads[i + rank];
    const bool spatial = x.roles[i] == Role::height || x.roles[i] == Role::width;
    if ((before != 0 || after != 0) && (!spatial || before < 0 || after < 0)) {
      node.fail("pads something else than the border of an image");
    }
    const auto [from, to] =
        std::pair(static_cast<std::uint64_t>(before), static_cast<std::uint64_t>(after));
    if (x.roles[i] == Role::height) {
      x.pad.top = from;
      x.pad.bottom = to;
    } else if (x.roles[i] == Role::width) {
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

/// Nearest neighbours at whole scales.
void convert_resize(LayerConverter& net, NodeScope& node) {
  const Held x = net.data(node, 0);
  const Extents from = node.extents(0);
  const Extents to = node.given(0);
  if (from == to) {
    net.hold(node, 0, x);
    return;
  }
  if (node.text("mode", "nearest") != "nearest") {
    node.fail("interpolates (`" + node.text("mode", "") + "`)",
              "the kind `upsample` repeats elements: mode nearest");
  }
  model::PerAxis scale{1};
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from[i] == 0 || to[i] % from[i] != 0 ||
        (to[i] != from[i] && x.roles[i] != Role::height && x.roles[i] != Role::width)) {
      node.fail(fmt::format("makes {} of {}", extents_text(to), extents_text(from)),
                "the kind `upsample` repeats rows and columns a whole number of times");
    }
    const auto times = static_cast<std::uint64_t>(to[i] / from[i]);
    if (x.roles[i] == Role::height) {
      scale.height = times;
    } else if (x.roles[i] == Role::width) {
      scale.width = times;
    }
  }
  model::Upsample layer;
  layer.scale = scale;
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
