#include <gtest/gtest.h>

#include "tests/workloads/reference/conv_runner.hpp"

namespace metronome::reference {
namespace conv_reference_test {

constexpr double kDouble = 1e-8;
constexpr double kFloat = 1e-5;

/// One "conv" entry of the manifest.
struct ConvCase {
  ConvOperands operands;
  Values y, dx, dw;
};

ConvCase load(const Reference& reference, const Json& entry) {
  const auto n = [&](const char* key) { return entry.at(key).get<std::size_t>(); };
  const std::string name = entry.at("name");
  ConvCase c;
  c.operands.shape = {n("c"), n("h"), n("w"), n("o"), n("k"), n("stride"), n("pad")};
  c.operands.precision = {entry.at("forward_bits"), entry.at("backward_bits")};
  EXPECT_EQ(c.operands.shape.out_height(), n("out_h"));
  EXPECT_EQ(c.operands.shape.out_width(), n("out_w"));
  const std::size_t inputs = n("n") * n("c") * n("h") * n("w");
  const std::size_t outputs = n("n") * n("o") * n("out_h") * n("out_w");
  const std::size_t weights = n("o") * n("c") * n("k") * n("k");
  const Values x = reference.doubles(name + "_x.f64", inputs);
  const Values w = reference.doubles(name + "_w.f64", weights);
  const Values dy = reference.doubles(name + "_dy.f64", outputs);
  c.operands.x = tensor::features_of_images<double>(x, n("n"), n("c"), n("h"), n("w"));
  c.operands.dy = tensor::features_of_images<double>(dy, n("n"), n("o"), n("out_h"), n("out_w"));
  c.operands.w = tensor::Tensor<double>({n("o"), n("c"), n("k"), n("k")});
  std::copy(w.begin(), w.end(), c.operands.w.data());
  c.y = reference.doubles(name + "_y.f64", outputs);
  c.dx = reference.doubles(name + "_dx.f64", inputs);
  c.dw = reference.doubles(name + "_dw.f64", weights);
  return c;
}

template <class T>
void expect_match(const ConvCase& c, const ConvResults<T>& got, double tolerance) {
  EXPECT_LE(deviation(tensor::images_of_features(got.y), c.y), tolerance);
  EXPECT_LE(deviation(tensor::images_of_features(got.dx), c.dx), tolerance);
  EXPECT_LE(deviation(got.dw.values(), c.dw), tolerance);
}

TEST(cpt_reference, convolutions_and_both_backward_products_match_in_double) {
  const Reference reference;
  for (const Json& entry : reference.entries("conv")) {
    SCOPED_TRACE(entry.dump());
    const ConvCase c = load(reference, entry);
    expect_match(c, run_conv<double>(c.operands, trace::DxScale::segmented), kDouble);
  }
}

TEST(cpt_reference, convolutions_and_both_backward_products_match_in_float) {
  const Reference reference;
  for (const Json& entry : reference.entries("conv")) {
    SCOPED_TRACE(entry.dump());
    const ConvCase c = load(reference, entry);
    expect_match(c, run_conv<float>(settled(c.operands), trace::DxScale::segmented), kFloat);
  }
}

TEST(cpt_reference, a_convolution_comparison_fails_for_any_small_perturbation) {
  const Reference reference;
  const ConvCase c = load(reference, reference.entries("conv").front());
  const auto run = [](const ConvOperands& in) {
    return run_conv<double>(in, trace::DxScale::segmented);
  };
  // A millionth on the scale of one operand, one bit more or less, another border.
  ConvOperands scaled = c.operands;
  for (double& value : scaled.w.values()) {
    value *= 1 + 1e-6;
  }
  EXPECT_GT(deviation(tensor::images_of_features(run(scaled).y), c.y), kDouble);
  EXPECT_GT(deviation(tensor::images_of_features(run(scaled).dx), c.dx), kDouble);
  ConvOperands finer = c.operands;
  finer.precision.error_bits += 1;
  EXPECT_GT(deviation(run(finer).dw.values(), c.dw), kDouble);
  EXPECT_LE(deviation(tensor::images_of_features(run(finer).y), c.y), kDouble);
}

TEST(cpt_reference, only_the_segmented_input_gradient_is_the_authors_arithmetic) {
  const Reference reference;
  const ConvCase c = load(reference, reference.entries("conv").front());
  for (const trace::DxScale mode :
       {trace::DxScale::prescale_requantize, trace::DxScale::per_tensor}) {
    const ConvResults<double> got = run_conv<double>(c.operands, mode);
    EXPECT_LE(deviation(tensor::images_of_features(got.y), c.y), kDouble);
    EXPECT_LE(deviation(got.dw.values(), c.dw), kDouble);
    const double other = deviation(tensor::images_of_features(got.dx), c.dx);
    EXPECT_GT(other, kDouble);
    EXPECT_LT(other, 0.5);  // the same gradient, rounded in another place
  }
}

}  // namespace conv_reference_test
}  // namespace metronome::reference
