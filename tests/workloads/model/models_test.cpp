// Counts of layers, weights and multiply-accumulates, from the published networks
// [sandler2018mobilenet] [he2016resnet] [vaswani2017attention] and from [fu2021code].
#include <gtest/gtest.h>

#include <functional>

#include "sim/base/error.hpp"
#include "workloads/model/builders.hpp"

namespace metronome::model {
namespace models_test {

using Chosen = std::function<bool(const Node&)>;

double macs_of(const Graph& graph, const Chosen& chosen) {
  std::uint64_t macs = 0;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    macs += chosen(graph.nodes[i]) ? forward_macs(graph, i) : 0;
  }
  return static_cast<double>(macs);
}

bool is_depthwise(const Node& node) {
  const auto* layer = std::get_if<Convolution>(&node.layer);
  return layer != nullptr && layer->groups > 1;
}
bool is_linear(const Node& node) { return std::holds_alternative<Linear>(node.layer); }
bool is_quantized(const Node& node) {
  const auto* layer = std::get_if<Convolution>(&node.layer);
  return layer != nullptr && layer->quantized;
}

std::uint64_t parameters(const Graph& graph) {
  std::uint64_t count = 0;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    count += parameter_count(graph, i);
  }
  return count;
}

TEST(mobilenet_v2, macs_are_the_published_ones_of_the_cifar_variant) {
  const Graph graph = make_model("mobilenet-v2", {3, 32, 32}, 100);
  EXPECT_NEAR(macs_of(graph, is_depthwise), 5.88e6, 0.005e6);
  EXPECT_NEAR(macs_of(graph, is_linear), 0.13e6, 0.005e6);
  EXPECT_NEAR(macs_of(graph, [](const Node& n) { return !is_depthwise(n) && !is_linear(n); }),
              85.26e6, 0.005e6);
}

TEST(mobilenet_v2, depthwise_bits_are_fixed_by_default_and_can_follow_the_schedule) {
  const auto bits = [](const char* name) {
    FixedBits found;
    for (const Node& node : make_model(name, {3, 32, 32}, 10).nodes) {
      found = is_depthwise(node) ? std::get<Convolution>(node.layer).bits : found;
    }
    return found;
  };
  EXPECT_EQ(bits("mobilenet-v2"), (FixedBits{8, 16}));
  EXPECT_EQ(bits("mobilenet-v2:depthwise=4/8"), (FixedBits{4, 8}));
  EXPECT_EQ(bits("mobilenet-v2:depthwise=schedule"), FixedBits{});
  EXPECT_EQ(make_model("mobilenet-v2:depthwise=4/8", {3, 32, 32}, 10).name,
            "mobilenet-v2:depthwise=4/8");
  for (const char* wrong :
       {"mobilenet-v2:depthwise=", "mobilenet-v2:depthwise=4", "mobilenet-v2:depthwise=0/8",
        "mobilenet-v2:depthwise=8/17", "mobilenet-v2:depthwise=8/8x", "mobilenet-v2:width=2"}) {
    EXPECT_THROW((void)make_model(wrong, {3, 32, 32}, 10), UserError) << wrong;
  }
}

TEST(imagenet_resnet, macs_and_the_share_that_is_quantized_are_the_published_ones) {
  struct Published {
    const char* name;
    double total, quantized, conv1, downsample, fc;
    std::uint64_t parameters;  ///< those of torchvision's models of these names
  };
  for (const Published& p :
       {Published{"resnet-18", 1.814e9, 1.676e9, 118.0e6, 19.3e6, 0.51e6, 11689512},
        Published{"resnet-34", 3.664e9, 3.526e9, 118.0e6, 19.3e6, 0.51e6, 21797672},
        Published{"resnet-50", 4.089e9, 3.610e9, 118.0e6, 359.7e6, 2.05e6, 25557032}}) {
    const Graph graph = make_model(p.name, {3, 224, 224}, 1000);
    EXPECT_NEAR(static_cast<double>(forward_macs(graph)), p.total, 0.5e6) << p.name;
    EXPECT_NEAR(macs_of(graph, is_quantized), p.quantized, 0.6e6) << p.name;
    EXPECT_NEAR(macs_of(graph, [](const Node& n) { return n.name == "conv1"; }), p.conv1, 0.05e6);
    EXPECT_NEAR(macs_of(graph, [](const Node& n) { return n.name.ends_with(".downsample"); }),
                p.downsample, 0.05e6)
        << p.name;
    EXPECT_NEAR(macs_of(graph, is_linear), p.fc, 0.005e6) << p.name;
    EXPECT_EQ(parameters(graph), p.parameters) << p.name;
  }
}

/// Multiply-accumulates for each token of the nodes whose name begins with `prefix`.
double macs_of_token(const Graph& graph, const std::string& prefix, bool attention) {
  return macs_of(graph,
                 [&](const Node& node) {
                   return node.name.starts_with(prefix) &&
                          std::holds_alternative<Attention>(node.layer) == attention;
                 }) /
         static_cast<double>(graph.input().height);
}

TEST(transformer, macs_for_each_token_are_the_published_ones) {
  const Graph base = make_model("transformer-base", {1, 512, 1}, 10000);
  EXPECT_NEAR(macs_of_token(base, "layer", false), 18.87e6, 0.005e6);
  EXPECT_EQ(macs_of_token(base, "layer", true), 2.0 * 6 * 512 * 512);  // 2 L d tokens
  const Graph large = make_model("transformer-wiki103", {1, 64, 1}, 10000);
  EXPECT_NEAR(macs_of_token(large, "layer", false), 201.3e6, 0.05e6);
}

TEST(transformer, parameters_are_those_of_its_matrices_biases_norms_and_embedding) {
  const std::uint64_t d = 512, inner = 2048, words = 1000;
  const std::uint64_t layer = 4 * (d * d + d) + 2 * d * inner + inner + d + 2 * 2 * d;
  EXPECT_EQ(parameters(make_model("transformer-base", {1, 16, 1}, words)),
            6 * layer + 2 * d + words * d + words * (d + 1));
}

TEST(lstm_2, macs_for_each_token_are_the_published_ones) {
  const Graph graph = make_model("lstm-2", {1, 35, 1}, 10000);
  EXPECT_NEAR(macs_of_token(graph, "lstm", false), 6.76e6, 0.005e6);
  EXPECT_NEAR(macs_of_token(graph, "output", false), 6.5e6, 0.005e6);
  for (const auto& [hidden, macs] : {std::pair{800, 10.24e6}, std::pair{300, 1.44e6}}) {
    const Graph other =
        lstm_model("lstm", {.hidden = static_cast<std::size_t>(hidden)}, {1, 35, 1}, 100);
    EXPECT_NEAR(macs_of_token(other, "lstm", false), macs, 0.005e6);
  }
  EXPECT_EQ(parameters(graph), 2u * 4 * 650 * (650 + 650 + 1) + 10000 * 650 + 10000 * 651);
}

TEST(language_models, other_sizes_stand_behind_a_colon) {
  const Shape text{1, 8, 1};
  const Graph lstm = make_model("lstm-2:hidden=32", text, 50);
  EXPECT_EQ(lstm.name, "lstm-2:hidden=32");
  EXPECT_EQ(parameters(lstm), 2u * 4 * 32 * (32 + 32 + 1) + 50 * 32 + 50 * 33);
  const Graph small =
      make_model("transformer-base:layers=2,features=16,inner=24,heads=2", text, 50);
  const std::uint64_t layer = 4 * (16 * 16 + 16) + 2 * 16 * 24 + 24 + 16 + 2 * 2 * 16;
  EXPECT_EQ(parameters(small), 2 * layer + 2 * 16 + 50 * 16 + 50 * 17);
  for (const char* wrong :
       {"lstm-2:hidden=0", "lstm-2:hidden=", "lstm-2:hidden=3x", "lstm-2:width=3", "lstm-2:hidden",
        "transformer-base:heads=3", "transformer-base:features=99999999999", "lstm-2x:hidden=3"}) {
    EXPECT_THROW((void)make_model(wrong, text, 50), UserError) << wrong;
  }
}

TEST(mlp, macs_and_parameters_are_those_of_its_matrices) {
  const Graph graph = make_model("mlp", {3, 32, 32}, 10);
  EXPECT_EQ(forward_macs(graph), 3072u * 512 + 512 * 256 + 256 * 10);
  EXPECT_EQ(parameters(graph), 3073u * 512 + 513 * 256 + 257 * 10);
}

TEST(lenet_5, macs_and_parameters_are_those_of_its_layers) {
  const Graph graph = make_model("lenet-5", {1, 32, 32}, 10);
  EXPECT_EQ(parameters(graph),
            26u * 6 + (6 * 25 + 1) * 16 + (16 * 25 + 1) * 120 + 121 * 84 + 85 * 10);
  EXPECT_EQ(forward_macs(graph),
            28u * 28 * 6 * 25 + 10 * 10 * 16 * 150 + 120 * 400 + 120 * 84 + 84 * 10);
}

}  // namespace models_test
}  // namespace metronome::model
