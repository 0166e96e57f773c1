#include "workloads/onnx/operator_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace metronome::importers {
namespace {

using RuleTable = std::unordered_map<std::string_view, const OperatorRule*>;

const RuleTable& rule_table() {
  static const RuleTable table = [] {
    RuleTable all;
    for (const auto rules :
         {constant_rules(), elementwise_rules(), value_rules(), layout_rules(), indexing_rules(),
          window_rules(), product_rules(), recurrent_rules(), reduction_rules(), resize_rules()}) {
      for (const OperatorRule& rule : rules) {
        all.emplace(rule.op, &rule);
      }
    }
    return all;
  }();
  return table;
}

}  // namespace

const OperatorRule* rule_of(std::string_view op) {
  const auto found = rule_table().find(op);
  return found == rule_table().end() ? nullptr : found->second;
}

std::vector<std::string> known_operators() {
  std::vector<std::string> names;
  for (const auto& [name, rule] : rule_table()) {
    names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Extents broadcast(const NodeScope& node, const Extents& a, const Extents& b) {
  const std::size_t rank = std::max(a.size(), b.size());
  Extents result(rank, 1);
  const auto extent_of = [&](const Extents& extents, std::size_t from_end) {
    return from_end < extents.size() ? extents[extents.size() - 1 - from_end] : 1;
  };
  for (std::size_t i = 0; i < rank; ++i) {
    const std::int64_t x = extent_of(a, i);
    const std::int64_t y = extent_of(b, i);
    if (x != y && x != 1 && y != 1) {
      node.fail(
          fmt::format("shapes {} and {} do not go together", extents_text(a), extents_text(b)));
    }
    result[rank - 1 - i] = x == 1 ? y : x;
  }
  return result;
}

Extents broadcast(const NodeScope& node, std::size_t first, std::size_t count) {
  Extents result;
  for (std::size_t i = first; i < first + count; ++i) {
    result = broadcast(node, result, node.extents(i));
  }
  return result;
}

std::vector<std::size_t> steps_of(const Extents& extents) {
  std::vector<std::size_t> steps(extents.size(), 1);
  for (std::size_t axis = extents.size(); axis-- > 1;) {
    steps[axis - 1] =
        steps[axis] * static_cast<std::size_t>(std::max<std::int64_t>(1, extents[axis]));
  }
  return steps;
}

}  // namespace metronome::importers
