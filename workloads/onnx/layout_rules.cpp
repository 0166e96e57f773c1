// Operators that lay out the same elements in another way, or repeat them.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

/// Axes by an attribute of an old opset or by input 1; empty where neither is there.
std::vector<std::int64_t> axes_of(const NodeScope& node) {
  return node.has(1) ? node.integers(1) : node.integer_list("axes");
}

std::vector<bool> marked_axes(const NodeScope& node, std::size_t rank) {
  std::vector<bool> marked(rank, false);
  for (const std::int64_t value : axes_of(node)) {
    const std::size_t axis = node.axis(value, rank);
    if (marked[axis]) {
      node.fail(fmt::format("axis {} stands twice", value));
    }
    marked[axis] = true;
  }
  return marked;
}

/// 0 takes the input's extent (but for `allowzero`), one -1 what is left.
Extents reshaped(const NodeScope& node, const Extents& from, const Extents& wanted) {
  const bool keeps_zero = node.integer("allowzero", 0) != 0;
  Extents to = wanted;
  std::optional<std::size_t> open;
  std::int64_t product = 1;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == 0 && !keeps_zero) {
      if (i >= from.size()) {
        node.fail(fmt::format("shape {} takes axis {} of {}", extents_text(wanted), i,
                              extents_text(from)));
      }
      to[i] = from[i];
    }
    if (to[i] == -1 && !open) {
      open = i;
    } else if (to[i] < 0) {
      node.fail("a shape of " + extents_text(wanted), "one -1 at most, and no other negative");
    } else {
      product = node.product(product, to[i]);
    }
  }
  const std::int64_t all = node.elements(from);
  if (open && product != 0 && all % product == 0) {
    to[*open] = all / product;
  }
  if (open ? to[*open] == -1 : product != all) {
    node.fail(fmt::format("{} elements of shape {} do not fill the shape {}", all,
                          extents_text(from), extents_text(wanted)),
              "sizes that were written into the file when it was exported: export it with the "
              "batch and the sizes that are wanted, or with dynamic axes");
  }
  return to;
}

void infer_reshape(NodeScope& node) {
  const Extents wanted = node.integers(1);
  if (wanted.size() > 16) {
    node.fail(fmt::format("a shape of {} axes", wanted.size()), "16 at most");
  }
  node.give(0, reshaped(node, node.extents(0), wanted), node.type(0));
}

void infer_flatten(NodeScope& node) {
  const Extents extents = node.extents(0);
  const std::int64_t value = node.integer("axis", 1);
  const auto rank = static_cast<std::int64_t>(extents.size());
  if (value < -rank || value > rank) {
    node.fail(fmt::format("axis {} is not one of {} axes", value, rank));
  }
  const std::ptrdiff_t axis = value < 0 ? value + rank : value;
  node.give(0,
            {node.elements(Extents(extents.begin(), extents.begin() + axis)),
             node.elements(Extents(extents.begin() + axis, extents.end()))},
            node.type(0));
}

void infer_squeeze(NodeScope& node) {
  const Extents extents = node.extents(0);
  std::vector<bool> marked = marked_axes(node, extents.size());
  const bool all = std::find(marked.begin(), marked.end(), true) == marked.end();
  Extents to;
  for (std::size_t i = 0; i < extents.size(); ++i) {
    if (marked[i] && extents[i] != 1) {
      node.fail(fmt::format("axis {} of {} is not 1", i, extents_text(extents)));
    }
    if (!(marked[i] || (all && extents[i] == 1))) {
      to.push_back(extents[i]);
    }
  }
  node.give(0, to, node.type(0));
}

void infer_unsqueeze(NodeScope& node) {
  const Extents extents = node.extents(0);
  const std::size_t rank = extents.size() + axes_of(node).size();
  const std::vector<bool> marked = marked_axes(node, rank);
  Extents to;
  std::size_t next = 0;
  for (std::size_t i = 0; i < rank; ++i) {
    to.push_back(marked[i] ? 1 : extents[next++]);
  }
  node.give(0, to, node.type(0));
}

/// The elements in the same order.
void fold_same_order(NodeScope& node) { node.keep(0, node.known(0)); }

std::vector<std::size_t> permutation_of(const NodeScope& node, std::size_t rank) {
  std::vector<std::size_t> order(rank);
  const std::vector<std::int64_t> given = node.integer_list("perm");
  if (!node.has_attribute("perm")) {
    std::iota(order.rbegin(), order.rend(), 0);
    return order;
  }
  std::vector<std::int64_t> sorted = given;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size() || i < rank; ++i) {
    if (sorted.size() != rank || sorted[i] != static_cast<std::int64_t>(i)) {
      node.fail(fmt::format("perm {} does not order {} axes", extents_text(given), rank));
    }
    order[i] = static_cast<std::size_t>(given[i]);
  }
  return order;
}

void infer_transpose(NodeScope& node) {
  const Extents extents = node.extents(0);
  Extents to;
  for (const std::size_t axis : permutation_of(node, extents.size())) {
    to.push_back(extents[axis]);
  }
  node.give(0, to, node.type(0));
}

void fold_transpose(NodeScope& node) {
  const std::vector<std::size_t> steps = steps_of(node.extents(0));
  const std::vector<std::size_t> order = permutation_of(node, steps.size());
  keep_moved(node, node.known(0), [&](const std::vector<std::int64_t>& position) {
    std::size_t place = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      place += static_cast<std::size_t>(position[i]) * steps[order[i]];
    }
    return place;
  });
}

void infer_concat(NodeScope& node) {
  if (node.inputs() == 0) {
    node.fail("has no inputs");
  }
  Extents to = node.extents(0);
  const std::size_t axis = node.axis(node.integer("axis", 0), to.size());
  for (std::size_t i = 1; i < node.inputs(); ++i) {
    Extents other = node.extents(i);
    if (other.size() == to.size()) {
      to[axis] = node.sum(to[axis], other[axis]);
      other[axis] = to[axis];
    }
    if (other != to) {
      node.fail(fmt::format("input {} of shape {} does not go beside {} along axis {}", i,
                            extents_text(node.extents(i)), extents_text(node.extents(0)), axis));
    }
  }
  node.give(0, to, node.type(0));
}

/// Along the outermost axis, and where all outer ones are 1.
void fold_concat(NodeScope& node) {
  const Extents& to = node.given(0);
  const std::size_t axis = node.axis(node.integer("axis", 0), to.size());
  if (std::any_of(to.begin(), to.begin() + static_cast<std::ptrdiff_t>(axis),
                  [](std::int64_t extent) { return extent != 1; })) {
    return;
  }
  Values all = node.known(0);
  for (std::size_t i = 1; i < node.inputs(); ++i) {
    const Values& more = node.known(i);
    if (more.index() != all.index()) {
      node.fail(fmt::format("input {} has another kind of numbers than the first", i));
    }
    std::visit(
        [&](auto& values) {
          const auto& added = std::get<std::decay_t<decltype(values)>>(more);
          values.insert(values.end(), added.begin(), added.end());
        },
        all);
  }
  node.keep(0, std::move(all));
}

/// Parts by the attribute, by input 1, or as many equal ones as there are outputs.
std::vector<std::int64_t> parts_of(const NodeScope& node, std::int64_t extent) {
  if (node.has(1)) {
    return node.integers(1);
  }
  if (node.has_attribute("split")) {
    return node.integer_list("split");
  }
  const auto count = static_cast<std::int64_t>(node.outputs());
  const std::int64_t part = count == 0 ? 0 : (extent + count - 1) / count;
  std::vector<std::int64_t> parts(node.outputs(), part);
  if (count != 0) {
    parts.back() = extent - part * (count - 1);
  }
  return parts;
}

void infer_split(NodeScope& node) {
  Extents extents = node.extents(0);
  const std::size_t axis = node.axis(node.integer("axis", 0), extents.size());
  const std::vector<std::int64_t> parts = parts_of(node, extents[axis]);
  std::int64_t sum = 0;
  for (const std::int64_t part : parts) {
    sum = part < 0 ? -1 : node.sum(sum, part);
    if (sum < 0) {
      break;
    }
  }
  if (parts.size() != node.outputs() || sum != extents[axis]) {
    node.fail(fmt::format("parts {} of axis {} of {} for {} outputs", extents_text(parts), axis,
                          extents_text(extents), node.outputs()));
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    extents[axis] = parts[i];
    node.give(i, extents, node.type(0));
  }
}

void fold_split(NodeScope& node) {
  if (node.extents(0).size() != 1) {
    return;
  }
  const Values all = node.known(0);
  std::size_t begin = 0;
  const std::vector<std::int64_t> parts = parts_of(node, node.extents(0)[0]);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto length = static_cast<std::size_t>(parts[i]);
    std::visit(
        [&](const auto& values) {
          const auto from = values.begin() + static_cast<std::ptrdiff_t>(begin);
          node.keep(
              i, std::decay_t<decltype(values)>(from, from + static_cast<std::ptrdiff_t>(length)));
        },
        all);
    begin += length;
  }
}

void infer_expand(NodeScope& node) {
  const Extents wanted = node.integers(1);
  if (std::any_of(wanted.begin(), wanted.end(), [](std::int64_t x) { return x < 0; })) {
    node.fail("expands to " + extents_text(wanted));
  }
  node.give(0, broadcast(node, node.extents(0), wanted), node.type(0));
}

/// Each element of the output is that of the input at the position modulo its extents.
void fold_repeated(NodeScope& node) {
  const Extents extents = node.extents(0);
  const std::vector<std::size_t> steps = steps_of(extents);
  keep_moved(node, node.known(0), [&](const std::vector<std::int64_t>& position) {
    const std::size_t skipped = position.size() - extents.size();
    std::size_t place = 0;
    for (std::size_t i = 0; i < extents.size(); ++i) {
      place += static_cast<std::size_t>(position[skipped + i] % extents[i]) * steps[i];
    }
    return place;
  });
}

void infer_tile(NodeScope& node) {
  Extents extents = node.extents(0);
  const std::vector<std::int64_t> repeats = node.integers(1);
  if (repeats.size() != extents.size()) {
    node.fail(fmt::format("{} repeats of {} axes", repeats.size(), extents.size()));
  }
  for (std::size_t i = 0; i < extents.size(); ++i) {
    extents[i] = node.product(extents[i], repeats[i]);
  }
  node.give(0, extents, node.type(0));
}

std::int64_t block_of(const NodeScope& node) {
  const std::int64_t block = node.integer("blocksize", 0);
  if (block < 1 || block > 30000) {
    node.fail(fmt::format("a blocksize of {}", block), "1 to 30000");
  }
  return block;
}

void infer_depth_to_space(NodeScope& node) {
  const Extents x = node.extents(0, 4);
  const std::int64_t block = block_of(node);
  if (x[1] % (block * block) != 0) {
    node.fail(fmt::format("{} channels are no blocks of {} by {}", x[1], block, block));
  }
  node.give(0, {x[0], x[1] / (block * block), node.product(x[2], block), node.product(x[3], block)},
            node.type(0));
}

void infer_space_to_depth(NodeScope& node) {
  const Extents x = node.extents(0, 4);
  const std::int64_t block = block_of(node);
  if (x[2] % block != 0 || x[3] % block != 0) {
    node.fail(fmt::format("{} is no whole number of blocks of {}", extents_text(x), block));
  }
  node.give(0, {x[0], node.product(x[1], block * block), x[2] / block, x[3] / block}, node.type(0));
}

}  // namespace

std::span<const OperatorRule> layout_rules() {
  static constexpr OperatorRule kRules[] = {{"Reshape", infer_reshape, fold_same_order},
                                            {"Flatten", infer_flatten, fold_same_order},
                                            {"Squeeze", infer_squeeze, fold_same_order},
                                            {"Unsqueeze", infer_unsqueeze, fold_same_order},
                                            {"Transpose", infer_transpose, fold_transpose},
                                            {"Concat", infer_concat, fold_concat},
                                            {"Split", infer_split, fold_split},
                                            {"Expand", infer_expand, fold_repeated},
                                            {"Tile", infer_tile, fold_repeated},
                                            {"DepthToSpace", infer_depth_to_space},
                                            {"SpaceToDepth", infer_space_to_depth}};
  return kRules;
}

}  // namespace metronome::importers
