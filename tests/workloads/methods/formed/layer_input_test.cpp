// Inputs of layers in a form: products of planes are those of numbers, and gradients those of the
// whole network.
#include "workloads/methods/formed/layer_input.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "workloads/methods/formed/formed_network.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/nn/loss.hpp"

namespace metronome::methods {
namespace layer_input_test {

using Tensor = tensor::Tensor<double>;

/// Odd reductions: 3 x 3 taps of 3 channels, 5 channels, 35 of a row; strided, dilated and grouped.
model::Graph graph_of(bool with_relu) {
  model::GraphBuilder builder("odd", {3, 9, 7});
  model::NodeIndex at = with_relu ? builder.relu("relu0", 0) : 0;
  at = builder.convolution("c1", at, {.out_channels = 5, .kernel = 3, .stride = {2, 1}, .pad = 1});
  at = with_relu ? builder.relu("relu1", at) : at;
  at = builder.convolution("c2", at,
                           {.out_channels = 4, .kernel = 3, .pad = {2, 2}, .dilation = {2, 2}});
  at = with_relu ? builder.relu("relu2", at) : at;
  at = builder.convolution("c3", at, {.out_channels = 4, .kernel = 1, .groups = 2});
  at = builder.global_average_pool("pool", at);
  builder.linear("fc", at, {.out_features = 3, .quantized = true});
  return builder.graph();
}

Tensor input_of(std::size_t batch) {
  Tensor x({3, batch, 9, 7});
  const RandomStream draws(5, "input");
  for (std::size_t i = 0; i < x.size(); ++i) {
    x.data()[i] = draws.normal(i);
  }
  return x;
}

TEST(layer_input, products_of_planes_are_those_of_numbers_at_all_25_pairs_of_widths) {
  for (const bool with_relu : {true, false}) {
    const model::Graph graph = graph_of(with_relu);
    nn::Network<double> network(graph, trace::DxScale::per_tensor);
    network.initialise(3);
    nn::Workspace<double> workspace(2);
    FormedNetwork<double> formed(
        network, weights::BinarySpec{.bits = 5,
                                     .scaled = true,
                                     .activations = weights::BinaryActivations::clipped,
                                     .first_range = 1.3});
    const Tensor x = input_of(3);
    for (int weight = 1; weight <= 5; ++weight) {
      for (int activation = 1; activation <= 5; ++activation) {
        SCOPED_TRACE(testing::Message() << weight << " x " << activation);
        trace::Precision bits(activation, 0);
        bits.weight_bits = weight;
        const trace::Assignment assignment{bits, {}};
        const Tensor numbers = formed.forward(
            x, {.workspace = &workspace, .training = true, .stochastic = false}, assignment);
        const Tensor planes =
            formed.forward(x, {.workspace = &workspace, .training = false}, assignment);
        ASSERT_EQ(numbers.size(), planes.size());
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          EXPECT_NEAR(planes.data()[i], numbers.data()[i], 1e-12);
        }
      }
    }
  }
}

TEST(layer_input, planes_are_counted_where_a_border_has_a_code_and_else_numbers_multiplied) {
  nn::ConvolutionShape shape;
  shape.in_channels = 2;
  shape.in_height = shape.in_width = 2;
  Tensor x({2, 1, 2, 2});
  x.fill(0.4);
  Tensor y({1, 1, 2, 2});
  nn::Workspace<double> workspace(1);
  const weights::BitPlanes planes(std::vector<std::int32_t>{1, 0}, 2, 1);
  for (const bool is_signed : {false, true}) {
    LayerInput<double> input(weights::ClippedActivations<double>(1.0, is_signed));
    input.set_bits(1);
    EXPECT_FALSE(input.multiply(shape, x, y, workspace)) << "no weights in planes";
    input.set_weights(planes, 1.0);
    EXPECT_EQ(input.multiply(shape, x, y, workspace), !is_signed) << "-alpha and alpha: no zero";
  }
}

TEST(layer_input, what_cannot_be_negative_follows_from_the_layers_before) {
  model::GraphBuilder builder("signs", {1, 8, 8});
  const model::NodeIndex conv = builder.convolution("conv", 0, {.out_channels = 4, .kernel = 1});
  const model::NodeIndex relu = builder.relu("relu", conv);
  const model::NodeIndex both = builder.add("both", relu, conv);
  const model::NodeIndex twice = builder.add("twice", relu, relu);
  const model::NodeIndex pool = builder.global_average_pool("pool", twice);
  const std::vector<bool> negative = negative_outputs(builder.graph());
  EXPECT_TRUE(negative[0]);
  EXPECT_TRUE(negative[conv]);
  EXPECT_FALSE(negative[relu]);
  EXPECT_TRUE(negative[both]);
  EXPECT_FALSE(negative[twice]);
  EXPECT_FALSE(negative[pool]);
}

TEST(layer_input, gradients_of_strengths_through_a_network_are_its_differences) {
  const model::Graph graph = graph_of(true);
  nn::Network<double> network(graph, trace::DxScale::per_tensor);
  network.initialise(3);
  nn::Workspace<double> workspace(1);
  weights::BlendedSpec spec;
  spec.candidates = {1, 2, 3};
  FormedNetwork<double> formed(network, spec);
  const Tensor x = input_of(2);
  const std::vector<std::uint32_t> labels{0, 2};
  const nn::Pass<double> pass{.workspace = &workspace, .stochastic = false};
  const trace::Assignment fp32{{0, 0}, {}};
  Tensor gradient;
  const auto loss = [&] {
    return nn::softmax_cross_entropy<double>(formed.forward(x, pass, fp32), labels, &gradient).loss;
  };
  (void)loss();
  formed.clear_gradients();
  formed.backward(gradient, pass);
  std::size_t checked = 0;
  for (const weights::Trained<double>& part : formed.trained()) {
    if (!part.name.ends_with(".strengths")) {
      continue;
    }
    // Those in front of a grid move what is rounded behind them: only the last layer's are smooth.
    if (!part.name.starts_with("fc.")) {
      continue;
    }
    for (std::size_t i = 0; i < part.values.size(); ++i) {
      const double middle = part.values[i];
      const double step = 1e-5;
      const double slope = part.gradient[i];
      part.values[i] = middle + step;
      const double above = loss();
      part.values[i] = middle - step;
      const double below = loss();
      part.values[i] = middle;
      EXPECT_NEAR(slope, (above - below) / (2 * step), 1e-7) << part.name;
      ++checked;
    }
  }
  EXPECT_EQ(checked, 6u);
}

TEST(layer_input, a_mixture_has_no_bits_of_a_schedule_and_a_grid_must_have_some) {
  LayerInput<double> mixture(weights::BlendedActivations<double>({}, 1.0));
  EXPECT_THROW(mixture.set_bits(4), UserError);
  mixture.set_bits(0);
  LayerInput<double> clipped(weights::ClippedActivations<double>(1.0));
  EXPECT_THROW(clipped.set_bits(0), UserError);
  EXPECT_THROW(clipped.set_bits(17), UserError);
  EXPECT_THROW((void)weights::ClippedActivations<double>(0.0), UserError);
}

}  // namespace layer_input_test
}  // namespace metronome::methods
