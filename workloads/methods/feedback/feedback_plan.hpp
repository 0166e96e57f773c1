#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/methods/feedback/feedback_matrix.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/trace/feedback_route.hpp"

namespace metronome::feedback {

/// How the convolutional part of a network gets its error.
///   boundary  by feedback, at the input of the first fully connected layer
///   first_fc  from that layer by backpropagation: one product with its weights stays
enum class Boundary { boundary, first_fc };
constexpr auto enum_rows(Boundary) {
  using enum Boundary;
  return enum_list<Boundary>({{boundary, "boundary"}, {first_fc, "first_fc"}});
}

/// A node whose output gets its error by feedback.
struct FeedbackPoint {
  model::NodeIndex node = 0;
  std::size_t numbers = 0;        ///< of its output, channel by channel and row by row
  std::size_t layers_behind = 0;  ///< fully connected layers that read it, directly or not
  bool operator==(const FeedbackPoint&) const = default;
};

/// Where direct feedback acts in a network.
struct FeedbackPlan {
  std::vector<model::NodeIndex> layers;  ///< the fully connected ones at its end, in their order
  std::vector<FeedbackPoint> points;     ///< in the order of the nodes
  bool convolutional = false;            ///< something that learns lies before the first layer
  std::size_t classes = 0;

  /// Whether errors of hidden fully connected layers are fed: a single such layer has none.
  [[nodiscard]] bool has_hidden_errors() const { return layers.size() > 1; }
};

/// The fully connected layers are those at the end of the graph with nothing but activations,
/// dropout and reshapes between them: linear layers of one position, and convolutions as large as
/// the image. UserError where there are none, and where none of them has an error to be fed: a
/// single one without a convolutional part, or with `first_fc`, and where several outputs have a
/// loss each.
[[nodiscard]] FeedbackPlan plan_of(const model::Graph& graph, Boundary boundary);

/// UserError where there are states of registers, but not one for each point, or one is 0, which a
/// register never leaves.
void check_states(const FeedbackPlan& plan, const std::vector<std::uint32_t>& states);

/// What the plan is to a trace.
[[nodiscard]] trace::FeedbackRoute route_of(const FeedbackPlan& plan, FeedbackKind kind,
                                            std::uint64_t delay = 0);

/// "fc1_relu (512 numbers), fc2_relu (256): ..." for a user: where errors are fed, and whether a
/// hidden error is among them.
[[nodiscard]] std::string plan_text(const model::Graph& graph, const FeedbackPlan& plan);

}  // namespace metronome::feedback
