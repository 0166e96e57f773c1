// Networks as files: what they become, and what is wrong with them, by place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/workloads/model/network_text.hpp"
#include "workloads/model/layer_schemas.hpp"

namespace metronome::model {
namespace network_file_test {

using testing::HasSubstr;

TEST(network_file, a_small_network_takes_a_line_a_layer) {
  const Graph graph = graph_of(parse_network(R"(
name: small
layers:
  - {name: conv, kind: convolution, out_channels: 8, kernel: 3, pad: 1}
  - {name: norm, kind: batch_norm}
  - {name: relu, kind: relu}
  - {name: conv2, kind: convolution, out_channels: 8, kernel: 3, pad: 1}
  - {name: sum, kind: add, from: [relu, conv2]}
  - {name: pool, kind: global_average_pool}
  - {name: fc, kind: linear, out_features: 10}
)"),
                               Shape{3, 32, 32});
  ASSERT_EQ(graph.nodes.size(), 8u);
  EXPECT_EQ(graph.input(), (Shape{3, 32, 32}));
  EXPECT_EQ(graph.nodes[5].inputs, (std::vector<NodeIndex>{3, 4}));
  EXPECT_EQ(graph.nodes.back().output, (Shape{10, 1, 1}));
  EXPECT_TRUE(multiplies_codes(graph.nodes[1].layer));
  EXPECT_FALSE(multiplies_codes(graph.nodes[7].layer)) << "as in the CPT authors' code";
  EXPECT_EQ(graph.loss, Loss::cross_entropy);
}

TEST(network_file, written_and_read_again_it_is_the_same_graph) {
  for (const std::string& name : model_names()) {
    const Graph made = make_model(name, {3, 32, 32}, 10);
    const Graph graph = made.reads_tokens() ? make_model(name, {1, 16, 1}, 10) : made;
    const std::string text = config::resolved_yaml(file_of(graph));
    EXPECT_EQ(graph_of(parse_network(text), std::nullopt), graph) << text;
  }
  const Graph every = graph_of(parse_network(kEveryImageLayer), std::nullopt);
  const std::string text = config::resolved_yaml(file_of(every));
  EXPECT_EQ(graph_of(parse_network(text), std::nullopt), every) << text;
}

void expect_refused(const std::string& layers, const std::string& message,
                    const std::string& before = {}) {
  try {
    (void)graph_of(parse_network("name: net\n" + before + "layers:\n" + layers), Shape{3, 8, 8});
    FAIL() << "no error: " << message;
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr(message));
  }
}

TEST(network_file, what_is_wrong_is_said_with_its_place_and_the_nearest_name) {
  expect_refused("  - {name: a, kind: relux}\n",
                 "net.yaml:3:21: layers[0].kind: `relux` is not a kind of layer (did you mean "
                 "`relu`");
  expect_refused("  - {name: a}\n", "layers[0].kind: is missing");
  expect_refused("  - {kind: relu}\n", "layers[0].name: is missing");
  expect_refused("  - relu\n", "layers[0]: must be a map with the keys name and kind");
  expect_refused("  - {name: a, kind: relu, slope: 2}\n", "layers[0].slope: unknown key");
  expect_refused("  - {name: a, kind: convolution}\n", "layers[0].out_channels: is missing");
  expect_refused("  - {name: a, kind: convolution, out_channels: 4, kernel: [3, 3, 3]}\n",
                 "layers[0].kernel: is a list of 3");
  expect_refused("  - {name: a, kind: convolution, out_channels: 0}\n", "0 is out of range");
  expect_refused("  - {name: a, kind: relu}\n  - {name: a, kind: relu}\n",
                 "net.yaml:4:5: a: is the name of an earlier layer or input");
  expect_refused("  - {name: a, kind: relu, from: inptu}\n",
                 "net.yaml:3:5: a: reads `inptu`, which is no layer (did you mean `input`");
  expect_refused("  - {name: a, kind: relu, from: b}\n  - {name: b, kind: relu}\n",
                 "a: reads `b`, which does not stand before it");
  expect_refused("  - {name: a, kind: relu, from: a}\n", "does not stand before it");
  expect_refused("  - {name: a, kind: add}\n", "a: reads 1, but add takes 2");
  expect_refused("  - {name: a, kind: relu, from: [input, input]}\n",
                 "a: reads 2, but relu takes 1");
  expect_refused("  - {name: a, kind: convolution, out_channels: 4, kernel: 9}\n",
                 "net.yaml:3:5: a: net: a does not fit an image of 8 x 8");
  expect_refused("  - {name: a, kind: clip, low: 2, high: 1}\n", "layers[0].low: is above high");
  expect_refused("  - {name: a, kind: upsample, scale: 1000000000}\n",
                 "its output has shape 3x8000000000x8000000000");
  expect_refused("  []\n", "layers: is empty");
  expect_refused("  - {name: a, kind: relu}\n",
                 "inputs: `x` is the name of an earlier layer or input",
                 "inputs: [{name: x, channels: 1}, {name: x, channels: 1}]\n");
  expect_refused("  - {name: \"a\\nb\", kind: relu}\n", "layers[0].name: ");
  EXPECT_THROW((void)graph_of(parse_network("name: n\nlayers: [{name: a, kind: relu}]\n"), {}),
               UserError);
}

/// One layer of each name, each a convolution.
std::string convolutions(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += "  - {name: \"" + name + "\", kind: convolution, out_channels: 4}\n";
  }
  return text;
}

TEST(network_file, no_name_is_another_one_with_a_dot_and_more_behind_it) {
  expect_refused(convolutions({"a", "a.weight"}),
                 "net.yaml:4:5: a.weight: begins with `a.`, as what belongs to `a` does (call it "
                 "`a_weight`)");
  expect_refused(convolutions({"attn.query", "b", "attn"}),
                 "net.yaml:5:5: attn: what belongs to `attn` begins with `attn.`, and so does the "
                 "earlier `attn.query` (call that one `attn_query`, here and in `from`)");
  expect_refused(convolutions({"a.b", "a.b.c.d"}), "call it `a.b_c.d`");
  expect_refused(convolutions({"a", "a."}), "call it `a_`");
  expect_refused(convolutions({"input.codes"}), "begins with `input.`");
  expect_refused(convolutions({"a"}), "inputs: `x.codes` begins with `x.`",
                 "inputs: [{name: x, channels: 1}, {name: x.codes, channels: 1}]\n");
  const Graph graph = graph_of(
      parse_network("name: n\nlayers:\n" + convolutions({"a.b", "a.c", "a_b", "ab", "b.a"})),
      Shape{3, 8, 8});
  EXPECT_EQ(graph.nodes.size(), 6u) << "a common beginning that is no name is no matter";
}

TEST(network_file, names_that_stand_for_something_else_in_tables_are_refused) {
  expect_refused(convolutions({"a", "*"}), "net.yaml:4:5: *: stands for all layers");
  expect_refused(convolutions({"loss"}), "net.yaml:3:5: loss: is what the loss is called");
  expect_refused(convolutions({"a"}), "inputs: `*` stands for all layers",
                 "inputs: [{name: \"*\", channels: 1}]\n");
}

TEST(network_file, bits_of_a_layer_in_FP32_are_refused_with_their_place) {
  expect_refused(
      "  - {name: a, kind: convolution, out_channels: 4, quantize: false, bits: {forward: 2}}\n",
      "net.yaml:3:74: layers[0].bits: have no effect");
}

TEST(network_file, F4_every_number_of_every_kind_is_refused_beyond_its_range) {
  std::size_t tried = 0;
  for_each_kind([&]<class Kind>(const Kind& kind) {
    std::vector<config::FieldInfo> rows;
    layer_schema<Kind>().describe("", kind, rows);
    for (const config::FieldInfo& row : rows) {
      if (!row.bounds || row.key.find('.') != std::string::npos) {
        continue;
      }
      const long double beyond[] = {row.bounds->min - 1, row.bounds->max * 10 + 1};
      for (const long double value : beyond) {
        std::string text = fmt::format("  - {{name: a, kind: {}, {}: {}", Kind::kText.kind, row.key,
                                       static_cast<double>(value));
        for (const config::FieldInfo& other : rows) {
          text += other.default_value == "required" && other.key != row.key
                      ? fmt::format(", {}: 1", other.key)
                      : "";
        }
        expect_refused(text + "}\n", "layers[0]." + row.key + ": ");
        ++tried;
      }
    }
  });
  EXPECT_GT(tried, 50u);
}

}  // namespace network_file_test
}  // namespace metronome::model
