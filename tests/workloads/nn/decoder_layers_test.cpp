// Layers of today's language models: values from their definitions, gradients against finite
// differences in double, and small versions of the five models that learn.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/workloads/nn/gradient_check.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::nn {
namespace decoder_layers_test {

class DecoderLayers : public testing::Test {
 protected:
  Workspace<double> workspace_{2};
  Pass<double> pass_{.workspace = &workspace_};

  /// What a network of one layer makes of x.
  DTensor output_of(const model::Layer& layer, const DTensor& x, std::size_t inputs = 1) {
    model::GraphBuilder builder("net", {x.dim(0), x.dim(2), x.dim(3)});
    (void)builder.append("layer", layer, std::vector<model::NodeIndex>(inputs, 0));
    Network<double> network(builder.graph(), trace::DxScale::segmented);
    return network.forward(x, pass_, trace::Assignment{});
  }
};
using decoder_layers = DecoderLayers;

TEST_F(decoder_layers, rms_norm_divides_by_the_root_of_the_mean_square) {
  DTensor x({2, 1, 1, 1});
  x.data()[0] = 3;
  x.data()[1] = -4;
  const DTensor y = output_of(model::RmsNorm{}, x);
  const double root = std::sqrt(12.5 + 1e-5);
  EXPECT_NEAR(y.data()[0], 3 / root, 1e-12);
  EXPECT_NEAR(y.data()[1], -4 / root, 1e-12);
}

TEST_F(decoder_layers, swiglu_is_silu_of_the_first_times_the_second) {
  DTensor x({1, 1, 1, 1});
  x.data()[0] = 2;
  EXPECT_NEAR(output_of(model::SwiGlu{}, x, 2).data()[0], 2 / (1 + std::exp(-2.0)) * 2, 1e-12);
}

/// Feature i goes with i + d/2: (1, 0) of the first pair becomes (cos t, sin t), of the second
/// (cos t/10, sin t/10) with theta 100.
TEST_F(decoder_layers, rope_turns_pairs_half_a_head_apart_by_the_place) {
  DTensor x({8, 2, 3, 1});
  x.fill(0);
  for (const std::size_t feature : {0, 1, 4, 5}) {
    std::fill_n(x.row(feature), x.row_size(), 1.0);
  }
  const DTensor y = output_of(model::Rope{{}, 4, 100}, x);
  for (std::size_t p = 0; p < 6; ++p) {
    const auto t = static_cast<double>(p % 3);
    for (const std::size_t head : {0, 4}) {
      EXPECT_NEAR(y.row(head)[p], std::cos(t), 1e-12);
      EXPECT_NEAR(y.row(head + 2)[p], std::sin(t), 1e-12);
      EXPECT_NEAR(y.row(head + 1)[p], std::cos(t / 10), 1e-12);
      EXPECT_NEAR(y.row(head + 3)[p], std::sin(t / 10), 1e-12);
    }
  }
}

TEST_F(decoder_layers, repeated_heads_stand_side_by_side) {
  DTensor x({4, 1, 1, 1});
  std::copy_n(std::vector<double>{1, 2, 3, 4}.data(), 4, x.data());
  const DTensor y = output_of(model::RepeatHeads{{}, 2, 3}, x);
  const std::vector<double> expected{1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4};
  ASSERT_EQ(y.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(y.data()[i], expected[i]) << i;
  }
}

/// Every parameter of a network against differences of the loss.
void expect_gradients(const model::Graph& graph, const DTensor& input,
                      const std::vector<std::uint8_t>& labels, const Pass<double>& pass) {
  Network<double> network(graph, trace::DxScale::segmented);
  for (const Parameter<double>& parameter : network.parameters()) {
    *parameter.value = random_tensor(parameter.value->dims(), parameter.name);
  }
  const trace::Assignment fp32{.all = trace::Precision(0, 0), .layers = {}};
  DTensor gradient;
  const auto loss = [&] {
    return softmax_cross_entropy(network.forward(input, pass, fp32),
                                 std::span<const std::uint8_t>(labels), &gradient)
        .loss;
  };
  (void)loss();
  network.backward(gradient, pass, fp32);
  for (const Parameter<double>& parameter : network.parameters()) {
    SCOPED_TRACE(parameter.name);
    const DTensor analytic = *parameter.gradient;
    expect_gradient(*parameter.value, analytic, loss, 3, 1e-5);
  }
}

TEST_F(decoder_layers, gradients_of_the_five_models_are_those_of_their_losses) {
  DTensor words({1, 2, 3, 1});
  std::copy_n(std::vector<double>{1, 4, 1, 0, 5, 4}.data(), 6, words.data());
  const std::vector<std::uint8_t> labels{4, 1, 0, 5, 4, 2};
  const model::Shape text{1, 3, 1};
  expect_gradients(
      model::gpt2("g", {.layers = 2, .features = 4, .heads = 2, .positions = 5}, text, 6), words,
      labels, pass_);
  expect_gradients(
      model::llama("l", {.layers = 2, .features = 8, .inner = 6, .heads = 4, .kv_heads = 2}, text,
                   6),
      words, labels, pass_);
  expect_gradients(
      model::bert("b", {.layers = 1, .features = 4, .heads = 2, .positions = 4}, text, 6), words,
      labels, pass_);
  expect_gradients(model::vision_transformer(
                       "v", {.layers = 1, .features = 4, .heads = 2, .patch = 2}, {2, 4, 4}, 3),
                   random_tensor({2, 2, 4, 4}, "x"), {2, 0}, pass_);
}

/// The table's gradient is the sum of what its rows give and what the output layer gives.
TEST_F(decoder_layers, a_tied_table_has_one_gradient_of_both_uses) {
  model::GraphBuilder b("net", {1, 3, 1});
  const model::NodeIndex x = b.embedding("words", 0, {.vocabulary = 5, .features = 4});
  const model::NodeIndex first =
      b.append("one", model::TiedLinear{.table = "words", .out_features = 5}, {x});
  const model::NodeIndex second =
      b.append("two", model::TiedLinear{.table = "words", .out_features = 5, .bias = true}, {x});
  (void)b.add("sum", first, second);
  DTensor words({1, 2, 3, 1});
  std::copy_n(std::vector<double>{1, 4, 1, 0, 2, 4}.data(), 6, words.data());
  expect_gradients(b.graph(), words, {4, 1, 0, 2, 4, 2}, pass_);
}

}  // namespace decoder_layers_test
}  // namespace metronome::nn
