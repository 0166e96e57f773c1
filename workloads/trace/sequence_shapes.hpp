#pragma once

#include <fmt/format.h>

#include <string>

#include "workloads/trace/fusion.hpp"

/// The products of the layers of sequences, and the names of their tensors.
namespace metronome::trace::sequence {

/// Scores S = Q K' of each (sample, head), as the convolution of Q with weights K: M and N are
/// tokens of Q and of K, K the features of a head.
inline Convolution scores(const FusionPlan& plan, model::NodeIndex node, std::size_t heads) {
  const auto& inputs = plan.node(node).inputs;
  const model::Shape& q = plan.node(inputs[0]).output;
  const std::uint64_t groups = plan.batch() * heads;
  return {.batch = 1,
          .in_channels = plan.batch() * q.channels,
          .in_height = q.height,
          .out_channels = groups * plan.node(inputs[1]).output.height,
          .groups = groups};
}

/// Context P V, P the probabilities: the convolution of P with weights V'.
inline Convolution context(const FusionPlan& plan, model::NodeIndex node, std::size_t heads) {
  Convolution c = scores(plan, node, heads);
  c.in_channels = c.out_channels;
  c.out_channels = plan.batch() * plan.node(node).output.channels;
  return c;
}

/// The gates' share of the inputs, all tokens at once.
inline Convolution lstm_input(const FusionPlan& plan, model::NodeIndex node) {
  const model::Node& n = plan.node(node);
  return {.batch = plan.batch(),
          .in_channels = plan.node(n.inputs.front()).output.channels,
          .in_height = n.output.height,
          .out_channels = 4 * n.output.channels};
}

/// And that of the state, at one token.
inline Convolution lstm_recurrent(const FusionPlan& plan, model::NodeIndex node) {
  const std::uint64_t hidden = plan.node(node).output.channels;
  return {.batch = plan.batch(), .in_channels = hidden, .out_channels = 4 * hidden};
}

/// "<layer>.<what>.<t>": a tensor of one token.
inline std::string at(const std::string& layer, const std::string& what, std::uint64_t t) {
  return fmt::format("{}.{}.{}", layer, what, t);
}

/// The state that token t reads: what the token before has written, or what an earlier iteration
/// has left.
inline std::string state_before(const std::string& layer, const std::string& what,
                                std::uint64_t t) {
  return t == 0 ? fmt::format("{}.{}.initial", layer, what) : at(layer, what, t - 1);
}

}  // namespace metronome::trace::sequence
