// Networks of other programs as layers: the same products, parameters and shapes.
#include "workloads/onnx/layer_converter.hpp"

#include "sim/base/files.hpp"
#include "sim/base/gzip.hpp"
#include "tests/support/source_dir.hpp"
#include "tests/workloads/importers/model_builder.hpp"

namespace metronome::importers {
namespace layer_converter_test {

using ::testing::HasSubstr;

model::Graph graph_of_file(const model::NetworkFile& file) {
  return model::graph_of(file, std::nullopt);
}

model::NetworkFile layers_of(const ModelBuilder& builder, const InputSizes& sizes = {}) {
  return LayerConverter(graph_of(builder, sizes)).run();
}

std::string refusal_to_convert(const ModelBuilder& builder) {
  return refusal([&] { (void)layers_of(builder); });
}

/// Names and kinds, "conv:convolution relu:relu".
std::string outline(const model::NetworkFile& file) {
  std::string text;
  for (const model::NetworkLayer& layer : file.layers) {
    text += (text.empty() ? "" : " ") + layer.name + ":" +
            std::string(std::visit([](const auto& kind) { return kind.kText.kind; }, layer.layer));
  }
  return text;
}

/// As whoever reads the written file has it.
model::NetworkFile read_again(const model::NetworkFile& file) {
  config::Reader reader;
  model::NetworkFile again;
  config::schema_of<model::NetworkFile>().read(
      again, config::parse_yaml(network_yaml(file, "x.onnx"), "net.yaml"), reader, "");
  reader.finish();
  return again;
}

std::uint64_t parameters_of(const model::Graph& graph) {
  std::uint64_t sum = 0;
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    sum += model::parameter_count(graph, i);
  }
  return sum;
}

struct Reference {
  const char* name;
  std::int64_t fewer_parameters;  ///< than the file's: see below
};

TEST(layer_converter, the_layers_of_reference_networks_have_their_products_and_parameters) {
  // A folded batch norm is a bias; an LSTM of ours has one bias, PyTorch's two.
  const Reference references[] = {{"resnet18_train", 0},  {"resnet18", 4800},
                                  {"vgg11_bn_train", 0},  {"mobilenet_v2_train", 0},
                                  {"squeezenet1_1", 0},   {"densenet121_train", 0},
                                  {"odd_convs_train", 0}, {"lstm2", 2 * 512}};
  for (const Reference& reference : references) {
    SCOPED_TRACE(reference.name);
    const std::string file =
        metronome::source_dir() + "/tests/workloads/importers" + "/data/onnx/" + reference.name;
    const ImportedNetwork network = std::get<ImportedNetwork>(import_bytes(
        expand_gzip(read_file(file + ".onnx.gz"), file), std::string(reference.name) + ".onnx",
        {.sizes = {}, .rounding = {}, .iterations_per_epoch = {}, .with_layers = true}));
    ASSERT_TRUE(network.file);
    const model::Graph graph = graph_of_file(*network.file);
    EXPECT_EQ(model::forward_macs(graph) * network.batch, network.macs);
    EXPECT_EQ(static_cast<std::int64_t>(parameters_of(graph)) + reference.fewer_parameters,
              static_cast<std::int64_t>(network.parameters));
    EXPECT_EQ(graph_of_file(read_again(*network.file)), graph);
    EXPECT_EQ(network.file->loss, model::Loss::cross_entropy);
  }
}

TEST(layer_converter, odd_convolutions_keep_their_windows) {
  ModelBuilder builder;
  builder.input("x", "2,4,9,8").weight("w", {6, 2, 3, 1}).weight("b", {6}).output("y");
  builder.weight("u", {6, 2, 3, 2});
  builder.node("Conv", {"x", "w", "b"}, {"c"}).set("pads", {1, 0, 2, 1}).set("strides", {2, 1});
  builder.set("dilations", {2, 1}).set("group", 2);
  builder.node("ConvTranspose", {"c", "u"}, {"y"}).set("strides", {2, 3}).set("group", 3);
  builder.set("output_padding", {1, 2}).set("pads", {0, 1, 1, 0});
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(outline(file), "Conv_of_c:convolution ConvTranspose_of_y:convolution");
  model::Convolution conv;
  conv.out_channels = 6;
  conv.kernel = {3, 1};
  conv.stride = {2, 1};
  conv.pad = {1, 0, 2, 1};
  conv.dilation = {2, 1};
  conv.groups = 2;
  conv.bias = true;
  EXPECT_EQ(file.layers[0].layer, model::Layer(conv));
  model::Convolution up;
  up.out_channels = 6;
  up.kernel = {3, 2};
  up.stride = {2, 3};
  up.pad = {0, 1, 1, 0};
  up.groups = 3;
  up.transposed = true;
  up.output_pad = {1, 2};
  EXPECT_EQ(file.layers[1].layer, model::Layer(up));
}

TEST(layer_converter, pads_before_a_convolution_are_its_own) {
  ModelBuilder builder;
  builder.input("x", "1,3,8,8").weight("w", {4, 3, 3, 3}).integers("p", {0, 0, 1, 2, 0, 0, 0, 1});
  builder.output("y").node("Pad", {"x", "p"}, {"q"}).node("Conv", {"q", "w"}, {"y"});
  builder.set("pads", {1, 1, 1, 1});
  const model::NetworkFile file = layers_of(builder);
  ASSERT_EQ(outline(file), "Conv_of_y:convolution");
  EXPECT_EQ(std::get<model::Convolution>(file.layers[0].layer).pad, model::Padding(2, 3, 1, 2));
}

TEST(layer_converter, a_gelu_of_five_nodes_is_one_layer) {
  ModelBuilder builder;
  builder.input("x", "2,8").reals("r", {1.41421356F}, {}).reals("one", {1}, {});
  builder.reals("half", {0.5F}, {}).output("y").node("Relu", {"x"}, {"a"});
  builder.node("Div", {"a", "r"}, {"d"}).node("Erf", {"d"}, {"e"}).node("Add", {"e", "one"}, {"p"});
  builder.node("Mul", {"a", "p"}, {"m"}).node("Mul", {"m", "half"}, {"y"});
  EXPECT_EQ(outline(layers_of(builder)), "Relu_of_a:relu Mul_of_y:gelu");
}

TEST(layer_converter, linear_layers_are_matmuls_with_their_bias) {
  ModelBuilder builder;
  builder.input("x", "2,7,16").weight("w", {16, 10}).weight("b", {10}).weight("v", {10, 4});
  builder.output("z").node("MatMul", {"x", "w"}, {"y"}).node("Add", {"b", "y"}, {"s"});
  builder.node("MatMul", {"s", "v"}, {"z"});
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(outline(file), "MatMul_of_y:linear MatMul_of_z:convolution");
  const model::Graph graph = graph_of_file(file);
  EXPECT_EQ(graph.nodes.back().output, (model::Shape{4, 7, 1}));
  EXPECT_EQ(parameters_of(graph), 16u * 10 + 10 + 10 * 4) << "the second has no bias";
}

TEST(layer_converter, a_squeeze_and_excitation_is_a_product_with_one_factor_a_channel) {
  ModelBuilder builder;
  builder.input("x", "2,8,5,5").weight("w", {8, 8, 1, 1}).output("y");
  builder.node("ReduceMean", {"x"}, {"m"}).set("axes", {2, 3}).node("Conv", {"m", "w"}, {"c"});
  builder.node("Sigmoid", {"c"}, {"g"}).node("Mul", {"g", "x"}, {"y"});
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(file.layers.back().from, (std::vector<std::string>{"x", "Sigmoid_of_g"}));
  EXPECT_EQ(graph_of_file(file).nodes.back().output, (model::Shape{8, 5, 5}));
}

TEST(layer_converter, joints_cuts_and_layouts_become_layers_or_none) {
  ModelBuilder builder;
  builder.input("x", "2,6,4,4").output("y").integers("to", {2, -1});
  builder.node("Split", {"x"}, {"a", "b"}).set("axis", 1).set("split", {2, 4});
  builder.node("Concat", {"b", "x"}, {"c"}).set("axis", 1);
  builder.integers("s", {1}).integers("e", {3}).integers("ax", {3});
  builder.node("Slice", {"c", "s", "e", "ax"}, {"d"});
  builder.node("Transpose", {"d"}, {"t"}).set("perm", {0, 1, 3, 2});
  builder.node("Transpose", {"t"}, {"u"}).set("perm", {0, 1, 3, 2});
  builder.node("Reshape", {"u", "to"}, {"y"});
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(outline(file),
            "Split_of_a.1:slice Concat_of_c:concat Slice_of_d:slice Reshape_of_y:reshape");
  EXPECT_EQ(graph_of_file(file).nodes.back().output, (model::Shape{10 * 4 * 2, 1, 1}));
}

TEST(layer_converter, images_are_enlarged_by_whole_factors) {
  ModelBuilder builder;
  builder.input("x", "1,2,3,5").reals("none", {}, {0}).reals("s", {1, 1, 2, 3}, {4}).output("y");
  builder.node("Resize", {"x", "none", "s"}, {"y"}).set_text("mode", "nearest");
  EXPECT_EQ(graph_of_file(layers_of(builder)).nodes.back().output, (model::Shape{2, 6, 15}));
  builder.last().mutable_attribute()->DeleteSubrange(0, 1);
  builder.set_text("mode", "linear").set_text("coordinate_transformation_mode", "align_corners");
  const auto up = std::get<model::Upsample>(layers_of(builder).layers.front().layer);
  EXPECT_EQ(up.mode, model::Interpolation::bilinear);
  EXPECT_TRUE(up.align_corners);
  builder.last().mutable_attribute()->DeleteSubrange(0, 1);
  builder.set_text("mode", "cubic");
  EXPECT_THAT(refusal_to_convert(builder), HasSubstr("node `Resize_of_y` (Resize): interpolates"));
}

TEST(layer_converter, channels_are_shuffled_by_three_layers) {
  ModelBuilder builder;
  builder.input("x", "2,6,4,5").integers("five", {2, 2, 3, 4, 5}).integers("four", {2, 6, 4, 5});
  builder.weight("w", {6, 6, 1, 1}).output("y").node("Relu", {"x"}, {"r"});
  builder.node("Reshape", {"r", "five"}, {"a"});
  builder.node("Transpose", {"a"}, {"b"}).set("perm", {0, 2, 1, 3, 4});
  builder.node("Reshape", {"b", "four"}, {"c"}).node("Conv", {"c", "w"}, {"y"});
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(outline(file),
            "Relu_of_r:relu Reshape_of_c:reshape Reshape_of_c_2:transpose Reshape_of_c_3:reshape "
            "Conv_of_y:convolution");
  EXPECT_EQ(graph_of_file(file).nodes[2].output, (model::Shape{2, 3, 20}));
  EXPECT_EQ(graph_of_file(file).nodes[4].output, (model::Shape{6, 4, 5}));
}

/// Heads of tokens {tokens 5, features 12} as PyTorch's attention lays them out.
void add_attention(ModelBuilder& builder, const std::string& x) {
  builder.integers("heads", {2, 5, 3, 4}).integers("flat", {2, 5, 12}).reals("s", {0.5F}, {});
  builder.weight("wq", {12, 12}).weight("wk", {12, 12}).weight("wv", {12, 12});
  for (const std::string one : {"q", "k", "v"}) {
    builder.node("MatMul", {x, "w" + one}, {one});
    builder.node("Reshape", {one, "heads"}, {one + "h"});
    builder.node("Transpose", {one + "h"}, {one + "t"});
    builder.set("perm", one == "k" ? Extents{0, 2, 3, 1} : Extents{0, 2, 1, 3});
  }
  builder.node("Mul", {"qt", "s"}, {"qs"}).node("MatMul", {"qs", "kt"}, {"scores"});
  builder.node("Softmax", {"scores"}, {"p"}).set("axis", -1);
  builder.node("MatMul", {"p", "vt"}, {"context"});
  builder.node("Transpose", {"context"}, {"ct"}).set("perm", {0, 2, 1, 3});
  builder.node("Reshape", {"ct", "flat"}, {"joined"});
}

TEST(layer_converter, attention_of_several_nodes_is_products_of_activations) {
  ModelBuilder builder;
  builder.input("x", "2,5,12").weight("wo", {12, 12}).weight("b", {12}).output("y");
  add_attention(builder, "x");
  builder.node("MatMul", {"joined", "wo"}, {"o"}).node("Add", {"o", "b"}, {"y"});
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(outline(file),
            "MatMul_of_q:convolution MatMul_of_k:convolution MatMul_of_v:convolution "
            "Mul_of_qs:scale Mul_of_qs_2:reshape Transpose_of_kt:reshape "
            "MatMul_of_scores:matmul Softmax_of_p:softmax Transpose_of_vt:reshape "
            "MatMul_of_context:matmul Reshape_of_joined:transpose Reshape_of_joined_2:reshape "
            "MatMul_of_o:linear");
  const model::Graph graph = graph_of_file(file);
  EXPECT_EQ(graph.nodes.back().output, (model::Shape{12, 5, 1}));
  EXPECT_EQ(model::forward_macs(graph), 4u * 5 * 12 * 12 + 2 * 3 * 5 * 5 * 4);
  EXPECT_EQ(model::forward_macs(graph) * 2, network_of(builder).macs);
}

TEST(layer_converter, heads_may_lie_beside_the_samples) {
  ModelBuilder builder;  // {tokens, samples, features} to {samples heads, tokens, features}
  builder.input("x", "2,5,12").output("y").integers("h", {5, 6, 4}).integers("back", {5, 2, 12});
  builder.node("Transpose", {"x"}, {"t"}).set("perm", {1, 0, 2}).node("Reshape", {"t", "h"}, {"r"});
  builder.node("Transpose", {"r"}, {"q"}).set("perm", {1, 0, 2});
  builder.node("Transpose", {"r"}, {"k"}).set("perm", {1, 2, 0});
  builder.node("MatMul", {"q", "k"}, {"s"}).node("Softmax", {"s"}, {"p"}).set("axis", 2);
  builder.node("MatMul", {"p", "q"}, {"c"}).node("Transpose", {"c"}, {"d"}).set("perm", {1, 0, 2});
  builder.node("Reshape", {"d", "back"}, {"e"});
  builder.node("Transpose", {"e"}, {"y"}).set("perm", {1, 0, 2});
  const model::Graph graph = graph_of_file(layers_of(builder));
  EXPECT_EQ(model::forward_macs(graph) * 2, network_of(builder).macs);
  EXPECT_EQ(graph.nodes.back().output, (model::Shape{12, 5, 1}));
}

TEST(layer_converter, tokens_and_positions_that_are_learned_are_layers) {
  ModelBuilder builder;
  builder.input("x", "2,8,4,4").weight("w", {12, 8, 2, 2}).integers("to", {2, 12, -1});
  builder.weight("cls", {1, 1, 12}).weight("pos", {1, 5, 12}).weight("gamma", {12}).output("y");
  builder.integers("samples", {2, -1, -1}).weight("fc", {12, 3});
  builder.node("Conv", {"x", "w"}, {"c"})
      .set("strides", {2, 2})
      .node("Reshape", {"c", "to"}, {"r"});
  builder.node("Transpose", {"r"}, {"t"}).set("perm", {0, 2, 1});
  builder.integers("ex", {2, 1, 12}).node("Expand", {"cls", "ex"}, {"token"});
  builder.node("Concat", {"token", "t"}, {"all"}).set("axis", 1);
  builder.node("Add", {"all", "pos"}, {"placed"}).node("Mul", {"gamma", "placed"}, {"scaled"});
  builder.integers("first", {0}, {}).node("Gather", {"scaled", "first"}, {"one"}).set("axis", 1);
  builder.node("MatMul", {"one", "fc"}, {"y"});
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(outline(file),
            "Conv_of_c:convolution Transpose_of_t:reshape token:learned Concat_of_all:concat "
            "pos:learned Add_of_placed:add gamma:learned Mul_of_scaled:multiply "
            "Gather_of_one:slice MatMul_of_y:convolution");
  const model::Graph graph = graph_of_file(file);
  EXPECT_EQ(graph.nodes.back().output, (model::Shape{3, 1, 1}));
  EXPECT_EQ(parameters_of(graph), 12u * 8 * 4 + 12 + 5 * 12 + 12 + 12 * 3);
}

TEST(layer_converter, a_layer_norm_of_nine_nodes_is_one_layer) {
  ModelBuilder builder;
  builder.input("x", "2,5,12").weight("g", {12}).weight("b", {12}).reals("two", {2}, {});
  builder.reals("eps", {1e-5F}, {}).output("y").node("Relu", {"x"}, {"a"});
  builder.node("ReduceMean", {"a"}, {"m"}).set("axes", {-1}).node("Sub", {"a", "m"}, {"d"});
  builder.node("Pow", {"d", "two"}, {"sq"}).node("ReduceMean", {"sq"}, {"v"}).set("axes", {-1});
  builder.node("Add", {"v", "eps"}, {"ve"}).node("Sqrt", {"ve"}, {"sd"});
  builder.node("Div", {"d", "sd"}, {"n"}).node("Mul", {"n", "g"}, {"ng"});
  builder.node("Add", {"ng", "b"}, {"y"});
  EXPECT_EQ(outline(layers_of(builder)), "Relu_of_a:relu Add_of_y:layer_norm");
}

TEST(layer_converter, nodes_that_no_kind_of_layer_stands_for_are_named) {
  ModelBuilder unknown;
  unknown.input("x", "2,3").output("y").node("Exp", {"x"}, {"y"});
  EXPECT_THAT(refusal_to_convert(unknown),
              HasSubstr("node `Exp_of_y` (Exp): no kind of layer does what `Exp` does"));
  ModelBuilder weight;
  weight.input("x", "1,3,4,4").weight("s", {3, 4, 1}).output("y").node("Add", {"x", "s"}, {"y"});
  EXPECT_THAT(refusal_to_convert(weight), HasSubstr("adds shapes [1, 3, 4, 4] and [3, 4, 1]"));
  ModelBuilder constant;
  constant.input("x", "1,2").output("y").reals("c", {1, 2}, {2});
  constant.node("Constant", {}, {"k"}).set_tensor("value", {1, 2}, {2});
  constant.node("Add", {"x", "k"}, {"y"});
  EXPECT_THAT(refusal_to_convert(constant),
              HasSubstr("is a weight or a constant of [2], which fits"));
  ModelBuilder products;
  products.input("q", "2,3,7,8").input("k", "2,4,8,9").output("y");
  products.node("MatMul", {"q", "k"}, {"y"});
  EXPECT_THAT(refusal_to_convert(products), HasSubstr("MatMul"));
  ModelBuilder sizes;
  sizes.input("x", "2,3,4,4").input("z", "2,3,1,4").output("y").node("Add", {"x", "z"}, {"y"});
  EXPECT_THAT(refusal_to_convert(sizes), HasSubstr("adds shapes [2, 3, 4, 4] and [2, 3, 1, 4]"));
  ModelBuilder shuffled;
  shuffled.input("x", "2,6,4,4").integers("to", {2, 2, 3, 4, 4}).output("y");
  shuffled.node("Reshape", {"x", "to"}, {"y"});
  EXPECT_THAT(refusal_to_convert(shuffled), HasSubstr("a tensor of 4 axes beside the samples"));
  ModelBuilder pooled;
  pooled.input("x", "1,3,8,8").integers("p", {0, 0, 1, 1, 0, 0, 1, 1}).output("y");
  pooled.node("Pad", {"x", "p"}, {"q"}).node("MaxPool", {"q"}, {"y"});
  pooled.set("kernel_shape", {2, 2});
  EXPECT_THAT(refusal_to_convert(pooled), HasSubstr("that a Pad has put zeros around"));
  ModelBuilder volume;
  volume.input("x", "1,1,4,4,4").weight("w", {1, 1, 3, 3, 3}).output("y");
  volume.node("Conv", {"x", "w"}, {"y"});
  EXPECT_THAT(refusal_to_convert(volume), HasSubstr("network files take vectors, sequences"));
}

TEST(layer_converter, names_are_those_of_the_file_in_letters_that_layers_take) {
  ModelBuilder builder;
  builder.input("=1+1", "2,3").output("z").node("Relu", {"=1+1"}, {"a"});
  builder.last().set_name("/block/relu");
  builder.node("Relu", {"a"}, {"b"});
  builder.last().set_name("block relu");
  builder.node("Relu", {"b"}, {"z"});
  builder.last().set_name("../../x`touch`");
  const model::NetworkFile file = layers_of(builder);
  EXPECT_TRUE(file.layers[1].from.empty()) << "the layer before";
  EXPECT_EQ(outline(file), "block.relu:relu block.relu_2:relu x.touch:relu");
  EXPECT_EQ(file.inputs[0].name, "1.1");
  EXPECT_EQ(graph_of_file(read_again(file)), graph_of_file(file));
}

TEST(layer_converter, names_of_nodes_that_would_be_those_of_tensors_of_others_become_other_ones) {
  ModelBuilder builder;
  builder.input("in", "2,3").output("z");
  const std::vector<std::string> names{"/a/relu", "/a", "/a/weight", "in.codes",
                                       "loss",    "*",  "/a/"};
  std::string from = "in";
  for (const std::string& name : names) {
    const std::string to = name == names.back() ? "z" : "t" + name;
    builder.node("Relu", {from}, {to});
    builder.last().set_name(name);
    from = to;
  }
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(outline(file),
            "a.relu:relu a_2:relu a.weight:relu in_codes:relu loss_2:relu layer:relu a_3:relu");
  EXPECT_EQ(graph_of_file(read_again(file)), graph_of_file(file));
}

TEST(layer_converter, inputs_that_are_read_as_images_are_data_behind_weights_as_well) {
  ModelBuilder builder;
  builder.input("p", "2,3,8,8").input("w1", "4,3,1,1").input("q", "2,5,8,8").input("w2", "4,5,1,1");
  builder.output("a").output("b");
  builder.node("Conv", {"p", "w1"}, {"a"})
      .node("Relu", {"q"}, {"r"})
      .node("Conv", {"r", "w2"}, {"b"});
  const model::NetworkFile file = layers_of(builder);
  EXPECT_EQ(file.inputs.size(), 2u);
  EXPECT_EQ(2 * model::forward_macs(graph_of_file(file)), 2u * 64 * 4 * (3 + 5));
}

TEST(layer_converter, products_of_weights_alone_are_missing_among_the_layers) {
  ModelBuilder builder;
  builder.input("p", "2,8").input("w2", "4,6").input("w1", "8,4").output("y");
  builder.node("MatMul", {"w1", "w2"}, {"w"}).node("Gemm", {"p", "w"}, {"y"});
  EXPECT_THAT(refusal_to_convert(builder), HasSubstr("MatMul_of_w` (MatMul) reads weights alone"));
}

ImportedNetwork list(const std::string& text) {
  return std::get<ImportedNetwork>(import_bytes(text, "net.csv", {}));
}

TEST(layer_converter, lists_become_layers_that_are_not_connected) {
  const ImportedNetwork network = list(
      "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num "
      "Filter, Strides,\nc,10,12,3,3,2,4,2,\nc,8,8,1,1,2,4,1,\n");
  const model::Graph graph = graph_of_file(read_again(*network.file));
  EXPECT_EQ(model::forward_macs(graph), network.macs) << "rounded up by zeros behind the image";
  EXPECT_EQ(graph.outputs().size(), 2u);
  EXPECT_EQ(graph.loss, model::Loss::none);
  EXPECT_EQ(parameters_of(graph), network.parameters);
}

TEST(layer_converter, products_become_convolutions_of_one_element_in_groups) {
  const ImportedNetwork network = list("name,m,n,k,batch,count,bits\nqk,7,5,3,4,2,6\n");
  const model::Graph graph = graph_of_file(read_again(*network.file));
  EXPECT_EQ(model::forward_macs(graph), network.macs);
  const auto& layer = std::get<model::Convolution>(network.file->layers[0].layer);
  EXPECT_EQ(layer.groups, 4u);
  EXPECT_EQ(layer.bits.forward, 6);
  EXPECT_EQ(network.file->layers[1].name, "qk.2");
  const ImportedNetwork counted = list("name,m,n,k,count\nqk,7,5,3,2\nqk,7,5,3,1\nqk.1,1,1,1,1\n");
  EXPECT_EQ(graph_of_file(read_again(*counted.file)).nodes.size(), 2 * 4u);
  EXPECT_THAT(refusal([&] { (void)network_yaml(*list("m,n,k,bits\n1,1,1,32\n").file, "net.csv"); }),
              HasSubstr("out of range"));
}

}  // namespace layer_converter_test
}  // namespace metronome::importers
