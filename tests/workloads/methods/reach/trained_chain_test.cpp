// Chains of layers as they are trained: convolutions, layers without a ReLU between them, one
// behind the last, one on the input.
#include "workloads/methods/reach/trained_chain.hpp"

#include "sim/base/error.hpp"
#include "tests/workloads/methods/reach/nets.hpp"
#include "workloads/methods/reach/chain_graph.hpp"

namespace metronome::reach {
namespace trained_chain_test {

/// A convolution with a bias and stride on a ReLU of the input, one without a bias, two linear
/// layers without a ReLU between them, and a ReLU behind the last.
model::Graph mixed_graph() {
  model::GraphBuilder builder("mixed", {1, 4, 4});
  model::NodeIndex x = builder.relu("relu0", 0);
  model::Convolution first{.out_channels = 2, .kernel = 3, .stride = 2, .pad = 1};
  first.bias = true;
  x = builder.convolution("conv1", x, first);
  x = builder.relu("relu1", x);
  x = builder.convolution("conv2", x, {.out_channels = 2, .kernel = 2});
  x = builder.append("flat", model::Reshape{}, {x});
  x = builder.linear("fc1", x, {.out_features = 3});
  x = builder.linear("fc2", x, {.out_features = 2});
  builder.relu("relu2", x);
  return builder.graph();
}

Matrix random_inputs(Eigen::Index numbers, Eigen::Index samples) {
  const RandomStream draw(4, "inputs");
  Matrix x(numbers, samples);
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    x.reshaped()[i] = 2 * draw.uniform(static_cast<std::uint64_t>(i)) - 1;
  }
  return x;
}

/// Something passes each ReLU.
template <class Parameters>
void raise_biases(const Parameters& parameters) {
  for (const auto& parameter : parameters) {
    for (double& bias : parameter.value->values()) {
      bias += parameter.name == "conv1.bias" ? 0.3 : parameter.name == "fc2.bias" ? 3 : 0;
    }
  }
}

TEST(trained_chain, affine_layers_give_what_the_network_gives) {
  const model::Graph graph = mixed_graph();
  TrainedChain chain(graph);
  chain.initialise(3);
  nn::Network<double> network(graph, trace::DxScale::per_tensor);
  network.initialise(3);
  raise_biases(chain.parameters());
  raise_biases(network.parameters());
  const Matrix x = random_inputs(16, 5);
  tensor::Tensor<double> features({1, 5, 4, 4});
  for (Eigen::Index n = 0; n < 5; ++n) {
    for (Eigen::Index i = 0; i < 16; ++i) {
      features.data()[n * 16 + i] = x(i, n);
    }
  }
  nn::Workspace<double> workspace(1, tensor::KernelSet::portable);
  const nn::Pass<double> pass{.workspace = &workspace, .training = false};
  const auto& expected = network.forward(features, pass, {{0, 0}, {}});
  const Matrix found = chain.numbers().evaluate(x);
  ASSERT_EQ(found.rows(), 2);
  double largest = 0;
  for (Eigen::Index o = 0; o < 2; ++o) {
    for (Eigen::Index n = 0; n < 5; ++n) {
      EXPECT_NEAR(found(o, n), expected.data()[o * 5 + n], 1e-12);
      largest = std::max(largest, found(o, n));
    }
  }
  EXPECT_GT(largest, 0) << "not all behind the last ReLU";
}

/// The derivative of `loss` by each parameter against finite differences.
template <class Loss>
void expect_gradients(TrainedChain& chain, const Loss& loss, double tolerance) {
  std::vector<std::vector<double>> found;
  for (const auto& parameter : chain.parameters()) {
    found.emplace_back(parameter.gradient->values().begin(), parameter.gradient->values().end());
  }
  std::size_t checked = 0, kinks = 0, alive = 0;
  for (std::size_t p = 0; p < found.size(); ++p) {
    for (std::size_t i = 0; i < found[p].size(); ++i) {
      double& number = chain.parameters()[p].value->data()[i];
      const double kept = number;
      constexpr double kStep = 1e-6;
      number = kept + kStep;
      const double up = loss(chain.numbers());
      number = kept - kStep;
      const double down = loss(chain.numbers());
      number = kept;
      const double numeric = (up - down) / (2 * kStep);
      ++checked;
      alive += numeric != 0 ? 1 : 0;
      kinks += std::abs(numeric - found[p][i]) > tolerance * (1 + std::abs(numeric)) ? 1 : 0;
    }
  }
  EXPECT_GT(alive, checked / 8);
  EXPECT_LE(kinks, checked / 50) << "of " << checked;
}

TEST(trained_chain, gradients_of_both_losses_are_those_of_the_parameters) {
  std::size_t with_loss = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    TrainedChain chain(mixed_graph());
    chain.initialise(seed);
    raise_biases(chain.parameters());
    const Matrix x = random_inputs(16, 20);
    const Matrix y = Matrix::Constant(2, 20, 0.7);
    const auto square = [&](const ReluNetwork& numbers) {
      return mean_square_fit(numbers, x, y).mean_square;
    };
    EXPECT_NE(square(chain.numbers()), 0.49) << "something passes the last ReLU";
    chain.set_gradients(mean_square_fit(chain.numbers(), x, y).gradient);
    expect_gradients(chain, square, 1e-5);

    Box input{Vector::Constant(16, 0.2), Vector::Constant(16, 0.2)};
    input.high.head(2).setConstant(0.9);
    input.low.head(2).setConstant(-0.3);
    ProgramCost cost;
    const auto constraint = [&](const ReluNetwork& numbers) {
      return constraint_loss(numbers, input, box_around(3, 3, 2, 2), {Form::tight, 0.5}, cost);
    };
    if (constraint(chain.numbers()).loss > 0.01) {
      ++with_loss;
      chain.set_gradients(constraint(chain.numbers()).gradient);
      expect_gradients(
          chain, [&](const ReluNetwork& numbers) { return constraint(numbers).loss; }, 1e-4);
    }
  }
  EXPECT_GT(with_loss, 1u);
}

TEST(trained_chain, what_is_no_chain_says_which_layer) {
  model::GraphBuilder builder("branches", {1, 2, 2});
  const model::NodeIndex a = builder.relu("a", 0);
  builder.add("sum", a, 0);
  const auto fault = chain_fault(builder.graph());
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->node, 2u);
  EXPECT_EQ(fault->what, "is a layer of kind add, which cannot be bounded");
  EXPECT_FALSE(chain_fault(mixed_graph()));
  EXPECT_FALSE(size_fault(mixed_graph()));
  model::GraphBuilder large("large", {6000, 1, 1});
  large.linear("fc", 0, {.out_features = 2});
  EXPECT_EQ(size_fault(large.graph())->node, 1u);
}

}  // namespace trained_chain_test
}  // namespace metronome::reach
