// Kinds of feedback, where they act, and what is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/methods/feedback/direct_feedback.hpp"
#include "workloads/methods/feedback/lfsr.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::feedback {
namespace feedback_test {

TEST(feedback, a_register_of_state_zero_is_refused) {
  EXPECT_THROW(Lfsr(0), UserError);
  EXPECT_THROW((void)lfsr_feedback(4, 3, 0), UserError);
}

TEST(feedback, uniform_entries_have_the_variance_of_one_over_their_number) {
  const FeedbackMatrix matrix = uniform_feedback(200, 10, RandomStream(1, "feedback"));
  double squares = 0;
  for (const double value : matrix.values) {
    EXPECT_LE(std::abs(value), std::sqrt(3.0 / 200));
    squares += value * value;
  }
  EXPECT_NEAR(squares / 2000 * 200, 1, 0.08);
}

TEST(feedback, a_product_is_what_backpropagation_through_linear_layers_gives) {
  const FeedbackMatrix first{3, 2, {1, 2, 3, 4, 5, 6}};  // 3 outputs, 2 inputs
  const FeedbackMatrix second{2, 3, {1, 0, 1, 0, 1, 1}};
  const FeedbackMatrix both = product_feedback({first, second});
  EXPECT_EQ(both, (FeedbackMatrix{2, 2, {6, 8, 8, 10}}));  // (second first)'
  EXPECT_EQ(product_feedback({second}), (FeedbackMatrix{3, 2, {1, 0, 0, 1, 1, 1}}));
  const FeedbackMatrix signs = binary_feedback({2, 2, {1, -3, 0, 4}});
  EXPECT_EQ(signs.values, (std::vector<double>{2, -2, 2, 2}));
}

TEST(feedback, what_is_generated_is_not_stored) {
  EXPECT_EQ(stored_bits(FeedbackKind::lfsr), 0);
  EXPECT_EQ(stored_bits(FeedbackKind::binary), 1);
  EXPECT_EQ(stored_bits(FeedbackKind::product), 32);
  EXPECT_EQ(stored_bits(FeedbackKind::uniform), 32);
}

TEST(feedback, the_plan_of_a_perceptron_feeds_its_hidden_layers) {
  const model::Graph graph = model::mlp({16, 12}, {3, 8, 8}, 10);  // fc1 reads the whole image
  const FeedbackPlan plan = plan_of(graph, Boundary::boundary);
  EXPECT_EQ(plan.layers.size(), 3u);
  EXPECT_FALSE(plan.convolutional);
  ASSERT_EQ(plan.points.size(), 2u);
  EXPECT_EQ(graph.nodes[plan.points[0].node].name, "relu1");
  EXPECT_EQ(plan.points[0].numbers, 16u);
  EXPECT_EQ(plan.points[0].layers_behind, 2u);
  EXPECT_EQ(graph.nodes[plan.points[1].node].name, "relu2");
}

TEST(feedback, a_network_with_one_fully_connected_layer_is_fed_at_the_boundary_only) {
  const model::Graph resnet = model::cifar_resnet(1, {3, 32, 32}, 10);
  const FeedbackPlan plan = plan_of(resnet, Boundary::boundary);
  EXPECT_TRUE(plan.convolutional);
  ASSERT_EQ(plan.points.size(), 1u);
  EXPECT_EQ(plan.points[0].numbers, 64u);
  EXPECT_THROW((void)plan_of(resnet, Boundary::first_fc), UserError);
}

TEST(feedback, networks_without_hidden_fully_connected_layers_are_refused) {
  model::GraphBuilder all_convolutional("all convolutional", {3, 8, 8});
  const auto x = all_convolutional.convolution("conv", 0, {.out_channels = 10, .kernel = {3}});
  all_convolutional.global_average_pool("pool", x);
  EXPECT_THROW((void)plan_of(all_convolutional.graph(), Boundary::boundary), UserError);
  model::GraphBuilder single("single", {4, 1, 1});
  single.linear("fc", 0, {.out_features = 2});
  EXPECT_THROW((void)plan_of(single.graph(), Boundary::boundary), UserError);
}

TEST(feedback, matrices_of_every_kind_fit_their_points) {
  nn::Network<float> network(model::mlp({16, 12}, {3, 8, 8}, 10), trace::DxScale::per_tensor);
  network.initialise(1);
  const FeedbackPlan plan = plan_of(network.graph(), Boundary::boundary);
  for (const FeedbackKind kind : kEnumValues<FeedbackKind>) {
    const FeedbackSpec spec{kind, Boundary::boundary, 7};
    const auto matrices = feedback_matrices(plan, spec, network);
    ASSERT_EQ(matrices.size(), 2u);
    EXPECT_EQ(matrices[0].rows, 16u);
    EXPECT_EQ(matrices[1].rows, 12u);
    EXPECT_EQ(matrices[1].columns, 10u);
    EXPECT_EQ(matrices, feedback_matrices(plan, spec, network)) << "the same at each use";
    const DirectFeedback<float> rule(plan, matrices);
    EXPECT_TRUE(rule.covers(plan.points[0].node));
    EXPECT_FALSE(rule.covers(0));
  }
}

}  // namespace feedback_test
}  // namespace metronome::feedback
