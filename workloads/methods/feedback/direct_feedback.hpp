#pragma once

#include <map>
#include <vector>

#include "workloads/methods/feedback/feedback_plan.hpp"
#include "workloads/nn/direct_errors.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::feedback {

struct FeedbackSpec {
  FeedbackKind kind = FeedbackKind::lfsr;
  Boundary boundary = Boundary::boundary;
  std::uint64_t seed = 1;  ///< of uniform matrices and of the registers' states
  /// Of the registers, one for each point in their order; empty: drawn from the seed.
  std::vector<std::uint32_t> states{};
  bool operator==(const FeedbackSpec&) const = default;
};

/// Direct feedback alignment as a rule of errors (Pass::direct_errors): the error of each point is
/// the loss's own times a fixed matrix, e B' [nokland2016direct] [han2019direct]; activations,
/// weight gradients and everything before the first point go on as in backpropagation.
template <class T>
class DirectFeedback final : public nn::DirectErrors<T> {
 public:
  using Tensor = tensor::Tensor<T>;

  /// One matrix for each point of the plan, in their order: its numbers by the classes.
  DirectFeedback(const FeedbackPlan& plan, const std::vector<FeedbackMatrix>& matrices);

  [[nodiscard]] bool covers(model::NodeIndex node) const override {
    return matrices_.contains(node);
  }
  void project(model::NodeIndex node, const Tensor& logits_gradient, const nn::Pass<T>& pass,
               Tensor& error) const override;

 private:
  std::map<model::NodeIndex, std::vector<T>> matrices_;  ///< row by row
};

/// The matrices of a network with its initial weights, for each point of the plan. Product and
/// binary feedback read the weights; the others only sizes and seed. UserError where there are
/// states, but not one for each point, or one is 0.
template <class T>
[[nodiscard]] std::vector<FeedbackMatrix> feedback_matrices(const FeedbackPlan& plan,
                                                            const FeedbackSpec& spec,
                                                            nn::Network<T>& network);

}  // namespace metronome::feedback
