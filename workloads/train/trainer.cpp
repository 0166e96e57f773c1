#include "workloads/train/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "sim/base/error.hpp"
#include "workloads/data/load.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/tensor/gemm.hpp"
#include "workloads/train/batch_order.hpp"
#include "workloads/train/initialise.hpp"
#include "workloads/train/sgd.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::train {
namespace {

data::DataSet load_data(const WorkloadSpec& spec) {
  data::DataSet set = data::load_data_set({.name = spec.dataset,
                                           .path = spec.dataset_path.value_or(""),
                                           .train_samples = spec.train_samples,
                                           .test_samples = spec.test_samples,
                                           .seed = spec.seed});
  if (set.train.samples() < spec.batch) {
    throw UserError(
        fmt::format("a batch of {} samples is larger than the {} training samples of {}",
                    spec.batch, set.train.samples(), spec.dataset),
        "use a smaller `batch`");
  }
  return set;
}

void check_bits(int bits, std::uint64_t iteration) {
  if (bits < 0 || bits > quant::kMaxBits) {
    throw UserError(
        fmt::format("the schedule has {} bits at iteration {}", bits, iteration),
        fmt::format("the trainer quantizes to 1 to {} bits; 0 is FP32", quant::kMaxBits));
  }
}

/// One training run: the network, its data, and how far it is.
class Trainer {
 public:
  Trainer(const WorkloadSpec& spec, const TrainOptions& options)
      : spec_(spec),
        options_(options),
        schedule_(schedule::parse_schedule(spec.schedule)),
        data_(load_data(spec)),
        network_(model::make_model(spec.model, data_.image, data_.classes), spec.dx_scale),
        workspace_(std::max(1u, options.threads)),
        sgd_(network_.parameters(), {.momentum = spec.momentum,
                                     .nesterov = spec.nesterov,
                                     .weight_decay = spec.weight_decay}),
        order_(spec.seed, data_.train.samples(), spec.batch) {
    initialise(network_, spec.seed);
  }

  TrainResult run() {
    TrainResult result;
    start_ = std::chrono::steady_clock::now();
    for (std::uint64_t t = 0; t < spec_.iterations; ++t) {
      result.metrics.push_back(iterate(t));
      report(result.metrics.back());
    }
    result.evaluation_bits = schedule_.evaluation_bits(spec_.iterations);
    result.test_accuracy = test(result.evaluation_bits);
    trace::Metric last;
    last.iteration = spec_.iterations;
    last.forward_bits = result.evaluation_bits;
    last.backward_bits = result.metrics.back().backward_bits;
    last.test_accuracy = result.test_accuracy;
    last.evaluation_bits = result.evaluation_bits;
    result.metrics.push_back(last);
    result.weights = serialise_weights(weights_of(network_));
    result.kernel_set = tensor::kernel_set();
    return result;
  }

 private:
  void take_samples(const data::Split& split, std::span<const std::uint32_t> which) {
    const model::Shape& image = data_.image;
    input_.reshape({image.channels, which.size(), image.height, image.width});
    labels_.resize(which.size());
    data::write_features(data_, split, which, input_.values());
    data::write_labels(split, which, labels_);
  }

  trace::Metric iterate(std::uint64_t t) {
    const trace::Assignment assignment = assignment_at(t);
    const nn::Pass<float> pass{.workspace = &workspace_, .seed = spec_.seed, .iteration = t};
    take_samples(data_.train, order_.at(t));
    const auto& logits = network_.forward(input_, pass, assignment);
    const nn::LossResult loss = nn::softmax_cross_entropy(logits, labels_, &logits_gradient_);
    if (!std::isfinite(loss.loss)) {
      throw UserError(
          fmt::format("training diverged: the loss is {} at iteration {}, with {} forward and {} "
                      "backward bits",
                      loss.loss, t, assignment.all.forward_bits, assignment.all.backward_bits),
          "lower `learning_rate`, or raise the bits of `schedule`");
    }
    network_.backward(logits_gradient_, pass, assignment);
    const double rate = learning_rate_at(spec_, t);
    sgd_.step(rate);

    trace::Metric metric;
    metric.iteration = t;
    metric.loss = loss.loss;
    metric.train_accuracy = static_cast<double>(loss.correct) / static_cast<double>(spec_.batch);
    metric.learning_rate = rate;
    metric.forward_bits = assignment.all.forward_bits;
    metric.backward_bits = assignment.all.backward_bits;
    return metric;
  }

  [[nodiscard]] trace::Assignment assignment_at(std::uint64_t t) const {
    trace::Assignment assignment = schedule_.at(t, spec_.iterations);
    check_bits(assignment.all.forward_bits, t);
    check_bits(assignment.all.backward_bits, t);
    for (const auto& [layer, precision] : assignment.layers) {
      check_bits(precision.forward_bits, t);
      check_bits(precision.backward_bits, t);
    }
    return assignment;
  }

  double test(int bits) {
    const nn::Pass<float> pass{.workspace = &workspace_, .training = false};
    const trace::Assignment assignment{.all = {bits, 0}, .layers = {}};
    std::vector<std::uint32_t> which(data_.test.samples());
    std::iota(which.begin(), which.end(), 0u);
    std::size_t correct = 0;
    for (std::size_t first = 0; first < which.size(); first += spec_.batch) {
      const std::size_t count = std::min<std::size_t>(spec_.batch, which.size() - first);
      take_samples(data_.test, std::span(which).subspan(first, count));
      const auto& logits = network_.forward(input_, pass, assignment);
      correct += nn::softmax_cross_entropy<float>(logits, labels_, nullptr).correct;
    }
    return static_cast<double>(correct) / static_cast<double>(which.size());
  }

  void report(const trace::Metric& metric) const {
    if (!options_.progress) {
      return;
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    const double done = static_cast<double>(metric.iteration + 1);
    const double left = static_cast<double>(spec_.iterations) - done;
    options_.progress(
        {.iteration = metric.iteration + 1,
         .iterations = spec_.iterations,
         .images_per_second = done * static_cast<double>(spec_.batch) / elapsed.count(),
         .seconds_left = left * elapsed.count() / done,
         .loss = metric.loss.value_or(0),
         .learning_rate = metric.learning_rate.value_or(0),
         .forward_bits = metric.forward_bits,
         .backward_bits = metric.backward_bits});
  }

  const WorkloadSpec& spec_;
  const TrainOptions& options_;
  schedule::Schedule schedule_;
  data::DataSet data_;
  nn::Network<float> network_;
  nn::Workspace<float> workspace_;
  Sgd<float> sgd_;
  BatchOrder order_;
  tensor::Tensor<float> input_;
  tensor::Tensor<float> logits_gradient_;
  std::vector<std::uint8_t> labels_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace

TrainResult train(const WorkloadSpec& spec, const TrainOptions& options) {
  return Trainer(spec, options).run();
}

}  // namespace metronome::train
