// A training under a constraint from its configuration, beside the steps that the vectors hold.
#include "workloads/methods/reach/constrained_training.hpp"

#include "tests/workloads/methods/reach/nets.hpp"

namespace metronome::reach {
namespace constrained_training_test {

ConstrainedTrainingSpec small_spec() {
  ConstrainedTrainingSpec spec;
  spec.hidden = {6};
  spec.samples_per_side = 8;
  spec.pretraining_steps = 300;
  spec.alternating_steps = 30;
  spec.finishing_steps = 200;
  spec.margin = 0.05;
  return spec;
}

ConstrainedResult trained(const ConstrainedTrainingSpec& spec) {
  return train_constrained(spec, [](double share) {
    EXPECT_GE(share, 0);
    EXPECT_LE(share, 1);
  });
}

TEST(constrained_training, ends_clear_of_the_unsafe_box_by_half_the_margin) {
  const ConstrainedTrainingSpec spec = small_spec();
  const ConstrainedResult result = trained(spec);
  ProgramCost cost;
  const ConstraintLoss end =
      constraint_loss(result.network, spec.input(), spec.unsafe(), {spec.form, 0}, cost);
  EXPECT_GE(end.least_v, 1 + spec.margin / 2);
  EXPECT_EQ(count_inside(result.network.evaluate(grid_of(spec.input(), 200)), spec.unsafe()), 0);
}

TEST(constrained_training, the_same_seed_gives_the_same_steps_and_another_one_others) {
  ConstrainedTrainingSpec spec = small_spec();
  spec.finishing_steps = 0;
  const ConstrainedResult first = trained(spec);
  const ConstrainedResult again = trained(spec);
  EXPECT_EQ(first.network.layers[0].weight, again.network.layers[0].weight);
  ASSERT_EQ(first.steps.size(), 31u);  // the last of pretraining, and the alternating ones
  EXPECT_EQ(first.steps[30].cost, again.steps[30].cost);
  EXPECT_EQ(first.steps[0].kind, StepKind::pretraining);
  EXPECT_EQ(first.steps[0].cost.programs, 0u) << "the objective needs no host";
  EXPECT_GT(first.steps[1].cost.programs, first.steps[1].found.pieces);
  spec.seed = 2;
  EXPECT_NE(first.network.layers[0].weight, trained(spec).network.layers[0].weight);
}

TEST(constrained_training, objective_steps_stand_before_each_constraint_step) {
  ConstrainedTrainingSpec spec = small_spec();
  spec.pretraining_steps = 0;
  spec.finishing_steps = 0;
  spec.alternating_steps = 4;
  spec.objective_steps = 3;
  const ConstrainedResult result = trained(spec);
  ReluNetwork by_hand = trained([&] {
                          ConstrainedTrainingSpec none = spec;
                          none.alternating_steps = 0;
                          return none;
                        }())
                            .network;
  const ConstrainedProblem problem = problem_of(spec);
  ProgramCost cost;
  for (int i = 0; i < 4; ++i) {
    for (int k = 0; k < 3; ++k) {
      objective_step(by_hand, problem);
    }
    constraint_step(by_hand, problem, cost);
  }
  EXPECT_EQ(result.network.layers[1].weight, by_hand.layers[1].weight);
}

TEST(constrained_training, a_deployed_network_has_its_numbers_in_single_precision) {
  const ConstrainedTrainingSpec spec = small_spec();
  const ReluNetwork numbers = random_network({2, 6, 2}, 4);
  nn::Network<float> network(graph_of(spec), trace::DxScale::per_tensor);
  deploy(numbers, problem_of(spec).x, network);
  const auto parameters = network.parameters();
  ASSERT_EQ(parameters.size(), 4u);
  EXPECT_EQ(parameters[0].value->data()[3], static_cast<float>(numbers.layers[0].weight(1, 1)));
  EXPECT_EQ(parameters[3].value->data()[1], static_cast<float>(numbers.layers[1].bias[1]));
  const auto ranges = network.ranges();
  EXPECT_FLOAT_EQ(ranges[0].range->zero_point(), -0.875F);  // the centre of the first cell
  EXPECT_FLOAT_EQ(ranges[0].range->extent(), 1.75F);
  EXPECT_EQ(ranges[1].range->zero_point(), 0) << "behind a ReLU";
}

}  // namespace constrained_training_test
}  // namespace metronome::reach
