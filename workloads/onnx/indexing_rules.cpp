// Operators that take or set elements by their indices.
#include <fmt/format.h>

#include <algorithm>

#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

void infer_gather(NodeScope& node) {
  const Extents data = node.extents(0);
  const Extents indices = node.extents(1);
  const std::size_t axis = node.axis(node.integer("axis", 0), data.size());
  Extents to(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(axis));
  to.insert(to.end(), indices.begin(), indices.end());
  to.insert(to.end(), data.begin() + static_cast<std::ptrdiff_t>(axis) + 1, data.end());
  node.give(0, to, node.type(0));
}

void fold_gather(NodeScope& node) {
  const Extents data = node.extents(0);
  const std::vector<std::size_t> steps = steps_of(data);
  const std::vector<std::size_t> index_steps = steps_of(node.extents(1));
  const std::size_t axis = node.axis(node.integer("axis", 0), data.size());
  const std::vector<std::int64_t> indices = node.integers(1);
  for (const std::int64_t index : indices) {
    if (index < -data[axis] || index >= data[axis]) {
      node.fail(fmt::format("index {} of an axis of {}", index, data[axis]));
    }
  }
  keep_moved(node, node.known(0), [&](const std::vector<std::int64_t>& position) {
    std::size_t which = 0;
    for (std::size_t i = 0; i < index_steps.size(); ++i) {
      which += static_cast<std::size_t>(position[axis + i]) * index_steps[i];
    }
    const std::int64_t index = indices[which];
    std::size_t place =
        static_cast<std::size_t>(index < 0 ? index + data[axis] : index) * steps[axis];
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (i != axis) {
        const std::size_t at = i < axis ? i : i + index_steps.size() - 1;
        place += static_cast<std::size_t>(position[at]) * steps[i];
      }
    }
    return place;
  });
}

void infer_gather_elements(NodeScope& node) {
  (void)node.extents(1, node.extents(0).size());
  node.give(0, node.extents(1), node.type(0));
}

void infer_gather_nd(NodeScope& node) {
  const Extents data = node.extents(0);
  const Extents indices = node.extents(1);
  const std::int64_t batches = node.integer("batch_dims", 0);
  const std::int64_t tuple = indices.empty() ? 0 : indices.back();
  if (indices.empty() || batches < 0 || tuple < 0 ||
      static_cast<std::size_t>(batches) >= indices.size() ||
      node.sum(batches, tuple) > static_cast<std::int64_t>(data.size())) {
    node.fail(fmt::format("indices of shape {} for data of shape {}", extents_text(indices),
                          extents_text(data)));
  }
  Extents to(indices.begin(), indices.end() - 1);
  to.insert(to.end(), data.begin() + static_cast<std::ptrdiff_t>(batches + tuple), data.end());
  node.give(0, to, node.type(0));
}

/// Bounds count from the end where they are negative, and are clamped.
Cut cut_of(const NodeScope& node, std::int64_t extent, std::int64_t start, std::int64_t end,
           std::int64_t step) {
  if (step == 0 || step == std::numeric_limits<std::int64_t>::min()) {
    node.fail(fmt::format("steps by {}", step));
  }
  const auto bound = [&](std::int64_t at, std::int64_t least, std::int64_t most) {
    return std::clamp(at < 0 ? at + extent : at, least, most);
  };
  const std::int64_t lowest = step > 0 ? 0 : -1;
  const std::int64_t highest = step > 0 ? extent : extent - 1;
  const std::int64_t from = std::max<std::int64_t>(0, bound(start, lowest, highest));
  const std::int64_t to = end < -extent ? lowest : bound(end, lowest, highest);
  const std::int64_t length = step > 0 ? to - from : from - to;
  const std::int64_t stride = std::abs(step);
  return {from, step, length <= 0 || extent == 0 ? 0 : (length - 1) / stride + 1};
}

void infer_slice(NodeScope& node) {
  Extents to;
  for (const Cut& cut : cuts_of(node)) {
    to.push_back(cut.count);
  }
  node.give(0, to, node.type(0));
}

void fold_slice(NodeScope& node) {
  const std::vector<Cut> cuts = cuts_of(node);
  const std::vector<std::size_t> steps = steps_of(node.extents(0));
  keep_moved(node, node.known(0), [&](const std::vector<std::int64_t>& position) {
    std::size_t place = 0;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      place += static_cast<std::size_t>(cuts[i].begin + position[i] * cuts[i].step) * steps[i];
    }
    return place;
  });
}

/// Pads before all axes and then behind all of them: may be negative, and then cut.
void infer_pad(NodeScope& node) {
  Extents extents = node.extents(0);
  const std::vector<std::int64_t> pads = node.has(1) ? node.integers(1) : node.integer_list("pads");
  if (pads.size() != 2 * extents.size()) {
    node.fail(fmt::format("{} pads of {} axes", pads.size(), extents.size()), "two for each axis");
  }
  for (std::size_t i = 0; i < extents.size(); ++i) {
    extents[i] = node.sum(node.sum(extents[i], pads[i]), pads[i + extents.size()]);
  }
  node.give(0, extents, node.type(0));
}

void infer_scatter(NodeScope& node) { node.give(0, node.extents(0), node.type(0)); }

/// A depth is a whole number, of either kind.
std::int64_t depth_of(const NodeScope& node) {
  if (node.elements(node.extents(1)) != 1) {
    node.fail("its depth is not one number");
  }
  if (!std::holds_alternative<std::vector<double>>(node.known(1))) {
    return node.integers(1)[0];
  }
  const double depth = node.reals(1)[0];
  if (!(depth >= 0 && depth <= 1e9)) {
    node.fail(fmt::format("a depth of {}", depth));
  }
  return static_cast<std::int64_t>(depth);
}

void infer_one_hot(NodeScope& node) {
  Extents extents = node.extents(0);
  const std::size_t axis = node.axis(node.integer("axis", -1), extents.size() + 1);
  extents.insert(extents.begin() + static_cast<std::ptrdiff_t>(axis), depth_of(node));
  node.give(0, extents, node.type(2));
}

void infer_top_k(NodeScope& node) {
  Extents extents = node.extents(0);
  const std::size_t axis = node.axis(node.integer("axis", -1), extents.size());
  std::int64_t count = node.integer("k", 0);
  if (node.has(1)) {
    const std::vector<std::int64_t> given = node.integers(1);
    count = given.size() == 1 ? given[0] : -1;
  }
  if (count < 0 || count > extents[axis]) {
    node.fail(fmt::format("the {} largest of {}", count, extents[axis]));
  }
  extents[axis] = count;
  node.give(0, extents, node.type(0));
  node.give(1, extents, ElementType::integer);
}

/// Known where the values are.
void infer_non_zero(NodeScope& node) {
  const Extents extents = node.extents(0);
  const std::vector<std::size_t> steps = steps_of(extents);
  std::vector<std::size_t> places;
  std::visit(
      [&](const auto& values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
          if (values[i] != 0) {
            places.push_back(i);
          }
        }
      },
      node.known(0));
  const auto axes = static_cast<std::int64_t>(extents.size());
  node.give(0, {axes, static_cast<std::int64_t>(places.size())}, ElementType::integer);
  std::vector<std::int64_t> found;
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    for (const std::size_t place : places) {
      found.push_back(static_cast<std::int64_t>(place / steps[axis]) % extents[axis]);
    }
  }
  if (found.size() <= kMostValues) {
    node.keep(0, std::move(found));
  }
}

void infer_eye_like(NodeScope& node) { node.give(0, node.extents(0, 2), node.type(0)); }

}  // namespace

std::vector<Cut> cuts_of(const NodeScope& node) {
  const Extents extents = node.extents(0);
  const bool by_input = node.has(1);
  const auto list = [&](std::size_t input, const char* attribute) {
    return by_input ? (node.has(input) ? node.integers(input) : std::vector<std::int64_t>{})
                    : node.integer_list(attribute);
  };
  const std::vector<std::int64_t> starts = list(1, "starts");
  const std::vector<std::int64_t> ends = list(2, "ends");
  std::vector<std::int64_t> axes = list(3, "axes");
  std::vector<std::int64_t> steps = list(4, "steps");
  for (std::size_t i = axes.size(); i < starts.size() && !node.has(3); ++i) {
    axes.push_back(static_cast<std::int64_t>(i));
  }
  steps.resize(steps.empty() ? starts.size() : steps.size(), 1);
  if (ends.size() != starts.size() || axes.size() != starts.size() ||
      steps.size() != starts.size()) {
    node.fail("starts, ends, axes and steps are not equally many");
  }
  std::vector<Cut> cuts;
  for (const std::int64_t extent : extents) {
    cuts.push_back({0, 1, extent});
  }
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t axis = node.axis(axes[i], extents.size());
    cuts[axis] = cut_of(node, extents[axis], starts[i], ends[i], steps[i]);
  }
  return cuts;
}

std::span<const OperatorRule> indexing_rules() {
  static constexpr OperatorRule kRules[] = {{"Gather", infer_gather, fold_gather},
                                            {"GatherElements", infer_gather_elements},
                                            {"GatherND", infer_gather_nd},
                                            {"Slice", infer_slice, fold_slice},
                                            {"Pad", infer_pad},
                                            {"Scatter", infer_scatter},
                                            {"ScatterElements", infer_scatter},
                                            {"ScatterND", infer_scatter},
                                            {"OneHot", infer_one_hot},
                                            {"TopK", infer_top_k},
                                            {"NonZero", infer_non_zero},
                                            {"EyeLike", infer_eye_like}};
  return kRules;
}

}  // namespace metronome::importers
