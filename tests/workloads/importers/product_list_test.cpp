// Matrix products and parameters of graphs.
#include "tests/workloads/importers/model_builder.hpp"
#include "workloads/onnx/parameters.hpp"

namespace metronome::importers {
namespace product_list_test {

/// The one product of a network.
Product only(const ModelBuilder& builder) {
  const ImportedNetwork network = network_of(builder);
  EXPECT_EQ(network.products.size(), 1u);
  EXPECT_EQ(network.macs, network.products.at(0).macs);
  return network.products.at(0);
}

void expect_sizes(const Product& product, std::uint64_t m, std::uint64_t n, std::uint64_t k,
                  std::uint64_t groups) {
  EXPECT_EQ(product.m, m);
  EXPECT_EQ(product.n, n);
  EXPECT_EQ(product.k, k);
  EXPECT_EQ(product.groups, groups);
  EXPECT_EQ(product.macs, m * n * k * groups);
}

TEST(product_list, depthwise_convolutions_are_as_many_products_as_channels) {
  ModelBuilder builder;
  builder.input("x", "4,8,6,6").weight("w", {16, 1, 3, 3}).output("y");
  builder.node("Conv", {"x", "w"}, {"y"}).set("group", 8);
  expect_sizes(only(builder), 4 * 4 * 4, 2, 9, 8);
}

TEST(product_list, transposed_convolutions_multiply_each_input_with_all_of_the_kernel) {
  ModelBuilder builder;
  builder.input("x", "2,6,5,4").weight("w", {6, 4, 3, 3}).output("y");
  builder.node("ConvTranspose", {"x", "w"}, {"y"}).set("group", 2).set("strides", {2, 2});
  expect_sizes(only(builder), 2 * 5 * 4, 4 * 9, 3, 2);
}

TEST(product_list, matrices_with_one_right_operand_are_one_product) {
  ModelBuilder linear;
  linear.input("x", "2,7,16").weight("w", {16, 10}).output("y").node("MatMul", {"x", "w"}, {"y"});
  expect_sizes(only(linear), 14, 10, 16, 1);
  ModelBuilder attention;
  attention.input("q", "2,4,7,8").input("k", "2,4,8,9").output("y");
  attention.node("MatMul", {"q", "k"}, {"y"});
  expect_sizes(only(attention), 7, 9, 8, 8);
  ModelBuilder gemm;
  gemm.input("x", "16,5").weight("w", {10, 16}).output("y").node("Gemm", {"x", "w"}, {"y"});
  gemm.set("transA", 1).set("transB", 1);
  expect_sizes(only(gemm), 5, 10, 16, 1);
}

TEST(product_list, einsum_is_a_product_with_groups) {
  ModelBuilder builder;
  builder.input("q", "2,3,5,8").input("k", "2,3,7,8").output("y");
  builder.node("Einsum", {"q", "k"}, {"y"}).set_text("equation", "bhid,bhjd->bhij");
  expect_sizes(only(builder), 5, 7, 8, 6);
  ModelBuilder three;
  three.input("a", "2,3").input("b", "3,4").input("c", "4,5").output("y");
  three.node("Einsum", {"a", "b", "c"}, {"y"}).set_text("equation", "ij,jk,kl->il");
  EXPECT_THAT(refusal_of(three), ::testing::HasSubstr("more than two operands"));
}

TEST(product_list, recurrent_layers_have_a_row_for_inputs_and_one_for_states) {
  ModelBuilder builder;
  builder.input("x", "7,2,16").weight("w", {2, 72, 16}).weight("r", {2, 72, 24}).output("y");
  builder.node("GRU", {"x", "w", "r"}, {"y"}).set("hidden_size", 24);
  builder.set_text("direction", "bidirectional");
  const ImportedNetwork network = network_of(builder);
  ASSERT_EQ(network.products.size(), 2u);
  expect_sizes(network.products[0], 14, 72, 16, 2);
  expect_sizes(network.products[1], 14, 72, 24, 2);
  EXPECT_EQ(network.parameters, 2u * 72 * (16 + 24));
}

TEST(product_list, products_of_integers_are_counted) {
  ModelBuilder builder;
  builder.input("x", "1,3,8,8", onnx::TensorProto::UINT8).weight("w", {4, 3, 3, 3}).output("y");
  builder.node("ConvInteger", {"x", "w"}, {"y"});
  expect_sizes(only(builder), 36, 4, 27, 1);
  ModelBuilder matmul;
  matmul.input("x", "5,6", onnx::TensorProto::UINT8).weight("w", {6, 7}).output("y");
  matmul.node("MatMulInteger", {"x", "w"}, {"y"});
  expect_sizes(only(matmul), 5, 7, 6, 1);
}

TEST(product_list, products_beyond_64_bits_are_refused_with_their_node) {
  ModelBuilder builder;
  builder.input("x", "1000000,1000000").weight("w", {1000000, 1000000000}).output("y");
  builder.node("Gemm", {"x", "w"}, {"y"});
  EXPECT_THAT(refusal_of(builder),
              ::testing::HasSubstr("node `Gemm_of_y` (Gemm): has more than 2^64 - 1 multiply"));
  EXPECT_EQ(make_product("a", "Gemm", 1ULL << 32, 1ULL << 32, 1, 1), std::nullopt);
  ModelBuilder two;
  two.input("x", "4000000,1000000").weight("w", {1000000, 4000000}).output("y");
  two.node("Gemm", {"x", "w"}, {"y"}).node("Gemm", {"x", "w"}, {"z"});
  EXPECT_THAT(refusal_of(two), ::testing::HasSubstr("in all"));
}

TEST(product_list, parameters_are_kernels_biases_scales_and_tables) {
  ModelBuilder builder;
  builder.input("x", "2,3,8,8").weight("w", {4, 3, 3, 3}).weight("b", {4}).output("y");
  builder.weight("s", {4}).weight("t", {4}).weight("m", {4}).weight("v", {4}).weight("unused", {9});
  builder.reals("limit", {6}, {}).integers("to", {2, -1});
  builder.node("Conv", {"x", "w", "b"}, {"c"});
  builder.node("BatchNormalization", {"c", "s", "t", "m", "v"}, {"n"});
  builder.node("Clip", {"n", "", "limit"}, {"r"}).node("Reshape", {"r", "to"}, {"y"});
  EXPECT_EQ(network_of(builder).parameters, 4u * 27 + 4 + 4 + 4);
}

TEST(product_list, equal_parameters_that_pytorch_writes_once_count_each) {
  ModelBuilder builder;
  builder.input("x", "2,3").weight("w", {3, 3}).weight("b", {3}).output("y");
  builder.node("Identity", {"b"}, {"b2"});
  builder.node("Gemm", {"x", "w", "b"}, {"h"}).node("Gemm", {"h", "w", "b2"}, {"y"});
  EXPECT_EQ(network_of(builder).parameters, 9u + 3 + 3) << "w is used twice: tied weights";
}

TEST(product_list, layers_are_the_nodes_that_work_on_what_is_given) {
  ModelBuilder builder;
  builder.input("x", "2,3,4").output("y").integers("i", {0}, {}).integers("a", {0});
  builder.integers("minus", {-1});
  builder.node("Shape", {"x"}, {"s"}).node("Gather", {"s", "i"}, {"n"});
  builder.node("Unsqueeze", {"n", "a"}, {"u"}).node("Concat", {"u", "minus"}, {"to"});
  builder.set("axis", 0).node("Reshape", {"x", "to"}, {"r"}).node("Relu", {"r"}, {"y"});
  EXPECT_EQ(network_of(builder).layers, 2u);
}

}  // namespace product_list_test
}  // namespace metronome::importers
