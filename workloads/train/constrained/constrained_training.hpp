#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workloads/nn/network.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/train/constrained/constrained_steps.hpp"
#include "workloads/train/constrained/constrained_task.hpp"

namespace metronome::reach {

enum class StepKind { pretraining, alternating, finishing };
constexpr auto enum_rows(StepKind) {
  using enum StepKind;
  return enum_list<StepKind>(
      {{pretraining, "pretraining"}, {alternating, "alternating"}, {finishing, "finishing"}});
}

/// One step of such a training: what it found before it changed the network, and what its linear
/// programs cost the host.
struct ConstrainedStep {
  std::uint64_t step = 0;
  StepKind kind = StepKind::pretraining;
  StepRecord found;
  ProgramCost cost;  ///< of this step
};

/// Parameters of a network in FP64, in the order of TrainedChain::parameters().
using Numbers = std::vector<std::vector<double>>;

struct ConstrainedResult {
  Numbers parameters;
  ReluNetwork network;                 ///< what they make
  std::vector<ConstrainedStep> steps;  ///< all but pretraining, of which the last one
  /// Of a schedule that the loss drives: first steps on the objective and what held from then on.
  std::vector<std::pair<std::uint64_t, trace::Assignment>> changes{};
};

struct ConstrainedOptions {
  /// Called before each step with the share that is done, if set.
  std::function<void(double)> progress{};
  /// Called once, if set, before a training goes on behind so many steps.
  std::function<void(std::uint64_t)> resumed{};
  /// Where its checkpoints lie; one that is there is continued. Empty: none is kept.
  std::filesystem::path checkpoint{};
};

/// The schedule of a training, its layers those of the network. UserError where it asks for more
/// than the loss, which a training in FP64 has not.
[[nodiscard]] schedule::Schedule schedule_of(const ConstrainedTrainingSpec& spec,
                                             const model::Graph& graph);

/// Pretraining on the objective; then alternating steps, each of `objective_steps` and one on the
/// constraint; then steps on the constraint alone until v >= 1 + margin / 2, at most
/// `finishing_steps`. Continued from a checkpoint it ends with the same bytes. UserError as
/// check_task, where a number is not finite any more, and where a checkpoint is not of this
/// training.
[[nodiscard]] ConstrainedResult train_constrained(const ConstrainedTrainingSpec& spec,
                                                  const ConstrainedOptions& options);

/// Puts the numbers into a network of graph_of(), and the ranges that its layers read on the
/// samples.
void deploy(const ConstrainedResult& result, const Matrix& samples, nn::Network<float>& network);

}  // namespace metronome::reach
