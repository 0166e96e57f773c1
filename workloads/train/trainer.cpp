#include "workloads/train/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/interrupt.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/nn/loss.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/schedule/driver.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/data_parallel.hpp"
#include "workloads/train/divergence.hpp"
#include "workloads/train/error_rule.hpp"
#include "workloads/train/form_trace.hpp"
#include "workloads/train/form_training.hpp"
#include "workloads/train/format_observer.hpp"
#include "workloads/train/initial_weights.hpp"
#include "workloads/train/learning_rate.hpp"
#include "workloads/train/optimiser.hpp"
#include "workloads/train/precision_record.hpp"
#include "workloads/train/result_trace.hpp"
#include "workloads/train/samples.hpp"
#include "workloads/train/trainable.hpp"
#include "workloads/train/value_sampler.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::train {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// One training run: the network, its data, and how far it is.
class Trainer {
 public:
  Trainer(const WorkloadSpec& spec, const TrainOptions& options)
      : spec_(spec),
        options_(options),
        schedule_(options.schedule ? *options.schedule : schedule::parse_schedule(spec.schedule)),
        samples_(load_samples(spec)),
        network_(network_of(spec, samples_->shape()), spec.dx_scale),
        driver_(bound_schedule(), spec.iterations),
        format_observer_(network_, schedule_),
        workspace_(std::max(1u, options.threads), spec.kernels),
        sampler_(spec.statistics_every, network_.graph(), workspace_),
        optimiser_(spec, network_),
        delayed_(spec, network_),
        rate_(spec) {
    check_trainable(network_.graph());
    check_trainable(schedule_);
    give_initial_weights(network_, spec);
    errors_ = error_rule(spec, network_);  // feedback is made of the initial weights
    if (!std::holds_alternative<weights::AffineSpec>(spec.form)) {
      form_.emplace(spec, schedule_, network_);
    }
    if (spec.chips.count > 1) {
      chips_.emplace(spec, network_, options.threads);
    }
    const std::vector<trace::Assignment> levels = schedule_.levels(spec.iterations);
    network_.keep_scales(levels);
    trace::check_ends(network_.graph(), spec.ends, levels);
    gathers_ranges_ = affine_in_part(levels);
    if (!form_ && options.tests_switches) {  // the codes of a form have no precision beside them
      record_ = PrecisionRecord(tested_switches(schedule_, spec.iterations));
    }
    check_trace();
    if (options.checkpoints && options.checkpoints->resume &&
        path_exists(options.checkpoints->file)) {
      Checkpoint checkpoint = load_checkpoint(options.checkpoints->file, workload_identity(spec_),
                                              tensor::kernel_set_name(spec_.kernels));
      check_structure(checkpoint);
      restore(std::move(checkpoint));
    }
  }

  TrainResult run() try {
    start_ = Clock::now();
    first_iteration_ = metrics_.size();
    if (first_iteration_ > 0 && options_.resumed) {
      options_.resumed(first_iteration_);
    }
    for (std::uint64_t t = first_iteration_; t < spec_.iterations; ++t) {
      metrics_.push_back(iterate(t));
      save_if_due(t + 1);
      report(metrics_.back());
      leave_if_interrupted(t + 1);
    }
    if (delayed_.waiting() && delayed_.exchange()) {  // the last gradients
      optimiser_.step(rate_.at(spec_.iterations - 1), optimiser_.gradient_norm());
    }
    const std::vector<EvaluationMode> modes = this->modes();
    TrainResult result;
    result.shape = samples_->shape();
    result.data_digest = samples_->digest();
    result.guessing = samples_->guessing();
    result.phases = phases(spec_.iterations);
    result.values = sampler_.statistics();
    result.evaluation = modes.front().assignment;
    trace::Metric last;
    last.iteration = spec_.iterations;
    last.precision = metrics_.back().precision;  // the test's own bits have columns of their own
    std::vector<trace::Metric> tests;            // of other modes first
    for (auto mode = modes.rbegin(); mode != modes.rend(); ++mode) {
      test(last, *mode);
      tests.push_back(last);
    }
    result.test_accuracy = last.test_accuracy.value();
    result.test_loss = last.test_loss.value();
    result.metrics = record_.with_tests(std::move(metrics_));
    result.metrics.insert(result.metrics.end(), tests.begin(), tests.end());
    result.weights = serialise_weights(trained_numbers());
    result.forms = form_ ? form_->facts() : std::vector<FormFacts>{};
    result.widths = form_ ? form_->found_widths() : std::nullopt;
    result.kernel_set = tensor::kernel_set_name(spec_.kernels);
    result.seconds = seconds();
    result.earlier_seconds = earlier_seconds_;
    return result;
  } catch (const weights::RangeFault& fault) {
    throw TrainingDiverged(fmt::format("{} at iteration {}", fault.what(), metrics_.size()),
                           kept_checkpoint());
  }

 private:
  /// Places of layers are those of this network.
  const schedule::Schedule& bound_schedule() {
    schedule_ = schedule_.bound(trace::format_layers(network_.graph()));
    return schedule_;
  }

  /// Layers that the schedule names are refused before the training rather than after it.
  void check_trace() {
    if (!schedule_.loss_driven()) {
      (void)training_trace(spec_, network_.graph(), schedule_,
                           form_ ? form_->facts() : std::vector<FormFacts>{});
    }
  }

  [[nodiscard]] FormTraining::Loss loss() const {
    return [squares = network_.graph().loss == model::Loss::mse](
               const auto& logits, const auto& labels, auto* gradient) {
      return squares ? nn::mean_square<float>(logits, labels, gradient)
                     : nn::softmax_cross_entropy<float>(logits, labels, gradient);
    };
  }

  /// Of one iteration; the loss is not finite where they could not be had.
  nn::LossResult gradients(const Batch& batch, const nn::Pass<float>& pass,
                           const trace::Assignment& assignment) {
    if (form_) {
      return form_->gradients(batch, pass, assignment, loss());
    }
    if (chips_) {
      return chips_->gradients(batch, pass, assignment, loss());
    }
    const auto& logits = network_.forward(batch.features, pass, assignment);
    const nn::LossResult found = loss()(logits, batch.labels, &logits_gradient_);
    if (std::isfinite(found.loss)) {
      network_.backward(logits_gradient_, pass, assignment);
    }
    return found;
  }

  /// Of tests behind the iterations so far; the first is the result's.
  [[nodiscard]] std::vector<EvaluationMode> modes() const {
    return reported_modes(spec_.form, schedule_, spec_.iterations, record_.last());
  }

  /// What a checkpoint keeps of the network, and weights.bin has.
  [[nodiscard]] std::vector<NamedTensor> trained_numbers() {
    return form_ ? form_->state() : weights_of(network_);
  }

  trace::Metric iterate(std::uint64_t t) {
    const trace::Assignment scheduled = driver_.at(t);
    const trace::Assignment assignment = form_ ? form_->begin(t, scheduled) : scheduled;
    test_switch(t, assignment);
    const Batch& batch = samples_->training(t);
    const bool probes = format_observer_.begin(driver_.wants());
    const nn::Pass<float> pass{.workspace = &workspace_,
                               .seed = spec_.seed,
                               .iteration = t,
                               .continues = batch.continues,
                               .statistics_part = spec_.batch_norm.samples(),
                               .observer = form_ ? nullptr : sampler_.next(assignment),
                               .direct_errors = errors_.get(),
                               .probe = probes ? &format_observer_ : nullptr,
                               .gathers_ranges = gathers_ranges_};
    const nn::LossResult loss = gradients(batch, pass, assignment);
    if (!std::isfinite(loss.loss)) {
      fail_diverged(fmt::format("the loss is {}", loss.loss), t, assignment,
                    form_ ? form_->diverged_layer(batch, pass)
                          : diverged_layer(network_, batch.features, pass, assignment));
    }
    const double norm = form_ ? form_->gradient_norm() : optimiser_.gradient_norm();
    if (!std::isfinite(norm)) {
      fail_diverged("a gradient is not finite", t, assignment,
                    form_ ? form_->diverged_gradient() : diverged_gradient(network_));
    }
    const double rate = rate_.at(t);
    driver_.observe(format_observer_.observation(loss.loss));
    if (form_) {
      form_->step(rate, norm);
      move_strengths(pass, assignment);
      if ((t + 1) % samples_->iterations_per_epoch() == 0 || t + 1 == spec_.iterations) {
        form_->end_epoch();
      }
    } else if (delayed_.exchange()) {
      optimiser_.step(rate, spec_.delay == 0 ? norm : optimiser_.gradient_norm());
    }
    rate_.observe(loss.loss);

    trace::Metric metric;
    metric.iteration = t;
    metric.loss = loss.loss;
    metric.train_accuracy =
        static_cast<double>(loss.correct) / static_cast<double>(batch.labels.size());
    metric.learning_rate = rate;
    metric.precision = assignment.all;
    if (spec_.test_every != 0 && (t + 1) % spec_.test_every == 0) {
      const std::vector<EvaluationMode> modes = this->modes();
      test(metric, form_ && form_->in_first_phase() ? modes.back() : modes.front());
    }
    return metric;
  }

  /// The second step of an iteration of a search, on the other split.
  void move_strengths(const nn::Pass<float>& pass, const trace::Assignment& assignment) {
    const Batch* batch = form_->searches() ? &samples_->second_split(pass.iteration) : nullptr;
    if (batch != nullptr &&
        !std::isfinite(form_->search_step(*batch, pass, assignment, loss()).loss)) {
      fail_diverged("the loss on the second split is not finite", pass.iteration, assignment,
                    form_->diverged_layer(*batch, pass));
    }
  }

  /// Where precision changes for good, the same weights are tested as before, as behind, and in
  /// FP32: how much of what follows is the switch, and how much only the test's own precision.
  void test_switch(std::uint64_t t, const trace::Assignment& assignment) {
    const auto before = record_.next(t, assignment);
    if (!before) {
      return;
    }
    for (const EvaluationMode& mode :
         {EvaluationMode{"", *before, {}}, EvaluationMode{"", assignment, {}}, real_mode()}) {
      trace::Metric metric;
      metric.iteration = t;
      metric.precision = before->all;
      test(metric, mode);
      record_.add_test(metric);
    }
  }

  [[noreturn]] void fail_diverged(const std::string& what, std::uint64_t t,
                                  const trace::Assignment& assignment,
                                  const std::string& layer) const {
    throw TrainingDiverged(fmt::format("{} at iteration {}, at {} bits, first in `{}`", what, t,
                                       trace::precision_text(assignment.all), layer),
                           kept_checkpoint());
  }

  /// The end of a sentence; empty where nothing is kept.
  [[nodiscard]] std::string kept_checkpoint() const {
    return saved_iteration_ == 0
               ? ""
               : fmt::format("; the checkpoint of iteration {} is kept in {}", saved_iteration_,
                             options_.checkpoints->file.string());
  }

  /// Of the iterations done.
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t done) const {
    return schedule_.loss_driven() ? record_.phases(done)
                                   : begun_phases(schedule_.phases(spec_.iterations), done);
  }

  void save_if_due(std::uint64_t done) {
    if (!options_.checkpoints || options_.checkpoints->every == 0 ||
        (done % options_.checkpoints->every != 0 && done != spec_.iterations)) {
      return;
    }
    save(done);
  }

  /// A run that was asked to end keeps all that it has done.
  void leave_if_interrupted(std::uint64_t done) {
    if (interrupt_signal() == 0) {
      return;
    }
    if (options_.checkpoints && saved_iteration_ != done) {
      save(done);
    }
    stop_if_interrupted();
  }

  /// Of the optimiser, and behind it the gradients that wait for it.
  [[nodiscard]] std::vector<NamedTensor> optimiser_state() {
    std::vector<NamedTensor> state = optimiser_.state();
    for (NamedTensor& gradient : delayed_.state()) {
      state.push_back(std::move(gradient));
    }
    return state;
  }

  /// Of the network, and behind it of other chips' networks.
  [[nodiscard]] std::vector<NamedTensor> carried_states() {
    std::vector<NamedTensor> all = carried_states_of(network_);
    if (chips_) {
      for (NamedTensor& state : chips_->carried_states()) {
        all.push_back(std::move(state));
      }
    }
    return all;
  }

  void save(std::uint64_t done) {
    const Checkpoint checkpoint{.workload = workload_identity(spec_),
                                .kernel_set = tensor::kernel_set_name(spec_.kernels),
                                .iteration = done,
                                .seconds = seconds(),
                                .metrics = metrics_,
                                .network = trained_numbers(),
                                .states = carried_states(),
                                .optimiser = form_ ? form_->optimiser_state() : optimiser_state(),
                                .schedule = driver_.state(),
                                .learning_rate = rate_.state(),
                                .values = sampler_.statistics(),
                                .switches = record_.tests(),
                                .changes = record_.kept_changes()};
    if (all_finite(checkpoint.network) && all_finite(checkpoint.optimiser)) {
      write_file_durably(options_.checkpoints->file, serialise_checkpoint(checkpoint));
      saved_iteration_ = done;
    }
  }

  /// UserError where a checkpoint of this workload cannot be one of this network and these rules.
  void check_structure(const Checkpoint& checkpoint) {
    const std::vector<std::string> faults{
        checkpoint.iteration > spec_.iterations
            ? fmt::format("is of iteration {} of {}", checkpoint.iteration, spec_.iterations)
            : "",
        driver_.accepts(checkpoint.schedule) ? "" : "has a state that no schedule of its kind has",
        rate_.accepts(checkpoint.learning_rate) ? "" : "has a state that no learning rate has",
        sampler_.accepts(checkpoint.values) ? "" : "counts codes of products that are not there",
        form_ ? form_->restore(checkpoint.network, checkpoint.optimiser, checkpoint.iteration)
              : different_tensors(checkpoint.network, weights_of(network_)),
        form_ ? "" : different_tensors(checkpoint.optimiser, optimiser_state()),
        different_states(checkpoint.states, carried_states())};
    for (const std::string& fault : faults) {
      if (!fault.empty()) {
        throw UserError(Diagnostic{options_.checkpoints->file.string(),
                                   0,
                                   0,
                                   {},
                                   "checkpoint: " + fault,
                                   "remove it to start anew"});
      }
    }
  }

  [[nodiscard]] double seconds() const { return earlier_seconds_ + seconds_since(constructed_); }

  /// Behind the optimiser's own state stand the gradients that wait for their update.
  void restore_optimiser(std::vector<NamedTensor> state, std::uint64_t iteration) {
    const auto gradients = state.begin() + static_cast<std::ptrdiff_t>(optimiser_.state().size());
    delayed_.restore({gradients, state.end()});
    state.erase(gradients, state.end());
    optimiser_.restore(state, iteration - std::min(spec_.delay, iteration));
  }

  void restore(Checkpoint checkpoint) {
    if (!form_) {  // which has taken its numbers in check_structure()
      restore_weights(network_, checkpoint.network);
      restore_optimiser(std::move(checkpoint.optimiser), checkpoint.iteration);
    }
    restore_carried_states(network_, checkpoint.states);
    if (chips_) {
      chips_->restore(checkpoint.states);
    }
    driver_.restore(checkpoint.schedule);
    rate_.restore(checkpoint.learning_rate);
    metrics_ = std::move(checkpoint.metrics);
    record_.restore(
        std::move(checkpoint.changes), std::move(checkpoint.switches), metrics_,
        schedule_.loss_driven() ? std::vector<trace::Phase>{} : schedule_.phases(spec_.iterations));
    sampler_.restore(phases(checkpoint.iteration), std::move(checkpoint.values));
    saved_iteration_ = checkpoint.iteration;
    earlier_seconds_ = checkpoint.seconds;
  }

  const tensor::Tensor<float>& forward(const tensor::Tensor<float>& features,
                                       const nn::Pass<float>& pass, const EvaluationMode& mode) {
    return form_ ? form_->forward(features, pass, mode)
                 : network_.forward(features, pass, mode.assignment);
  }

  /// Tests on the whole test split and writes what it finds into `metric`. What it estimates anew
  /// is forgotten afterwards: tests change nothing.
  void test(trace::Metric& metric, const EvaluationMode& mode) {
    if (spec_.batch_norm_batches == 0) {
      test_as_is(metric, mode);
      return;
    }
    const std::vector<NamedTensor> trained = trained_numbers();
    for (std::uint64_t i = 1; i <= spec_.batch_norm_batches; ++i) {
      const std::uint64_t t = metric.iteration + i;
      const nn::Pass<float> pass{.workspace = &workspace_,
                                 .seed = spec_.seed,
                                 .iteration = t,
                                 .statistics_part = spec_.batch_norm.samples()};
      forward(samples_->training(t).features, pass, mode);
    }
    test_as_is(metric, mode);
    form_ ? form_->put_back(trained) : restore_weights(network_, trained);
  }

  void test_as_is(trace::Metric& metric, const EvaluationMode& mode) {
    Batch batch;
    std::size_t correct = 0;
    std::size_t count = 0;
    double summed = 0;
    for (std::size_t i = 0; i < samples_->test_batches(); ++i) {
      samples_->test(i, batch);
      const nn::Pass<float> pass{
          .workspace = &workspace_, .training = false, .continues = batch.continues};
      const auto& logits = forward(batch.features, pass, mode);
      const auto result = loss()(logits, batch.labels, nullptr);
      correct += result.correct;
      count += batch.labels.size();
      summed += result.loss * static_cast<double>(batch.labels.size());
    }
    metric.test_accuracy = static_cast<double>(correct) / static_cast<double>(count);
    metric.test_loss = summed / static_cast<double>(count);
    metric.evaluation = mode.assignment.all;
    if (!std::isfinite(summed)) {
      throw TrainingDiverged(
          fmt::format("the loss of the test at iteration {} is {}", metric.iteration, summed),
          kept_checkpoint());
    }
  }

  void report(const trace::Metric& metric) const {
    if (!options_.progress) {
      return;
    }
    const double elapsed = seconds_since(start_);
    const double done = static_cast<double>(metric.iteration + 1 - first_iteration_);
    const double left = static_cast<double>(spec_.iterations - metric.iteration - 1);
    options_.progress({.iteration = metric.iteration + 1,
                       .iterations = spec_.iterations,
                       .samples_per_second = done * static_cast<double>(spec_.batch) / elapsed,
                       .reads_text = network_.graph().reads_tokens(),
                       .seconds_left = left * elapsed / done,
                       .loss = metric.loss.value_or(0),
                       .learning_rate = metric.learning_rate.value_or(0),
                       .precision = metric.precision});
  }

  const WorkloadSpec& spec_;
  const TrainOptions& options_;
  schedule::Schedule schedule_;
  std::unique_ptr<Samples> samples_;
  nn::Network<float> network_;
  schedule::Driver driver_;
  FormatObserver format_observer_;
  nn::Workspace<float> workspace_;
  ValueSampler sampler_;
  Optimiser optimiser_;
  DelayedGradients delayed_;
  std::unique_ptr<nn::DirectErrors<float>> errors_;  ///< null: backpropagation
  LearningRate rate_;
  std::optional<FormTraining> form_;   ///< of weights that are not `affine`
  std::optional<DataParallel> chips_;  ///< where several share each batch
  tensor::Tensor<float> logits_gradient_;
  std::vector<trace::Metric> metrics_;  ///< of the iterations done
  PrecisionRecord record_;              ///< of them
  bool gathers_ranges_ = false;         ///< in iterations without affine codes, too
  std::uint64_t first_iteration_ = 0;   ///< of this process
  std::uint64_t saved_iteration_ = 0;   ///< iterations of the last checkpoint; 0: none
  double earlier_seconds_ = 0;          ///< of earlier processes
  Clock::time_point constructed_ = Clock::now();
  Clock::time_point start_;
};

}  // namespace

TrainResult train(const WorkloadSpec& spec, const TrainOptions& options) {
  return Trainer(spec, options).run();
}

}  // namespace metronome::train
