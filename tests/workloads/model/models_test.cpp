// Counts of CPT notes, section 2.
#include <gtest/gtest.h>

#include <functional>

#include "sim/base/error.hpp"
#include "workloads/model/builders.hpp"

namespace metronome::model {
namespace {

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

}  // namespace
}  // namespace metronome::model
