#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/workloads/nn/gradient_check.hpp"
#include "workloads/nn/batch_norm.hpp"
#include "workloads/nn/convolution.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::nn {
namespace layers_test {

constexpr ConvolutionShape kShape{4, 9, 9, 6, 3, 1, 1};

/// y, dx and dw of one convolution on fixed random operands.
template <class T>
struct Outcome {
  tensor::Tensor<T> y, dx, dw;
};

Outcome<double> run(trace::DxScale mode, trace::Precision precision, bool stochastic = false,
                    std::uint64_t iteration = 0, std::size_t threads = 1) {
  Workspace<double> workspace(threads);
  const Pass<double> pass{
      .workspace = &workspace, .stochastic = stochastic, .seed = 5, .iteration = iteration};
  Convolution<double> layer(kShape, mode, 3);
  layer.weight() = random_tensor(layer.weight().dims(), "w");
  const DTensor x = random_tensor({4, 5, 9, 9}, "x");
  Outcome<double> out;
  layer.forward(x, out.y, pass, precision);
  out.dx = DTensor(x.dims());
  layer.backward(random_tensor(out.y.dims(), "dy"), &out.dx, pass, precision);
  out.dw = layer.gradient();
  return out;
}

double distance(const DTensor& a, const DTensor& b) {
  DTensor d = a;
  for (std::size_t i = 0; i < d.size(); ++i) {
    d.data()[i] -= b.data()[i];
  }
  return std::sqrt(inner(d, d) / inner(b, b));
}

/// Quantized operands, made by the formulas of the header with the quantizer itself.
DTensor on_grid(const DTensor& x, std::size_t rows, int bits) {
  DTensor out(x.dims());
  const std::size_t n = x.size() / rows;
  for (std::size_t row = 0; row < rows; ++row) {
    const double* from = x.data() + row * n;
    quant::quantize(from, n, quant::grid_of(quant::range_of(from, n), bits), out.data() + row * n);
  }
  return out;
}

/// dX of an unquantized convolution with the given error and weight operands.
DTensor plain_dx(const DTensor& error, const DTensor& weight) {
  Workspace<double> workspace(1);
  const Pass<double> pass{.workspace = &workspace};
  Convolution<double> layer(kShape, trace::DxScale::segmented, 0);
  layer.weight() = weight;
  DTensor y;
  const DTensor x = random_tensor({4, 5, 9, 9}, "x");
  layer.forward(x, y, pass, {0, 0});
  DTensor dx(x.dims());
  layer.backward(error, &dx, pass, {0, 0});
  return dx;
}

/// Weights at 4, activations at 8, errors as they are, activations kept at 5 bits.
trace::Precision mixed() {
  trace::Precision precision(8, 0);
  precision.weight_bits = 4;
  precision.stash_bits = 5;
  return precision;
}

TEST(convolution, each_product_multiplies_its_operands_at_their_own_bits) {
  const DTensor x = random_tensor({4, 5, 9, 9}, "x");
  const DTensor w = random_tensor({6, 4, 3, 3}, "w");
  const DTensor dy = random_tensor({6, 5, 9, 9}, "dy");
  // Plain products of operands that are quantized beforehand.
  const auto plain = [&](const DTensor& input, const DTensor& weight) {
    Workspace<double> workspace(1);
    const Pass<double> pass{.workspace = &workspace};
    Convolution<double> layer(kShape, trace::DxScale::segmented, 0);
    layer.weight() = weight;
    Outcome<double> out;
    layer.forward(input, out.y, pass, {0, 0});
    out.dx = DTensor(input.dims());
    layer.backward(dy, &out.dx, pass, {0, 0});
    out.dw = layer.gradient();
    return out;
  };
  const Outcome<double> got = run(trace::DxScale::segmented, mixed());
  EXPECT_LT(distance(got.y, plain(on_grid(x, 1, 8), on_grid(w, 6, 4)).y), 1e-12);
  EXPECT_LT(distance(got.dw, plain(on_grid(x, 1, 5), w).dw), 1e-12);
  EXPECT_LT(distance(got.dx, plain(x, on_grid(w, 6, 4)).dx), 1e-12);
  trace::Precision real_weights(8, 8);
  real_weights.weight_bits = 0;
  EXPECT_LT(distance(run(trace::DxScale::prescale_requantize, real_weights).y,
                     plain(on_grid(x, 1, 8), w).y),
            1e-12);
}

TEST(convolution, prescaled_input_gradient_is_its_formula) {
  const DTensor w = random_tensor({6, 4, 3, 3}, "w");
  DTensor error = random_tensor({6, 5, 9, 9}, "dy");
  DTensor weight(w.dims());
  for (std::size_t o = 0; o < 6; ++o) {
    const auto grid = quant::grid_of(quant::range_of(w.row(o), w.row_size()), 4);
    for (std::size_t i = 0; i < w.row_size(); ++i) {
      const double code = std::rint((w.row(o)[i] - grid.zero_point) / grid.scale);
      weight.row(o)[i] = code + grid.zero_point / grid.scale;
    }
    for (std::size_t i = 0; i < error.row_size(); ++i) {
      error.row(o)[i] *= grid.scale;
    }
  }
  const Outcome<double> out = run(trace::DxScale::prescale_requantize, {4, 8});
  EXPECT_LT(distance(out.dx, plain_dx(on_grid(error, 1, 8), weight)), 1e-12);
}

TEST(convolution, per_tensor_and_segmented_input_gradients_are_their_formulas) {
  const DTensor w = random_tensor({6, 4, 3, 3}, "w");
  const DTensor error = on_grid(random_tensor({6, 5, 9, 9}, "dy"), 1, 8);
  EXPECT_LT(distance(run(trace::DxScale::per_tensor, {4, 8}).dx, plain_dx(error, on_grid(w, 1, 4))),
            1e-12);
  EXPECT_LT(distance(run(trace::DxScale::segmented, {4, 8}).dx, plain_dx(error, on_grid(w, 6, 4))),
            1e-12);
}

TEST(convolution, the_mode_of_the_input_gradient_touches_nothing_else) {
  const Outcome<double> segmented = run(trace::DxScale::segmented, {4, 8});
  for (const auto mode : {trace::DxScale::prescale_requantize, trace::DxScale::per_tensor}) {
    const Outcome<double> other = run(mode, {4, 8});
    EXPECT_EQ(other.y, segmented.y);
    EXPECT_EQ(other.dw, segmented.dw);
    EXPECT_NE(other.dx, segmented.dx);
  }
}

TEST(convolution, in_fp32_all_modes_of_the_input_gradient_agree) {
  const Outcome<double> segmented = run(trace::DxScale::segmented, {0, 0});
  for (const auto mode : {trace::DxScale::prescale_requantize, trace::DxScale::per_tensor}) {
    EXPECT_EQ(run(mode, {0, 0}).dx, segmented.dx);
    EXPECT_EQ(run(mode, {0, 8}).dx, run(trace::DxScale::segmented, {0, 8}).dx);
  }
  EXPECT_LT(distance(run(trace::DxScale::prescale_requantize, {6, 0}).dx,
                     run(trace::DxScale::segmented, {6, 0}).dx),
            1e-12);
}

TEST(convolution, more_bits_come_closer_to_fp32) {
  const Outcome<double> exact = run(trace::DxScale::segmented, {0, 0});
  for (const auto mode : {trace::DxScale::segmented, trace::DxScale::prescale_requantize,
                          trace::DxScale::per_tensor}) {
    double last = 1e9;
    for (const int bits : {3, 5, 8, 12}) {
      const double error = distance(run(mode, {bits, bits}).dx, exact.dx);
      EXPECT_LT(error, last / 2);
      last = error;
    }
    EXPECT_LT(last, 1e-2);
  }
}

TEST(convolution, rounding_noise_depends_on_the_iteration_and_not_on_the_threads) {
  const Outcome<double> first = run(trace::DxScale::prescale_requantize, {4, 4}, true, 0, 1);
  const Outcome<double> again = run(trace::DxScale::prescale_requantize, {4, 4}, true, 0, 3);
  const Outcome<double> next = run(trace::DxScale::prescale_requantize, {4, 4}, true, 1, 1);
  EXPECT_EQ(first.dx, again.dx);
  EXPECT_EQ(first.dw, again.dw);
  EXPECT_NE(first.dx, next.dx);
  EXPECT_NE(first.dw, next.dw);
}

TEST(convolution, evaluation_uses_the_running_range) {
  Workspace<float> workspace(1);
  Convolution<float> layer({.in_channels = 1, .out_channels = 1}, trace::DxScale::segmented, 0);
  layer.weight().fill(1);
  tensor::Tensor<float> x({1, 4, 1, 1});
  for (std::size_t i = 0; i < 4; ++i) {
    x.data()[i] = static_cast<float>(i);
  }
  tensor::Tensor<float> y;
  Pass<float> pass{.workspace = &workspace};
  layer.forward(x, y, pass, {8, 8});
  EXPECT_FLOAT_EQ(y.data()[3], 3);
  pass.training = false;
  layer.forward(x, y, pass, {8, 8});
  EXPECT_FLOAT_EQ(y.data()[3], 0.3f);  // a tenth of the range after one batch: the rest is clamped
}

TEST(convolution, an_input_of_another_shape_is_refused) {
  Workspace<double> workspace(1);
  Convolution<double> layer(kShape, trace::DxScale::segmented, 0);
  DTensor y;
  EXPECT_THROW(layer.forward(DTensor({3, 1, 9, 9}), y, {.workspace = &workspace}, {0, 0}),
               InternalError);
}

/// Samples [first, first + count) of features.
DTensor samples_of(const DTensor& x, std::size_t first, std::size_t count) {
  DTensor out({x.dim(0), count, x.dim(2), x.dim(3)});
  const std::size_t sample = x.dim(2) * x.dim(3);
  for (std::size_t c = 0; c < x.dim(0); ++c) {
    std::copy_n(x.row(c) + first * sample, count * sample, out.row(c));
  }
  return out;
}

TEST(batch_norm, statistics_of_parts_are_those_of_batches_of_their_own) {
  constexpr std::size_t kPart = 3, kParts = 4;
  Workspace<double> workspace(2);
  const Pass<double> pass{.workspace = &workspace, .statistics_part = kPart};
  const Pass<double> alone{.workspace = &workspace};
  const DTensor x = random_tensor({2, kPart * kParts, 3, 3}, "x");
  const DTensor dy = random_tensor(x.dims(), "dy");
  BatchNorm<double> whole(2);
  whole.weight() = random_tensor({2, 1, 1, 1}, "gamma");
  DTensor y, dx;
  whole.forward(x, y, pass);
  whole.backward(x, dy, dx, pass);
  DTensor dgamma({2, 1, 1, 1}), mean({2, 1, 1, 1}), variance({2, 1, 1, 1});
  for (std::size_t p = 0; p < kParts; ++p) {
    BatchNorm<double> own(2);
    own.weight() = whole.weight();
    const DTensor part = samples_of(x, p * kPart, kPart);
    DTensor own_y, own_dx;
    own.forward(part, own_y, alone);
    own.backward(part, samples_of(dy, p * kPart, kPart), own_dx, alone);
    EXPECT_EQ(own_y, samples_of(y, p * kPart, kPart)) << p;
    EXPECT_EQ(own_dx, samples_of(dx, p * kPart, kPart)) << p;
    for (std::size_t c = 0; c < 2; ++c) {
      dgamma.data()[c] += own.weight_gradient().data()[c];
      mean.data()[c] += own.running_mean().data()[c] / kParts;
      variance.data()[c] += own.running_variance().data()[c] / kParts;
    }
  }
  for (std::size_t c = 0; c < 2; ++c) {
    EXPECT_NEAR(whole.weight_gradient().data()[c], dgamma.data()[c], 1e-12);
    EXPECT_NEAR(whole.running_mean().data()[c], mean.data()[c], 1e-12);
    EXPECT_NEAR(whole.running_variance().data()[c], variance.data()[c], 1e-12);
  }
  // One part that is the batch is the batch; evaluation knows no parts.
  BatchNorm<double> batch(2), one_part(2);
  DTensor other;
  batch.forward(x, y, alone);
  one_part.forward(x, other, {.workspace = &workspace, .statistics_part = kPart * kParts});
  EXPECT_EQ(other, y);
  EXPECT_EQ(one_part.running_variance(), batch.running_variance());
  batch.forward(x, y, {.workspace = &workspace, .training = false});
  one_part.forward(x, other,
                   {.workspace = &workspace, .training = false, .statistics_part = kPart});
  EXPECT_EQ(other, y);
}

TEST(batch_norm, output_has_mean_beta_and_deviation_gamma_and_running_values_follow) {
  Workspace<float> workspace(2);
  BatchNorm<float> layer(2);
  layer.weight().fill(2);
  layer.bias().fill(-1);
  tensor::Tensor<float> x({2, 1, 1, 4});
  const std::vector<float> values{1, 2, 3, 6, 10, 10, 14, 14};
  std::copy(values.begin(), values.end(), x.data());
  tensor::Tensor<float> y;
  Pass<float> pass{.workspace = &workspace};
  layer.forward(x, y, pass);
  // Channel 0: mean 3, variance 14/4; unbiased 14/3. Channel 1: mean 12, variance 4; 16/3.
  EXPECT_NEAR(y.data()[0], 2 * (1 - 3) / std::sqrt(3.5 + 1e-5) - 1, 1e-6);
  EXPECT_NEAR(y.data()[7], 2 * (14 - 12) / std::sqrt(4 + 1e-5) - 1, 1e-6);
  EXPECT_FLOAT_EQ(layer.running_mean().data()[1], 1.2f);
  EXPECT_NEAR(layer.running_variance().data()[0], 0.9 + 0.1 * 14 / 3, 1e-6);
  pass.training = false;
  layer.forward(x, y, pass);
  EXPECT_NEAR(y.data()[0], 2 * (1 - 0.3) / std::sqrt(0.9 + 1.4 / 3 + 1e-5) - 1, 1e-6);
}

TEST(loss, is_the_log_of_the_label_s_share_and_counts_the_right_ones) {
  tensor::Tensor<double> logits({3, 2, 1, 1});
  const std::vector<double> values{1, 0, 2, 0, 0, 0};  // sample 0: (1, 2, 0), sample 1: zeros
  std::copy(values.begin(), values.end(), logits.data());
  const std::vector<std::uint8_t> labels{1, 2};
  const LossResult result = softmax_cross_entropy<double>(logits, labels, nullptr);
  const double first = std::log(std::exp(1) + std::exp(2) + 1) - 2;
  EXPECT_NEAR(result.loss, (first + std::log(3)) / 2, 1e-12);
  EXPECT_EQ(result.correct, 1u);  // of equal logits the first one counts
}

TEST(loss, is_finite_for_huge_logits_and_not_for_nan) {
  tensor::Tensor<float> logits({2, 1, 1, 1});
  logits.data()[0] = 1e30f;
  const std::vector<std::uint8_t> labels{0};
  EXPECT_EQ(softmax_cross_entropy<float>(logits, labels, nullptr).loss, 0);
  logits.data()[0] = std::nanf("");
  EXPECT_TRUE(std::isnan(softmax_cross_entropy<float>(logits, labels, nullptr).loss));
}

TEST(network, a_layer_s_own_precision_overrides_the_common_one) {
  const model::Graph graph = model::cifar_resnet(1, {3, 8, 8}, 4);
  Workspace<double> workspace(1);
  const Pass<double> pass{.workspace = &workspace, .stochastic = false};
  const DTensor x = random_tensor({3, 2, 8, 8}, "x");
  const auto logits = [&](const trace::Assignment& assignment) {
    Network<double> network(graph, trace::DxScale::segmented);
    for (const Parameter<double>& parameter : network.parameters()) {
      *parameter.value = random_tensor(parameter.value->dims(), parameter.name);
    }
    return network.forward(x, pass, assignment);
  };
  const DTensor common = logits({.all = {4, 8}, .layers = {}});
  EXPECT_NE(logits({.all = {4, 8}, .layers = {{"group2_layer0.conv2", {8, 8}}}}), common);
  EXPECT_EQ(logits({.all = {4, 8}, .layers = {{"fc", {2, 2}}}}), common);  // fc stays in FP32
}

TEST(network, parameters_are_named_by_their_nodes) {
  Network<float> network(model::cifar_resnet(1, {3, 8, 8}, 4), trace::DxScale::segmented);
  const auto parameters = network.parameters();
  EXPECT_EQ(parameters.size(), 9u + 2 * 9 + 2);
  EXPECT_EQ(parameters.front().name, "conv1.weight");
  EXPECT_EQ(parameters.back().name, "fc.bias");
  for (const Parameter<float>& parameter : parameters) {
    EXPECT_EQ(parameter.value->size(), parameter.gradient->size()) << parameter.name;
  }
}

/// Two features of each token of a sequence of four, from the first-th on, of two samples.
DTensor part_of(const DTensor& x, std::size_t first, std::size_t count) {
  DTensor part({x.dim(0), x.dim(1), count, 1});
  for (std::size_t i = 0; i < part.size(); ++i) {
    part.data()[i] = x.data()[i / count * x.dim(2) + first + i % count];
  }
  return part;
}

TEST(lstm, a_sequence_that_continues_has_the_outputs_of_one_long_sequence) {
  Workspace<double> workspace(1);
  const trace::Precision fp32{0, 0};
  const DTensor x = random_tensor({3, 2, 8, 1}, "x");
  const auto make = [](std::size_t tokens) {
    Lstm<double> lstm(3, 5, tokens, trace::DxScale::segmented, 1);
    lstm.input().product().weight() = random_tensor(lstm.input().product().weight().dims(), "w");
    lstm.recurrent().weight() = random_tensor(lstm.recurrent().weight().dims(), "u");
    return lstm;
  };
  Pass<double> pass{.workspace = &workspace};
  Lstm<double> whole = make(8);
  DTensor expected;
  whole.forward(x, expected, pass, fp32);

  Lstm<double> halves = make(4);
  DTensor first;
  DTensor second;
  halves.forward(part_of(x, 0, 4), first, pass, fp32);
  DTensor tested;
  Pass<double> test{.workspace = &workspace, .training = false};
  halves.forward(part_of(x, 2, 4), tested, test, fp32);  // has a state of its own
  pass.continues = true;
  halves.forward(part_of(x, 4, 4), second, pass, fp32);
  EXPECT_LT(distance(first, part_of(expected, 0, 4)), 1e-12);
  EXPECT_LT(distance(second, part_of(expected, 4, 4)), 1e-12);
  pass.continues = false;
  halves.forward(part_of(x, 4, 4), second, pass, fp32);
  EXPECT_GT(distance(second, part_of(expected, 4, 4)), 1e-3);
}

}  // namespace layers_test
}  // namespace metronome::nn
