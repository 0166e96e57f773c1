// Batch, open dimensions, and weights among the inputs.
#include "workloads/onnx/input_sizes.hpp"

#include "tests/workloads/importers/model_builder.hpp"

namespace metronome::importers {
namespace input_sizes_test {

using ::testing::HasSubstr;

InputSizes sizes(std::optional<std::uint64_t> batch, std::map<std::string, std::uint64_t> dims) {
  return {batch, std::move(dims)};
}

/// A linear layer of x with these dimensions.
ModelBuilder linear(const std::string& dims) {
  ModelBuilder builder;
  builder.input("x", dims).weight("w", {16, 10}).output("y").node("MatMul", {"x", "w"}, {"y"});
  return builder;
}

TEST(input_sizes, an_open_dimension_needs_a_value_and_says_how_to_give_it) {
  const ModelBuilder builder = linear("batch,seq,16");
  const std::string said = refusal_of(builder);
  EXPECT_THAT(said, HasSubstr("input `x`: dimension 0 (`batch`) has no value (give --dim batch=N "
                              "or --batch N)"));
  EXPECT_THAT(said, HasSubstr("dimension 1 (`seq`) has no value (give --dim seq=N)"));
  EXPECT_EQ(network_of(builder, sizes(4, {{"seq", 7}})).inputs[0].extents, (Extents{4, 7, 16}));
  EXPECT_EQ(network_of(builder, sizes({}, {{"batch", 4}, {"seq", 7}})).batch, 4u);
  EXPECT_THAT(refusal_of(linear("?,16")), HasSubstr("give --dim x.0=N or --batch N"));
  EXPECT_EQ(network_of(linear("?,16"), sizes({}, {{"x.0", 3}})).batch, 3u);
}

TEST(input_sizes, a_batch_replaces_the_one_of_the_file) {
  EXPECT_EQ(network_of(linear("2,16")).macs, 2u * 16 * 10);
  EXPECT_EQ(network_of(linear("2,16"), sizes(5, {})).macs, 5u * 16 * 10);
}

TEST(input_sizes, unknown_and_contradicting_sizes_are_refused) {
  const ModelBuilder builder = linear("batch,sequence,16");
  EXPECT_THAT(refusal_of(builder, sizes(2, {{"sequense", 7}})),
              HasSubstr("--dim sequense: is no dimension of an input (did you mean `sequence`?)"));
  EXPECT_THAT(refusal_of(builder, sizes(2, {{"batch", 3}, {"sequence", 7}})),
              HasSubstr("is to be 3 and 2"));
}

TEST(input_sizes, sizes_that_were_written_into_the_file_contradict_another_batch) {
  ModelBuilder builder;
  builder.input("x", "1,4,4").integers("s", {1, 16}).output("y");
  builder.node("Reshape", {"x", "s"}, {"y"});
  EXPECT_EQ(refusal_of(builder), "");
  EXPECT_THAT(refusal_of(builder, sizes(2, {})),
              HasSubstr("node `Reshape_of_y` (Reshape): 32 elements of shape [2, 4, 4] do not fill "
                        "the shape [1, 16] (sizes that were written into the file"));
}

TEST(input_sizes, the_batch_of_a_recurrent_network_is_its_second_axis) {
  const auto network = [](bool batch_first) {
    ModelBuilder builder;
    builder.input("x", "5,3", onnx::TensorProto::INT64).weight("e", {50, 16}).output("y");
    builder.weight("w", {1, 96, 16}).weight("r", {1, 96, 24});
    builder.node("Gather", {"e", "x"}, {"f"});
    if (batch_first) {
      builder.node("Transpose", {"f"}, {"t"}).set("perm", {1, 0, 2});
    }
    builder.node("LSTM", {batch_first ? "t" : "f", "w", "r"}, {"y"}).set("hidden_size", 24);
    return builder;
  };
  EXPECT_EQ(network_of(network(false)).batch, 3u);
  EXPECT_EQ(network_of(network(true)).batch, 5u);
  EXPECT_EQ(network_of(network(false), sizes(8, {})).inputs[0].extents, (Extents{5, 8}));
}

TEST(input_sizes, weights_that_stand_among_the_inputs_are_no_inputs) {
  ModelBuilder builder;
  builder.input("x", "batch,3,8,8").input("mask", "batch,4,1,1").input("token", "1,4,1,1");
  builder.input("conv.weight", "4,3,3,3").input("conv.bias", "4").input("scale", "4,1,1");
  builder.output("y").node("Conv", {"x", "conv.weight", "conv.bias"}, {"c"});
  builder.node("Add", {"c", "mask"}, {"m"}).node("Add", {"m", "token"}, {"t"});
  builder.node("Mul", {"t", "scale"}, {"y"});
  const ImportedNetwork network = network_of(builder, sizes(2, {}));
  ASSERT_EQ(network.inputs.size(), 2u);
  EXPECT_EQ(network.inputs[0].name, "x");
  EXPECT_EQ(network.inputs[1].name, "mask");
  EXPECT_EQ(network.parameters, 4u * 27 + 4 + 4 + 4);
}

TEST(input_sizes, the_second_of_two_inputs_stays_an_input_where_only_data_is_read_from_it) {
  ModelBuilder builder;
  builder.input("left", "2,8").input("right", "2,8").weight("w", {8, 4}).output("y");
  builder.node("MatMul", {"left", "w"}, {"a"}).node("MatMul", {"right", "w"}, {"b"});
  builder.node("Sub", {"a", "b"}, {"y"});
  EXPECT_EQ(network_of(builder).inputs.size(), 2u);
}

TEST(input_sizes, a_weight_is_recognised_through_other_layouts) {
  ModelBuilder builder;
  builder.input("x", "2,8").input("fc.weight", "4,8").output("y");
  builder.node("Transpose", {"fc.weight"}, {"t"}).node("MatMul", {"x", "t"}, {"y"});
  EXPECT_EQ(network_of(builder).inputs.size(), 1u);
  EXPECT_EQ(network_of(builder).parameters, 32u);
}

TEST(input_sizes, inputs_that_initializers_stand_for_are_weights) {
  ModelBuilder builder;
  builder.input("x", "2,8").input("w", "8,4").weight("w", {8, 4}).output("y");
  builder.node("MatMul", {"x", "w"}, {"y"});
  EXPECT_EQ(network_of(builder).inputs.size(), 1u);
}

}  // namespace input_sizes_test
}  // namespace metronome::importers
