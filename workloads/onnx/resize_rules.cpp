// Operators that sample an image anew.
#include <fmt/format.h>

#include <cmath>

#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

/// Extents times scales, rounded down.
void give_scaled(NodeScope& node, const std::vector<double>& scales) {
  Extents extents = node.extents(0);
  if (scales.size() != extents.size()) {
    node.fail(fmt::format("{} scales of {} axes", scales.size(), extents.size()));
  }
  for (std::size_t i = 0; i < extents.size(); ++i) {
    const double scaled = std::floor(static_cast<double>(extents[i]) * scales[i]);
    if (!(scales[i] > 0) || !(scaled <= 1e9)) {
      node.fail(fmt::format("scales {} by {}", extents[i], scales[i]));
    }
    extents[i] = static_cast<std::int64_t>(scaled);
  }
  node.give(0, extents, node.type(0));
}

void infer_upsample(NodeScope& node) {
  give_scaled(node, node.has(1) ? node.reals(1) : node.real_list("scales"));
}

/// Whether an optional input is there and not the empty tensor that stands for an absent one.
bool is_given(const NodeScope& node, std::size_t input) {
  return node.has(input) && node.extents(input) != Extents{0};
}

/// Opset 10: X, scales; later X, roi, scales, sizes.
void infer_resize(NodeScope& node) {
  const std::size_t scales = node.opset() < 11 ? 1 : 2;
  if (is_given(node, 3)) {
    const Extents sizes = node.integers(3);
    if (sizes.size() != node.extents(0).size()) {
      node.fail(fmt::format("sizes {} of {} axes", extents_text(sizes), node.extents(0).size()));
    }
    node.give(0, sizes, node.type(0));
  } else if (is_given(node, scales)) {
    give_scaled(node, node.reals(scales));
  } else {
    node.fail("has neither scales nor sizes");
  }
}

/// X {N, C, H, W} sampled at a grid {N, P, Q, 2}.
void infer_grid_sample(NodeScope& node) {
  const Extents x = node.extents(0, 4);
  const Extents grid = node.extents(1, 4);
  if (grid[0] != x[0] || grid[3] != 2) {
    node.fail(fmt::format("a grid of shape {} for images of shape {}", extents_text(grid),
                          extents_text(x)));
  }
  node.give(0, {x[0], x[1], grid[1], grid[2]}, node.type(0));
}

void infer_roi_align(NodeScope& node) {
  const Extents x = node.extents(0, 4);
  node.give(0,
            {node.extents(1, 2)[0], x[1], node.integer("output_height", 1),
             node.integer("output_width", 1)},
            node.type(0));
}

}  // namespace

std::span<const OperatorRule> resize_rules() {
  static constexpr OperatorRule kRules[] = {{"Upsample", infer_upsample},
                                            {"Resize", infer_resize},
                                            {"GridSample", infer_grid_sample},
                                            {"RoiAlign", infer_roi_align}};
  return kRules;
}

}  // namespace metronome::importers
