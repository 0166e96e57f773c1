// Gradients against finite differences, in double and without quantization: the straight-through
// estimator is by intention not the derivative of a rounding, so that it is excluded here; what it
// computes is tested against the authors' code in tests/workloads/reference.
#include <gtest/gtest.h>

#include <set>

#include "tests/workloads/model/network_text.hpp"
#include "tests/workloads/nn/gradient_check.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/nn/batch_norm.hpp"
#include "workloads/nn/convolution.hpp"
#include "workloads/nn/elementwise.hpp"
#include "workloads/nn/linear.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::nn {
namespace gradient_test {

constexpr trace::Precision kFp32{0, 0};

class Gradient : public testing::Test {
 protected:
  Workspace<double> workspace_{2};
  Pass<double> pass_{.workspace = &workspace_};
};
using gradient_check = Gradient;

TEST_F(gradient_check, convolution) {
  for (const ConvolutionShape& shape :
       {ConvolutionShape{3, 6, 6, 4, 3, 1, 1}, ConvolutionShape{2, 7, 5, 3, 3, 2, 1},
        ConvolutionShape{3, 6, 6, 5, 1, 2, 0}, ConvolutionShape{2, 7, 7, 2, 5, 1, 2},
        ConvolutionShape{1, 5, 5, 2, 2, 1, 0}, ConvolutionShape{4, 5, 5, 6, 3, 2, 1, 2},
        ConvolutionShape{3, 6, 6, 3, 3, 1, 1, 3}, ConvolutionShape{2, 4, 4, 3, 1, 1, 1},
        ConvolutionShape{2, 8, 7, 3, 3, 3, 2}, ConvolutionShape{3, 3, 16, 10, 3, 1, 1},
        // Kernels, strides, dilations of each axis, paddings of each side, transposed.
        ConvolutionShape{2, 6, 8, 3, {1, 5}, {1, 2}, {0, 2}},
        ConvolutionShape{2, 7, 6, 4, {3, 2}, {2, 1}, {1, 0, 2, 1}, 2},
        ConvolutionShape{2, 9, 8, 3, 3, 1, 2, 1, 2},
        ConvolutionShape{2, 9, 8, 3, 2, 2, 1, 1, {3, 2}},
        ConvolutionShape{3, 4, 3, 2, 3, 2, 1, 1, 1, true, 1},
        ConvolutionShape{4, 3, 4, 6, {2, 3}, {2, 3}, {0, 1, 0, 0}, 2, 1, true},
        ConvolutionShape{2, 4, 5, 3, {3, 2}, {2, 1}, {1, 0}, 1, {2, 3}, true, {1, 0}},
        ConvolutionShape{2, 5, 4, 3, 3, 1, 1, 1, 1, true}}) {
    Convolution<double> layer(shape, trace::DxScale::segmented, 0);
    layer.weight() = random_tensor(layer.weight().dims(), "w");
    DTensor x = random_tensor({shape.in_channels, 3, shape.in_height, shape.in_width}, "x");
    const DTensor dy =
        random_tensor({shape.out_channels, 3, shape.out_height(), shape.out_width()}, "dy");
    const auto loss = [&] {
      DTensor y;
      layer.forward(x, y, pass_, kFp32);
      return inner(y, dy);
    };
    (void)loss();
    DTensor dx(x.dims());
    layer.backward(dy, &dx, pass_, kFp32);
    expect_gradient(x, dx, loss);
    expect_gradient(layer.weight(), DTensor(layer.gradient()), loss);
  }
}

TEST_F(gradient_check, batch_norm) {
  BatchNorm<double> layer(3);
  layer.weight() = random_tensor({3, 1, 1, 1}, "gamma");
  layer.bias() = random_tensor({3, 1, 1, 1}, "beta");
  DTensor x = random_tensor({3, 4, 3, 5}, "x");
  const DTensor dy = random_tensor(x.dims(), "dy");
  const auto loss = [&] {
    DTensor y;
    layer.forward(x, y, pass_);
    return inner(y, dy);
  };
  (void)loss();
  DTensor dx;
  layer.backward(x, dy, dx, pass_);
  const DTensor dgamma = layer.weight_gradient();
  const DTensor dbeta = layer.bias_gradient();
  expect_gradient(x, dx, loss);
  expect_gradient(layer.weight(), dgamma, loss);
  expect_gradient(layer.bias(), dbeta, loss);
}

TEST_F(gradient_check, batch_norm_with_statistics_of_parts) {
  for (const std::size_t part : {std::size_t{2}, std::size_t{3}, std::size_t{6}}) {
    pass_.statistics_part = part;
    BatchNorm<double> layer(3);
    layer.weight() = random_tensor({3, 1, 1, 1}, "gamma");
    layer.bias() = random_tensor({3, 1, 1, 1}, "beta");
    DTensor x = random_tensor({3, 6, 3, 2}, "x");
    const DTensor dy = random_tensor(x.dims(), "dy");
    const auto loss = [&] {
      DTensor y;
      layer.forward(x, y, pass_);
      return inner(y, dy);
    };
    (void)loss();
    DTensor dx;
    layer.backward(x, dy, dx, pass_);
    const DTensor dgamma = layer.weight_gradient();
    const DTensor dbeta = layer.bias_gradient();
    expect_gradient(x, dx, loss);
    expect_gradient(layer.weight(), dgamma, loss);
    expect_gradient(layer.bias(), dbeta, loss);
  }
}

TEST_F(gradient_check, relu) {
  DTensor x = random_tensor({2, 3, 4, 4}, "x");
  const DTensor dy = random_tensor(x.dims(), "dy");
  DTensor y;
  const auto loss = [&] {
    relu_forward(x, y, pass_);
    return inner(y, dy);
  };
  (void)loss();
  DTensor dx;
  relu_backward(y, dy, dx, pass_);
  expect_gradient(x, dx, loss);
}

TEST_F(gradient_check, average_pool) {
  DTensor x = random_tensor({3, 2, 4, 5}, "x");
  const DTensor dy = random_tensor({3, 2, 1, 1}, "dy");
  const auto loss = [&] {
    DTensor y;
    average_pool_forward(x, y, pass_);
    return inner(y, dy);
  };
  DTensor dx(x.dims());
  average_pool_backward(dy, dx, pass_);
  expect_gradient(x, dx, loss);
}

TEST_F(gradient_check, max_pool) {
  for (const PoolShape& shape :
       {PoolShape{{2, 2}, {2, 2}}, PoolShape{{3, 2, 1, 1, 1}, {3, 2, 1, 1, 1}},
        PoolShape{{3, 2, 1, 0, 1}, {2, 1, 1, 1, 0}}}) {
    DTensor x = random_tensor({3, 2, 7, 6}, "x");
    const DTensor dy = random_tensor({3, 2, shape.rows.outputs(7), shape.columns.outputs(6)}, "dy");
    MaxPool<double> pool(shape);
    const auto loss = [&] {
      DTensor y;
      pool.forward(x, y, pass_);
      return inner(y, dy);
    };
    (void)loss();
    DTensor dx(x.dims());
    pool.backward(dy, dx, pass_);
    expect_gradient(x, dx, loss);
  }
}

TEST_F(gradient_check, window_average) {
  for (const PoolShape& shape : {PoolShape{{2, 2}, {2, 2}}, PoolShape{{3, 2}, {3, 2}},
                                 PoolShape{{3, 2, 1, 1, 1}, {2, 1, 1, 0, 1}, true},
                                 PoolShape{{3, 2, 1, 1, 1}, {2, 1, 1, 0, 1}, false}}) {
    DTensor x = random_tensor({3, 2, 7, 6}, "x");
    const DTensor dy = random_tensor({3, 2, shape.rows.outputs(7), shape.columns.outputs(6)}, "dy");
    const auto loss = [&] {
      DTensor y;
      window_average_forward(shape, x, y, pass_);
      return inner(y, dy);
    };
    DTensor dx(x.dims());
    window_average_backward(shape, dy, dx, pass_);
    expect_gradient(x, dx, loss);
  }
}

TEST_F(gradient_check, tanh_and_sigmoid) {
  const auto check = [&](const auto& forward, const auto& backward) {
    DTensor x = random_tensor({2, 3, 4, 1}, "x");
    const DTensor dy = random_tensor(x.dims(), "dy");
    DTensor y;
    const auto loss = [&] {
      forward(x, y, pass_);
      return inner(y, dy);
    };
    (void)loss();
    DTensor dx;
    backward(y, dy, dx, pass_);
    expect_gradient(x, dx, loss);
  };
  check(tanh_forward<double>, tanh_backward<double>);
  check(sigmoid_forward<double>, sigmoid_backward<double>);
}

TEST_F(gradient_check, linear) {
  Linear<double> layer(7, 4, trace::DxScale::segmented, 0);
  layer.product().weight() = random_tensor({4, 7, 1, 1}, "w");
  layer.bias() = random_tensor({4, 1, 1, 1}, "b");
  DTensor x = random_tensor({7, 5, 1, 1}, "x");
  const DTensor dy = random_tensor({4, 5, 1, 1}, "dy");
  const auto loss = [&] {
    DTensor y;
    layer.forward(x, y, pass_, kFp32);
    return inner(y, dy);
  };
  (void)loss();
  DTensor dx(x.dims());
  layer.backward(dy, &dx, pass_, kFp32);
  expect_gradient(x, dx, loss);
  expect_gradient(layer.product().weight(), DTensor(layer.product().gradient()), loss);
  expect_gradient(layer.bias(), DTensor(layer.bias_gradient()), loss);
}

TEST_F(gradient_check, softmax_cross_entropy) {
  DTensor logits = random_tensor({5, 4, 1, 1}, "logits");
  const std::vector<std::uint8_t> labels{0, 4, 2, 2};
  DTensor gradient;
  (void)softmax_cross_entropy(logits, labels, &gradient);
  expect_gradient(logits, gradient,
                  [&] { return softmax_cross_entropy<double>(logits, labels, nullptr).loss; });
}

/// A network with every kind of node and of sharing: identity and projected shortcuts, an addition
/// of one tensor to itself, a ReLU with two consumers.
model::Graph small_graph() {
  model::GraphBuilder b("small", {2, 6, 6});
  const model::Convolution conv{.out_channels = 3, .kernel = 3, .stride = 1, .pad = 1};
  model::NodeIndex x = b.convolution("conv1", 0, conv);
  x = b.batch_norm("bn1", x);
  const model::NodeIndex shared = b.relu("relu1", x);
  x = b.convolution("conv2", shared, conv);
  x = b.batch_norm("bn2", x);
  x = b.add("add1", x, shared);
  const model::NodeIndex second = b.relu("relu2", x);
  x = b.convolution("conv3", second, {.out_channels = 4, .kernel = 3, .stride = 2, .pad = 1});
  const model::NodeIndex shortcut =
      b.convolution("conv4", second, {.out_channels = 4, .kernel = 1, .stride = 2});
  x = b.add("add2", x, b.batch_norm("bn4", shortcut));
  x = b.add("add3", x, x);
  x = b.relu("relu3", x);
  x = b.global_average_pool("pool", x);
  b.linear("fc", x, {.out_features = 3});
  return b.graph();
}

void expect_network_gradients(const model::Graph& graph, const DTensor& x,
                              const std::vector<std::uint8_t>& labels, const Pass<double>& pass,
                              std::size_t stride, double tolerance = 1e-6) {
  Network<double> network(graph, trace::DxScale::segmented);
  for (const Parameter<double>& parameter : network.parameters()) {
    *parameter.value = random_tensor(parameter.value->dims(), parameter.name);
  }
  const trace::Assignment fp32{.all = kFp32, .layers = {}};
  DTensor gradient;
  const auto loss = [&] {
    return softmax_cross_entropy(network.forward(x, pass, fp32), labels, &gradient).loss;
  };
  (void)loss();
  network.backward(gradient, pass, fp32);
  for (const Parameter<double>& parameter : network.parameters()) {
    SCOPED_TRACE(parameter.name);
    expect_gradient(*parameter.value, DTensor(*parameter.gradient), loss, stride, tolerance);
  }
}

TEST_F(gradient_check, network_with_every_kind_of_sharing) {
  const std::vector<std::uint8_t> labels{0, 2, 1};
  expect_network_gradients(small_graph(), random_tensor({2, 3, 6, 6}, "x"), labels, pass_, 1);
}

TEST_F(gradient_check, residual_network) {
  const std::vector<std::uint8_t> labels{3, 0};
  const model::Graph graph = model::cifar_resnet(1, {3, 8, 8}, 4);
  expect_network_gradients(graph, random_tensor({3, 2, 8, 8}, "x"), labels, pass_, 199);
}

TEST_F(gradient_check, network_of_every_kind_of_image_layer) {
  const model::Graph graph =
      model::graph_of(model::parse_network(model::kEveryImageLayer), std::nullopt);
  std::set<std::size_t> kinds;
  for (const model::Node& node : graph.nodes) {
    kinds.insert(node.layer.index());
  }
  // Global average pooling is in the residual network; layers of sequences have tests of their own.
  EXPECT_EQ(kinds.size() + 10, std::variant_size_v<model::Layer>)
      << "a kind without a gradient check";
  const std::vector<std::uint8_t> labels{0, 2, 1};
  expect_network_gradients(graph, random_tensor({2, 3, 6, 5}, "x"), labels, pass_, 1);
}

TEST_F(gradient_check, layer_norm) {
  LayerNorm<double> layer(5);
  layer.weight() = random_tensor({5, 1, 1, 1}, "gamma");
  layer.bias() = random_tensor({5, 1, 1, 1}, "beta");
  DTensor x = random_tensor({5, 2, 3, 1}, "x");
  const DTensor dy = random_tensor(x.dims(), "dy");
  const auto loss = [&] {
    DTensor y;
    layer.forward(x, y, pass_);
    return inner(y, dy);
  };
  (void)loss();
  DTensor dx;
  layer.backward(dy, dx, pass_);
  expect_gradient(x, dx, loss);
  expect_gradient(layer.weight(), DTensor(layer.weight_gradient()), loss);
  expect_gradient(layer.bias(), DTensor(layer.bias_gradient()), loss);
}

TEST_F(gradient_check, embedding) {
  Embedding<double> layer(6, 4, true);
  layer.weight() = random_tensor({6, 4, 1, 1}, "w");
  DTensor x({1, 2, 3, 1});
  std::copy_n(std::vector<double>{1, 4, 1, 0, 5, 4}.data(), 6, x.data());
  const DTensor dy = random_tensor({4, 2, 3, 1}, "dy");
  const auto loss = [&] {
    DTensor y;
    layer.forward(x, y);
    return inner(y, dy);
  };
  (void)loss();
  layer.backward(dy);
  expect_gradient(layer.weight(), DTensor(layer.gradient()), loss);
}

TEST_F(gradient_check, dropout) {
  DTensor x = random_tensor({3, 2, 4, 1}, "x");
  const DTensor dy = random_tensor(x.dims(), "dy");
  DTensor dx;
  dropout(0.4, 1, dy, dx, pass_);
  expect_gradient(x, dx, [&] {
    DTensor y;
    dropout(0.4, 1, x, y, pass_);
    return inner(y, dy);
  });
}

TEST_F(gradient_check, attention) {
  for (const bool causal : {false, true}) {
    Attention<double> layer(2, causal, 0);
    std::array<DTensor, 3> inputs{random_tensor({6, 2, 4, 1}, "q"),
                                  random_tensor({6, 2, 4, 1}, "k"),
                                  random_tensor({6, 2, 4, 1}, "v")};
    const DTensor dy = random_tensor({6, 2, 4, 1}, "dy");
    const auto loss = [&] {
      DTensor y;
      layer.forward(inputs[0], inputs[1], inputs[2], y, pass_, kFp32);
      return inner(y, dy);
    };
    (void)loss();
    std::array<DTensor, 3> gradients;
    layer.backward(dy, gradients[0], gradients[1], gradients[2], pass_, kFp32);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      expect_gradient(inputs[i], gradients[i], loss);
    }
  }
}

TEST_F(gradient_check, attention_to_another_sequence) {
  Attention<double> layer(2, false, 0);
  std::array<DTensor, 3> inputs{random_tensor({6, 2, 4, 1}, "q"), random_tensor({6, 2, 3, 1}, "k"),
                                random_tensor({8, 2, 3, 1}, "v")};
  const DTensor dy = random_tensor({8, 2, 4, 1}, "dy");
  const auto loss = [&] {
    DTensor y;
    layer.forward(inputs[0], inputs[1], inputs[2], y, pass_, kFp32);
    return inner(y, dy);
  };
  (void)loss();
  std::array<DTensor, 3> gradients;
  layer.backward(dy, gradients[0], gradients[1], gradients[2], pass_, kFp32);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    expect_gradient(inputs[i], gradients[i], loss);
  }
}

/// From zero states and from carried ones, which are constants to the gradient.
void expect_lstm_gradients(Pass<double> pass, bool continues) {
  pass.continues = continues;
  Lstm<double> layer(3, 4, 5, trace::DxScale::segmented, 0);
  layer.input().product().weight() = random_tensor({16, 3, 1, 1}, "w");
  layer.input().bias() = random_tensor({16, 1, 1, 1}, "b");
  layer.recurrent().weight() = random_tensor({16, 4, 1, 1}, "u");
  DTensor x = random_tensor({3, 2, 5, 1}, "x");
  const DTensor dy = random_tensor({4, 2, 5, 1}, "dy");
  const auto loss = [&] {
    layer.carried() = {random_tensor({4, 2, 1, 1}, "h"), random_tensor({4, 2, 1, 1}, "c")};
    DTensor y;
    layer.forward(x, y, pass, kFp32);
    return inner(y, dy);
  };
  (void)loss();
  DTensor dx(x.dims());
  layer.backward(dy, &dx, pass, kFp32);
  expect_gradient(x, dx, loss);
  expect_gradient(layer.input().product().weight(), DTensor(layer.input().product().gradient()),
                  loss);
  expect_gradient(layer.input().bias(), DTensor(layer.input().bias_gradient()), loss);
  expect_gradient(layer.recurrent().weight(), DTensor(layer.recurrent_gradient()), loss);
}

TEST_F(gradient_check, lstm) {
  expect_lstm_gradients(pass_, false);
  expect_lstm_gradients(pass_, true);
}

TEST_F(gradient_check, language_models) {
  DTensor x({1, 2, 3, 1});
  std::copy_n(std::vector<double>{1, 4, 1, 0, 5, 4}.data(), 6, x.data());
  const std::vector<std::uint8_t> labels{4, 1, 0, 5, 4, 2};
  expect_network_gradients(
      model::transformer("t", {.layers = 2, .features = 4, .inner = 6, .heads = 2, .dropout = 0.2},
                         {1, 3, 1}, 6),
      x, labels, pass_, 1, 1e-5);
  expect_network_gradients(
      model::lstm_model("l", {.layers = 2, .hidden = 3, .dropout = 0.2}, {1, 3, 1}, 6), x, labels,
      pass_, 1, 1e-5);
}

TEST_F(gradient_check, small_networks) {
  const std::vector<std::uint8_t> labels{3, 0};
  const DTensor x = random_tensor({1, 2, 20, 20}, "x");
  expect_network_gradients(model::mlp({5, 4}, {1, 20, 20}, 4), x, labels, pass_, 7, 1e-5);
  expect_network_gradients(
      model::lenet_5({.first_maps = 2, .second_maps = 3, .features = 5, .last_features = 4},
                     {1, 20, 20}, 4),
      x, labels, pass_, 3, 1e-5);
}

TEST_F(gradient_check, mobile_network) {
  const std::vector<std::uint8_t> labels{3, 0};
  const model::Graph graph = model::mobilenet_v2({.width_divisor = 16}, {3, 8, 8}, 4);
  expect_network_gradients(graph, random_tensor({3, 2, 8, 8}, "x"), labels, pass_, 97, 1e-4);
}

TEST_F(gradient_check, bottleneck_network_with_max_pool) {
  const std::vector<std::uint8_t> labels{3, 0};
  const model::Graph graph = model::imagenet_resnet(
      "small", {.blocks = {1, 1}, .bottleneck = true, .channels = 2}, {3, 16, 16}, 4);
  expect_network_gradients(graph, random_tensor({3, 2, 16, 16}, "x"), labels, pass_, 7);
}

}  // namespace gradient_test
}  // namespace metronome::nn
