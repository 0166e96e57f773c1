#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/onnx/node_scope.hpp"

/// What each operator of ONNX [onnx2022operators], sets 9 to 17, does to shapes, and to values
/// where all of its inputs have them: one function a kind of operator.
namespace metronome::importers {

struct OperatorRule {
  std::string_view op;
  /// Gives the shapes of the outputs; UserError where the inputs have others than it takes.
  void (*infer)(NodeScope& node);
  /// Keeps the values of outputs whose shapes were given; called where all inputs have values and
  /// the outputs are small enough. Null: its values are never needed for a shape.
  void (*fold)(NodeScope& node) = nullptr;
};

[[nodiscard]] std::span<const OperatorRule> constant_rules();
[[nodiscard]] std::span<const OperatorRule> elementwise_rules();
[[nodiscard]] std::span<const OperatorRule> value_rules();
[[nodiscard]] std::span<const OperatorRule> layout_rules();
[[nodiscard]] std::span<const OperatorRule> indexing_rules();
[[nodiscard]] std::span<const OperatorRule> window_rules();
[[nodiscard]] std::span<const OperatorRule> product_rules();
[[nodiscard]] std::span<const OperatorRule> recurrent_rules();
[[nodiscard]] std::span<const OperatorRule> reduction_rules();
[[nodiscard]] std::span<const OperatorRule> resize_rules();

/// Null where no rule has that name.
[[nodiscard]] const OperatorRule* rule_of(std::string_view op);
/// Names of all operators that have one.
[[nodiscard]] std::vector<std::string> known_operators();

/// The shape to which all inputs of a node are broadcast.
[[nodiscard]] Extents broadcast(const NodeScope& node, std::size_t first, std::size_t count);
/// The outer axes of two shapes, broadcast.
[[nodiscard]] Extents broadcast(const NodeScope& node, const Extents& a, const Extents& b);

/// One axis of a Slice: positions begin, begin + step, ...
struct Cut {
  std::int64_t begin = 0;
  std::int64_t step = 1;
  std::int64_t count = 0;
};

/// By axis of input 0. Bounds count from the end where they are negative, and are clamped.
[[nodiscard]] std::vector<Cut> cuts_of(const NodeScope& node);

/// Steps from one element to the next along each axis, in row-major order.
[[nodiscard]] std::vector<std::size_t> steps_of(const Extents& extents);

/// Keeps for output 0 the elements of `from` (values of a tensor) at the places that `place_of`
/// gives for each position of the output.
template <class PlaceOf>
void keep_moved(NodeScope& node, const Values& from, const PlaceOf& place_of) {
  const Extents& to = node.given(0);
  const std::vector<std::size_t> steps = steps_of(to);
  const auto count = static_cast<std::size_t>(*element_count(to));
  std::visit(
      [&](const auto& values) {
        std::decay_t<decltype(values)> moved;
        moved.reserve(count);
        std::vector<std::int64_t> position(to.size());
        for (std::size_t i = 0; i < count; ++i) {
          for (std::size_t axis = 0; axis < to.size(); ++axis) {
            position[axis] = static_cast<std::int64_t>(i / steps[axis]) % to[axis];
          }
          moved.push_back(values.at(place_of(position)));
        }
        node.keep(0, std::move(moved));
      },
      from);
}

}  // namespace metronome::importers
