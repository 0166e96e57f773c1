#include "workloads/train/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/data/load.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/tensor/gemm.hpp"
#include "workloads/train/batch_loader.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/divergence.hpp"
#include "workloads/train/initialise.hpp"
#include "workloads/train/learning_rate.hpp"
#include "workloads/train/optimiser.hpp"
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

bool all_finite(const std::vector<NamedTensor>& tensors) {
  return std::all_of(tensors.begin(), tensors.end(), [](const NamedTensor& tensor) {
    return std::all_of(tensor.values.begin(), tensor.values.end(),
                       [](float value) { return std::isfinite(value); });
  });
}

/// One training run: the network, its data, and how far it is.
class Trainer {
 public:
  Trainer(const WorkloadSpec& spec, const TrainOptions& options)
      : spec_(spec),
        options_(options),
        schedule_(options.schedule ? *options.schedule : schedule::parse_schedule(spec.schedule)),
        driver_(schedule_, spec.iterations),
        data_(load_data(spec)),
        network_(model::make_model(spec.model, data_.image, data_.classes), spec.dx_scale),
        workspace_(std::max(1u, options.threads)),
        optimiser_(spec, network_),
        rate_(spec),
        batches_(spec, data_) {
    initialise(network_, spec.seed);
    if (options.checkpoints && options.checkpoints->resume &&
        std::filesystem::exists(options.checkpoints->file)) {
      restore(load_checkpoint(options.checkpoints->file, workload_identity(spec_),
                              tensor::kernel_set()));
    }
  }

  TrainResult run() {
    start_ = std::chrono::steady_clock::now();
    first_iteration_ = metrics_.size();
    for (std::uint64_t t = first_iteration_; t < spec_.iterations; ++t) {
      metrics_.push_back(iterate(t));
      save_if_due(t + 1);
      report(metrics_.back());
    }
    TrainResult result;
    result.phases = phases();
    result.evaluation_bits = schedule_.evaluation_bits(spec_.iterations);
    result.test_accuracy = test(result.evaluation_bits);
    trace::Metric last;
    last.iteration = spec_.iterations;
    last.forward_bits = result.evaluation_bits;
    last.backward_bits = metrics_.back().backward_bits;
    last.test_accuracy = result.test_accuracy;
    last.evaluation_bits = result.evaluation_bits;
    result.metrics = std::move(metrics_);
    result.metrics.push_back(last);
    result.weights = serialise_weights(weights_of(network_));
    result.kernel_set = tensor::kernel_set();
    return result;
  }

 private:
  trace::Metric iterate(std::uint64_t t) {
    const trace::Assignment assignment = assignment_at(t);
    const nn::Pass<float> pass{.workspace = &workspace_, .seed = spec_.seed, .iteration = t};
    const Batch& batch = batches_.at(t);
    const auto& logits = network_.forward(batch.features, pass, assignment);
    const nn::LossResult loss =
        nn::softmax_cross_entropy<float>(logits, batch.labels, &logits_gradient_);
    if (!std::isfinite(loss.loss)) {
      fail_diverged(fmt::format("the loss is {}", loss.loss), t, assignment,
                    diverged_layer(network_, batch.features, pass, assignment));
    }
    network_.backward(logits_gradient_, pass, assignment);
    const double norm = optimiser_.gradient_norm();
    if (!std::isfinite(norm)) {
      fail_diverged("a gradient is not finite", t, assignment, diverged_gradient(network_));
    }
    const double rate = rate_.at(t);
    optimiser_.step(rate, norm);
    driver_.observe(loss.loss);
    rate_.observe(loss.loss);

    trace::Metric metric;
    metric.iteration = t;
    metric.loss = loss.loss;
    metric.train_accuracy = static_cast<double>(loss.correct) / static_cast<double>(spec_.batch);
    metric.learning_rate = rate;
    metric.forward_bits = assignment.all.forward_bits;
    metric.backward_bits = assignment.all.backward_bits;
    return metric;
  }

  [[noreturn]] void fail_diverged(const std::string& what, std::uint64_t t,
                                  const trace::Assignment& assignment,
                                  const std::string& layer) const {
    std::string kept;
    if (saved_iteration_ > 0) {
      kept = fmt::format("; the checkpoint of iteration {} is kept in {}", saved_iteration_,
                         options_.checkpoints->file.string());
    }
    throw UserError(
        fmt::format("training diverged: {} at iteration {}, with {} forward and {} backward bits, "
                    "first in `{}`{}",
                    what, t, assignment.all.forward_bits, assignment.all.backward_bits, layer,
                    kept),
        "lower `learning_rate`, or raise the bits of `schedule`");
  }

  [[nodiscard]] trace::Assignment assignment_at(std::uint64_t t) const {
    trace::Assignment assignment = driver_.at(t);
    check_bits(assignment.all.forward_bits, t);
    check_bits(assignment.all.backward_bits, t);
    for (const auto& [layer, precision] : assignment.layers) {
      check_bits(precision.forward_bits, t);
      check_bits(precision.backward_bits, t);
    }
    return assignment;
  }

  /// A schedule that the loss drives has no exceptions, so that its metrics tell everything.
  [[nodiscard]] std::vector<trace::Phase> phases() const {
    if (!schedule_.loss_driven()) {
      return schedule_.phases(spec_.iterations);
    }
    std::vector<trace::Assignment> each;
    for (const trace::Metric& metric : metrics_) {
      each.push_back({{metric.forward_bits, metric.backward_bits}, {}});
    }
    return trace::phases_of(each);
  }

  void save_if_due(std::uint64_t done) {
    if (!options_.checkpoints || options_.checkpoints->every == 0 ||
        (done % options_.checkpoints->every != 0 && done != spec_.iterations)) {
      return;
    }
    const Checkpoint checkpoint{.workload = workload_identity(spec_),
                                .kernel_set = tensor::kernel_set(),
                                .iteration = done,
                                .metrics = metrics_,
                                .network = weights_of(network_),
                                .optimiser = optimiser_.state(),
                                .schedule = driver_.state(),
                                .learning_rate = rate_.state()};
    if (all_finite(checkpoint.network) && all_finite(checkpoint.optimiser)) {
      write_file_atomically(options_.checkpoints->file, serialise_checkpoint(checkpoint));
      saved_iteration_ = done;
    }
  }

  void restore(Checkpoint checkpoint) {
    METRONOME_ASSERT(checkpoint.metrics.size() == checkpoint.iteration,
                     "a checkpoint has the metrics of every iteration");
    restore_weights(network_, checkpoint.network);
    optimiser_.restore(checkpoint.optimiser, checkpoint.iteration);
    driver_.restore(checkpoint.schedule);
    rate_.restore(checkpoint.learning_rate);
    metrics_ = std::move(checkpoint.metrics);
    saved_iteration_ = checkpoint.iteration;
  }

  double test(int bits) {
    const nn::Pass<float> pass{.workspace = &workspace_, .training = false};
    const trace::Assignment assignment{.all = {bits, 0}, .layers = {}};
    std::vector<std::uint32_t> which(data_.test.samples());
    std::iota(which.begin(), which.end(), 0u);
    const model::Shape& image = data_.image;
    Batch batch;
    std::size_t correct = 0;
    for (std::size_t first = 0; first < which.size(); first += spec_.batch) {
      const std::size_t count = std::min<std::size_t>(spec_.batch, which.size() - first);
      const auto samples = std::span<const std::uint32_t>(which).subspan(first, count);
      batch.features.reshape({image.channels, count, image.height, image.width});
      batch.labels.resize(count);
      data::write_features(data_, data_.test, samples, batch.features.values());
      data::write_labels(data_.test, samples, batch.labels);
      const auto& logits = network_.forward(batch.features, pass, assignment);
      correct += nn::softmax_cross_entropy<float>(logits, batch.labels, nullptr).correct;
    }
    return static_cast<double>(correct) / static_cast<double>(which.size());
  }

  void report(const trace::Metric& metric) const {
    if (!options_.progress) {
      return;
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    const double done = static_cast<double>(metric.iteration + 1 - first_iteration_);
    const double left = static_cast<double>(spec_.iterations - metric.iteration - 1);
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
  schedule::Driver driver_;
  data::DataSet data_;
  nn::Network<float> network_;
  nn::Workspace<float> workspace_;
  Optimiser optimiser_;
  LearningRate rate_;
  BatchLoader batches_;
  tensor::Tensor<float> logits_gradient_;
  std::vector<trace::Metric> metrics_;  ///< of the iterations done
  std::uint64_t first_iteration_ = 0;   ///< of this process
  std::uint64_t saved_iteration_ = 0;   ///< iterations of the last checkpoint; 0: none
  std::chrono::steady_clock::time_point start_;
};

}  // namespace

TrainResult train(const WorkloadSpec& spec, const TrainOptions& options) {
  return Trainer(spec, options).run();
}

}  // namespace metronome::train
