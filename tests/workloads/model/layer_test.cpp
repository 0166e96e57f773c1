#include "workloads/model/layer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "sim/base/error.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::model {
namespace layer_test {

constexpr Shape kImage{16, 9, 7};

/// One row of what a kind says of itself.
struct Said {
  Layer layer;
  std::vector<Shape> inputs;
  Shape output;
  std::uint64_t macs;
  std::uint64_t parameters;
  bool multiplies_codes;
};

std::string kind_of(const Layer& layer) {
  return std::visit([](const auto& kind) { return std::string(kind.kText.kind); }, layer);
}

std::vector<Said> rows() {
  const Shape sequence{8, 5, 1};
  return {
      {Input{{}, kImage}, {kImage}, kImage, 0, 0, false},
      {Convolution{.out_channels = 4, .kernel = 3, .stride = 2, .pad = 1, .groups = 2},
       {kImage},
       {4, 5, 4},
       4ULL * 5 * 4 * 8 * 9,
       4ULL * 8 * 9,
       true},
      {Convolution{.out_channels = 4, .quantized = false, .bias = true},
       {kImage},
       {4, 9, 7},
       4ULL * 9 * 7 * 16,
       4ULL * (16 + 1),
       false},
      {BatchNorm{}, {kImage}, kImage, 0, 32, false},
      {Relu{}, {kImage}, kImage, 0, 0, false},
      {Add{}, {kImage, kImage}, kImage, 0, 0, false},
      {GlobalAveragePool{}, {kImage}, {16, 1, 1}, 0, 0, false},
      {Linear{.out_features = 3, .quantized = true}, {sequence}, {3, 5, 1}, 3 * 5 * 8, 3 * 9, true},
      {Tanh{}, {kImage}, kImage, 0, 0, false},
      {Sigmoid{}, {kImage}, kImage, 0, 0, false},
      {MaxPool{{}, {.kernel = 3, .stride = 2, .pad = 1}}, {kImage}, {16, 5, 4}, 0, 0, false},
      {AveragePool{{}, {.kernel = 2, .stride = 2}}, {kImage}, {16, 4, 3}, 0, 0, false},
      {LayerNorm{}, {sequence}, sequence, 0, 16, false},
      {Embedding{.vocabulary = 50, .features = 8}, {{1, 5, 1}}, sequence, 0, 400, false},
      {Dropout{{}, 0.3}, {sequence}, sequence, 0, 0, false},
      {Attention{.heads = 2}, {sequence, sequence, sequence}, sequence, 2 * 8 * 5 * 5, 0, true},
      {Lstm{.hidden = 6}, {sequence}, {6, 5, 1}, 4 * 6 * 5 * (8 + 6), 4 * 6 * (8 + 6 + 1), true},
      {Convolution{.out_channels = 6,
                   .kernel = {3, 2},
                   .stride = {2, 1},
                   .pad = {1, 0, 2, 1},
                   .groups = 2,
                   .bias = true,
                   .dilation = {1, 2}},
       {kImage},
       {6, 5, 6},
       6ULL * 5 * 6 * 8 * 6,
       6ULL * (8 * 6 + 1),
       true},
      {Convolution{.out_channels = 6,
                   .kernel = 3,
                   .stride = 2,
                   .pad = 1,
                   .transposed = true,
                   .output_pad = {1, 0}},
       {kImage},
       {6, 18, 13},
       6ULL * 9 * 7 * 16 * 9,
       6ULL * 16 * 9,
       true},
      {LeakyRelu{}, {kImage}, kImage, 0, 0, false},
      {Clip{}, {kImage}, kImage, 0, 0, false},
      {HardSigmoid{}, {kImage}, kImage, 0, 0, false},
      {HardSwish{}, {kImage}, kImage, 0, 0, false},
      {Silu{}, {kImage}, kImage, 0, 0, false},
      {Gelu{}, {kImage}, kImage, 0, 0, false},
      {Softmax{}, {kImage}, kImage, 0, 0, false},
      {Multiply{}, {kImage, {16, 1, 1}}, kImage, 0, 0, false},
      {GroupNorm{{}, 4}, {kImage}, kImage, 0, 32, false},
      {InstanceNorm{}, {kImage}, kImage, 0, 32, false},
      {GlobalMaxPool{}, {kImage}, {16, 1, 1}, 0, 0, false},
      {Concat{}, {kImage, {3, 9, 7}, kImage}, {35, 9, 7}, 0, 0, false},
      {Slice{{}, Axis::height, 2, 5}, {kImage}, {16, 5, 7}, 0, 0, false},
      {Reshape{}, {kImage}, {16 * 9 * 7, 1, 1}, 0, 0, false},
      {Reshape{{}, 8, 0, 7}, {kImage}, {8, 18, 7}, 0, 0, false},
      {Transpose{{}, {Axis::width, Axis::channels, Axis::height}},
       {kImage},
       {7, 16, 9},
       0,
       0,
       false},
      {Upsample{{}, {2, 3}}, {kImage}, {16, 18, 21}, 0, 0, false},
      {Attention{.heads = 2, .causal = false},
       {{8, 5, 1}, {8, 7, 1}, {6, 7, 1}},
       {6, 5, 1},
       5 * 7 * (8 + 6),
       0,
       true},
      {Scale{{}, 0.5, 1}, {kImage}, kImage, 0, 0, false},
      {Learned{4, 3, 2}, {}, {4, 3, 2}, 0, 24, false},
      {MatrixProduct{}, {{3, 4, 5}, {3, 5, 6}}, {3, 4, 6}, 3 * 4 * 5 * 6, 0, true},
      {MatrixProduct{.transpose_a = true, .transpose_b = true, .quantized = false},
       {{3, 5, 4}, {3, 6, 5}},
       {3, 4, 6},
       3 * 4 * 5 * 6,
       0,
       false},
      {RmsNorm{}, {sequence}, sequence, 0, 8, false},
      {SwiGlu{}, {kImage, kImage}, kImage, 0, 0, false},
      {Rope{{}, 4}, {sequence}, sequence, 0, 0, false},
      {RepeatHeads{{}, 2, 3}, {sequence}, {24, 5, 1}, 0, 0, false},
      {TiedLinear{.table = "embedding", .out_features = 9},
       {sequence},
       {9, 5, 1},
       9 * 5 * 8,
       0,
       false},
      {TiedLinear{.table = "embedding", .out_features = 9, .bias = true},
       {sequence},
       {9, 5, 1},
       9 * 5 * 8,
       9,
       false}};
}

TEST(layer, every_kind_says_its_shape_products_and_parameters) {
  std::set<std::size_t> kinds;
  for (const Said& row : rows()) {
    const std::string kind = kind_of(row.layer);
    kinds.insert(row.layer.index());
    EXPECT_EQ(output_of(row.layer, {row.inputs, kind}), row.output) << kind;
    EXPECT_EQ(multiplies_codes(row.layer), row.multiplies_codes) << kind;
    std::visit(
        [&](const auto& layer) {
          EXPECT_EQ(layer.macs({row.inputs, kind}, row.output), row.macs) << kind;
          const Shape& in = row.inputs.empty() ? row.output : row.inputs.front();
          EXPECT_EQ(layer.parameters(in, row.output), row.parameters) << kind;
        },
        row.layer);
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<Layer>) << "a kind without a row";
}

TEST(layer, every_kind_has_texts_and_a_name_of_its_own) {
  std::set<std::string_view> names;
  for_each_kind([&]<class Kind>(const Kind&) {
    for (const std::string_view text :
         {Kind::kText.kind, Kind::kText.output, Kind::kText.parameters, Kind::kText.doc}) {
      EXPECT_FALSE(text.empty()) << Kind::kText.kind;
    }
    names.insert(Kind::kText.kind);
  });
  EXPECT_EQ(names.size(), std::variant_size_v<Layer>);
}

TEST(layer, a_window_larger_than_its_image_names_the_layer) {
  GraphBuilder builder("tiny", {3, 4, 4});
  try {
    builder.max_pool("pool", 0, {{}, {.kernel = 5}});
    FAIL() << "no error";
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("tiny: pool does not fit an image of 4 x 4"));
  }
}

TEST(layer, inputs_that_do_not_go_together_are_refused_by_name) {
  const auto refused = [](const Layer& layer, const std::vector<Shape>& inputs,
                          const std::string& message) {
    try {
      (void)output_of(layer, {inputs, "net: x"});
      FAIL() << "no error: " << message;
    } catch (const UserError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("net: x: " + message));
    }
  };
  refused(Add{}, {kImage, {1, 2, 3}}, "adds shapes 16x9x7 and 1x2x3");
  refused(Multiply{}, {kImage, {16, 9, 1}}, "multiplies shapes");
  refused(SwiGlu{}, {kImage, {16, 9, 1}}, "gates shape 16x9x1 by 16x9x7");
  refused(Rope{{}, 3}, {{6, 5, 1}}, "turns pairs of heads of 3 features in shape 6x5x1");
  refused(Rope{{}, 4}, {{6, 5, 1}}, "turns pairs of heads of 4 features in shape 6x5x1");
  refused(RepeatHeads{{}, 4, 2}, {{6, 5, 1}}, "repeats 4 heads of shape 6x5x1");
  refused(Lstm{.hidden = 2}, {kImage}, "runs over shape 16x9x7");
  refused(Attention{.heads = 3}, {{8, 5, 1}, {8, 5, 1}, {8, 5, 1}}, "3 heads on shapes 8x5x1");
  refused(Embedding{.vocabulary = 4, .features = 2}, {kImage}, "looks up the words");
  refused(Convolution{.out_channels = 4, .groups = 3}, {kImage}, "3 groups do not divide 16");
  refused(Convolution{.out_channels = 4, .stride = 2, .transposed = true, .output_pad = 2},
          {kImage}, "output_pad is not below the stride");
  refused(Convolution{.out_channels = 4, .pad = 4, .transposed = true}, {kImage},
          "the padding leaves nothing");
  refused(GroupNorm{{}, 5}, {kImage}, "5 groups of 16 channels");
  refused(Concat{}, {kImage, {16, 9, 6}}, "joins shapes 16x9x7 and 16x9x6 along their channels");
  refused(Slice{{}, Axis::width, 3, 5}, {kImage}, "takes 5 from 3 on of 7 width");
  refused(Slice{{}, Axis::width, UINT64_MAX, UINT64_MAX}, {kImage}, "takes");
  refused(Reshape{{}, 5, 0, 1}, {kImage}, "makes shape 5x0x1 of 16x9x7");
  refused(Reshape{{}, 0, 0, 1}, {kImage}, "makes shape");
  refused(Reshape{{}, UINT64_MAX, UINT64_MAX, 2}, {kImage}, "makes shape");
  refused(Transpose{{}, {Axis::width, Axis::width, Axis::height}}, {kImage}, "its order");
}

TEST(layer, a_tied_layer_names_an_earlier_embedding_of_its_sizes) {
  const auto refused = [](const TiedLinear& tied, const std::string& message) {
    GraphBuilder builder("net", {1, 5, 1});
    const NodeIndex x = builder.embedding("words", 0, {.vocabulary = 9, .features = 4});
    try {
      (void)builder.append("out", tied, {x});
      FAIL() << "no error: " << message;
    } catch (const UserError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("net: out: " + message));
    }
  };
  refused({.table = "input", .out_features = 9}, "multiplies the table of `input`");
  refused({.table = "", .out_features = 9}, "multiplies the table of ``");
  refused({.table = "words", .out_features = 8}, "leads from 4 to 8 features");
  GraphBuilder builder("net", {1, 5, 1});
  const NodeIndex x = builder.embedding("words", 0, {.vocabulary = 9, .features = 4});
  const NodeIndex out = builder.append("out", TiedLinear{.table = "words", .out_features = 9}, {x});
  EXPECT_EQ(tied_table(builder.graph(), out), x);
  EXPECT_EQ(tied_table(builder.graph(), x), std::nullopt);
}

}  // namespace layer_test
}  // namespace metronome::model
