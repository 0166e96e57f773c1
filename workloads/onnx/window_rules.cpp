// Windows that step over images, and pooling.
#include <fmt/format.h>

#include <algorithm>

#include "workloads/model/limits.hpp"
#include "workloads/onnx/operator_rules.hpp"
#include "workloads/onnx/window.hpp"

namespace metronome::importers {
namespace {

/// An attribute with one entry an axis, within a range.
Extents per_axis(const NodeScope& node, const char* name, std::size_t count, std::int64_t fallback,
                 const NumberRange& range) {
  Extents values = node.integer_list(name);
  if (values.empty()) {
    values.assign(count, fallback);
  }
  if (values.size() != count) {
    node.fail(fmt::format("{} {} where {} are due", name, extents_text(values), count));
  }
  for (const std::int64_t value : values) {
    if (!range.contains(value)) {
      node.fail(fmt::format("{} {}", name, extents_text(values)), range.text());
    }
  }
  return values;
}

void pad_to_same(const NodeScope& node, Window& window, const Extents& in, bool upper) {
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::int64_t out = (in[i] + window.strides[i] - 1) / window.strides[i];
    const std::int64_t covered = node.sum(
        node.product(std::max<std::int64_t>(out, 1) - 1, window.strides[i]), window.span(i));
    const std::int64_t pad = std::max<std::int64_t>(0, covered - in[i]);
    window.pads_begin[i] = upper ? pad / 2 : pad - pad / 2;
    window.pads_end[i] = pad - window.pads_begin[i];
  }
}

/// X {N, C, spatial...}: the spatial extents.
Extents spatial_of(const NodeScope& node, std::size_t input) {
  const Extents& x = node.extents(input);
  if (x.size() < 3) {
    node.fail(fmt::format("its input has shape {}, without spatial axes", extents_text(x)));
  }
  return {x.begin() + 2, x.end()};
}

Extents with_spatial(const Extents& x, const Extents& spatial) {
  Extents result{x[0], x[1]};
  result.insert(result.end(), spatial.begin(), spatial.end());
  return result;
}

void infer_pool(NodeScope& node) {
  const Extents in = spatial_of(node, 0);
  const Window window = window_of(node, in, node.integer_list("kernel_shape"));
  const Extents out = windows_along(node, window, in, node.integer("ceil_mode", 0) != 0);
  const Extents to = with_spatial(node.extents(0), out);
  node.give(0, to, node.type(0));
  node.give(1, to, ElementType::integer);
}

void infer_global_pool(NodeScope& node) {
  const Extents spatial(spatial_of(node, 0).size(), 1);
  node.give(0, with_spatial(node.extents(0), spatial), node.type(0));
}

/// The reverse of a MaxPool: stride * (in - 1) + span - pads, or the shape of input 2.
void infer_max_unpool(NodeScope& node) {
  if (node.has(2)) {
    node.give(0, node.integers(2), node.type(0));
    return;
  }
  const Extents in = spatial_of(node, 0);
  const Window window = window_of(node, in, node.integer_list("kernel_shape"));
  Extents out;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::int64_t whole = node.sum(node.product(in[i] - 1, window.strides[i]), window.span(i));
    out.push_back(whole - window.pads_begin[i] - window.pads_end[i]);
  }
  node.give(0, with_spatial(node.extents(0), out), node.type(0));
}

}  // namespace

Window window_of(const NodeScope& node, const Extents& in, const Extents& kernel) {
  const std::size_t axes = in.size();
  Window window;
  window.kernel = kernel;
  if (kernel.size() != axes) {
    node.fail(fmt::format("a kernel {} over {} spatial axes", extents_text(kernel), axes));
  }
  for (const std::int64_t extent : kernel) {
    if (!model::kExtents.contains(extent)) {
      node.fail("a kernel " + extents_text(kernel), model::kExtents.text());
    }
  }
  window.strides = per_axis(node, "strides", axes, 1, model::kExtents);
  window.dilations = per_axis(node, "dilations", axes, 1, model::kExtents);
  const Extents pads = per_axis(node, "pads", 2 * axes, 0, model::kPads);
  window.pads_begin.assign(pads.begin(), pads.begin() + static_cast<std::ptrdiff_t>(axes));
  window.pads_end.assign(pads.begin() + static_cast<std::ptrdiff_t>(axes), pads.end());
  const std::string mode = node.text("auto_pad", "NOTSET");
  if (mode == "SAME_UPPER" || mode == "SAME_LOWER") {
    pad_to_same(node, window, in, mode == "SAME_UPPER");
  } else if (mode == "VALID") {
    window.pads_begin.assign(axes, 0);
    window.pads_end.assign(axes, 0);
  } else if (mode != "NOTSET" && !mode.empty()) {
    node.fail("auto_pad `" + mode + "`", "NOTSET, SAME_UPPER, SAME_LOWER or VALID");
  }
  return window;
}

Extents windows_along(const NodeScope& node, const Window& window, const Extents& in, bool ceil) {
  Extents out;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::int64_t stride = window.strides[i];
    const std::int64_t padded = in[i] + window.pads_begin[i] + window.pads_end[i];
    const std::int64_t room = padded - window.span(i);
    if (room < 0) {
      node.fail(
          fmt::format("a kernel that spans {} is larger than the {} rows or columns, pads "
                      "included, of axis {}",
                      window.span(i), padded, i + 2));
    }
    std::int64_t count = (ceil ? (room + stride - 1) / stride : room / stride) + 1;
    if (ceil && count > 1 && (count - 1) * stride >= in[i] + window.pads_begin[i]) {
      --count;
    }
    out.push_back(count);
  }
  return out;
}

std::span<const OperatorRule> window_rules() {
  static constexpr OperatorRule kRules[] = {{"MaxPool", infer_pool},
                                            {"AveragePool", infer_pool},
                                            {"LpPool", infer_pool},
                                            {"GlobalAveragePool", infer_global_pool},
                                            {"GlobalMaxPool", infer_global_pool},
                                            {"GlobalLpPool", infer_global_pool},
                                            {"MaxUnpool", infer_max_unpool}};
  return kRules;
}

}  // namespace metronome::importers
