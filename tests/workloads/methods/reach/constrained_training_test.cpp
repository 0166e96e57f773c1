// A training under a constraint from its configuration, beside the steps that the vectors hold.
#include "workloads/train/constrained/constrained_training.hpp"

#include <unistd.h>

#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "tests/workloads/methods/reach/nets.hpp"
#include "workloads/train/constrained/constrained_checkpoint.hpp"
#include "workloads/train/constrained/constrained_trace.hpp"

namespace metronome::reach {
namespace constrained_training_test {

namespace fs = std::filesystem;

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
  return train_constrained(spec, {.progress = [](double share) {
                             EXPECT_GE(share, 0);
                             EXPECT_LE(share, 1);
                           }});
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
  const ConstrainedProblem problem = problem_of(spec);
  TrainedChain chain(graph_of(spec));
  chain.initialise(spec.seed);
  ConstrainedSteps by_hand(chain, problem, {}, spec.learning_rate);
  ProgramCost cost;
  for (int i = 0; i < 4; ++i) {
    for (int k = 0; k < 3; ++k) {
      by_hand.on_objective();
    }
    by_hand.on_constraint(cost);
  }
  EXPECT_EQ(result.network.layers[1].weight, by_hand.network().layers[1].weight);
}

TEST(constrained_training, a_deployed_network_has_its_numbers_in_single_precision) {
  const ConstrainedTrainingSpec spec = small_spec();
  const ReluNetwork numbers = random_network({2, 6, 2}, 4);
  nn::Network<float> network(graph_of(spec), trace::DxScale::per_tensor);
  deploy({parameters_of(numbers), numbers, {}, {}}, problem_of(spec).x, network);
  const auto parameters = network.parameters();
  ASSERT_EQ(parameters.size(), 4u);
  EXPECT_EQ(parameters[0].value->data()[3], static_cast<float>(numbers.layers[0].weight(1, 1)));
  EXPECT_EQ(parameters[3].value->data()[1], static_cast<float>(numbers.layers[1].bias[1]));
  const auto ranges = network.ranges();
  EXPECT_FLOAT_EQ(ranges[0].range->zero_point(), -0.875F);  // the centre of the first cell
  EXPECT_FLOAT_EQ(ranges[0].range->extent(), 1.75F);
  EXPECT_EQ(ranges[1].range->zero_point(), 0) << "behind a ReLU";
}

/// A training that stops after so many steps, as if it were killed there.
struct Stopped {};

class resumed_training : public ::testing::Test {
 protected:
  resumed_training() { fs::create_directories(folder_); }
  ~resumed_training() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path checkpoint() const { return folder_ / "checkpoint.bin"; }
  /// The same training, ended before each of some steps, and then to the end.
  [[nodiscard]] ConstrainedResult in_parts(const ConstrainedTrainingSpec& spec,
                                           const std::vector<std::uint64_t>& stops) const {
    for (const std::uint64_t stop : stops) {
      EXPECT_THROW((void)train_constrained(spec, {.progress =
                                                      [&](double share) {
                                                        if (share * double(spec.steps()) >=
                                                            double(stop) - 0.5) {
                                                          throw Stopped{};
                                                        }
                                                      },
                                                  .checkpoint = checkpoint()}),
                   Stopped);
    }
    std::uint64_t from = 0;
    const ConstrainedResult result = train_constrained(
        spec, {.resumed = [&](std::uint64_t step) { from = step; }, .checkpoint = checkpoint()});
    EXPECT_EQ(from, stops.back() - stops.back() % spec.checkpoint_every);
    return result;
  }
  static void expect_same(const ConstrainedResult& found, const ConstrainedResult& expected) {
    EXPECT_EQ(found.parameters, expected.parameters) << "every bit";
    ASSERT_EQ(found.steps.size(), expected.steps.size());
    for (std::size_t i = 0; i < found.steps.size(); ++i) {
      EXPECT_EQ(found.steps[i].step, expected.steps[i].step);
      EXPECT_EQ(found.steps[i].kind, expected.steps[i].kind);
      EXPECT_EQ(found.steps[i].found.mean_square, expected.steps[i].found.mean_square);
      EXPECT_EQ(found.steps[i].found.loss, expected.steps[i].found.loss);
      EXPECT_EQ(found.steps[i].found.least_v, expected.steps[i].found.least_v);
      EXPECT_EQ(found.steps[i].cost, expected.steps[i].cost);
    }
  }

 private:
  fs::path folder_ =
      fs::temp_directory_path() / ("constrained_training_" + std::to_string(::getpid()));
};

ConstrainedTrainingSpec resumed_spec() {
  ConstrainedTrainingSpec spec = small_spec();
  spec.pretraining_steps = 40;
  spec.alternating_steps = 12;
  spec.objective_steps = 2;
  spec.finishing_steps = 9;
  spec.margin = 30;  // never met: all steps are taken
  spec.checkpoint_every = 3;
  return spec;
}

TEST_F(resumed_training, with_every_optimiser_it_ends_with_the_same_bytes) {
  std::set<double> last;
  for (const train::OptimizerKind optimizer : kEnumValues<train::OptimizerKind>) {
    for (const double momentum : {0.0, 0.9}) {
      SCOPED_TRACE(enum_name(optimizer));
      ConstrainedTrainingSpec spec = resumed_spec();
      spec.optimizer = optimizer;
      spec.momentum = momentum;
      spec.nesterov = momentum > 0 && optimizer == train::OptimizerKind::sgd;
      spec.learning_rate = 0.01;
      spec.weight_decay = 1e-3;
      spec.gradient_clip = 0.5;
      const ConstrainedResult whole = trained(spec);
      EXPECT_EQ(whole.steps.size(), 1u + 12 + 9);
      last.insert(whole.parameters[0][0]);
      // In pretraining, among alternating steps, and among the finishing ones.
      expect_same(in_parts(spec, {4, 20, 45, 53, 60}), whole);
      EXPECT_TRUE(fs::exists(checkpoint()));
      expect_same(train_constrained(spec, {.checkpoint = checkpoint()}), whole);
      fs::remove(checkpoint());
    }
  }
  EXPECT_EQ(last.size(), 4u) << "sgd, with momentum, adam and adamw are four";
}

TEST_F(resumed_training, a_schedule_that_the_loss_drives_goes_the_same_way_again) {
  ConstrainedTrainingSpec spec = resumed_spec();
  spec.optimizer = train::OptimizerKind::adam;
  spec.learning_rate = 0.01;
  spec.schedule = "pfq:3/4/6/8,backward=6/6/8/8,window=4,epsilon=0.9,alpha=0.3";
  const ConstrainedResult whole = trained(spec);
  EXPECT_GT(whole.changes.size(), 2u);
  const ConstrainedResult parts = in_parts(spec, {4, 20, 45});
  expect_same(parts, whole);
  EXPECT_EQ(parts.changes, whole.changes);
  const trace::Trace program = *trace_of(spec, whole);
  std::set<trace::Assignment> of_program;
  for (const trace::Phase& phase : program.schedule) {
    of_program.insert(phase.assignment);
  }
  EXPECT_EQ(of_program.size(), whole.changes.size());
  spec.schedule = "dfq:4-8";
  EXPECT_THROW(check_training(spec), UserError);
}

TEST_F(resumed_training, one_that_met_its_margin_takes_no_step_more) {
  ConstrainedTrainingSpec spec = small_spec();
  spec.checkpoint_every = 1;
  const ConstrainedResult whole = train_constrained(spec, {.checkpoint = checkpoint()});
  ASSERT_LT(whole.steps.size(), 1 + spec.alternating_steps + spec.finishing_steps);
  const auto stop = [](double) { throw Stopped{}; };
  expect_same(train_constrained(spec, {.progress = stop, .checkpoint = checkpoint()}), whole);
}

TEST_F(resumed_training, checkpoints_of_others_and_damaged_ones_are_refused) {
  const ConstrainedTrainingSpec spec = resumed_spec();
  (void)train_constrained(spec, {.checkpoint = checkpoint()});
  ConstrainedTrainingSpec other = spec;
  other.seed = 2;
  EXPECT_THROW((void)train_constrained(other, {.checkpoint = checkpoint()}), UserError);
  other = spec;
  other.checkpoint_every = 7;  // changes no result
  EXPECT_NO_THROW((void)train_constrained(other, {.checkpoint = checkpoint()}));
  const std::string bytes = read_file(checkpoint());
  for (std::size_t at = 0; at < bytes.size(); at += 101) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 16);
    EXPECT_THROW((void)parse_constrained_checkpoint(damaged, "c"), UserError) << at;
    EXPECT_THROW((void)parse_constrained_checkpoint(bytes.substr(0, at), "c"), UserError) << at;
  }
  EXPECT_EQ(serialise_checkpoint(parse_constrained_checkpoint(bytes, "c")), bytes);
}

TEST_F(resumed_training, a_start_of_which_the_published_form_sees_nothing_is_refused) {
  ConstrainedTrainingSpec spec = small_spec();
  nn::Network<float> idle(graph_of(spec), trace::DxScale::per_tensor);
  idle.initialise(1);
  const auto parameters = idle.parameters();
  parameters[0].value->data()[0] = 0;  // both weights of the first neuron, whose bias is 1
  parameters[0].value->data()[1] = 0;
  parameters[1].value->data()[0] = 1;
  const fs::path weights = checkpoint().parent_path() / "weights.bin";
  write_file_atomically(weights, train::serialise_weights(train::weights_of(idle)));
  spec.initial_weights.path = weights;
  spec.learning_rate = 0;
  spec.pretraining_steps = 0;
  spec.alternating_steps = 1;
  spec.finishing_steps = 0;
  EXPECT_GT(trained(spec).steps.back().found.pieces, 1u);
  spec.form = Form::published;
  try {
    (void)trained(spec);
    ADD_FAILURE() << "it is not refused";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("published form finds no piece"), std::string::npos)
        << error.what();
  }
}

TEST(constrained_training, decay_belongs_to_the_objective_alone) {
  ConstrainedTrainingSpec spec = resumed_spec();
  spec.pretraining_steps = 0;
  spec.alternating_steps = 0;
  const ConstrainedResult plain = trained(spec);
  spec.weight_decay = 0.5;
  EXPECT_EQ(trained(spec).parameters, plain.parameters);
  spec.pretraining_steps = 1;
  EXPECT_NE(trained(spec).parameters, plain.parameters);
}

}  // namespace constrained_training_test
}  // namespace metronome::reach
