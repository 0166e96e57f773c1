#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "workloads/train/batch_order.hpp"
#include "workloads/train/initialise.hpp"
#include "workloads/train/sgd.hpp"

namespace metronome::train {
namespace {

constexpr tensor::Dims kOne{1, 1, 1, 1};

/// The weight 1 with the constant gradient 2 after so many steps at rate 0.1.
double after(const SgdSpec& spec, int steps) {
  tensor::Tensor<double> value(kOne);
  tensor::Tensor<double> gradient(kOne);
  value.fill(1);
  gradient.fill(2);
  Sgd<double> sgd({{"w", &value, &gradient}}, spec);
  for (int i = 0; i < steps; ++i) {
    sgd.step(0.1);
  }
  return value.data()[0];
}

TEST(sgd, follows_its_formulas) {
  EXPECT_DOUBLE_EQ(after({.momentum = 0}, 1), 1 - 0.1 * 2);
  EXPECT_DOUBLE_EQ(after({.momentum = 0, .weight_decay = 0.5}, 1), 1 - 0.1 * 2.5);
  // v = 2, then 0.9 * 2 + 2 = 3.8.
  EXPECT_DOUBLE_EQ(after({.momentum = 0.9}, 2), 1 - 0.1 * 2 - 0.1 * 3.8);
  EXPECT_DOUBLE_EQ(after({.momentum = 0.9, .nesterov = true}, 1), 1 - 0.1 * (2 + 0.9 * 2));
}

TEST(batch_order, every_epoch_is_a_permutation_of_its_own) {
  BatchOrder order(1, 10, 3);  // three batches an epoch, one sample left out
  std::vector<std::vector<std::uint32_t>> epochs;
  for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
    std::vector<std::uint32_t> seen;
    for (std::uint64_t i = 0; i < 3; ++i) {
      const auto batch = order.at(3 * epoch + i);
      seen.insert(seen.end(), batch.begin(), batch.end());
    }
    const std::set<std::uint32_t> distinct(seen.begin(), seen.end());
    EXPECT_EQ(distinct.size(), 9u);
    EXPECT_LT(*distinct.rbegin(), 10u);
    epochs.push_back(seen);
  }
  EXPECT_NE(epochs[0], epochs[1]);
  const auto batch = order.at(0);  // any iteration can be asked for at any time
  EXPECT_TRUE(std::equal(batch.begin(), batch.end(), epochs[0].begin()));
}

double deviation_of(const tensor::Tensor<float>& values) {
  double squares = 0;
  for (const float value : values.values()) {
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  return std::sqrt(squares / static_cast<double>(values.size()));
}

TEST(initialise, deviations_are_those_of_the_authors_models) {
  nn::Network<float> network(model::cifar_resnet(2, {3, 32, 32}, 10), trace::DxScale::segmented);
  initialise(network, 1);
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    const tensor::Tensor<float>& value = *parameter.value;
    const bool convolution = parameter.name.find("conv") != std::string::npos ||
                             parameter.name.find("downsample") != std::string::npos;
    if (convolution) {
      // He et al., fan out. The estimate from n values deviates by sigma / sqrt(2 n).
      const double fan_out = static_cast<double>(value.dim(0) * value.dim(2) * value.dim(3));
      const double tolerance = 4 / std::sqrt(2.0 * static_cast<double>(value.size()));
      EXPECT_NEAR(deviation_of(value) / std::sqrt(2 / fan_out), 1, tolerance) << parameter.name;
    } else if (parameter.name.starts_with("fc")) {
      const float bound = 1.0f / 8.0f;  // 64 inputs
      EXPECT_LE(*std::max_element(value.data(), value.data() + value.size()), bound);
      EXPECT_GE(*std::min_element(value.data(), value.data() + value.size()), -bound);
    } else {
      const float expected = parameter.name.ends_with(".weight") ? 1.0f : 0.0f;
      EXPECT_EQ(value.data()[0], expected) << parameter.name;
    }
  }
}

}  // namespace
}  // namespace metronome::train
