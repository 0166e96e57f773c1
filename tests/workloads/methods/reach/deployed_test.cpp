// Verdicts about a network as it is evaluated: rounded weights and activations, saturation.
#include "workloads/methods/reach/deployed.hpp"

#include "sim/base/error.hpp"
#include "tests/workloads/methods/reach/nets.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/train/constrained/constrained_training.hpp"

namespace metronome::reach {
namespace deployed_test {

/// Quantized linear layers with ReLU between them, with the numbers of a network; the ranges are
/// those of `training` inputs, one batch often enough to settle.
class Deployed {
 public:
  Deployed(const ReluNetwork& numbers, const Matrix& training)
      : network_(graph_of_layers(numbers), trace::DxScale::per_tensor) {
    deploy({parameters_of(numbers), numbers, {}, {}}, training, network_);
  }

  Verification verify_at(const std::vector<int>& bits, const Box& input, const Box& unsafe,
                         const VerifyOptions& options = {}) {
    std::vector<trace::Assignment> levels;
    for (const int b : bits) {
      levels.push_back({{b, 8}, {}});
    }
    return verify(network_, levels, input, unsafe, options);
  }

  Matrix outputs(int bits, const Matrix& x) {
    return DeployedNetwork(network_, {{bits, 8}, {}}, tensor::KernelSet::automatic).evaluate(x);
  }

 private:
  nn::Network<float> network_;
};

TEST(reach_deployed, levels_of_the_trained_network_are_never_safe_where_a_sample_is_inside) {
  const auto train = seeds_reference::case_of("reach", "train");
  const Box input = cube(2, -1, 1);
  const Box unsafe = box_around(1.5, 1.5, 0.5, 0.5);
  const Matrix grid = grid_of(input, 400);
  Deployed network(network_of(train, "_end"), grid);
  const std::vector<int> bits{0, 3, 4, 6, 8};
  const Verification found = network.verify_at(bits, input, unsafe);
  ASSERT_EQ(found.levels.size(), bits.size());
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const Certificate& level = found.levels[i].certificate;
    EXPECT_EQ(found.levels[i].assignment.all.weight_bits, bits[i]);
    if (count_inside(network.outputs(bits[i], grid), unsafe) > 0) {
      EXPECT_EQ(level.verdict, Verdict::unsafe) << bits[i] << level.reason;
    }
  }
  EXPECT_EQ(found.levels[0].certificate.verdict, Verdict::safe);
  EXPECT_NEAR(found.levels[0].certificate.bound.value(), 1.02778, 1e-3);
  EXPECT_NE(found.levels[1].certificate.verdict, Verdict::safe) << "3 bits";
  EXPECT_NE(found.verdict, Verdict::safe);
}

TEST(reach_deployed, a_counterexample_is_the_evaluations_own) {
  const auto net = seeds_reference::case_of("reach", "authors_2");
  Deployed network(network_of(net), grid_of(input_of(net), 20));
  const Verification found = network.verify_at({0}, input_of(net), unsafe_of(net));
  EXPECT_EQ(found.verdict, Verdict::unsafe) << found.reason;
  ASSERT_TRUE(found.counterexample);
  EXPECT_TRUE(input_of(net).contains(found.counterexample->input));
  EXPECT_TRUE(unsafe_of(net).contains(found.counterexample->output));
  EXPECT_EQ(network.outputs(0, found.counterexample->input), found.counterexample->output);
}

/// Random networks and boxes at every number of bits; inputs that leave the trained range, too.
TEST(reach_deployed, no_quantized_network_is_safe_with_a_sample_inside) {
  std::map<Verdict, int> verdicts;
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    const RandomStream draw(seed, "deployed");
    const ReluNetwork numbers = random_network({2, 4, 2}, seed);
    Deployed network(numbers, grid_of(cube(2, -1, 1), 9));
    const Box input = cube(2, -1, seed % 4 == 0 ? 1.5 : 1);
    const Matrix grid = grid_of(input, 151);
    const int bits = static_cast<int>(2 + seed % 7);
    const Matrix outputs = network.outputs(bits, grid);
    const Vector at = outputs.col(static_cast<Eigen::Index>(draw.below(0, 151 * 151)));
    const double half = 0.05 + 0.2 * draw.uniform(1);
    const Box unsafe =
        box_around(at[0] + 1.5 * draw.uniform(2), at[1] + draw.uniform(3), half, half);
    const Verification found = network.verify_at({bits}, input, unsafe, {.samples = 400});
    ++verdicts[found.verdict];
    if (found.verdict == Verdict::safe) {
      EXPECT_EQ(count_inside(outputs, unsafe), 0) << seed << " at " << bits;
    }
    if (found.verdict == Verdict::unsafe) {
      EXPECT_TRUE(unsafe.contains(network.outputs(bits, found.counterexample->input).col(0)));
    }
  }
  EXPECT_GT(verdicts[Verdict::safe], 10);
  EXPECT_GT(verdicts[Verdict::unsafe], 8);
}

TEST(reach_deployed, what_saturates_is_covered) {
  // relu(x): beyond the range [0, 1] the executed value stays at 1.
  ReluNetwork numbers;
  numbers.layers.push_back({Matrix::Identity(1, 1), Vector::Zero(1), true});
  numbers.layers.push_back({Matrix::Identity(1, 1), Vector::Zero(1)});
  Deployed network(numbers, Matrix(Vector::LinSpaced(11, 0, 1).transpose()));
  const Box input = cube(1, 0, 10);
  EXPECT_EQ(network.verify_at({8}, input, cube(1, 1.01, 20)).verdict, Verdict::safe);
  EXPECT_EQ(network.verify_at({8}, input, cube(1, 0.999, 1.01)).verdict, Verdict::unsafe);
  EXPECT_EQ(network.verify_at({0}, input, cube(1, 9, 20)).verdict, Verdict::unsafe);
}

TEST(reach_deployed, a_convolution_is_bounded_as_it_is_evaluated) {
  model::GraphBuilder builder("conv", {1, 4, 4});
  model::NodeIndex x = builder.convolution(
      "conv", 0, {.out_channels = 2, .kernel = {3}, .pad = {1}, .quantized = true, .bias = true});
  x = builder.relu("relu", x);
  x = builder.append("flat", model::Reshape{}, {x});
  builder.linear("fc", x, {.out_features = 1, .quantized = true});
  nn::Network<float> network(builder.graph(), trace::DxScale::per_tensor);
  network.initialise(3);
  for (const auto& [name, range] : network.ranges()) {
    *range = {name == "conv.input_range" ? -1.0f : 0.0f, 2.0f};
  }
  const trace::Assignment eight{{8, 8}, {}};
  const DeployedNetwork deployed(network, eight, tensor::KernelSet::automatic);
  Box input = cube(16, 0, 0);
  input.high.head(2).setConstant(0.5);
  const double at = deployed.evaluate(input.centre())(0, 0);
  EXPECT_EQ(verify(network, {eight}, input, cube(1, at - 0.01, at + 0.01), {}).verdict,
            Verdict::unsafe);
  const Verification far = verify(network, {eight}, input, cube(1, at + 3, at + 4), {});
  EXPECT_EQ(far.verdict, Verdict::safe) << far.reason;
}

TEST(reach_deployed, networks_that_are_no_chain_of_bounded_layers_are_refused_by_name) {
  model::GraphBuilder builder("tanh net", {2, 1, 1});
  const auto x = builder.linear("fc1", 0, {.out_features = 3});
  builder.pointwise("bend", x, model::Tanh{});
  nn::Network<float> tanh(builder.graph(), trace::DxScale::per_tensor);
  const trace::Assignment level{{8, 8}, {}};
  try {
    (void)verify(tanh, {level}, cube(2, 0, 1), cube(3, 0, 1), {});
    ADD_FAILURE();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("`bend` is a layer of kind tanh"), std::string::npos)
        << error.what();
  }
  nn::Network<float> residual(
      [] {
        model::GraphBuilder b("residual", {2, 1, 1});
        const auto y = b.linear("fc1", 0, {.out_features = 2});
        b.append("sum", model::Add{}, {y, 0});
        return b.graph();
      }(),
      trace::DxScale::per_tensor);
  EXPECT_THROW((void)verify(residual, {level}, cube(2, 0, 1), cube(2, 0, 1), {}), UserError);
}

TEST(reach_deployed, boxes_of_another_dimension_or_beyond_single_precision_are_refused) {
  Deployed network(random_network({2, 3, 2}, 1), grid_of(cube(2, -1, 1), 3));
  EXPECT_THROW(network.verify_at({8}, cube(3, 0, 1), cube(2, 0, 1)), UserError);
  EXPECT_THROW(network.verify_at({8}, cube(2, 0, 1), cube(1, 0, 1)), UserError);
  EXPECT_THROW(network.verify_at({8}, cube(2, 1, 0), cube(2, 0, 1)), UserError);
  EXPECT_THROW(network.verify_at({8}, cube(2, 0, 1e31), cube(2, 0, 1)), UserError);
  EXPECT_NO_THROW(network.verify_at({8}, cube(2, 0.5, 0.5), cube(2, 0, 1)));
}

}  // namespace deployed_test
}  // namespace metronome::reach
