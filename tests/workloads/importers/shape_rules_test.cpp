// Shapes by the specification of each operator.
#include "tests/workloads/importers/model_builder.hpp"

namespace metronome::importers {
namespace shape_rules_test {

Extents shape(const ModelBuilder& builder, const std::string& tensor = "y") {
  return *tensor_of(graph_of(builder), tensor).extents;
}

/// One node `op` of x with that shape to y.
ModelBuilder one(const std::string& op, const std::string& x, int opset = 13) {
  ModelBuilder builder(opset);
  builder.input("x", x).output("y").node(op, {"x"}, {"y"});
  return builder;
}

TEST(shape_rules, elementwise_operators_keep_the_shape) {
  for (const char* op :
       {"Relu",    "Erf",  "HardSwish",  "HardSigmoid", "Softmax",  "Sigmoid",  "Tanh",
        "Sqrt",    "Clip", "LeakyRelu",  "Elu",         "Softplus", "Identity", "Neg",
        "Dropout", "LRN",  "LogSoftmax", "Exp",         "Not",      "IsNaN"}) {
    EXPECT_EQ(shape(one(op, "2,3,5")), (Extents{2, 3, 5})) << op;
  }
}

TEST(shape_rules, operands_are_broadcast) {
  for (const char* op : {"Add", "Sub", "Mul", "Div", "Pow", "Max", "Equal", "Less", "And"}) {
    ModelBuilder builder;
    builder.input("x", "2,1,5").input("z", "4,1").output("y").node(op, {"x", "z"}, {"y"});
    EXPECT_EQ(shape(builder), (Extents{2, 4, 5})) << op;
  }
  ModelBuilder where;
  where.input("c", "3,1", onnx::TensorProto::BOOL).input("a", "4").input("b", "");
  where.output("y").node("Where", {"c", "a", "b"}, {"y"});
  EXPECT_EQ(shape(where), (Extents{3, 4}));
  ModelBuilder wrong;
  wrong.input("x", "2,3").input("z", "2,4").output("y").node("Add", {"x", "z"}, {"y"});
  EXPECT_THAT(refusal_of(wrong),
              ::testing::HasSubstr("node `Add_of_y` (Add): shapes [2, 3] and [2, 4] do not go"));
}

struct ConvolutionCase {
  std::string x;
  Extents w;
  std::vector<std::int64_t> strides, pads, dilations;
  std::int64_t group;
  Extents y;
};

TEST(shape_rules, convolutions_follow_kernel_stride_dilation_pads_and_groups) {
  const ConvolutionCase cases[] = {
      {"1,3,224,224", {64, 3, 7, 7}, {2, 2}, {3, 3, 3, 3}, {1, 1}, 1, {1, 64, 112, 112}},
      {"2,4,9,8", {8, 2, 3, 1}, {1, 2}, {0, 1, 2, 0}, {2, 1}, 2, {2, 8, 7, 5}},
      {"1,2,10", {4, 2, 3}, {3}, {1, 0}, {1}, 1, {1, 4, 3}},
      {"1,1,4,8,8", {2, 1, 3, 3, 3}, {1, 2, 2}, {1, 1, 1, 1, 1, 1}, {1, 1, 1}, 1, {1, 2, 4, 4, 4}}};
  for (const ConvolutionCase& c : cases) {
    ModelBuilder builder;
    builder.input("x", c.x).weight("w", c.w).output("y").node("Conv", {"x", "w"}, {"y"});
    builder.set("strides", c.strides).set("pads", c.pads).set("dilations", c.dilations);
    builder.set("group", c.group);
    EXPECT_EQ(shape(builder), c.y) << c.x;
  }
}

TEST(shape_rules, auto_pad_pads_to_the_input_over_the_stride) {
  for (const char* mode : {"SAME_UPPER", "SAME_LOWER"}) {
    ModelBuilder builder;
    builder.input("x", "1,1,11,5").weight("w", {1, 1, 4, 3}).output("y");
    builder.node("Conv", {"x", "w"}, {"y"}).set("strides", {2, 3}).set_text("auto_pad", mode);
    EXPECT_EQ(shape(builder), (Extents{1, 1, 6, 2}));
  }
  ModelBuilder valid;
  valid.input("x", "1,1,11,5").weight("w", {1, 1, 4, 3}).output("y");
  valid.node("Conv", {"x", "w"}, {"y"}).set("strides", {2, 3}).set_text("auto_pad", "VALID");
  EXPECT_EQ(shape(valid), (Extents{1, 1, 4, 1}));
}

TEST(shape_rules, transposed_convolutions_reverse_the_extents) {
  ModelBuilder builder;
  builder.input("x", "2,6,5,4").weight("w", {6, 2, 3, 4}).output("y");
  builder.node("ConvTranspose", {"x", "w"}, {"y"}).set("strides", {2, 3}).set("group", 3);
  builder.set("pads", {1, 0, 0, 2}).set("output_padding", {1, 0}).set("dilations", {1, 2});
  // (5-1)*2 + 1 + 3 - 1 = 11; (4-1)*3 + 0 + 7 - 2 = 14
  EXPECT_EQ(shape(builder), (Extents{2, 6, 11, 14}));
  ModelBuilder stated;
  stated.input("x", "1,1,3,3").weight("w", {1, 1, 3, 3}).output("y");
  stated.node("ConvTranspose", {"x", "w"}, {"y"}).set("strides", {2, 2});
  stated.set("output_shape", {5, 6});
  EXPECT_EQ(shape(stated), (Extents{1, 1, 5, 6}));
}

TEST(shape_rules, pooling_rounds_down_or_up_and_no_window_starts_in_the_pad_behind) {
  const auto pooled = [](const std::string& x, std::int64_t kernel, std::int64_t stride,
                         std::int64_t pad, bool ceil) {
    ModelBuilder builder;
    builder.input("x", x).output("y").node("MaxPool", {"x"}, {"y", "indices"});
    builder.set("kernel_shape", {kernel}).set("strides", {stride}).set("pads", {pad, pad});
    builder.set("ceil_mode", ceil ? 1 : 0);
    return shape(builder)[2];
  };
  EXPECT_EQ(pooled("1,1,10", 3, 2, 0, false), 4);
  EXPECT_EQ(pooled("1,1,10", 3, 2, 0, true), 5);
  EXPECT_EQ(pooled("1,1,5", 2, 2, 1, true), 3);  // a fourth window would start behind the input
  EXPECT_EQ(pooled("1,1,6", 2, 2, 1, true), 4);
  EXPECT_EQ(shape(one("GlobalAveragePool", "2,3,4,5")), (Extents{2, 3, 1, 1}));
}

TEST(shape_rules, matrix_products_broadcast_outer_axes) {
  const auto product = [](const std::string& a, const std::string& b) {
    ModelBuilder builder;
    builder.input("a", a).input("b", b).output("y").node("MatMul", {"a", "b"}, {"y"});
    return shape(builder);
  };
  EXPECT_EQ(product("2,3", "3,4"), (Extents{2, 4}));
  EXPECT_EQ(product("5,1,2,3", "7,3,4"), (Extents{5, 7, 2, 4}));
  EXPECT_EQ(product("3", "3,4"), (Extents{4}));
  EXPECT_EQ(product("2,3", "3"), (Extents{2}));
  ModelBuilder gemm;
  gemm.input("x", "3,2").weight("w", {4, 3}).weight("b", {4}).output("y");
  gemm.node("Gemm", {"x", "w", "b"}, {"y"}).set("transA", 1).set("transB", 1);
  EXPECT_EQ(shape(gemm), (Extents{2, 4}));
}

TEST(shape_rules, einsum_follows_its_equation) {
  const auto sum = [](const std::string& equation, const std::string& a, const std::string& b) {
    ModelBuilder builder;
    builder.input("a", a).input("b", b).output("y").node("Einsum", {"a", "b"}, {"y"});
    builder.set_text("equation", equation);
    return shape(builder);
  };
  EXPECT_EQ(sum("bhid,bhjd->bhij", "2,3,5,8", "2,3,7,8"), (Extents{2, 3, 5, 7}));
  EXPECT_EQ(sum("ij,jk", "2,3", "3,4"), (Extents{2, 4}));
  EXPECT_EQ(sum("...ij, ...jk -> ...ik", "5,2,3", "5,3,4"), (Extents{5, 2, 4}));
}

TEST(shape_rules, layouts_change_as_their_attributes_say) {
  EXPECT_EQ(shape(one("Transpose", "2,3,4")), (Extents{4, 3, 2}));
  EXPECT_EQ(shape(one("Transpose", "2,3,4").set("perm", {0, 2, 1})), (Extents{2, 4, 3}));
  EXPECT_EQ(shape(one("Flatten", "2,3,4").set("axis", 2)), (Extents{6, 4}));
  EXPECT_EQ(shape(one("Flatten", "2,3,4").set("axis", -1)), (Extents{6, 4}));
  EXPECT_EQ(shape(one("Squeeze", "2,1,4,1", 11)), (Extents{2, 4}));
  EXPECT_EQ(shape(one("Squeeze", "2,1,4,1", 11).set("axes", {-1})), (Extents{2, 1, 4}));
  EXPECT_EQ(shape(one("Unsqueeze", "2,4", 11).set("axes", {0, 3})), (Extents{1, 2, 4, 1}));
  EXPECT_EQ(shape(one("DepthToSpace", "1,8,2,3").set("blocksize", 2)), (Extents{1, 2, 4, 6}));
  EXPECT_EQ(shape(one("SpaceToDepth", "1,2,4,6").set("blocksize", 2)), (Extents{1, 8, 2, 3}));
}

TEST(shape_rules, reshape_copies_with_0_and_fills_with_minus_1) {
  const auto reshaped = [](const std::vector<std::int64_t>& to, std::int64_t allow_zero = 0) {
    ModelBuilder builder(14);
    builder.input("x", "2,3,4").integers("s", to).output("y").node("Reshape", {"x", "s"}, {"y"});
    builder.set("allowzero", allow_zero);
    return builder;
  };
  EXPECT_EQ(shape(reshaped({0, -1})), (Extents{2, 12}));
  EXPECT_EQ(shape(reshaped({4, 6})), (Extents{4, 6}));
  EXPECT_THAT(refusal_of(reshaped({5, -1})),
              ::testing::HasSubstr("24 elements of shape [2, 3, 4]"));
  EXPECT_THAT(refusal_of(reshaped({-1, -1})), ::testing::HasSubstr("one -1 at most"));
  EXPECT_THAT(refusal_of(reshaped({0, 12}, 1)), ::testing::HasSubstr("do not fill"));
  EXPECT_THAT(refusal_of(reshaped({24, 1, 1, 0})), ::testing::HasSubstr("takes axis 3"));
}

TEST(shape_rules, parts_are_joined_and_split) {
  ModelBuilder concat;
  concat.input("a", "2,3").input("b", "2,5").output("y").node("Concat", {"a", "b"}, {"y"});
  concat.set("axis", -1);
  EXPECT_EQ(shape(concat), (Extents{2, 8}));
  ModelBuilder split(11);
  split.input("x", "2,6").output("a").node("Split", {"x"}, {"a", "b"}).set("axis", 1);
  split.set("split", {2, 4});
  EXPECT_EQ(shape(split, "b"), (Extents{2, 4}));
  ModelBuilder equal;
  equal.input("x", "6").output("a").node("Split", {"x"}, {"a", "b", "c"});
  EXPECT_EQ(shape(equal, "c"), (Extents{2}));
}

TEST(shape_rules, slices_count_from_the_end_and_backwards) {
  struct Case {
    std::int64_t start, end, step, count;
  };
  for (const Case& c : {Case{1, 4, 1, 3}, Case{0, 100, 3, 4}, Case{-3, -1, 1, 2},
                        Case{-1, -1000, -1, 10}, Case{8, 2, -2, 3}, Case{5, 2, 1, 0},
                        Case{0, INT64_MAX, 1, 10}, Case{-1, INT64_MIN, -1, 10}}) {
    ModelBuilder builder;
    builder.input("x", "2,10").integers("s", {c.start}).integers("e", {c.end}).integers("a", {1});
    builder.integers("t", {c.step}).output("y").node("Slice", {"x", "s", "e", "a", "t"}, {"y"});
    EXPECT_EQ(shape(builder), (Extents{2, c.count})) << c.start << ":" << c.end << ":" << c.step;
  }
  ModelBuilder old(9);
  old.input("x", "4,10").output("y").node("Slice", {"x"}, {"y"});
  old.set("starts", {1, 2}).set("ends", {3, 5});
  EXPECT_EQ(shape(old), (Extents{2, 3}));
}

TEST(shape_rules, elements_are_taken_by_index) {
  ModelBuilder gather;
  gather.input("x", "7", onnx::TensorProto::INT64).weight("table", {100, 16}).output("y");
  gather.node("Gather", {"table", "x"}, {"y"});
  EXPECT_EQ(shape(gather), (Extents{7, 16}));
  ModelBuilder top;
  top.input("x", "2,9").integers("k", {3}).output("y").node("TopK", {"x", "k"}, {"y", "i"});
  EXPECT_EQ(shape(top, "i"), (Extents{2, 3}));
  ModelBuilder hot;
  hot.input("x", "2,3", onnx::TensorProto::INT64)
      .integers("depth", {5}, {})
      .reals("v", {0, 1}, {2});
  hot.output("y").node("OneHot", {"x", "depth", "v"}, {"y"});
  EXPECT_EQ(shape(hot), (Extents{2, 3, 5}));
  ModelBuilder nd;
  nd.input("x", "2,3,4").integers("i", {0, 1, 1, 2}, {2, 2}).output("y");
  nd.node("GatherND", {"x", "i"}, {"y"});
  EXPECT_EQ(shape(nd), (Extents{2, 4}));
}

TEST(shape_rules, reductions_keep_or_drop_their_axes) {
  EXPECT_EQ(shape(one("ReduceMean", "2,3,4").set("axes", {-1})), (Extents{2, 3, 1}));
  EXPECT_EQ(shape(one("ReduceMean", "2,3,4").set("axes", {1}).set("keepdims", 0)), (Extents{2, 4}));
  EXPECT_EQ(shape(one("ReduceMax", "2,3,4").set("keepdims", 0)), Extents{});
  EXPECT_EQ(shape(one("ArgMax", "2,3,4").set("axis", 1).set("keepdims", 0)), (Extents{2, 4}));
  ModelBuilder by_input;
  by_input.input("x", "2,3").integers("a", {0}).output("y").node("ReduceSum", {"x", "a"}, {"y"});
  EXPECT_EQ(shape(by_input), (Extents{1, 3}));
}

TEST(shape_rules, images_are_resized_by_scales_or_to_sizes_in_every_operator_set) {
  ModelBuilder upsample(9);
  upsample.input("x", "1,2,3,5").reals("s", {1, 1, 2, 1.5F}, {4}).output("y");
  upsample.node("Upsample", {"x", "s"}, {"y"});
  EXPECT_EQ(shape(upsample), (Extents{1, 2, 6, 7}));
  ModelBuilder ten(10);
  ten.input("x", "1,2,3,5").reals("s", {1, 1, 2, 2}, {4}).output("y");
  ten.node("Resize", {"x", "s"}, {"y"});
  EXPECT_EQ(shape(ten), (Extents{1, 2, 6, 10}));
  ModelBuilder eleven(11);
  eleven.input("x", "1,2,3,5").reals("none", {}, {0}).integers("sizes", {1, 2, 8, 9}).output("y");
  eleven.node("Resize", {"x", "none", "none", "sizes"}, {"y"});
  EXPECT_EQ(shape(eleven), (Extents{1, 2, 8, 9}));
}

TEST(shape_rules, pads_are_attributes_or_inputs) {
  EXPECT_EQ(shape(one("Pad", "2,3", 9).set("pads", {0, 1, 2, 3})), (Extents{4, 7}));
  ModelBuilder builder;
  builder.input("x", "2,3").integers("p", {0, 1, 2, -1}).output("y").node("Pad", {"x", "p"}, {"y"});
  EXPECT_EQ(shape(builder), (Extents{4, 3}));
}

TEST(shape_rules, recurrent_layers_give_a_state_for_each_step_and_direction) {
  ModelBuilder lstm;
  lstm.input("x", "7,2,16").weight("w", {2, 96, 16}).weight("r", {2, 96, 24}).output("y");
  lstm.node("LSTM", {"x", "w", "r"}, {"y", "h", "c"}).set("hidden_size", 24);
  lstm.set_text("direction", "bidirectional");
  EXPECT_EQ(shape(lstm), (Extents{7, 2, 2, 24}));
  EXPECT_EQ(shape(lstm, "c"), (Extents{2, 2, 24}));
  ModelBuilder gru(14);
  gru.input("x", "2,7,16").weight("w", {1, 72, 16}).weight("r", {1, 72, 24}).output("y");
  gru.node("GRU", {"x", "w", "r"}, {"y"}).set("hidden_size", 24).set("layout", 1);
  EXPECT_EQ(shape(gru), (Extents{2, 7, 1, 24}));
}

TEST(shape_rules, batch_norm_in_training_gives_statistics_too) {
  ModelBuilder builder(14);
  builder.input("x", "2,3,4,4").weight("s", {3}).weight("b", {3}).weight("m", {3}).weight("v", {3});
  builder.output("y").node("BatchNormalization", {"x", "s", "b", "m", "v"}, {"y", "rm", "rv"});
  builder.set("training_mode", 1);
  EXPECT_EQ(shape(builder), (Extents{2, 3, 4, 4}));
  EXPECT_EQ(shape(builder, "rv"), (Extents{3}));
}

}  // namespace shape_rules_test
}  // namespace metronome::importers
