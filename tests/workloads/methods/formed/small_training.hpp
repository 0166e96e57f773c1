#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "sim/base/random.hpp"
#include "workloads/data/load.hpp"
#include "workloads/methods/formed/mode_step.hpp"
#include "workloads/model/graph_builder.hpp"
#include "workloads/nn/loss.hpp"

namespace metronome::methods {

struct LabelledBatch {
  tensor::Tensor<float> features;
  std::vector<std::uint32_t> labels;
};

/// Fashion-MNIST, largest of each 2 x 2 pixels: 14 x 14.
class SmallImages {
 public:
  static constexpr std::size_t kBatch = 64;

  explicit SmallImages(std::size_t batch = kBatch, std::uint64_t train_samples = 6400,
                       std::uint64_t test_samples = 1024)
      : data_(data::load_data_set({.name = "fashion-mnist",
                                   .train_samples = train_samples,
                                   .test_samples = test_samples})),
        batch_(batch),
        until_(data_.train.samples()) {}

  /// Draws from samples `first` to `until` alone, in another order for each seed.
  void train_on(std::uint64_t first, std::uint64_t until, std::uint64_t seed) {
    first_ = first;
    until_ = until;
    seed_ = seed;
  }
  [[nodiscard]] LabelledBatch training(std::uint64_t iteration) const {
    const RandomStream order(seed_, "order");
    std::vector<std::uint32_t> which;
    for (std::size_t i = 0; i < batch_; ++i) {
      which.push_back(static_cast<std::uint32_t>(
          first_ + order.below(iteration * batch_ + i, until_ - first_)));
    }
    return batch_of(data_.train, which);
  }
  [[nodiscard]] std::size_t batch() const { return batch_; }
  [[nodiscard]] std::size_t test_batches() const { return data_.test.samples() / batch_; }
  [[nodiscard]] LabelledBatch test(std::size_t i) const {
    std::vector<std::uint32_t> which(batch_);
    std::iota(which.begin(), which.end(), static_cast<std::uint32_t>(i * batch_));
    return batch_of(data_.test, which);
  }

 private:
  [[nodiscard]] LabelledBatch batch_of(const data::Split& split,
                                       const std::vector<std::uint32_t>& which) const {
    constexpr std::size_t kHalf = 14;
    constexpr std::size_t kSide = 32;  // with a border of 2; the channels are copies of one
    std::vector<float> pixels(which.size() * data_.image.elements());
    data::write_features(data_, split, which, pixels);
    LabelledBatch batch;
    batch.features.reshape({1, which.size(), kHalf, kHalf});
    for (std::size_t i = 0; i < batch.features.size(); ++i) {
      const std::size_t x = 2 + 2 * (i % kHalf);
      const std::size_t y = 2 + 2 * (i / kHalf % kHalf);
      const float* at = pixels.data() + (i / (kHalf * kHalf) * kSide + y) * kSide + x;
      batch.features.data()[i] =
          std::max(std::max(at[0], at[1]), std::max(at[kSide], at[kSide + 1]));
    }
    batch.labels.resize(which.size());
    data::write_labels(split, which, batch.labels);
    return batch;
  }

  data::DataSet data_;
  std::size_t batch_;
  std::uint64_t first_ = 0, until_, seed_ = 1;
};

/// Three convolutions with batch norm, 16, 16 and 32 channels, a mean pool and a linear layer; the
/// first and the last layer stay FP32. `activation` is a clip to [0, 1] or ReLU.
[[nodiscard]] inline model::Graph small_graph(bool clips) {
  model::GraphBuilder builder("small", {1, 14, 14});
  model::NodeIndex at = 0;
  const auto block = [&](const std::string& name, std::size_t channels, std::uint64_t stride,
                         bool quantized) {
    at = builder.convolution(name, at,
                             {.out_channels = channels,
                              .kernel = 3,
                              .stride = stride,
                              .pad = 1,
                              .quantized = quantized});
    at = builder.batch_norm(name + "_bn", at);
    model::Clip clip;
    clip.high = 1;
    at = clips ? builder.pointwise(name + "_clip", at, clip) : builder.relu(name + "_relu", at);
  };
  block("conv1", 16, 1, false);
  block("conv2", 16, 2, true);
  block("conv3", 32, 2, true);
  at = builder.global_average_pool("pool", at);
  builder.linear("fc", at, {.out_features = 10});
  return builder.graph();
}

/// He's initial values of a seed.
inline void initialise(nn::Network<float>& network, std::uint64_t seed) {
  network.initialise(seed);
  for (const nn::Parameter<float>& parameter : network.parameters()) {
    const std::size_t fan_in = parameter.value->row_size();
    const RandomStream draws(seed, parameter.name);
    for (std::size_t i = 0; fan_in > 1 && i < parameter.value->size(); ++i) {
      parameter.value->data()[i] =
          static_cast<float>(draws.normal(i) * std::sqrt(2.0 / static_cast<double>(fan_in)));
    }
  }
}

[[nodiscard]] inline double cosine_rate(double rate, std::uint64_t t, std::uint64_t iterations) {
  return rate / 2 *
         (1 +
          std::cos(std::numbers::pi * static_cast<double>(t) / static_cast<double>(iterations)));
}

inline constexpr weights::UpdateSettings kSettings{
    .learning_rate = 0, .momentum = 0.9, .weight_decay = 5e-4};

/// A network under training, with its own copies of all.
struct Training {
  Training(const model::Graph& graph, const weights::FormSpec& spec, std::vector<int> modes,
           std::uint64_t seed = 0)
      : network(graph, trace::DxScale::segmented), workspace(1), optimizer(kSettings) {
    initialise(network, seed);
    formed = std::make_unique<FormedNetwork<float>>(network, spec, std::move(modes));
  }

  [[nodiscard]] nn::Pass<float> pass(bool training, std::uint64_t t = 0) {
    return {.workspace = &workspace, .training = training, .seed = 1, .iteration = t};
  }
  /// The losses of the passes of the last step.
  std::vector<double> train(const SmallImages& images, const std::vector<weights::ModePass>& passes,
                            std::uint64_t first, std::uint64_t last, double rate,
                            std::uint64_t iterations, int moved_mode = 0) {
    std::vector<double> losses;
    for (std::uint64_t t = first; t < last; ++t) {
      const LabelledBatch batch = images.training(t);
      losses = mode_step<float>(*formed, batch.features, batch.labels, pass(true, t), passes);
      optimizer.step(*formed, cosine_rate(rate, t, iterations), [&](const std::string& name) {
        return moved_mode == 0 || moves_in_second_phase(name, moved_mode);
      });
    }
    return losses;
  }
  /// Percent of the test images, and all logits.
  double accuracy(const SmallImages& images, int bits, std::optional<int> norm_of = {},
                  std::vector<float>* logits = nullptr) {
    std::size_t correct = 0;
    for (std::size_t i = 0; i < images.test_batches(); ++i) {
      const LabelledBatch batch = images.test(i);
      const auto& answers = formed->forward(batch.features, pass(false), bits, norm_of);
      correct += nn::softmax_cross_entropy<float>(answers, batch.labels, nullptr).correct;
      if (logits != nullptr) {
        logits->insert(logits->end(), answers.values().begin(), answers.values().end());
      }
    }
    return 100.0 * static_cast<double>(correct) /
           static_cast<double>(images.test_batches() * images.batch());
  }

  nn::Network<float> network;
  nn::Workspace<float> workspace;
  FormOptimizer<float> optimizer;
  std::unique_ptr<FormedNetwork<float>> formed;
};

}  // namespace metronome::methods
