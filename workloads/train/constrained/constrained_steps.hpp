#pragma once

#include "workloads/methods/reach/constraint.hpp"
#include "workloads/methods/reach/trained_chain.hpp"
#include "workloads/train/optimiser.hpp"

namespace metronome::reach {

/// What a step found before it changed the network.
struct StepRecord {
  double mean_square = 0;  ///< before the objective step
  double loss = 0;         ///< the others before the constraint step
  double least_v = 0;
  std::size_t colliding = 0;
  std::size_t pieces = 0;
};

/// The two kinds of steps of a training. Each kind has an optimiser of its own, because a momentum
/// or a second moment of one gradient says nothing about the other; decay of weights belongs to the
/// objective alone.
class ConstrainedSteps {
 public:
  /// `chain` and `problem` outlive it. UserError as check_problem.
  ConstrainedSteps(const TrainedChain& chain, const ConstrainedProblem& problem,
                   const train::OptimiserSpec& optimiser, double learning_rate);

  /// One full-batch step on the mean square. Its value before the step.
  double on_objective();
  /// One step on the constraint loss. What it was before the step.
  ConstraintLoss on_constraint(ProgramCost& cost);
  /// One of each, objective first.
  StepRecord on_both(ProgramCost& cost);

  /// The network as it is now.
  [[nodiscard]] const ReluNetwork& network() const { return network_; }
  /// To be called where the chain's parameters were changed from outside.
  void reread() { network_ = chain_.numbers(); }
  [[nodiscard]] train::OptimiserOf<double>& objective() { return objective_; }
  [[nodiscard]] train::OptimiserOf<double>& constraint() { return constraint_; }

 private:
  void step(train::OptimiserOf<double>& optimiser, const ReluNetwork& gradient);

  const TrainedChain& chain_;
  const ConstrainedProblem& problem_;
  double learning_rate_;
  train::OptimiserOf<double> objective_;
  train::OptimiserOf<double> constraint_;
  ReluNetwork network_;
};

}  // namespace metronome::reach
