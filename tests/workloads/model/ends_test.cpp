// First and last layers of a network, and what they compute with.
#include "workloads/model/ends.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/base/error.hpp"
#include "workloads/model/network_file.hpp"

namespace metronome::model {
namespace ends_test {

Graph network(const std::string& name) { return make_model(name, {3, 32, 32}, 10); }

std::set<std::string> ends_of(const Graph& graph) {
  std::set<std::string> names;
  for (const NodeIndex node : end_layers(graph)) {
    names.insert(graph.nodes[node].name);
  }
  return names;
}

const Node& node_of(const Graph& graph, const std::string& name) {
  for (const Node& node : graph.nodes) {
    if (node.name == name) {
      return node;
    }
  }
  throw std::runtime_error("no layer " + name);
}

TEST(ends, are_the_layers_with_no_products_before_or_behind_them) {
  EXPECT_EQ(ends_of(network("resnet-8")), (std::set<std::string>{"conv1", "fc"}))
      << "shortcuts of later blocks are no ends";
  const Graph mobile = network("mobilenet-v2");
  EXPECT_EQ(ends_of(mobile).size(), 2u);
}

TEST(ends, in_fp32_have_no_codes_and_those_of_8_bits_keep_them) {
  const Graph as_is = network("resnet-8");
  EXPECT_EQ(with_ends(as_is, Ends::network), as_is);
  const Graph real = with_ends(as_is, Ends::fp32);
  const Graph codes = with_ends(as_is, Ends::bits_8);
  for (const std::string name : {"conv1", "fc"}) {
    EXPECT_FALSE(multiplies_codes(node_of(real, name).layer));
    EXPECT_TRUE(multiplies_codes(node_of(codes, name).layer));
    EXPECT_EQ(fixed_bits(node_of(codes, name).layer), (FixedBits{8, 0}));
    EXPECT_FALSE(takes_form(node_of(codes, name).layer)) << "plain codes in any form of weights";
  }
  const std::string inner = "group2_layer0.conv1";
  EXPECT_EQ(node_of(real, inner), node_of(as_is, inner));
  EXPECT_EQ(node_of(codes, inner), node_of(as_is, inner));
  EXPECT_TRUE(takes_form(node_of(codes, inner).layer));
  EXPECT_EQ(with_ends(real, Ends::bits_8), codes) << "whatever the network had";
}

TEST(ends, of_networks_whose_layers_of_products_are_others_are_refused) {
  const Graph attention = [] {
    Graph graph = make_model("resnet-8", {3, 32, 32}, 10);
    for (Node& node : graph.nodes) {
      if (std::holds_alternative<Convolution>(node.layer) ||
          std::holds_alternative<Linear>(node.layer)) {
        node.layer = Relu{};
      }
    }
    return graph;
  }();
  EXPECT_THROW((void)with_ends(attention, Ends::fp32), UserError);
  EXPECT_NO_THROW((void)with_ends(attention, Ends::network));
}

TEST(ends, linear_layers_of_a_file_keep_bits_as_convolutions_do) {
  const auto read = [](const std::string& keys) {
    config::Reader reader;
    NetworkFile file;
    config::schema_of<NetworkFile>().read(
        file,
        config::parse_yaml("name: n\ninputs: [{channels: 4, height: 1, width: 1}]\nlayers:\n"
                           "  - {name: fc, kind: linear, out_features: 2" +
                               keys + "}\n",
                           "n.yaml"),
        reader, "");
    reader.finish();
    return graph_of(file, std::nullopt);
  };
  EXPECT_EQ(fixed_bits(node_of(read(", quantize: true, bits: {forward: 4}"), "fc").layer),
            (FixedBits{4, 0}));
  EXPECT_THROW((void)read(", bits: {forward: 4}"), UserError) << "no effect: it is FP32";
}

}  // namespace ends_test
}  // namespace metronome::model
