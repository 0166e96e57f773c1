#pragma once

#include <memory>
#include <vector>

#include "workloads/nn/network.hpp"
#include "workloads/trace/feedback_route.hpp"
#include "workloads/train/weights.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// The workload's rule of errors for a network with its initial weights; null: backpropagation.
/// UserError where the network has nothing to feed, or the states of registers are wrong.
[[nodiscard]] std::unique_ptr<nn::DirectErrors<float>> error_rule(const WorkloadSpec& spec,
                                                                  nn::Network<float>& network);

/// The same as its trace has it.
[[nodiscard]] trace::FeedbackRoute error_route(const WorkloadSpec& spec, const model::Graph& graph);

/// The gradients of the last iteration, whose update comes with the one after it
/// (WorkloadSpec::delay of 1). Without a delay it keeps nothing.
class DelayedGradients {
 public:
  DelayedGradients(const WorkloadSpec& spec, nn::Network<float>& network);

  /// Keeps the network's gradients and gives it those of the iteration before; without a delay it
  /// leaves what is there. False: there are none before the first.
  [[nodiscard]] bool exchange();
  /// Whether the last gradients wait for their update.
  [[nodiscard]] bool waiting() const { return waiting_; }

  /// Of a checkpoint, after any iteration; "<parameter>.delayed".
  [[nodiscard]] std::vector<NamedTensor> state() const;
  void restore(const std::vector<NamedTensor>& state);

 private:
  std::vector<nn::Parameter<float>> parameters_;
  std::vector<tensor::Tensor<float>> kept_;  ///< of each parameter; empty without a delay
  bool waiting_ = false;
};

}  // namespace metronome::train
