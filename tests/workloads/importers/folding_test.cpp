// Values that decide shapes, worked out from the shapes of inputs.
#include <limits>

#include "tests/workloads/importers/model_builder.hpp"

namespace metronome::importers {
namespace folding_test {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

Integers integers(const ModelBuilder& builder, const std::string& tensor = "y") {
  const ImportedGraph graph = graph_of(builder);
  const auto& values = tensor_of(graph, tensor).values;
  return values ? std::get<Integers>(*values) : Integers{-999};
}

/// x {2, 3, 8, 9} and its shape as `s`.
ModelBuilder with_shape(int opset = 13) {
  ModelBuilder builder(opset);
  builder.input("x", "2,3,8,9").output("y").node("Shape", {"x"}, {"s"});
  return builder;
}

TEST(folding, a_view_that_is_made_from_a_shape_is_known) {
  // x.view(x.size(0), -1, x.size(3)) as PyTorch writes it.
  ModelBuilder builder = with_shape();
  builder.integers("zero", {0}, {}).integers("three", {3}, {}).integers("axis", {0});
  builder.integers("minus", {-1});
  builder.node("Gather", {"s", "zero"}, {"n"}).node("Unsqueeze", {"n", "axis"}, {"n1"});
  builder.node("Gather", {"s", "three"}, {"w"}).node("Unsqueeze", {"w", "axis"}, {"w1"});
  builder.node("Concat", {"n1", "minus", "w1"}, {"to"}).set("axis", 0);
  builder.node("Reshape", {"x", "to"}, {"y"});
  const ImportedGraph graph = graph_of(builder);
  EXPECT_EQ(*tensor_of(graph, "y").extents, (Extents{2, 24, 9}));
  EXPECT_EQ(std::get<Integers>(*tensor_of(graph, "to").values), (Integers{2, -1, 9}));
  EXPECT_TRUE(graph.nodes[0].constant);
  EXPECT_FALSE(graph.nodes.back().constant);
}

TEST(folding, sizes_of_an_upsampling_are_floored_products_of_reals) {
  ModelBuilder builder = with_shape();
  builder.integers("from", {2}).integers("to", {4}).integers("axes", {0});
  builder.reals("scale", {1.5F}, {}).reals("none", {}, {0});
  builder.node("Slice", {"s", "from", "to", "axes"}, {"hw"});
  builder.node("Cast", {"hw"}, {"r"}).set("to", onnx::TensorProto::FLOAT);
  builder.node("Mul", {"r", "scale"}, {"m"}).node("Floor", {"m"}, {"f"});
  builder.node("Cast", {"f"}, {"i"}).set("to", onnx::TensorProto::INT64);
  builder.integers("begin", {0}).integers("end", {2});
  builder.node("Slice", {"s", "begin", "end", "axes"}, {"nc"});
  builder.node("Concat", {"nc", "i"}, {"sizes"}).set("axis", 0);
  builder.node("Resize", {"x", "none", "none", "sizes"}, {"y"});
  EXPECT_EQ(*tensor_of(graph_of(builder), "y").extents, (Extents{2, 3, 12, 13}));
}

TEST(folding, pads_in_the_order_of_pytorch_become_those_of_onnx) {
  // [left, right, top, bottom] and zeros: as pairs, backwards, transposed.
  ModelBuilder builder(11);
  builder.input("x", "2,3,8,9").output("y").integers("p", {1, 2, 3, 4}).integers("four", {4});
  builder.node("ConstantOfShape", {"four"}, {"z"}).set_tensor("value", {0}, {1});
  builder.node("Concat", {"p", "z"}, {"all"}).set("axis", 0).integers("pairs", {-1, 2});
  builder.node("Reshape", {"all", "pairs"}, {"two"});
  builder.integers("a", {0}).integers("b", {-1}).integers("e", {INT64_MIN});
  builder.node("Slice", {"two", "b", "e", "a", "b"}, {"back"});
  builder.node("Transpose", {"back"}, {"t"}).set("perm", {1, 0}).integers("flat", {-1});
  builder.node("Reshape", {"t", "flat"}, {"pads"}).node("Pad", {"x", "pads"}, {"y"});
  const ImportedGraph graph = graph_of(builder);
  EXPECT_EQ(std::get<Integers>(*tensor_of(graph, "pads").values),
            (Integers{0, 0, 3, 1, 0, 0, 4, 2}));
  EXPECT_EQ(*tensor_of(graph, "y").extents, (Extents{2, 3, 15, 12}));
}

TEST(folding, arithmetic_of_integers_is_that_of_the_operators) {
  struct Case {
    const char* op;
    std::int64_t a, b, result;
  };
  for (const Case& c :
       {Case{"Add", 7, -2, 5}, Case{"Sub", 7, 9, -2}, Case{"Mul", -3, 4, -12}, Case{"Div", 7, 2, 3},
        Case{"Div", -7, 2, -3}, Case{"Mod", -7, 3, 2}, Case{"Mod", 7, -3, -2}, Case{"Max", 3, 5, 5},
        Case{"Min", 3, 5, 3}, Case{"Equal", 3, 3, 1}, Case{"Less", 3, 3, 0},
        Case{"LessOrEqual", 3, 3, 1}, Case{"Greater", 4, 3, 1}, Case{"GreaterOrEqual", 2, 3, 0},
        Case{"And", 1, 0, 0}, Case{"Or", 1, 0, 1}, Case{"Xor", 1, 1, 0}, Case{"Sum", 2, 3, 5}}) {
    ModelBuilder builder;
    builder.input("x", "1").integers("a", {c.a}).integers("b", {c.b}).output("y");
    builder.node(c.op, {"a", "b"}, {"y"});
    EXPECT_EQ(integers(builder), Integers{c.result}) << c.op << " " << c.a << " " << c.b;
  }
  for (const Case& c : {Case{"Neg", 3, 0, -3}, Case{"Abs", -3, 0, 3}, Case{"Sign", -3, 0, -1},
                        Case{"Not", 0, 0, 1}, Case{"Relu", -3, 0, 0}, Case{"Identity", 4, 0, 4}}) {
    ModelBuilder builder;
    builder.input("x", "1").integers("a", {c.a}).output("y").node(c.op, {"a"}, {"y"});
    EXPECT_EQ(integers(builder), Integers{c.result}) << c.op;
  }
}

TEST(folding, arithmetic_of_reals_is_that_of_the_operators) {
  struct Case {
    const char* op;
    float a, b;
    double result;
  };
  for (const Case& c :
       {Case{"Div", 7, 2, 3.5}, Case{"Pow", 2, 3, 8}, Case{"Sub", 1, 0.5F, 0.5},
        Case{"Floor", -1.5F, 0, -2}, Case{"Ceil", 1.25F, 0, 2}, Case{"Round", 2.5F, 0, 2},
        Case{"Sqrt", 9, 0, 3}, Case{"Reciprocal", 4, 0, 0.25}}) {
    ModelBuilder builder;
    builder.input("x", "1").reals("a", {c.a}, {1}).reals("b", {c.b}, {1}).output("y");
    const bool pair =
        c.op == std::string("Div") || c.op == std::string("Pow") || c.op == std::string("Sub");
    builder.node(c.op, pair ? Names{"a", "b"} : Names{"a"}, {"y"});
    EXPECT_EQ(std::get<Reals>(*tensor_of(graph_of(builder), "y").values), Reals{c.result}) << c.op;
  }
}

TEST(folding, values_are_broadcast_chosen_and_repeated) {
  ModelBuilder where;
  where.input("x", "1").integers("a", {1, 2, 3}).integers("b", {9}).integers("c", {1, 2, 5});
  where.output("y").node("Equal", {"a", "c"}, {"e"}).node("Where", {"e", "a", "b"}, {"y"});
  EXPECT_EQ(integers(where), (Integers{1, 2, 9}));
  ModelBuilder expand;
  expand.input("x", "1").integers("a", {1, 2}, {2, 1}).integers("to", {2, 3}).output("y");
  expand.node("Expand", {"a", "to"}, {"y"});
  EXPECT_EQ(integers(expand), (Integers{1, 1, 1, 2, 2, 2}));
  ModelBuilder tile;
  tile.input("x", "1").integers("a", {1, 2}).integers("n", {2}).output("y");
  tile.node("Tile", {"a", "n"}, {"y"});
  EXPECT_EQ(integers(tile), (Integers{1, 2, 1, 2}));
}

TEST(folding, ranges_counts_and_reductions_are_known) {
  ModelBuilder range;
  range.input("x", "1").integers("a", {1}, {}).integers("b", {8}, {}).integers("d", {3}, {});
  range.output("y").node("Range", {"a", "b", "d"}, {"y"});
  EXPECT_EQ(integers(range), (Integers{1, 4, 7}));
  ModelBuilder size = with_shape();
  size.node("Size", {"x"}, {"y"});
  EXPECT_EQ(integers(size), Integers{2 * 3 * 8 * 9});
  ModelBuilder all = with_shape();
  all.node("ReduceProd", {"s"}, {"y"}).set("keepdims", 0);
  EXPECT_EQ(integers(all), Integers{2 * 3 * 8 * 9});
  ModelBuilder part = with_shape(15);
  part.node("Shape", {"x"}, {"y"}).set("start", 1).set("end", -1);
  EXPECT_EQ(integers(part), (Integers{3, 8}));
  ModelBuilder split = with_shape();
  split.node("Split", {"s"}, {"a", "y"});
  EXPECT_EQ(integers(split), (Integers{8, 9}));
  ModelBuilder mask;
  mask.input("x", "1").integers("a", {0, 3, 0, 1}, {2, 2}).output("y");
  mask.node("NonZero", {"a"}, {"y"});
  EXPECT_EQ(integers(mask), (Integers{0, 1, 1, 1}));
}

TEST(folding, constants_have_every_form) {
  const auto constant = [](const auto& set) {
    ModelBuilder builder;
    builder.input("x", "1").output("y").node("Constant", {}, {"y"});
    set(builder);
    return graph_of(builder);
  };
  ImportedGraph graph = constant([](ModelBuilder& b) { b.set("value_int", 4); });
  EXPECT_EQ(std::get<Integers>(*tensor_of(graph, "y").values), Integers{4});
  graph = constant([](ModelBuilder& b) { b.set("value_ints", {4, 5}); });
  EXPECT_EQ(std::get<Integers>(*tensor_of(graph, "y").values), (Integers{4, 5}));
  graph = constant([](ModelBuilder& b) { b.set_real("value_float", 0.5F); });
  EXPECT_EQ(std::get<Reals>(*tensor_of(graph, "y").values), Reals{0.5});
  graph = constant([](ModelBuilder& b) { b.set_reals("value_floats", {0.5F, 2}); });
  EXPECT_EQ(std::get<Reals>(*tensor_of(graph, "y").values), (Reals{0.5, 2}));
  graph = constant([](ModelBuilder& b) { b.set_tensor("value", {1, 2, 3, 4}, {2, 2}); });
  EXPECT_EQ(*tensor_of(graph, "y").extents, (Extents{2, 2}));
  EXPECT_EQ(tensor_of(graph, "y").origin, Origin::constant);
}

TEST(folding, raw_values_are_read_in_every_type) {
  const auto read = [](int type, const std::string& raw) {
    ModelBuilder builder;
    builder.input("x", "1").output("y").node("Identity", {"w"}, {"y"});
    onnx::TensorProto& proto = *builder.graph().add_initializer();
    proto.set_name("w");
    proto.set_data_type(type);
    proto.add_dims(2);
    proto.set_raw_data(raw);
    const ImportedGraph graph = graph_of(builder);
    const Values values = *tensor_of(graph, "w").values;
    return std::holds_alternative<Reals>(values)
               ? std::get<Reals>(values)
               : Reals(std::get<Integers>(values).begin(), std::get<Integers>(values).end());
  };
  using namespace std::string_literals;
  EXPECT_EQ(read(onnx::TensorProto::FLOAT, "\0\0\x80\x3f\0\0\0\xc0"s), (Reals{1, -2}));
  EXPECT_EQ(read(onnx::TensorProto::FLOAT16, "\0\x3c\0\xc0"s), (Reals{1, -2}));
  EXPECT_EQ(read(onnx::TensorProto::BFLOAT16, "\x80\x3f\0\xc0"s), (Reals{1, -2}));
  EXPECT_EQ(read(onnx::TensorProto::DOUBLE, "\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\xc0"s),
            (Reals{1, -2}));
  EXPECT_EQ(read(onnx::TensorProto::INT8, "\x01\xfe"s), (Reals{1, -2}));
  EXPECT_EQ(read(onnx::TensorProto::UINT8, "\x01\xfe"s), (Reals{1, 254}));
  EXPECT_EQ(read(onnx::TensorProto::INT16, "\x01\0\xfe\xff"s), (Reals{1, -2}));
  EXPECT_EQ(read(onnx::TensorProto::INT32, "\x01\0\0\0\xfe\xff\xff\xff"s), (Reals{1, -2}));
  EXPECT_EQ(read(onnx::TensorProto::UINT32, "\x01\0\0\0\xfe\xff\xff\xff"s), (Reals{1, 4294967294}));
}

TEST(folding, arithmetic_that_has_no_result_is_refused_with_its_node) {
  const auto refused = [](const char* op, std::int64_t a, std::int64_t b) {
    ModelBuilder builder;
    builder.input("x", "1").integers("a", {a}).integers("b", {b}).output("y");
    builder.node(op, {"a", "b"}, {"y"});
    return refusal_of(builder);
  };
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  EXPECT_THAT(refused("Div", 1, 0), ::testing::HasSubstr("node `Div_of_y` (Div): divides 1 by 0"));
  EXPECT_THAT(refused("Mod", kLeast, -1), ::testing::HasSubstr("divides"));
  EXPECT_THAT(refused("Add", INT64_MAX, 1), ::testing::HasSubstr("is beyond 64 bits"));
  EXPECT_THAT(refused("Sub", kLeast, 1), ::testing::HasSubstr("is beyond 64 bits"));
  EXPECT_THAT(refused("Mul", kLeast, 2), ::testing::HasSubstr("is beyond 64 bits"));
  ModelBuilder index;
  index.input("x", "1").integers("a", {1, 2}).integers("i", {2}).output("y");
  index.node("Gather", {"a", "i"}, {"y"});
  EXPECT_THAT(refusal_of(index), ::testing::HasSubstr("index 2 of an axis of 2"));
  ModelBuilder cast;
  cast.input("x", "1").reals("a", {1e30F}, {1}).output("y").node("Cast", {"a"}, {"y"});
  cast.set("to", onnx::TensorProto::INT64);
  EXPECT_THAT(refusal_of(cast), ::testing::HasSubstr("to an integer"));
}

TEST(folding, a_shape_that_depends_on_what_is_given_is_refused_with_its_node) {
  ModelBuilder builder;
  builder.input("x", "2,3").input("s", "2", onnx::TensorProto::INT64).output("y");
  builder.node("Reshape", {"x", "s"}, {"y"});
  EXPECT_THAT(refusal_of(builder),
              ::testing::HasSubstr("node `Reshape_of_y` (Reshape): input 1 (`s`) decides a shape"));
}

}  // namespace folding_test
}  // namespace metronome::importers
