// Weights of ONNX files as the first ones of a training: the network computes what the file's nodes
// say, each written down here once more.
#include <cmath>
#include <functional>

#include "sim/base/files.hpp"
#include "tests/workloads/importers/model_builder.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/onnx/imported_weights.hpp"
#include "workloads/train/initial_weights.hpp"

namespace metronome::importers {
namespace weights_test {

using ::testing::HasSubstr;
using FTensor = tensor::Tensor<float>;

/// Different small numbers.
std::vector<float> numbers(std::size_t count, float first = 0) {
  std::vector<float> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(std::sin(first + static_cast<float>(i) * 1.7F));
  }
  return values;
}

std::string written(const ModelBuilder& builder, const std::string& name) {
  const std::string path = testing::TempDir() + "/weights_" + name + ".onnx";
  write_file_durably(path, builder.bytes());
  return path;
}

/// The output of the network of a file, with its weights, for one sample {channels, height, width}.
std::vector<float> output_of(const std::string& path, const std::vector<float>& sample) {
  nn::Network<float> network(read_onnx_network(path), trace::DxScale::segmented);
  network.initialise(1);
  train::start_from(network, path);
  const model::Shape& in = network.graph().input();
  FTensor x({in.channels, 1, in.height, in.width});
  std::copy(sample.begin(), sample.end(), x.data());
  nn::Workspace<float> workspace(1);
  const nn::Pass<float> pass{.workspace = &workspace, .training = false};
  const FTensor& y = network.forward(x, pass, trace::Assignment{.all = {0, 0}, .layers = {}});
  return {y.values().begin(), y.values().end()};
}

void expect_near(const std::vector<float>& found, const std::vector<float>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_NEAR(found[i], expected[i], 1e-5) << i;
  }
}

TEST(imported_weights, a_transposed_convolution_spreads_its_kernel_over_the_output) {
  const std::vector<float> w = numbers(4 * 3 * 3), b = numbers(6, 2), x = numbers(4 * 3, 5);
  std::vector<float> y(6 * 7);
  for (std::size_t o = 0; o < 6; ++o) {
    for (std::size_t t = 0; t < 7; ++t) {
      y[o * 7 + t] = b[o];
    }
  }
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t o = 0; o < 3; ++o) {
      for (std::size_t t = 0; t < 3; ++t) {
        for (std::size_t k = 0; k < 3; ++k) {
          y[(i / 2 * 3 + o) * 7 + t * 2 + k] += x[i * 3 + t] * w[(i * 3 + o) * 3 + k];
        }
      }
    }
  }
  ModelBuilder image;
  image.input("x", "1,4,1,3").reals("w", w, {4, 3, 1, 3}).reals("b", b, {6}).output("y");
  image.node("ConvTranspose", {"x", "w", "b"}, {"y"}).set("strides", {1, 2}).set("group", 2);
  expect_near(output_of(written(image, "transposed"), x), y);
}

TEST(imported_weights, matrices_of_gemm_and_matmul_stand_either_way) {
  const std::vector<float> w = numbers(3 * 2), v = numbers(2 * 2, 3), b = numbers(2, 6);
  const std::vector<float> x{1, -2, 0.5F};
  const std::vector<float> h{x[0] * w[0] + x[1] * w[2] + x[2] * w[4],
                             x[0] * w[1] + x[1] * w[3] + x[2] * w[5]};
  const std::vector<float> y{h[0] * v[0] + h[1] * v[1] + b[0], h[0] * v[2] + h[1] * v[3] + b[1]};
  ModelBuilder builder;
  builder.input("x", "1,3").reals("w", w, {3, 2}).reals("v", v, {2, 2}).reals("b", b, {2});
  builder.output("y").node("MatMul", {"x", "w"}, {"h"}).node("Gemm", {"h", "v", "b"}, {"y"});
  builder.set("transB", 1);
  expect_near(output_of(written(builder, "matrices"), x), y);
}

TEST(imported_weights, norms_tokens_and_positions_are_those_of_the_file) {
  ModelBuilder builder;
  const std::vector<float> cls = numbers(2), pos = numbers(6, 3), gamma{2, 3}, x = numbers(4, 9);
  builder.input("x", "1,2,2").reals("cls", cls, {1, 1, 2}).reals("pos", pos, {1, 3, 2});
  builder.reals("g", gamma, {2}).output("y").node("Relu", {"x"}, {"r"});
  builder.integers("ex", {1, 1, 2}).node("Expand", {"cls", "ex"}, {"token"});
  builder.node("Concat", {"token", "r"}, {"all"}).set("axis", 1);
  builder.node("Add", {"all", "pos"}, {"placed"}).node("Mul", {"placed", "g"}, {"y"});
  // Tokens by features in the file, features by tokens here.
  const std::vector<float> sample{x[0], x[2], x[1], x[3]};
  std::vector<float> y;
  for (std::size_t f = 0; f < 2; ++f) {
    for (std::size_t t = 0; t < 3; ++t) {
      const float value = t == 0 ? cls[f] : std::max(x[(t - 1) * 2 + f], 0.0F);
      y.push_back((value + pos[t * 2 + f]) * gamma[f]);
    }
  }
  expect_near(output_of(written(builder, "tokens"), sample), y);

  ModelBuilder norm;
  norm.input("x", "1,1,1,2").reals("s", {2}, {1}).reals("h", {0.5F}, {1}).reals("m", {3}, {1});
  norm.reals("v", {4}, {1})
      .output("y")
      .node("BatchNormalization", {"x", "s", "h", "m", "v"}, {"y"});
  expect_near(output_of(written(norm, "norm"), {3, 5}), {0.5F, 2.5F});
}

TEST(imported_weights, gates_of_an_lstm_are_brought_into_order) {
  ModelBuilder builder;
  const std::vector<float> w = numbers(4 * 2), r = numbers(4, 4), b = numbers(8, 7);
  builder.input("x", "2,1,2").reals("w", w, {1, 4, 2}).reals("r", r, {1, 4, 1});
  builder.reals("b", b, {1, 8}).output("z").node("LSTM", {"x", "w", "r", "b"}, {"y"});
  builder.set("hidden_size", 1).node("Squeeze", {"y"}, {"s"}).set("axes", {1});
  builder.node("Relu", {"s"}, {"z"});
  builder.model().mutable_opset_import(0)->set_version(11);
  const std::vector<float> x{0.5F, -1, 2, 0.25F};  // step by step
  float h = 0, c = 0;
  std::vector<float> y;
  const auto sigmoid = [](float a) { return 1 / (1 + std::exp(-a)); };
  for (std::size_t t = 0; t < 2; ++t) {
    const auto gate = [&](std::size_t g) {
      return w[g * 2] * x[t * 2] + w[g * 2 + 1] * x[t * 2 + 1] + r[g] * h + b[g] + b[4 + g];
    };
    c = sigmoid(gate(2)) * c + sigmoid(gate(0)) * std::tanh(gate(3));
    h = sigmoid(gate(1)) * std::tanh(c);
    y.push_back(std::max(h, 0.0F));
  }
  expect_near(output_of(written(builder, "lstm"), {x[0], x[2], x[1], x[3]}), y);
}

TEST(imported_weights, files_without_numbers_and_of_other_networks_are_refused) {
  ModelBuilder none;
  none.input("x", "1,3").weight("w", {3, 2}).output("y").node("MatMul", {"x", "w"}, {"y"});
  const std::string empty = written(none, "none");
  EXPECT_THAT(refusal([&] { (void)read_onnx_weights(empty); }),
              HasSubstr("tensor `w`: has no numbers in the file"));
  ModelBuilder other;
  other.input("x", "1,3").reals("w", numbers(6), {3, 2}).output("y");
  other.node("MatMul", {"x", "w"}, {"z"}).node("Relu", {"z"}, {"y"});
  const std::string path = written(other, "other");
  ModelBuilder wider;
  wider.input("x", "1,4").reals("w", numbers(8), {4, 2}).output("z");
  wider.node("MatMul", {"x", "w"}, {"z"}).node("Relu", {"z"}, {"y"});
  nn::Network<float> network(read_onnx_network(written(wider, "wider")), trace::DxScale::segmented);
  EXPECT_THAT(refusal([&] { train::start_from(network, path); }),
              HasSubstr("MatMul_of_z.weight: has 6 numbers (8, as in the network)"));
}

}  // namespace weights_test
}  // namespace metronome::importers
