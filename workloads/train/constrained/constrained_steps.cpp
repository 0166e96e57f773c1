#include "workloads/train/constrained/constrained_steps.hpp"

namespace metronome::reach {
namespace {

train::OptimiserSpec without_decay(train::OptimiserSpec spec) {
  spec.weight_decay = 0;
  return spec;
}

}  // namespace

ConstrainedSteps::ConstrainedSteps(const TrainedChain& chain, const ConstrainedProblem& problem,
                                   const train::OptimiserSpec& optimiser, double learning_rate)
    : chain_(chain),
      problem_(problem),
      learning_rate_(learning_rate),
      objective_(optimiser, chain.parameters()),
      constraint_(without_decay(optimiser), chain.parameters()),
      network_(chain.numbers()) {
  check_problem(network_, problem_);
}

double ConstrainedSteps::on_objective() {
  const Fit fit = mean_square_fit(network_, problem_.x, problem_.y);
  step(objective_, fit.gradient);
  return fit.mean_square;
}

ConstraintLoss ConstrainedSteps::on_constraint(ProgramCost& cost) {
  ConstraintLoss found =
      constraint_loss(network_, problem_.input, problem_.unsafe, problem_.constraint, cost);
  step(constraint_, found.gradient);
  return found;
}

StepRecord ConstrainedSteps::on_both(ProgramCost& cost) {
  const double mean_square = on_objective();
  const ConstraintLoss found = on_constraint(cost);
  return {mean_square, found.loss, found.least_v, found.colliding, found.pieces};
}

void ConstrainedSteps::step(train::OptimiserOf<double>& optimiser, const ReluNetwork& gradient) {
  chain_.set_gradients(gradient);
  optimiser.step(learning_rate_, optimiser.gradient_norm());
  reread();
}

}  // namespace metronome::reach
