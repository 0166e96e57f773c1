// Tensors that come from attributes and shapes.
#include <fmt/format.h>

#include <cmath>

#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

void give_tensor(NodeScope& node, const ImportedTensor& tensor) {
  node.give(0, *tensor.extents, tensor.type);
  if (tensor.values) {
    node.keep(0, *tensor.values);
  }
}

template <class T>
void give_list(NodeScope& node, std::vector<T> values, ElementType type) {
  node.give(0, {static_cast<std::int64_t>(values.size())}, type);
  if (values.size() <= kMostValues) {
    node.keep(0, std::move(values));
  }
}

void infer_constant(NodeScope& node) {
  if (const ImportedTensor* tensor = node.tensor("value")) {
    give_tensor(node, *tensor);
  } else if (node.has_attribute("value_int")) {
    node.give(0, {}, ElementType::integer);
    node.keep(0, std::vector<std::int64_t>{node.integer("value_int", 0)});
  } else if (node.has_attribute("value_float")) {
    node.give(0, {}, ElementType::real);
    node.keep(0, std::vector<double>{node.real("value_float", 0)});
  } else if (node.has_attribute("value_ints")) {
    give_list(node, node.integer_list("value_ints"), ElementType::integer);
  } else if (node.has_attribute("value_floats")) {
    give_list(node, node.real_list("value_floats"), ElementType::real);
  } else {
    node.fail("holds no tensor of numbers", "attributes value, value_int, value_float, ...");
  }
}

/// Of opset 15 and later, a part of the axes.
void infer_shape(NodeScope& node) {
  const Extents& extents = node.extents(0);
  const auto rank = static_cast<std::int64_t>(extents.size());
  const auto clamped = [&](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const std::int64_t begin = clamped(node.integer("start", 0));
  const std::int64_t end = std::max(begin, clamped(node.integer("end", rank)));
  give_list(node, std::vector<std::int64_t>(extents.begin() + begin, extents.begin() + end),
            ElementType::integer);
}

void infer_size(NodeScope& node) {
  node.give(0, {}, ElementType::integer);
  node.keep(0, std::vector<std::int64_t>{node.elements(node.extents(0))});
}

void infer_constant_of_shape(NodeScope& node) {
  const Extents extents = node.integers(0);
  const ImportedTensor* value = node.tensor("value");
  const bool real = value == nullptr || value->type == ElementType::real;
  node.give(0, extents, value == nullptr ? ElementType::real : value->type);
  const auto count = static_cast<std::size_t>(node.elements(extents));
  if (count > kMostValues) {
    return;
  }
  if (value == nullptr) {
    node.keep(0, std::vector<double>(count, 0));
    return;
  }
  if (!value->values || element_count(*value->extents) != 1) {
    node.fail("its value is not one number");
  }
  if (real) {
    node.keep(0, std::vector<double>(count, std::get<std::vector<double>>(*value->values)[0]));
  } else {
    node.keep(0, std::vector<std::int64_t>(count,
                                           std::get<std::vector<std::int64_t>>(*value->values)[0]));
  }
}

/// Elements from `start` below `limit`, `delta` apart: max(ceil((limit - start) / delta), 0).
template <class T>
void give_range(NodeScope& node, T start, T limit, T delta, ElementType type) {
  if (delta == 0) {
    node.fail("steps by 0");
  }
  const double count = std::ceil((static_cast<double>(limit) - static_cast<double>(start)) /
                                 static_cast<double>(delta));
  if (!(count <= 1e9)) {
    node.fail(fmt::format("counts to {}", count), "1e9 elements at most");
  }
  const auto length = static_cast<std::int64_t>(std::max(count, 0.0));
  node.give(0, {length}, type);
  if (static_cast<std::size_t>(length) > kMostValues) {
    return;
  }
  std::vector<T> values;
  for (std::int64_t i = 0; i < length; ++i) {
    values.push_back(start + static_cast<T>(i) * delta);
  }
  node.keep(0, std::move(values));
}

void infer_range(NodeScope& node) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (node.elements(node.extents(i)) != 1) {
      node.fail(fmt::format("input {} is not one number", i));
    }
  }
  if (node.type(0) == ElementType::real) {
    give_range(node, node.reals(0)[0], node.reals(1)[0], node.reals(2)[0], ElementType::real);
    return;
  }
  const std::int64_t start = node.integers(0)[0];
  const std::int64_t limit = node.integers(1)[0];
  const std::int64_t delta = node.integers(2)[0];
  (void)node.sum(limit, node.product(delta, static_cast<std::int64_t>(kMostValues)));
  give_range(node, start, limit, delta, ElementType::integer);
}

void infer_random(NodeScope& node) { node.give(0, node.integer_list("shape"), ElementType::real); }

}  // namespace

std::span<const OperatorRule> constant_rules() {
  static constexpr OperatorRule kRules[] = {
      {"Constant", infer_constant},   {"Shape", infer_shape},
      {"Size", infer_size},           {"ConstantOfShape", infer_constant_of_shape},
      {"Range", infer_range},         {"RandomNormal", infer_random},
      {"RandomUniform", infer_random}};
  return kRules;
}

}  // namespace metronome::importers
