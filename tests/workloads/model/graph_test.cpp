#include "workloads/model/graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::model {
namespace graph_test {

constexpr Shape kCifar{3, 32, 32};

struct Count {
  std::size_t convolutions = 0;
  std::uint64_t macs = 0;
  std::uint64_t weights = 0;
};

Count convolutions_of(const Graph& graph) {
  Count count;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    if (std::holds_alternative<Convolution>(graph.nodes[i].layer)) {
      ++count.convolutions;
      count.macs += forward_macs(graph, i);
      count.weights += parameter_count(graph, i);
    }
  }
  return count;
}

// Convolutions, multiply-accumulates and weights of the networks of [fu2021code], from its
// tables of layers.
struct Published {
  const char* name;
  std::size_t convolutions;
  double macs;
  std::uint64_t weights;
};

TEST(cifar_resnet, convolutions_macs_and_parameters_are_the_published_ones) {
  for (const Published& p : {Published{"resnet-38", 39, 83.280e6, 560560},
                             Published{"resnet-74", 75, 168.215e6, 1141168},
                             Published{"resnet-110", 111, 253.149e6, 1721776},
                             Published{"resnet-152", 153, 352.240e6, 2399152},
                             Published{"resnet-164", 165, 380.551e6, 2592688}}) {
    const Count count = convolutions_of(make_model(p.name, kCifar, 10));
    EXPECT_EQ(count.convolutions, p.convolutions) << p.name;
    EXPECT_NEAR(static_cast<double>(count.macs), p.macs, 500) << p.name;
    EXPECT_EQ(count.weights, p.weights) << p.name;
  }
}

TEST(cifar_resnet, macs_of_resnet_8_are_the_sum_of_its_layers) {
  const Graph graph = make_model("resnet-8", kCifar, 10);
  const std::uint64_t expected = 32 * 32 * (3 + 2 * 16) * 16 * 9        // conv1, group 1
                                 + 16 * 16 * (16 + 32) * 32 * 9         // group 2
                                 + 8 * 8 * (32 + 64) * 64 * 9           // group 3
                                 + 16 * 16 * 16 * 32 + 8 * 8 * 32 * 64  // shortcuts
                                 + 64 * 10;                             // linear
  EXPECT_EQ(forward_macs(graph), expected);
}

TEST(cifar_resnet, names_are_the_authors_parameters) {
  const Graph graph = cifar_resnet(2, kCifar, 10);
  std::vector<std::string> names;
  for (const Node& node : graph.nodes) {
    names.push_back(node.name);
  }
  for (const char* name :
       {"conv1", "bn1", "group1_layer0.conv1", "group1_layer1.bn2", "group2_layer0.downsample",
        "group2_layer0.bn3", "group3_layer1.conv2", "fc"}) {
    EXPECT_EQ(std::count(names.begin(), names.end(), name), 1) << name;
  }
  EXPECT_EQ(std::count(names.begin(), names.end(), "group1_layer0.downsample"), 0);
  EXPECT_EQ(std::count(names.begin(), names.end(), "group2_layer1.downsample"), 0);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(cifar_resnet, shapes_halve_and_double_from_group_to_group) {
  const Graph graph = make_model("resnet-20", kCifar, 100);
  const auto output_of = [&](const std::string& name) {
    return std::find_if(graph.nodes.begin(), graph.nodes.end(),
                        [&](const Node& node) { return node.name == name; })
        ->output;
  };
  EXPECT_EQ(output_of("group1_layer2.relu2"), (Shape{16, 32, 32}));
  EXPECT_EQ(output_of("group2_layer0.bn3"), (Shape{32, 16, 16}));
  EXPECT_EQ(output_of("group3_layer2.relu2"), (Shape{64, 8, 8}));
  EXPECT_EQ(output_of("pool"), (Shape{64, 1, 1}));
  EXPECT_EQ(graph.classes(), 100u);
  EXPECT_EQ(graph.input(), kCifar);
}

TEST(cifar_resnet, inputs_of_a_node_come_before_it_and_only_fc_stays_fp32) {
  const Graph graph = make_model("resnet-8", kCifar, 10);
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    for (const NodeIndex input : graph.nodes[i].inputs) {
      EXPECT_LT(input, i);
    }
    if (const auto* convolution = std::get_if<Convolution>(&graph.nodes[i].layer)) {
      EXPECT_TRUE(convolution->quantized);
    }
  }
  EXPECT_FALSE(std::get<Linear>(graph.nodes.back().layer).quantized);
}

TEST(make_model, every_listed_name_is_built_under_its_own_name) {
  for (const std::string& name : model_names()) {
    EXPECT_EQ(make_model(name, kCifar, 10).name, name);
  }
  EXPECT_EQ(make_model("resnet-26", kCifar, 10).name, "resnet-26");
}

TEST(make_model, another_name_is_an_error_with_the_nearest_one) {
  for (const char* name : {"resnet-9", "resnet-2", "resnet-", "resnet-8x", "vgg"}) {
    EXPECT_THROW((void)make_model(name, kCifar, 10), UserError) << name;
  }
  try {
    (void)make_model("resnet-39", kCifar, 10);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(error.diagnostics().front().hint.find("resnet-3"), std::string::npos);
  }
}

TEST(graph_builder, a_kernel_larger_than_its_image_is_an_error) {
  GraphBuilder builder("small", {1, 2, 2});
  EXPECT_THROW(builder.convolution("c", 0, {.out_channels = 1, .kernel = 3}), UserError);
  EXPECT_NO_THROW(builder.convolution("c", 0, {.out_channels = 1, .kernel = 3, .pad = 1}));
}

}  // namespace graph_test
}  // namespace metronome::model
