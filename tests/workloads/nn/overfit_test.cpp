// Each model, at reduced width, learns 64 samples by heart: static 8/8 and CPT 3-8/8.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "sim/base/random.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::nn {
namespace overfit_test {

constexpr std::size_t kSamples = 64;
constexpr std::size_t kWords = 12;

struct Case {
  const char* name;
  model::Graph graph;
  double rate;
  int iterations;
};

std::vector<Case> cases() {
  const model::Shape image{1, 16, 16};
  const model::Shape text{1, 4, 1};
  return {
      {"resnet_8", model::cifar_resnet(1, {1, 8, 8}, 4), 0.1, 48},
      {"mobilenet_v2", model::mobilenet_v2({.width_divisor = 4}, {1, 8, 8}, 4), 0.05, 120},
      {"imagenet_basic", model::imagenet_resnet("r", {.blocks = {1, 1}, .channels = 8}, image, 4),
       0.1, 64},
      {"imagenet_bottleneck",
       model::imagenet_resnet("r", {.blocks = {1, 1}, .bottleneck = true, .channels = 8}, image, 4),
       0.1, 64},
      {"mlp", model::mlp({32, 16}, image, 4), 0.05, 160},
      {"lenet_5", model::lenet_5({}, {1, 20, 20}, 4), 0.1, 160},
      {"transformer",
       model::transformer("t", {.layers = 2, .features = 16, .inner = 32, .heads = 2, .dropout = 0},
                          text, kWords),
       0.05, 600},
      {"gpt2",
       model::gpt2("g", {.layers = 1, .features = 16, .heads = 2, .positions = 4}, text, kWords),
       0.05, 600},
      {"llama",
       model::llama("l", {.layers = 1, .features = 16, .inner = 24, .heads = 4, .kv_heads = 2},
                    text, kWords),
       0.05, 600},
      {"bert",
       model::bert("b", {.layers = 1, .features = 16, .heads = 2, .positions = 4}, text, kWords),
       0.02, 1200},
      {"vision_transformer",
       model::vision_transformer("v", {.layers = 1, .features = 16, .heads = 2, .patch = 4}, image,
                                 4),
       0.02, 1200},
      {"lstm", model::lstm_model("l", {.layers = 2, .hidden = 24, .dropout = 0}, text, kWords), 0.5,
       500},
  };
}

/// Weights of deviation sqrt(2 / fan in), biases zero, norms one and zero.
void initialise(Network<float>& network) {
  for (const Parameter<float>& parameter : network.parameters()) {
    const RandomStream draws(5, parameter.name);
    const std::size_t fan_in = parameter.value->row_size();
    for (std::size_t i = 0; fan_in > 1 && i < parameter.value->size(); ++i) {
      parameter.value->data()[i] =
          static_cast<float>(draws.normal(i) * std::sqrt(2.0 / static_cast<double>(fan_in)));
    }
  }
}

struct Samples {
  tensor::Tensor<float> input;
  std::vector<std::uint8_t> labels;
};

/// Noise images with random labels; random words, each position labelled by what came so far, which
/// a causal model can know.
Samples samples_for(const model::Graph& graph) {
  const model::Shape& shape = graph.input();
  const RandomStream draws(7, "samples");
  Samples samples;
  samples.input.reshape({shape.channels, kSamples, shape.height, shape.width});
  for (std::size_t i = 0; i < samples.input.size(); ++i) {
    samples.input.data()[i] = graph.reads_tokens() ? static_cast<float>(draws.below(i, kWords))
                                                   : static_cast<float>(draws.normal(i));
  }
  if (!graph.reads_tokens()) {
    for (std::size_t n = 0; n < kSamples; ++n) {
      samples.labels.push_back(static_cast<std::uint8_t>(draws.below(1000 + n, 4)));
    }
    return samples;
  }
  for (std::size_t i = 0; i < samples.input.size(); ++i) {
    const std::size_t before = i % shape.height == 0 ? i : i - 1;
    const float sum = samples.input.data()[i] + samples.input.data()[before];
    samples.labels.push_back(static_cast<std::uint8_t>(static_cast<std::size_t>(sum) % kWords));
  }
  return samples;
}

/// b(t) of CPT, 3 to 8 bits, four periods.
int cpt_bits(int t, int iterations) {
  const int period = iterations / 4;
  const double z = static_cast<double>(t % period) / period;
  return static_cast<int>(std::nearbyint(3 + 2.5 * (1 - std::cos(3.14159265358979 * z))));
}

/// Loss at 8 bits after training over that before.
double share_of_loss_left(const Case& c, bool cpt) {
  Network<float> network(c.graph, trace::DxScale::prescale_requantize);
  initialise(network);
  const Samples samples = samples_for(c.graph);
  Workspace<float> workspace(2);
  std::vector<std::vector<float>> velocities;
  for (const Parameter<float>& parameter : network.parameters()) {
    velocities.emplace_back(parameter.value->size());
  }
  tensor::Tensor<float> gradient;
  double first = 0;
  double last = 0;
  for (int t = 0; t < c.iterations; ++t) {
    const bool ends = t + 1 == c.iterations;
    const int bits = cpt && t > 0 && !ends ? cpt_bits(t, c.iterations) : 8;
    const trace::Assignment assignment{.all = {bits, 8}, .layers = {}};
    const Pass<float> pass{
        .workspace = &workspace, .seed = 3, .iteration = static_cast<std::uint64_t>(t)};
    const auto& logits = network.forward(samples.input, pass, assignment);
    last = softmax_cross_entropy(logits, samples.labels, &gradient).loss;
    first = t == 0 ? last : first;
    network.backward(gradient, pass, assignment);
    const double rate = c.rate * (1 - static_cast<double>(t) / c.iterations);
    std::size_t p = 0;
    for (const Parameter<float>& parameter : network.parameters()) {
      std::vector<float>& velocity = velocities[p++];
      for (std::size_t i = 0; i < velocity.size(); ++i) {
        velocity[i] = 0.9f * velocity[i] + parameter.gradient->data()[i];
        parameter.value->data()[i] -= static_cast<float>(rate) * velocity[i];
      }
    }
  }
  return last / first;
}

class overfit : public ::testing::TestWithParam<std::size_t> {};

TEST_P(overfit, sixty_four_samples_with_static_precision) {
  EXPECT_LT(share_of_loss_left(cases()[GetParam()], false), 0.1);
}

TEST_P(overfit, sixty_four_samples_with_cyclic_precision) {
  EXPECT_LT(share_of_loss_left(cases()[GetParam()], true), 0.1);
}

INSTANTIATE_TEST_SUITE_P(models, overfit, ::testing::Range<std::size_t>(0, cases().size()),
                         [](const auto& chosen) {
                           return std::string(cases()[chosen.param].name);
                         });

}  // namespace overfit_test
}  // namespace metronome::nn
