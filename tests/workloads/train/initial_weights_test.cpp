// What a training begins with.
#include "workloads/train/initial_weights.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "workloads/model/builders.hpp"

namespace metronome::train {
namespace initial_weights_test {

nn::Network<float> network() {
  return nn::Network<float>(
      model::lenet_5({.first_maps = 24, .second_maps = 32, .features = 96}, {3, 32, 32}, 10),
      trace::DxScale::prescale_requantize);
}

std::vector<float> values_of(nn::Network<float>& network) {
  std::vector<float> all;
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    all.insert(all.end(), parameter.value->values().begin(), parameter.value->values().end());
  }
  return all;
}

TEST(initial_weights, he_normal_has_a_variance_of_two_over_the_products_of_a_result) {
  nn::Network<float> net = network();
  WorkloadSpec spec;
  spec.initialisation = Initialisation::he_normal;
  give_initial_weights(net, spec);
  std::size_t tested = 0;
  for (const nn::Parameter<float>& parameter : net.parameters()) {
    double sum = 0, squares = 0;
    for (const float value : parameter.value->values()) {
      sum += value;
      squares += double{value} * value;
    }
    const auto count = static_cast<double>(parameter.value->size());
    if (parameter.of_product) {
      const double variance = 2.0 / static_cast<double>(parameter.value->row_size());
      EXPECT_NEAR(squares / count, variance, 5 * variance * std::sqrt(2 / count)) << parameter.name;
      EXPECT_NEAR(sum / count, 0, 5 * std::sqrt(variance / count)) << parameter.name;
      ++tested;
    } else {
      EXPECT_EQ(squares, 0) << parameter.name << ", a bias";
    }
  }
  EXPECT_EQ(tested, 5u) << "two convolutions and three linear layers";
}

TEST(initial_weights, are_those_of_their_seed_and_kind) {
  const auto drawn = [](std::uint64_t seed, Initialisation kind) {
    nn::Network<float> net = network();
    WorkloadSpec spec;
    spec.seed = seed;
    spec.initialisation = kind;
    give_initial_weights(net, spec);
    return values_of(net);
  };
  EXPECT_EQ(drawn(1, Initialisation::he_normal), drawn(1, Initialisation::he_normal));
  EXPECT_NE(drawn(1, Initialisation::he_normal), drawn(2, Initialisation::he_normal));
  EXPECT_NE(drawn(1, Initialisation::he_normal), drawn(1, Initialisation::by_layer));
}

}  // namespace initial_weights_test
}  // namespace metronome::train
