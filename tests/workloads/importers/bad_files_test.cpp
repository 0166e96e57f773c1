// Files that are wrong are refused with the place, in bounded time and memory.
#include <cmath>

#include "tests/workloads/importers/model_builder.hpp"
#include "workloads/onnx/graph_order.hpp"
#include "workloads/onnx/wire_check.hpp"

namespace metronome::importers {
namespace bad_files_test {

using ::testing::HasSubstr;

std::string refusal_of_bytes(const std::string& bytes, const std::string& file = "x.onnx") {
  return refusal([&] { (void)import_bytes(bytes, file, {}); });
}

/// Three convolutions, one after the other.
ModelBuilder chain() {
  ModelBuilder builder;
  builder.input("x", "1,3,8,8").weight("w", {3, 3, 1, 1}).output("c");
  builder.node("Conv", {"x", "w"}, {"a"}).node("Conv", {"a", "w"}, {"b"});
  builder.node("Conv", {"b", "w"}, {"c"});
  return builder;
}

TEST(bad_files, every_cut_of_a_file_is_refused) {
  const std::string whole = chain().bytes();
  ASSERT_EQ(refusal_of_bytes(whole), "");
  int in_a_node = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string said = refusal_of_bytes(whole.substr(0, length));
    EXPECT_NE(said, "") << length;
    in_a_node += said.find("Conv_of_b") != std::string::npos ? 1 : 0;
  }
  EXPECT_GT(in_a_node, 5) << "the node is named";
}

TEST(bad_files, a_circle_is_named_with_its_nodes) {
  ModelBuilder builder;
  builder.input("x", "2,3").output("y").node("Add", {"x", "c"}, {"a"}).node("Relu", {"a"}, {"b"});
  builder.node("Tanh", {"b"}, {"c"}).node("Relu", {"c"}, {"y"});
  const std::string said = refusal_of(builder);
  EXPECT_THAT(said, HasSubstr("reads what it gives itself: a circle of 3 nodes"));
  for (const char* name : {"`Add_of_a`", "`Relu_of_b`", "`Tanh_of_c`"}) {
    EXPECT_THAT(said, HasSubstr(name));
  }
  EXPECT_EQ(said.find("Relu_of_y"), std::string::npos) << "is not on the circle";
}

TEST(bad_files, nodes_in_another_order_are_put_in_order) {
  ModelBuilder builder;
  builder.input("x", "2,3").output("y").node("Relu", {"a"}, {"y"}).node("Tanh", {"x"}, {"a"});
  const ImportedGraph graph = graph_of(builder);
  EXPECT_EQ(graph.order, (std::vector<std::size_t>{1, 0}));
  EXPECT_EQ(graph.nodes[0].op, "Relu") << "nodes stay in the order of the file";
}

TEST(bad_files, an_unknown_operator_is_named_with_its_node_and_what_to_do) {
  ModelBuilder builder;
  builder.input("x", "2,3").output("y").node("Reluu", {"x"}, {"y"});
  const std::string said = refusal_of(builder);
  EXPECT_THAT(said, HasSubstr("node `Reluu_of_y` (Reluu): operator `Reluu` is not known"));
  EXPECT_THAT(said, HasSubstr("did you mean `Relu`?"));
  EXPECT_THAT(said, HasSubstr("export the network without it"));
  ModelBuilder custom;
  custom.input("x", "2,3").output("y").node("Relu", {"x"}, {"y"});
  custom.last().set_domain("com.example");
  EXPECT_THAT(refusal_of(custom), HasSubstr("operator `Relu` of `com.example` is not known"));
  ModelBuilder control;
  control.input("x", "2,3").output("y").node("If", {"x"}, {"y"});
  EXPECT_THAT(refusal_of(control), HasSubstr("operator `If` is not known"));
}

TEST(bad_files, nodes_without_a_name_are_named_by_their_number) {
  ModelBuilder builder;
  builder.input("x", "2,3").output("y").node("Relu", {"x"}, {"a"}).node("Foo", {"a"}, {"y"});
  builder.last().clear_name();
  EXPECT_THAT(refusal_of(builder), HasSubstr("node `Foo_1` (Foo)"));
}

TEST(bad_files, shapes_that_contradict_each_other_are_named) {
  ModelBuilder channels;
  channels.input("x", "1,4,8,8").weight("w", {3, 3, 1, 1}).output("y");
  channels.node("Conv", {"x", "w"}, {"y"});
  EXPECT_THAT(refusal_of(channels), HasSubstr("4 channels and weights of shape [3, 3, 1, 1]"));
  ModelBuilder declared;
  declared.input("x", "2,3").output("y", "2,4").node("Relu", {"x"}, {"y"});
  EXPECT_THAT(refusal_of(declared),
              HasSubstr("tensor `y`: is declared as [2, 4] and comes out as [2, 3]"));
  ModelBuilder kernel;
  kernel.input("x", "1,1,4,4").weight("w", {1, 1, 5, 5}).output("y");
  kernel.node("Conv", {"x", "w"}, {"y"});
  EXPECT_THAT(refusal_of(kernel), HasSubstr("a kernel that spans 5 is larger"));
  ModelBuilder bias;
  bias.input("x", "1,1,4,4").weight("w", {2, 1, 1, 1}).weight("b", {3}).output("y");
  bias.node("Conv", {"x", "w", "b"}, {"y"});
  EXPECT_THAT(refusal_of(bias), HasSubstr("a bias of shape [3] for 2 channels"));
  ModelBuilder gemm;
  gemm.input("x", "2,3").weight("w", {4, 5}).output("y").node("Gemm", {"x", "w"}, {"y"});
  EXPECT_THAT(refusal_of(gemm), HasSubstr("matrices [2, 3] and [4, 5] do not multiply"));
}

TEST(bad_files, values_that_are_not_as_many_as_the_shape_says_are_refused) {
  ModelBuilder builder;
  builder.input("x", "2,3").reals("w", {1, 2, 3}, {4}).output("y").node("Add", {"x", "w"}, {"y"});
  EXPECT_THAT(refusal_of(builder), HasSubstr("tensor `w`: has 3 values, which its shape of 4"));
  builder.graph().mutable_initializer(0)->set_raw_data("12345");
  EXPECT_THAT(refusal_of(builder), HasSubstr("tensor `w`: has 5 bytes of values"));
}

TEST(bad_files, weights_that_are_no_numbers_are_refused_by_name) {
  ModelBuilder builder;
  builder.input("x", "1,3").reals("fc.bias", {0, std::nanf(""), 1}, {3}).output("y");
  builder.node("Add", {"x", "fc.bias"}, {"y"});
  EXPECT_THAT(refusal_of(builder), HasSubstr("tensor `fc.bias`: holds NaN at element 1"));
  ModelBuilder half;
  half.input("x", "1,1").weight("w", {1}).output("y").node("Add", {"x", "w"}, {"y"});
  half.graph().mutable_initializer(0)->set_data_type(onnx::TensorProto::FLOAT16);
  half.graph().mutable_initializer(0)->set_raw_data(std::string("\x01\x7e", 2));
  EXPECT_THAT(refusal_of(half), HasSubstr("tensor `w`: holds NaN"));
  ModelBuilder mask;  // of causal attention
  mask.input("x", "1,1").reals("m", {-INFINITY}, {1}).output("y").node("Add", {"x", "m"}, {"y"});
  EXPECT_EQ(refusal_of(mask), "");
}

TEST(bad_files, a_million_nodes_are_refused_before_they_are_read) {
  ModelBuilder builder;
  builder.input("x", "1").output("y");
  for (std::size_t i = 0; i < 1'000'000; ++i) {
    builder.graph().add_node()->set_op_type("Relu");
  }
  EXPECT_THAT(refusal_of(builder), HasSubstr("node 100000: has more than 100000 nodes"));
}

TEST(bad_files, a_hundred_thousand_nodes_are_read) {
  ModelBuilder builder;
  builder.input("x", "1").output("t99999");
  for (std::size_t i = 0; i < kMostNodes; ++i) {
    builder.node("Relu", {i == 0 ? "x" : "t" + std::to_string(i - 1)}, {"t" + std::to_string(i)});
  }
  EXPECT_EQ(network_of(builder).layers, kMostNodes);
}

TEST(bad_files, fields_beyond_any_network_and_messages_too_deep_are_refused) {
  std::string many;
  for (int i = 0; i < 4'100'000; ++i) {
    many += std::string("\x2a\0", 2);  // an attribute without anything
  }
  onnx::NodeProto node;
  node.set_name("big");
  const std::string inside = node.SerializeAsString() + many;
  const auto field = [](int number, const std::string& content) {
    std::string out(1, static_cast<char>(number << 3 | 2));
    for (std::size_t n = content.size();; n >>= 7) {
      out += static_cast<char>((n & 0x7F) | (n > 0x7F ? 0x80 : 0));
      if (n <= 0x7F) {
        return out + content;
      }
    }
  };
  EXPECT_THAT(refusal_of_bytes(field(7, field(1, inside))), HasSubstr("`big`"));
  std::string deep;
  for (int i = 0; i < 200; ++i) {
    deep = field(1, field(5, field(6, deep)));  // a graph in an attribute of a node
  }
  EXPECT_THAT(refusal_of_bytes(field(7, deep)), HasSubstr("more than 64 deep"));
}

TEST(bad_files, extents_and_elements_have_limits) {
  ModelBuilder builder;
  builder.input("x", "1").integers("s", {1'000'000'000, 1'000'000'000}).output("y");
  builder.node("ConstantOfShape", {"s"}, {"y"});
  EXPECT_THAT(refusal_of(builder), HasSubstr("has more than 1e+15 elements"));
  ModelBuilder extent;
  extent.input("x", "1").integers("s", {2'000'000'000}).output("y");
  extent.node("ConstantOfShape", {"s"}, {"y"});
  EXPECT_THAT(refusal_of(extent), HasSubstr("extents are 0 to 1e9"));
  ModelBuilder negative;
  negative.input("x", "-4,3").output("y").node("Relu", {"x"}, {"y"});
  EXPECT_THAT(refusal_of(negative), HasSubstr("dimension 0 is -4"));
  ModelBuilder weight;
  weight.input("x", "1").weight("w", {-1}).output("y").node("Add", {"x", "w"}, {"y"});
  EXPECT_THAT(refusal_of(weight), HasSubstr("tensor `w`: has shape [-1]"));
}

TEST(bad_files, names_are_given_once_and_are_there) {
  ModelBuilder twice;
  twice.input("x", "1").output("y").node("Relu", {"x"}, {"y"}).node("Tanh", {"x"}, {"y"});
  EXPECT_THAT(refusal_of(twice), HasSubstr("tensor `y`: is given twice"));
  ModelBuilder missing;
  missing.input("x", "1").output("y").node("Relu", {"z"}, {"y"});
  EXPECT_THAT(refusal_of(missing), HasSubstr("reads `z`, which nothing gives"));
  ModelBuilder output;
  output.input("x", "1").output("q").node("Relu", {"x"}, {"y"});
  EXPECT_THAT(refusal_of(output), HasSubstr("output `q`: is given by no node"));
  ModelBuilder empty;
  EXPECT_THAT(refusal_of(empty.input("x", "1")), HasSubstr("holds no node"));
  ModelBuilder inputs;
  inputs.input("x", "1").output("y").node("Add", {}, {"y"});
  EXPECT_THAT(refusal_of(inputs), HasSubstr("has no inputs"));
}

TEST(bad_files, outputs_and_settings_that_are_not_there_are_refused) {
  ModelBuilder first;
  first.input("x", "1,1,4,4").weight("w", {1, 1, 1, 1}).output("x");
  first.node("Conv", {"x", "w"}, {""});
  EXPECT_THAT(refusal_of(first), HasSubstr("gives no first output"));
  ModelBuilder none;
  none.input("x", "1").output("x").node("Constant", {}, {});
  EXPECT_THAT(refusal_of(none), HasSubstr("gives no first output"));
  ModelBuilder more;
  more.input("x", "1").output("y").node("Relu", {"x"}, {"y", "z"});
  EXPECT_THAT(refusal_of(more), HasSubstr("output 1 (`z`) is one that the operator does not have"));
  ModelBuilder depth;
  depth.input("x", "2", onnx::TensorProto::INT64).integers("d", {}).reals("v", {0, 1}, {2});
  depth.output("y").node("OneHot", {"x", "d", "v"}, {"y"});
  EXPECT_THAT(refusal_of(depth), HasSubstr("its depth is not one number"));
  ModelBuilder dots;
  dots.input("a", "1,1,1,1,1,1,1,1,1,1").input("b", "1").output("y");
  dots.node("Einsum", {"a", "b"}, {"y"}).set_text("equation", "......,i->i");
  EXPECT_THAT(refusal_of(dots), HasSubstr("has two `...`"));
}

TEST(bad_files, names_that_are_no_line_of_text_are_refused) {
  for (const std::string name : {"a\nb", "a\x1b[31m", "a\xff"}) {
    ModelBuilder node = chain();
    node.last().set_name(name);
    EXPECT_THAT(refusal_of(node), HasSubstr("name of node 2")) << name;
    ModelBuilder tensor;
    tensor.input(name, "1").output("y").node("Relu", {name}, {"y"});
    EXPECT_THAT(refusal_of(tensor), HasSubstr("name of an input")) << name;
    ModelBuilder graph = chain();
    graph.graph().set_name(name);
    EXPECT_THAT(refusal_of(graph), HasSubstr("name of the graph")) << name;
  }
}

TEST(bad_files, other_operator_sets_are_refused) {
  for (const int opset : {7, 8, 18, 99}) {
    ModelBuilder builder(opset);
    builder.input("x", "1").output("y").node("Relu", {"x"}, {"y"});
    EXPECT_THAT(refusal_of(builder), HasSubstr("sets 9 to 17 are read"));
  }
  for (const int opset : {9, 17}) {
    ModelBuilder builder(opset);
    builder.input("x", "1").output("y").node("Relu", {"x"}, {"y"});
    EXPECT_EQ(refusal_of(builder), "");
  }
}

TEST(bad_files, attributes_of_another_kind_and_axes_that_are_not_there_are_refused) {
  ModelBuilder kind;
  kind.input("x", "2,3").output("y").node("Softmax", {"x"}, {"y"});
  kind.node("Flatten", {"x"}, {"z"}).set_text("axis", "one");
  EXPECT_THAT(refusal_of(kind), HasSubstr("attribute `axis` is not an integer"));
  ModelBuilder axis;
  axis.input("x", "2,3").output("y").node("ArgMax", {"x"}, {"y"}).set("axis", 2);
  EXPECT_THAT(refusal_of(axis), HasSubstr("axis 2 is not one of 2 axes"));
  ModelBuilder perm;
  perm.input("x", "2,3").output("y").node("Transpose", {"x"}, {"y"}).set("perm", {0, 0});
  EXPECT_THAT(refusal_of(perm), HasSubstr("perm [0, 0] does not order 2 axes"));
  ModelBuilder stride;
  stride.input("x", "1,1,4,4").weight("w", {1, 1, 1, 1}).output("y");
  stride.node("Conv", {"x", "w"}, {"y"}).set("strides", {0, 1});
  EXPECT_THAT(refusal_of(stride), HasSubstr("strides [0, 1]"));
}

TEST(bad_files, what_is_no_network_is_called_so) {
  EXPECT_THAT(refusal_of_bytes("hello, world\n"), HasSubstr("is no ONNX file"));
  EXPECT_THAT(refusal_of_bytes(""), HasSubstr("is no ONNX file"));
  EXPECT_THAT(refusal_of_bytes("a,b\n1,2\n", "x.csv"), HasSubstr("no file that can be imported"));
  EXPECT_THAT(refusal_of_bytes("PK\x03\x04....", "model.pt"), HasSubstr("zip"));
  EXPECT_EQ(refusal_of_bytes(chain().bytes(), "no_extension"), "") << "told by its content";
}

}  // namespace bad_files_test
}  // namespace metronome::importers
