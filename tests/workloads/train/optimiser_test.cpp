#include "workloads/train/optimiser.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "workloads/train/adam.hpp"
#include "workloads/train/batch_order.hpp"
#include "workloads/train/sgd.hpp"

namespace metronome::train {
namespace optimiser_test {

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

/// The weight 1 with the constant gradient 2 after so many steps of Adam at rate 0.1.
double after_adam(const AdamSpec& spec, int steps) {
  tensor::Tensor<double> value(kOne);
  tensor::Tensor<double> gradient(kOne);
  value.fill(1);
  gradient.fill(2);
  Adam<double> adam({{"w", &value, &gradient}}, spec);
  for (int i = 0; i < steps; ++i) {
    adam.step(0.1);
  }
  return value.data()[0];
}

TEST(adam, follows_its_formulas) {
  // Step 1: m = 0.2, v = 0.004; corrected 2 and 4: w -= 0.1 * 2 / (sqrt(4) + e).
  const AdamSpec plain{.beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8};
  EXPECT_NEAR(after_adam(plain, 1), 1 - 0.1 * 2 / (2 + 1e-8), 1e-12);
  // A constant gradient keeps the corrected moments at 2 and 4.
  EXPECT_NEAR(after_adam(plain, 2), 1 - 2 * 0.1 * 2 / (2 + 1e-8), 1e-12);
  const AdamSpec wide{.beta1 = 0.5, .beta2 = 0.5, .epsilon = 1};
  EXPECT_NEAR(after_adam(wide, 1), 1 - 0.1 * 2 / (2 + 1.0), 1e-12);
}

TEST(adam, decay_is_a_penalty_or_a_shrinking_of_its_own) {
  // L2: g = 2 + 0.5, and the first step's corrected ratio is 2.5 / (2.5 + 1).
  EXPECT_NEAR(after_adam({.epsilon = 1, .weight_decay = 0.5}, 1), 1 - 0.1 * 2.5 / 3.5, 1e-12);
  // AdamW: w = 1 - 0.1 * 0.5 = 0.95 first, then the step of g = 2.
  EXPECT_NEAR(after_adam({.epsilon = 1, .weight_decay = 0.5, .decoupled_decay = true}, 1),
              0.95 - 0.1 * 2 / 3.0, 1e-12);
}

TEST(adam, a_changing_gradient_is_averaged) {
  tensor::Tensor<double> value(kOne);
  tensor::Tensor<double> gradient(kOne);
  value.fill(0);
  Adam<double> adam({{"w", &value, &gradient}}, {.beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.5});
  gradient.fill(4);
  adam.step(1);  // m 2 -> 4, v 4 -> 16: -4 / 4.5
  EXPECT_NEAR(value.data()[0], -4 / 4.5, 1e-12);
  gradient.fill(-2);
  adam.step(1);  // m = 1 - 1 = 0
  EXPECT_NEAR(value.data()[0], -4 / 4.5, 1e-12);
  gradient.fill(1);
  adam.step(1);  // m = 0.5 -> / 0.875; v = ((4 * 0.75 + 1) * 0.75 + 0.25) / (1 - 0.75^3)
  const double second = (4.0 * 0.75 + 0.25) / (1 - 0.421875);
  EXPECT_NEAR(value.data()[0], -4 / 4.5 - 0.5 / 0.875 / (std::sqrt(second) + 0.5), 1e-12);
}

TEST(optimiser, clips_all_gradients_together_at_their_norm) {
  nn::Network<float> network(model::cifar_resnet(1, {3, 32, 32}, 10), trace::DxScale::segmented);
  WorkloadSpec spec;
  spec.momentum = 0;
  spec.weight_decay = 0;
  spec.gradient_clip = 2.5;
  Optimiser optimiser(spec, network);
  std::vector<nn::Parameter<float>> parameters = network.parameters();
  for (const nn::Parameter<float>& parameter : parameters) {
    parameter.value->fill(0);
    parameter.gradient->reshape(parameter.value->dims());
    parameter.gradient->fill(0);
  }
  parameters.front().gradient->data()[0] = 3;
  parameters.back().gradient->data()[0] = 4;
  EXPECT_DOUBLE_EQ(optimiser.gradient_norm(), 5);
  optimiser.step(1, optimiser.gradient_norm());  // scaled by 2.5 / 5
  EXPECT_FLOAT_EQ(parameters.front().value->data()[0], -1.5f);
  EXPECT_FLOAT_EQ(parameters.back().value->data()[0], -2.0f);
  parameters.front().gradient->data()[0] = 0;
  parameters.back().gradient->data()[0] = 2;
  optimiser.step(1, optimiser.gradient_norm());  // within the limit: as it is
  EXPECT_FLOAT_EQ(parameters.back().value->data()[0], -4.0f);
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
  network.initialise(1);
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    const tensor::Tensor<float>& value = *parameter.value;
    const bool convolution = parameter.name.find("conv") != std::string::npos ||
                             parameter.name.find("downsample") != std::string::npos;
    if (convolution) {
      // [he2015delving], fan out. The estimate from n values deviates by sigma / sqrt(2 n).
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

}  // namespace optimiser_test
}  // namespace metronome::train
