#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/train/batch.hpp"
#include "workloads/train/weights.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// Chips that share each batch, simulated in one process. Chip c has samples c B / N to
/// (c + 1) B / N, a network with the weights of the first chip's, ranges of its own part's
/// activations and errors, and random streams of its own (the first chip those of a training on
/// one). Gradients are means over all chips: sums at the bits that the schedule gives them, divided
/// by N. Tests take the first chip's running statistics and ranges.
class DataParallel {
 public:
  using Loss = std::function<nn::LossResult(const tensor::Tensor<float>& logits,
                                            const std::vector<std::uint32_t>& labels,
                                            tensor::Tensor<float>* gradient)>;

  /// `first`: the first chip's network, which outlives this. `threads`: the result does not depend
  /// on it.
  DataParallel(const WorkloadSpec& spec, nn::Network<float>& first, unsigned threads);
  ~DataParallel();

  /// Gradients of the batch into the first chip's network; the loss is the mean over chips, not
  /// finite where one is not, and then there are no gradients. `pass`: of a training on one chip.
  nn::LossResult gradients(const Batch& batch, const nn::Pass<float>& pass,
                           const trace::Assignment& assignment, const Loss& loss);

  /// What other chips carry from sequence to sequence, "chip1:<name>".
  [[nodiscard]] std::vector<NamedTensor> carried_states();
  void restore(const std::vector<NamedTensor>& states);

 private:
  class Meeting;
  struct Chip;

  void share(const Batch& batch);
  void copy_weights();
  /// Calls body for each chip: one after the other, or, where they meet, at a time.
  void for_chips(const std::function<void(Chip&)>& body);
  void add_up(std::uint64_t iteration, const trace::Assignment& assignment);
  [[nodiscard]] std::vector<nn::Parameter<float>> parameters_of(std::size_t chip,
                                                                model::NodeIndex node);
  [[nodiscard]] std::vector<std::size_t> order_of_arrival(std::uint64_t iteration,
                                                          std::uint64_t tensor) const;

  const WorkloadSpec& spec_;
  std::vector<std::unique_ptr<Chip>> chips_;
  std::unique_ptr<Meeting> meeting_;  ///< null: statistics are local
};

}  // namespace metronome::train
