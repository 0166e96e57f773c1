// Operators that reduce axes to one number.
#include <algorithm>

#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

/// By axis: whether it is reduced. Without axes all are, unless the node asks for none.
std::vector<bool> reduced_axes(const NodeScope& node, std::size_t rank) {
  const std::vector<std::int64_t> axes = node.has(1) ? node.integers(1) : node.integer_list("axes");
  const bool none = axes.empty() && node.integer("noop_with_empty_axes", 0) != 0;
  std::vector<bool> reduced(rank, axes.empty() && !none);
  for (const std::int64_t axis : axes) {
    reduced[node.axis(axis, rank)] = true;
  }
  return reduced;
}

Extents without(const Extents& extents, const std::vector<bool>& reduced, bool keep) {
  Extents to;
  for (std::size_t i = 0; i < extents.size(); ++i) {
    if (!reduced[i]) {
      to.push_back(extents[i]);
    } else if (keep) {
      to.push_back(1);
    }
  }
  return to;
}

void infer_reduce(NodeScope& node) {
  const Extents extents = node.extents(0);
  node.give(0,
            without(extents, reduced_axes(node, extents.size()), node.integer("keepdims", 1) != 0),
            node.type(0));
}

/// Of all numbers, which is what shapes are made with.
template <class Join>
void fold_to_one(NodeScope& node, const Join& join) {
  const auto* values = std::get_if<std::vector<std::int64_t>>(&node.known(0));
  if (values == nullptr || values->empty() || element_count(node.given(0)) != 1) {
    return;
  }
  std::int64_t result = values->front();
  for (std::size_t i = 1; i < values->size(); ++i) {
    result = join(result, (*values)[i]);
  }
  node.keep(0, std::vector<std::int64_t>{result});
}

void reduce_to_prod(NodeScope& node) {
  fold_to_one(node, [&](std::int64_t a, std::int64_t b) { return node.product(a, b); });
}
void reduce_to_sum(NodeScope& node) {
  fold_to_one(node, [&](std::int64_t a, std::int64_t b) { return node.sum(a, b); });
}
void reduce_to_max(NodeScope& node) {
  fold_to_one(node, [](std::int64_t a, std::int64_t b) { return std::max(a, b); });
}
void reduce_to_min(NodeScope& node) {
  fold_to_one(node, [](std::int64_t a, std::int64_t b) { return std::min(a, b); });
}

/// ArgMax and ArgMin: indices along one axis.
void infer_arg(NodeScope& node) {
  const Extents extents = node.extents(0);
  std::vector<bool> reduced(extents.size(), false);
  reduced[node.axis(node.integer("axis", 0), extents.size())] = true;
  node.give(0, without(extents, reduced, node.integer("keepdims", 1) != 0), ElementType::integer);
}

}  // namespace

std::span<const OperatorRule> reduction_rules() {
  static constexpr OperatorRule kRules[] = {{"ReduceL1", infer_reduce},
                                            {"ReduceL2", infer_reduce},
                                            {"ReduceLogSum", infer_reduce},
                                            {"ReduceLogSumExp", infer_reduce},
                                            {"ReduceMean", infer_reduce},
                                            {"ReduceSumSquare", infer_reduce},
                                            {"ReduceMax", infer_reduce, reduce_to_max},
                                            {"ReduceMin", infer_reduce, reduce_to_min},
                                            {"ReduceProd", infer_reduce, reduce_to_prod},
                                            {"ReduceSum", infer_reduce, reduce_to_sum},
                                            {"ArgMax", infer_arg},
                                            {"ArgMin", infer_arg}};
  return kRules;
}

}  // namespace metronome::importers
