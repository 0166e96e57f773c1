#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workloads/methods/formed/formed_network.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/train/batch.hpp"
#include "workloads/train/form_modes.hpp"
#include "workloads/train/optimiser.hpp"
#include "workloads/train/width_search.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// A training of a network whose weights have a form (workloads/methods/weights): the passes of an
/// iteration, what moves by the optimizer and what by rules of the form, and what a checkpoint
/// keeps. `affine` is what nn::Network does itself.
class FormTraining {
 public:
  using Loss = std::function<nn::LossResult(const tensor::Tensor<float>& logits,
                                            const std::vector<std::uint32_t>& labels,
                                            tensor::Tensor<float>* gradient)>;

  /// The network, with the weights that the training starts from, must outlive it and is run by it
  /// only. UserError as FormedNetwork and check_form_schedule, and where a layer's form cannot have
  /// the bits of some phase.
  FormTraining(const WorkloadSpec& spec, const schedule::Schedule& schedule,
               nn::Network<float>& network);

  /// The assignment of the first pass of an iteration; where a second phase begins with it, what it
  /// freezes is frozen.
  [[nodiscard]] trace::Assignment begin(std::uint64_t iteration,
                                        const trace::Assignment& scheduled);
  /// Whether the high mode is not trained yet.
  [[nodiscard]] bool in_first_phase();
  /// The gradients of an iteration that has begun. Returns the loss of its first pass, or one that
  /// is not finite: then nothing can be stepped.
  nn::LossResult gradients(const Batch& batch, const nn::Pass<float>& pass,
                           const trace::Assignment& scheduled, const Loss& loss);
  /// Whether strengths of widths are trained, too, on a batch of the other split.
  [[nodiscard]] bool searches() const { return search_.has_value(); }
  /// Moves the strengths of a search behind the step of an iteration. Returns the loss without its
  /// penalty, or one that is not finite: then nothing has moved.
  nn::LossResult search_step(const Batch& batch, const nn::Pass<float>& pass,
                             const trace::Assignment& scheduled, const Loss& loss);
  /// What a search has found so far; nothing of other trainings.
  [[nodiscard]] std::optional<FoundWidths> found_widths();
  [[nodiscard]] double gradient_norm();
  void step(double learning_rate, double norm);
  /// Behind the last step of an epoch, and of the run.
  void end_epoch() { formed_.end_epoch(); }
  /// Logits of an evaluation, or of a training pass that estimates statistics.
  const tensor::Tensor<float>& forward(const tensor::Tensor<float>& features,
                                       const nn::Pass<float>& pass, const EvaluationMode& mode);

  /// The name of what is not finite first, for a complaint.
  [[nodiscard]] std::string diverged_layer(const Batch& batch, const nn::Pass<float>& pass);
  [[nodiscard]] std::string diverged_gradient();

  /// Of all formed layers, as they are now.
  [[nodiscard]] std::vector<FormFacts> facts();

  [[nodiscard]] std::vector<NamedTensor> state();
  [[nodiscard]] std::vector<NamedTensor> optimiser_state();
  /// What is wrong with numbers of a file, as different_tensors; empty: it goes on from them.
  [[nodiscard]] std::string restore(const std::vector<NamedTensor>& state,
                                    const std::vector<NamedTensor>& optimiser,
                                    std::uint64_t iteration);
  /// As state() was; statistics that a test has estimated are forgotten.
  void put_back(const std::vector<NamedTensor>& state);

 private:
  struct Moved {
    std::string name;
    std::unique_ptr<tensor::Tensor<float>> value, gradient;
  };

  [[nodiscard]] bool frozen();
  void freeze(const weights::NestedSpec& nested);
  /// What moves in this phase, by an optimizer that begins anew.
  void make_optimiser();
  [[nodiscard]] std::vector<weights::Trained<float>> moving();

  const WorkloadSpec& spec_;
  nn::Network<float>& network_;
  std::uint64_t first_phase_;
  trace::Assignment widest_;  ///< of evaluations
  methods::FormedNetwork<float> formed_;
  std::vector<Moved> moved_;  ///< copies that the optimizer sees
  std::optional<Optimiser> optimiser_;
  std::optional<WidthSearch> search_;
};

/// Numbers that a training has written into the forms of a network, for an evaluation: as
/// FormTraining::restore.
[[nodiscard]] std::string restore_form(methods::FormedNetwork<float>& network,
                                       const std::vector<NamedTensor>& state);

/// The facts of a training as `tensors` of `file` have it. UserError where they are not those of
/// the network.
[[nodiscard]] std::vector<FormFacts> stored_facts(const WorkloadSpec& spec,
                                                  const model::Graph& graph,
                                                  const std::vector<NamedTensor>& tensors,
                                                  const std::filesystem::path& file);

/// The facts of a training that has not begun: of its first weights.
[[nodiscard]] std::vector<FormFacts> facts_at_start(const WorkloadSpec& spec,
                                                    const model::Graph& graph,
                                                    const schedule::Schedule& schedule);

}  // namespace metronome::train
