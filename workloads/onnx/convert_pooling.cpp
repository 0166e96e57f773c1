// Pooling layers, and what is an image.
#include <fmt/format.h>

#include <algorithm>

#include "workloads/onnx/layer_converter.hpp"
#include "workloads/onnx/window.hpp"

namespace metronome::importers {
namespace {

/// The window of a pool over an image of one or two spatial axes.
model::PoolWindow pool_window(const NodeScope& node) {
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
  const Operand x = image(net, node);
  model::MaxPool layer;
  static_cast<model::PoolWindow&>(layer) = pool_window(node);
  net.give(node, 0, layer, {x.layer}, x.roles);
}

void convert_average_pool(LayerConverter& net, NodeScope& node) {
  const Operand x = image(net, node);
  model::AveragePool layer;
  static_cast<model::PoolWindow&>(layer) = pool_window(node);
  layer.count_pad = node.integer("count_include_pad", 0) != 0;
  net.give(node, 0, layer, {x.layer}, x.roles);
}

/// ReduceMean over all positions: the mean of each channel.
void convert_reduce_mean(LayerConverter& net, NodeScope& node) {
  const std::size_t rank = node.extents(0).size();
  const AxisView& view = net.unpadded(node, 0).view;
  std::vector<std::int64_t> axes = node.integer_list("axes");
  if (axes.empty() && node.has(1)) {
    axes = node.integers(1);
  }
  std::vector<bool> reduced(rank, axes.empty());
  for (const std::int64_t axis : axes) {
    reduced[node.axis(axis, rank)] = true;
  }
  std::optional<std::size_t> kept;
  bool channel_means = true;
  for (std::size_t i = 0; i < rank; ++i) {
    channel_means = channel_means && !(reduced[i] && view.has_batch(i));
    if (!reduced[i] && !view.without_batch(i).empty()) {
      channel_means = channel_means && !kept && !view.has_batch(i);
      kept = i;
    }
  }
  if (!channel_means || !kept) {
    node.fail("takes another mean than that of each channel over all positions",
              "the kind `global_average_pool` takes this one");
  }
  const Operand x = net.with_channels(node, 0, *kept);
  Roles roles;
  for (std::size_t i = 0; i < rank; ++i) {
    if (!reduced[i]) {
      roles.push_back(x.roles[i]);
    } else if (node.integer("keepdims", 1) != 0) {
      roles.emplace_back();
    }
  }
  net.give(node, 0, model::GlobalAveragePool{}, {x.layer}, roles);
}

template <class Layer>
void convert_global_pool(LayerConverter& net, NodeScope& node) {
  const Operand x = net.with_channels(node, 0, 1);
  Roles roles(x.roles.size());
  roles[0] = x.roles[0];
  roles[1] = x.roles[1];
  net.give(node, 0, Layer{}, {x.layer}, roles);
}

}  // namespace

Operand image(LayerConverter& net, const NodeScope& node, bool may_pad) {
  const Held& x = may_pad ? net.held(node, 0) : net.unpadded(node, 0);
  const std::size_t axes = x.view.axes().size();
  if (axes < 3 || axes > 4 || x.view.axes()[0] != AxisView::Axis{AxisView::kBatch}) {
    node.fail("reads a tensor that is no image",
              "[batch, channels, height, width] or [batch, channels, width]");
  }
  return net.arranged(node, 0, axes == 4 ? WantedAxes{1, 2, 3} : WantedAxes{1, std::nullopt, 2},
                      may_pad);
}

std::span<const LayerRule> pooling_layer_rules() {
  static constexpr LayerRule kRules[] = {
      {"MaxPool", convert_max_pool},
      {"AveragePool", convert_average_pool},
      {"GlobalAveragePool", convert_global_pool<model::GlobalAveragePool>},
      {"GlobalMaxPool", convert_global_pool<model::GlobalMaxPool>},
      {"ReduceMean", convert_reduce_mean}};
  return kRules;
}

}  // namespace metronome::importers
